/** Months against the first month, in standard errors: inside the band nothing more than chance. */
import type { Month } from '../../domain/calendar.js';
import { DRIFT_LIMIT } from '../../domain/drift.js';
import type { DriftMeasure, DriftMonth } from '../../flows/driftMonths.js';
import { DRIFT_MEASURES } from '../../flows/driftMonths.js';
import type { NumberWords } from '../numbers.js';
import { monthAxis, yAxis } from './axes.js';
import { NEGATIVE, NPS_BAND, NPS_LINE, TARGET } from './palette.js';
import { drawChart, type Chart } from './svg.js';

const STYLES: Readonly<Record<DriftMeasure, { readonly color: string; readonly symbol: string }>> = {
  unsure: { color: NEGATIVE, symbol: 'diamond' },
  meaning: { color: NPS_LINE, symbol: 'circle' },
  words: { color: TARGET, symbol: 'rect' },
};
const LINES: Readonly<Record<DriftMeasure, string | readonly number[]>> = {
  unsure: [6, 4],
  meaning: 'solid',
  words: [2, 3],
};
/** What lies further away is drawn at the edge; the table has the figure. */
const MOST = 12;

/** @param months without the first one, gaps included: null where a month has too few comments */
export function drawDrift(
  months: readonly { readonly month: Month; readonly found: DriftMonth | null }[],
  numbers: NumberWords,
): Chart {
  const values = months.flatMap(({ found }) => DRIFT_MEASURES.map((measure) => found?.z[measure] ?? 0));
  const ends = Math.min(MOST, Math.max(6, ...values.map((value) => 3 * Math.ceil(Math.abs(value) / 3))));
  return drawChart(
    (narrow) => ({
      grid: { left: 40, right: 16, top: 14, bottom: 28 },
      xAxis: monthAxis(
        months.map(({ month }) => month),
        numbers,
        narrow,
      ),
      yAxis: yAxis({ min: -ends, max: ends, interval: 3, format: (value) => numbers.points(value) }),
      series: DRIFT_MEASURES.map((measure, index) => ({
        type: 'line',
        data: months.map(({ found }) => clip(found?.z[measure] ?? null, ends)),
        symbol: STYLES[measure].symbol,
        symbolSize: 7,
        showAllSymbol: true,
        connectNulls: false,
        lineStyle: { color: STYLES[measure].color, width: 1.5, type: LINES[measure] },
        itemStyle: { color: STYLES[measure].color },
        ...(index === 0 && {
          markArea: {
            silent: true,
            itemStyle: { color: NPS_BAND, opacity: 0.5 },
            data: [[{ yAxis: -DRIFT_LIMIT }, { yAxis: DRIFT_LIMIT }]],
          },
        }),
      })),
    }),
    { width: 760, height: 230 },
    { width: 360, height: 220 },
  );
}

function clip(value: number | null, ends: number): number | null {
  return value === null ? null : Math.max(-ends, Math.min(ends, value));
}
