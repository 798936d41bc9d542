/**
 * Calendar days, months and periods. A day is a day on the organisation's wall calendar (one configured zone), never an
 * instant, so that no figure depends on the server's clock or zone.
 */

/** ISO calendar day, `2024-07-31`. Strings compare in calendar order. */
export type Day = string;
/** ISO calendar month, `2024-07`. */
export type Month = string;

/** Both days included. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

const DAY_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const MS_PER_DAY = 86_400_000;

/** True for an existing day of the Gregorian calendar written as `yyyy-mm-dd`. */
export function isDay(text: string): text is Day {
  const parts = DAY_PATTERN.exec(text);
  if (!parts) return false;
  const ms = dayToMs(text);
  return !Number.isNaN(ms) && msToDay(ms) === text;
}

function dayToMs(day: Day): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
}

function msToDay(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The day `days` later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return msToDay(dayToMs(day) + days * MS_PER_DAY);
}

/** Days from `from` to `to`; 0 for the same day, negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((dayToMs(to) - dayToMs(from)) / MS_PER_DAY);
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

/** Months since January of year 0. */
function monthNumber(month: Month): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

/** The month `months` later (earlier when negative). */
export function addMonths(month: Month, months: number): Month {
  const index = monthNumber(month) + months;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((((index % 12) + 12) % 12) + 1).padStart(2, '0')}`;
}

export function firstDayOfMonth(month: Month): Day {
  return `${month}-01`;
}

export function lastDayOfMonth(month: Month): Day {
  return addDays(firstDayOfMonth(addMonths(month, 1)), -1);
}

/** Whole months from `from` to `to`, both included, in order; empty when `to` is earlier. */
export function monthsBetween(from: Month, to: Month): Month[] {
  // counted, not compared: text order breaks where a year has five digits
  const count = monthNumber(to) - monthNumber(from) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => addMonths(from, index));
}

/** The same days a year earlier; 29 February becomes 28 February. */
export function yearEarlier(period: Period): Period {
  return { from: sameDayOfYear(period.from, -1), to: sameDayOfYear(period.to, -1) };
}

function sameDayOfYear(day: Day, years: number): Day {
  const month = addMonths(monthOf(day), years * 12);
  const lastOfThis = day === lastDayOfMonth(monthOf(day));
  const moved = `${month}${day.slice(7)}`;
  return lastOfThis || !isDay(moved) ? lastDayOfMonth(month) : moved;
}

/** The period of the same length that ends the day before; whole months give as many whole months. */
export function previousPeriod(period: Period): Period {
  const to = addDays(period.from, -1);
  if (isWholeMonths(period)) {
    const months = monthsBetween(monthOf(period.from), monthOf(period.to)).length;
    return { from: firstDayOfMonth(addMonths(monthOf(period.from), -months)), to };
  }
  return { from: addDays(period.from, -(daysBetween(period.from, period.to) + 1)), to };
}

/** True when the period starts on a first and ends on a last day of a month. */
export function isWholeMonths(period: Period): boolean {
  return period.from.endsWith('-01') && period.to === lastDayOfMonth(monthOf(period.to)) && period.from <= period.to;
}
