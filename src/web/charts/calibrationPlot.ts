/** Confidence against the share that was right: on the diagonal a confidence means what it says. */
import type { CalibrationBin } from '../../domain/calibration.js';
import type { NumberWords } from '../numbers.js';
import { axisText, yAxis } from './axes.js';
import { NPS_LINE, QUIET, RULE } from './palette.js';
import { drawChart, type Chart } from './svg.js';

export interface CalibrationWords {
  readonly confidence: string;
  readonly right: string;
}

export function drawCalibration(bins: readonly CalibrationBin[], numbers: NumberWords, words: CalibrationWords): Chart {
  const format = (value: number): string => numbers.wholePercent(value);
  const shown = bins.filter((bin) => bin.confidence !== null && bin.share !== null);
  return drawChart(
    (narrow) => ({
      grid: { left: 48, right: 20, top: 26, bottom: 44 },
      xAxis: {
        type: 'value',
        min: 0,
        max: 1,
        interval: 0.2,
        name: words.confidence,
        nameLocation: 'middle',
        nameGap: 28,
        nameTextStyle: axisText,
        axisLabel: { ...axisText, formatter: format },
        axisLine: { lineStyle: { color: RULE } },
        splitLine: { lineStyle: { color: RULE } },
      },
      yAxis: {
        ...yAxis({ min: 0, max: 1, interval: 0.2, format }),
        name: words.right,
        nameLocation: 'end',
        nameGap: 10,
        nameTextStyle: { ...axisText, align: 'left', padding: [0, 0, 0, -40] },
      },
      series: [
        line(
          [
            [0, 0],
            [1, 1],
          ],
          { color: QUIET, width: 1.25, type: [5, 4] },
        ),
        ...shown.map(({ confidence, interval }) =>
          line(
            (interval ?? []).map((end) => [confidence ?? 0, end]),
            { color: NPS_LINE, width: 1.5, type: 'solid' },
          ),
        ),
        {
          type: 'line',
          data: shown.map(({ confidence, share }) => [confidence, share]),
          symbol: 'circle',
          symbolSize: narrow ? 7 : 8,
          showAllSymbol: true,
          lineStyle: { opacity: 0 },
          itemStyle: { color: NPS_LINE },
          z: 5,
        },
      ],
    }),
    { width: 460, height: 380 },
    { width: 360, height: 320 },
  );
}

function line(
  data: readonly (readonly number[])[],
  lineStyle: { readonly color: string; readonly width: number; readonly type: string | readonly number[] },
): object {
  return { type: 'line', data, symbol: 'none', lineStyle, silent: true };
}
