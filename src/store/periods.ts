/** Which part of a period is counted from monthly cells and which from daily ones. */
import { addMonths, firstDayOfMonth, lastDayOfMonth, monthOf } from '../domain/calendar.js';
import type { Day } from '../domain/calendar.js';
import { dayNumber, monthNumber } from './codes.js';

/** Both ends included, as stored numbers. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

export interface PeriodParts {
  /** Whole months (yyyymm), or null when the period has none. */
  readonly months: NumberRange | null;
  /** Days (yyyymmdd) before and after the whole months. */
  readonly days: readonly NumberRange[];
}

const FIRST_DAY: Day = '0000-01-01';
const LAST_DAY: Day = '9999-12-31';

export function dayRangeOf(from: Day | null, to: Day | null): NumberRange {
  return { from: dayNumber(from ?? FIRST_DAY), to: dayNumber(to ?? LAST_DAY) };
}

/** Splits a period, both days included, null open. An empty period has no parts. */
export function splitPeriod(from: Day | null, to: Day | null): PeriodParts {
  const start = from ?? FIRST_DAY;
  const end = to ?? LAST_DAY;
  if (start > end) return { months: null, days: [] };
  const startMonth = monthOf(start);
  const endMonth = monthOf(end);
  const firstWhole = start === firstDayOfMonth(startMonth) ? startMonth : addMonths(startMonth, 1);
  const lastWhole = end === LAST_DAY || end === lastDayOfMonth(endMonth) ? endMonth : addMonths(endMonth, -1);
  if (firstWhole > lastWhole) return { months: null, days: [dayRangeOf(start, end)] };
  const days: NumberRange[] = [];
  if (firstWhole !== startMonth) days.push(dayRangeOf(start, lastDayOfMonth(startMonth)));
  if (lastWhole !== endMonth) days.push(dayRangeOf(firstDayOfMonth(endMonth), end));
  return { months: { from: monthNumber(firstWhole), to: monthNumber(lastWhole) }, days };
}
