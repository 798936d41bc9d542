/** Axes that all charts share, so that months and figures compare from page to page. */
import type { Month } from '../../domain/calendar.js';
import type { NumberWords } from '../numbers.js';
import { FONT, QUIET, RULE } from './palette.js';

export const axisText = { fontFamily: FONT, fontSize: 12.5, color: QUIET } as const;

export function monthAxis(months: readonly Month[], numbers: NumberWords, narrow: boolean): object {
  // a long row of months has labels further apart
  const every = narrow ? Math.max(6, Math.ceil(months.length / 5)) : Math.max(3, Math.ceil(months.length / 12));
  return {
    type: 'category',
    data: [...months],
    boundaryGap: true,
    axisLine: { lineStyle: { color: RULE } },
    axisTick: { show: false },
    axisLabel: {
      ...axisText,
      interval: (index: number) => (months.length - 1 - index) % every === 0,
      formatter: (month: string) => numbers.shortMonth(month),
    },
  };
}

export function yAxis(scale: {
  min: number;
  max: number;
  interval: number;
  format: (value: number) => string;
}): object {
  return {
    type: 'value',
    min: scale.min,
    max: scale.max,
    interval: scale.interval,
    axisLabel: { ...axisText, formatter: scale.format },
    splitLine: { lineStyle: { color: RULE, width: 1 } },
  };
}
