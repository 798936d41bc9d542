/** Which months stand before and after the start of an action, so that both sides are alike in length and season. */
import {
  addMonths,
  firstDayOfMonth,
  lastDayOfMonth,
  monthOf,
  monthsBetween,
  type Day,
  type Month,
  type Period,
} from './calendar.js';

/** Most months on either side that are compared: a year holds every season once. */
export const MOST_MONTHS = 12;
/** Whole months after the start that it takes before anything is said. */
export const LEAST_MONTHS = 3;

export interface EffectMonths {
  /** The month of the start, when it began within it: partly before, partly after, so on neither side. Else null. */
  readonly cut: Month | null;
  /** The first whole month. */
  readonly first: Month;
  /** The 12 months before the start, which limits and usual variation come from. */
  readonly before: readonly Month[];
  /** All whole months after the start; empty when none is over yet. */
  readonly after: readonly Month[];
  /** Equal windows: months after, as many just before, and the same months of the year before. Null while there is no month after. */
  readonly windows: EffectWindows | null;
}

export interface EffectWindows {
  readonly after: Period;
  readonly justBefore: Period;
  readonly yearBefore: Period;
  /** The year before that of `justBefore`: whether the level had changed by then. */
  readonly justBeforeYearBefore: Period;
}

/** @param lastWhole the newest month that is over and has all its answers */
export function effectMonths(startedOn: Day, lastWhole: Month): EffectMonths {
  const month = monthOf(startedOn);
  const cut = startedOn === firstDayOfMonth(month) ? null : month;
  const first = cut === null ? month : addMonths(month, 1);
  const after = monthsBetween(first, lastWhole);
  // with a cut month, twelve months back would reach into it
  const length = Math.min(after.length, cut === null ? MOST_MONTHS : MOST_MONTHS - 1);
  const window = (from: Month): Period => ({
    from: firstDayOfMonth(from),
    to: lastDayOfMonth(addMonths(from, length - 1)),
  });
  return {
    cut,
    first,
    before: monthsBetween(addMonths(month, -MOST_MONTHS), addMonths(month, -1)),
    after,
    windows:
      length === 0
        ? null
        : {
            after: window(first),
            justBefore: window(addMonths(month, -length)),
            yearBefore: window(addMonths(first, -12)),
            justBeforeYearBefore: window(addMonths(month, -length - 12)),
          },
  };
}
