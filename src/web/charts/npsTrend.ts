/** NPS by month with its 95 % band, the target as a line, and a gap where too few answered. */
import type { MonthFigure } from '../../flows/figures.js';
import type { NumberWords } from '../numbers.js';
import { axisText, monthAxis, yAxis } from './axes.js';
import { NPS_BAND, NPS_LINE, QUIET, RULE, TARGET } from './palette.js';
import { drawChart, type Chart } from './svg.js';

export interface NpsTrendWords {
  readonly target: string;
}

/** @param months in order, gaps included; @param target −100..100 or null */
export function drawNpsTrend(
  months: readonly MonthFigure[],
  target: number | null,
  numbers: NumberWords,
  words: NpsTrendWords,
): Chart {
  const lows = months.map((month) => month.estimate.interval?.[0] ?? null);
  const highs = months.map((month) => month.estimate.interval?.[1] ?? null);
  const shown = [...lows, ...highs, target].filter((value) => value !== null);
  // A base of a handful has an interval as wide as the scale; the axis follows the bulk and cuts those.
  const lowest = Math.min(0, ...shown);
  const interval = lowest < -40 ? 50 : 20;
  const bottom = Math.max(-100, Math.floor(lowest / interval) * interval);
  const firm = months.map((month) => month.estimate.strength === 'normal');
  return drawChart(
    (narrow) => ({
      grid: { left: 40, right: narrow ? 14 : 64, top: 18, bottom: 28 },
      xAxis: monthAxis(
        months.map((month) => month.month),
        numbers,
        narrow,
      ),
      yAxis: yAxis({
        min: bottom,
        max: 100,
        interval,
        format: (value) => numbers.points(value),
      }),
      series: [
        bandPart(lows, 'transparent'),
        bandPart(
          highs.map((high, i) => (high === null ? null : high - (lows[i] ?? high))),
          NPS_BAND,
        ),
        {
          type: 'line',
          data: months.map((month, i) => ({
            value: month.estimate.nps,
            symbol: 'circle',
            symbolSize: firm[i] ? 6 : 7,
            itemStyle: firm[i] ? { color: NPS_LINE } : { color: '#fff', borderColor: NPS_LINE, borderWidth: 1.5 },
          })),
          lineStyle: { color: NPS_LINE, width: 2.25 },
          itemStyle: { color: NPS_LINE },
          connectNulls: false,
          z: 5,
          ...(target === null
            ? {}
            : {
                markLine: {
                  silent: true,
                  symbol: 'none',
                  data: [{ yAxis: target }],
                  lineStyle: { color: TARGET, width: 1.5, type: [6, 4] },
                  label: {
                    ...axisText,
                    color: TARGET,
                    position: narrow ? 'insideEndTop' : 'end',
                    formatter: `${words.target} ${numbers.points(target)}`,
                  },
                },
              }),
        },
        zeroLine(bottom),
      ],
    }),
    { width: 760, height: 270 },
    { width: 360, height: 230 },
  );
}

function bandPart(data: (number | null)[], color: string): object {
  return {
    type: 'line',
    data,
    stack: 'band',
    stackStrategy: 'all',
    symbol: 'none',
    lineStyle: { opacity: 0 },
    areaStyle: { color, opacity: color === 'transparent' ? 0 : 1 },
    connectNulls: false,
    silent: true,
  };
}

function zeroLine(bottom: number): object {
  return {
    type: 'line',
    data: [],
    markLine: {
      silent: true,
      symbol: 'none',
      data: bottom < 0 ? [{ yAxis: 0 }] : [],
      lineStyle: { color: bottom < 0 ? QUIET : RULE, width: 1, type: 'solid' },
      label: { show: false },
    },
  };
}
