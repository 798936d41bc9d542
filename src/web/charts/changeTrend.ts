/** Comments of a theme by month, before and after a change: a dashed line for now, a filled one for then. */
import type { MonthMove } from '../../flows/changeFigures.js';
import type { NumberWords } from '../numbers.js';
import { axisText, monthAxis, yAxis } from './axes.js';
import { QUIET, themeColour } from './palette.js';
import { drawChart, type Chart } from './svg.js';

export interface ChangeTrendWords {
  readonly before: string;
  readonly after: string;
}

/** @param slot colour of the theme */
export function drawChangeTrend(
  months: readonly Pick<MonthMove, 'month' | 'before' | 'after'>[],
  slot: number,
  numbers: NumberWords,
  words: ChangeTrendWords,
): Chart {
  const top = niceTop(Math.max(4, ...months.flatMap((month) => [month.before ?? 0, month.after ?? 0])));
  const colour = themeColour(slot);
  const last = (of: 'before' | 'after'): number => months.findLastIndex((month) => month[of] !== null);
  const apart = Math.abs((months[last('before')]?.before ?? 0) - (months[last('after')]?.after ?? 0)) > top / 12;
  const line = (of: 'before' | 'after', narrow: boolean): object => ({
    type: 'line',
    symbol: 'none',
    data: months.map((month, index) => ({
      value: month[of],
      symbol: index === last(of) ? 'circle' : 'none',
      symbolSize: 6,
      label: {
        ...axisText,
        show: !narrow && index === last(of) && (apart || of === 'after'),
        position: 'right',
        distance: 8,
        color: of === 'after' ? colour : QUIET,
        formatter: words[of],
      },
    })),
    lineStyle: of === 'after' ? { color: colour, width: 2.5 } : { color: QUIET, width: 1.75, type: 'dashed' },
    itemStyle: { color: of === 'after' ? colour : QUIET },
    connectNulls: false,
  });
  return drawChart(
    (narrow) => ({
      grid: { left: 52, right: narrow ? 14 : 120, top: 14, bottom: 28 },
      xAxis: monthAxis(
        months.map((month) => month.month),
        numbers,
        narrow,
      ),
      yAxis: yAxis({ min: 0, max: top, interval: top / 4, format: (value) => numbers.count(value) }),
      series: [line('before', narrow), line('after', narrow)],
    }),
    { width: 760, height: 210 },
    { width: 360, height: 200 },
  );
}

/** The least of 4, 8, 12, 20, 40 … × 10ⁿ that holds the value: a quarter of it is a whole number. */
function niceTop(value: number): number {
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  const step = [4, 8, 12, 20, 40, 60, 80, 100].find((each) => value <= each * scale);
  return (step ?? 100) * scale;
}
