/** Which days a page is about when its address does not say, and what they are compared with. */
import {
  addMonths,
  firstDayOfMonth,
  lastDayOfMonth,
  monthOf,
  yearEarlier,
  type Month,
  type Period,
} from '../domain/calendar.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import type { ReadDeps } from './deps.js';

/** Months of the default period. */
const DEFAULT_MONTHS = 12;

type PeriodDeps = Pick<ReadDeps, 'store' | 'today'>;

/** The last 12 calendar months up to the month of the newest response of the unit; else of any unit, else of today. */
export async function defaultPeriod(deps: PeriodDeps, unit: string | null): Promise<Period> {
  const last = await newestMonth(deps, unit);
  return { from: firstDayOfMonth(addMonths(last, 1 - DEFAULT_MONTHS)), to: lastDayOfMonth(last) };
}

/**
 * Both days of a filter filled in. An open start is 12 calendar months before the end's month is over; an open end is the last day
 * of the newest month with a response, though never before the start.
 */
export async function resolvePeriod(
  deps: PeriodDeps,
  filter: Pick<FeedbackFilter, 'from' | 'to' | 'unit'>,
): Promise<Period> {
  const { from, to } = filter;
  if (from !== null && to !== null) return { from, to };
  if (to !== null) return { from: firstDayOfMonth(addMonths(monthOf(to), 1 - DEFAULT_MONTHS)), to };
  if (from === null) return defaultPeriod(deps, filter.unit);
  const newest = await newestMonth(deps, filter.unit);
  return { from, to: lastDayOfMonth(newest >= monthOf(from) ? newest : monthOf(from)) };
}

/** The same days a year earlier, so that seasons compare alike. */
export function comparisonOf(period: Period): Period {
  return yearEarlier(period);
}

async function newestMonth(deps: PeriodDeps, unit: string | null): Promise<Month> {
  const range = (await deps.store.dayRange(unit)) ?? (unit === null ? null : await deps.store.dayRange(null));
  return monthOf(range?.to ?? deps.today());
}
