/** Months of a measure on a control chart: centre, limits, what stands out, and people's notes as numbered lines. */
import type { ChartMonth, ControlChart } from '../../flows/controlCharts.js';
import type { NumberWords } from '../numbers.js';
import { axisText, monthAxis, yAxis } from './axes.js';
import { INK, NEGATIVE, NPS_BAND, NPS_LINE, POSITIVE, QUIET, TARGET } from './palette.js';
import { drawChart, type Chart } from './svg.js';

export interface ControlChartWords {
  readonly centre: string;
  readonly target: string;
  readonly format: (value: number) => string;
}

export interface ControlChartScale {
  readonly better: 'up' | 'down';
  /** In the unit of the values, or null. */
  readonly target: number | null;
  /** The least and greatest value there can be. */
  readonly range: readonly [number, number];
  /** Notes: their number and month. */
  readonly notes: readonly { readonly number: number; readonly month: string }[];
  /** The start of an action: a line with its name. */
  readonly start?: { readonly month: string; readonly label: string };
}

export type PointMeaning = 'improvement' | 'concern' | 'usual';

/** What a point says: nothing unusual, or a signal to one side of the centre. A trend alone is too weak to mark a point. */
export function meaningOf(month: ChartMonth, centre: number | null, better: 'up' | 'down'): PointMeaning {
  const { signals, value } = month;
  if (!signals || value === null || centre === null) return 'usual';
  if (!signals.outside && !signals.shift && !signals.nearLimit) return 'usual';
  return value > centre === (better === 'up') ? 'improvement' : 'concern';
}

const MARKS = {
  usual: { symbol: 'circle', symbolSize: 6, itemStyle: { color: NPS_LINE } },
  improvement: { symbol: 'rect', symbolSize: 10, itemStyle: { color: POSITIVE } },
  concern: { symbol: 'diamond', symbolSize: 13, itemStyle: { color: NEGATIVE } },
} as const;

export function drawControlChart(
  chart: ControlChart,
  scale: ControlChartScale,
  numbers: NumberWords,
  words: ControlChartWords,
): Chart {
  const { months, centre } = chart;
  const lows = months.map((month) => month.limits?.[0] ?? null);
  const highs = months.map((month) => month.limits?.[1] ?? null);
  const axis = axisOf(
    [...months.map((month) => month.value), ...lows, ...highs, scale.target].filter((value) => value !== null),
    scale.range,
  );
  return drawChart(
    (narrow) => ({
      grid: { left: 46, right: narrow ? 16 : 104, top: 26, bottom: 28 },
      xAxis: monthAxis(
        months.map((month) => month.month),
        numbers,
        narrow,
      ),
      yAxis: yAxis({ ...axis, format: words.format }),
      series: [
        band(lows, 'transparent'),
        band(
          highs.map((high, index) => (high === null ? null : high - (lows[index] ?? high))),
          NPS_BAND,
        ),
        {
          type: 'line',
          showAllSymbol: true,
          data: months.map((month) => ({ value: month.value, ...MARKS[meaningOf(month, centre, scale.better)] })),
          lineStyle: { color: NPS_LINE, width: 1.75 },
          connectNulls: false,
          z: 5,
          markLine: {
            silent: true,
            symbol: 'none',
            precision: 6,
            data: [
              ...horizontal(centre, words.centre, narrow, { color: QUIET, width: 1.25, type: 'solid' }, words.format),
              ...horizontal(
                scale.target,
                words.target,
                narrow,
                { color: TARGET, width: 1.5, type: [6, 4] },
                words.format,
              ),
              ...scale.notes.map(({ number, month }) => ({
                xAxis: month,
                lineStyle: { color: INK, width: 1, type: [2, 3] },
                label: { ...axisText, color: INK, fontWeight: 700, position: 'end', formatter: String(number) },
              })),
              ...(scale.start
                ? [
                    {
                      xAxis: scale.start.month,
                      lineStyle: { color: INK, width: 2, type: 'solid' },
                      label: {
                        ...axisText,
                        color: INK,
                        fontWeight: 700,
                        position: 'end',
                        formatter: scale.start.label,
                      },
                    },
                  ]
                : []),
            ],
          },
        },
      ],
    }),
    { width: 760, height: 270 },
    { width: 360, height: 240 },
  );
}

function horizontal(
  value: number | null,
  name: string,
  narrow: boolean,
  lineStyle: { readonly color: string; readonly width: number; readonly type: string | readonly number[] },
  format: (value: number) => string,
): object[] {
  if (value === null) return [];
  return [
    {
      yAxis: value,
      lineStyle,
      label: {
        ...axisText,
        color: lineStyle.color,
        position: narrow ? 'insideStartTop' : 'end',
        formatter: `${name} ${format(value)}`,
      },
    },
  ];
}

/** Ends of the axis that hold all values, on round steps. */
function axisOf(
  values: readonly number[],
  [least, most]: readonly [number, number],
): { min: number; max: number; interval: number } {
  const top = Math.max(...values, least + (most - least) / 20);
  const bottom = Math.min(...values, top);
  const span = (most - least) / 100;
  const interval =
    [1, 2, 5, 10, 20, 25, 50].map((step) => step * span).find((step) => (top - bottom) / step <= 5) ?? 50 * span;
  return {
    min: Math.max(least, Math.floor(bottom / interval) * interval),
    max: Math.min(most, Math.ceil(top / interval) * interval),
    interval,
  };
}

function band(data: (number | null)[], color: string): object {
  return {
    type: 'line',
    step: 'middle',
    data,
    stack: 'limits',
    stackStrategy: 'all',
    symbol: 'none',
    lineStyle: { opacity: 0 },
    areaStyle: { color, opacity: color === 'transparent' ? 0 : 0.55 },
    connectNulls: false,
    silent: true,
  };
}
