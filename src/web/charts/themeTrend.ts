/** Share of comments that mention a theme by month, split into complaint, neutral and praise. */
import type { Month } from '../../domain/calendar.js';
import type { Polarity } from '../../domain/theme.js';
import type { NumberWords } from '../numbers.js';
import { axisText, monthAxis, yAxis } from './axes.js';
import { NEGATIVE, NEUTRAL, POSITIVE } from './palette.js';
import { drawChart, type Chart } from './svg.js';

export interface ThemeTrendMonth {
  readonly month: Month;
  /** Share of tagged comments with each polarity, 0–1; null where hidden or nobody commented. */
  readonly shares: Readonly<Record<Polarity, number>> | null;
}

const ORDER: readonly Polarity[] = ['neg', 'neu', 'pos'];
const COLOURS: Readonly<Record<Polarity, string>> = { neg: NEGATIVE, neu: NEUTRAL, pos: POSITIVE };

export function drawThemeTrend(
  months: readonly ThemeTrendMonth[],
  numbers: NumberWords,
  words: Readonly<Record<Polarity, string>>,
): Chart {
  const totals = months.map(({ shares }) => (shares ? shares.neg + shares.neu + shares.pos : 0));
  const top = niceTop(Math.max(0.05, ...totals));
  const last = months.findLastIndex((month) => month.shares !== null);
  return drawChart(
    (narrow) => ({
      grid: { left: 48, right: narrow ? 12 : 96, top: 14, bottom: 28 },
      xAxis: monthAxis(
        months.map((month) => month.month),
        numbers,
        narrow,
      ),
      yAxis: yAxis({ min: 0, max: top, interval: top / 4, format: (value) => numbers.wholePercent(value) }),
      series: ORDER.map((polarity) => ({
        type: 'bar',
        stack: 'polarity',
        barCategoryGap: '28%',
        data: months.map(({ shares }, index) => ({
          value: shares?.[polarity] ?? null,
          label: {
            ...axisText,
            show: !narrow && index === last && (shares?.[polarity] ?? 0) > top / 20,
            position: 'right',
            distance: 12,
            color: COLOURS[polarity],
            formatter: words[polarity],
          },
        })),
        itemStyle: { color: COLOURS[polarity] },
      })),
    }),
    { width: 760, height: 230 },
    { width: 360, height: 210 },
  );
}

/** The least of 4, 8, 12, 20, 40, 60, 80, 100 % that holds the value. */
function niceTop(share: number): number {
  return [0.04, 0.08, 0.12, 0.2, 0.4, 0.6, 0.8].find((top) => share <= top) ?? 1;
}
