/** One unit in one calendar month, to print and hand round: where NPS stands, what moved it, what people say. */
import {
  addMonths,
  firstDayOfMonth,
  isDay,
  lastDayOfMonth,
  monthOf,
  yearEarlier,
  type Month,
  type Period,
} from '../domain/calendar.js';
import { npsDifference } from '../domain/difference.js';
import { NO_FILTER } from '../domain/feedbackFilter.js';
import { SUPPRESSED_ESTIMATE, type NpsDifference, type NpsEstimate } from '../domain/nps.js';
import type { ReadDeps } from './deps.js';
import { explainMovement, type Movement } from './explainMovement.js';
import { overviewOf, type Overview } from './overview.js';
import { resolveScope } from './scope.js';

export interface MonthReport {
  readonly month: Month;
  /** Of the month; its comparison is the same month a year earlier. */
  readonly overview: Overview;
  readonly previousMonth: {
    readonly month: Month;
    readonly estimate: NpsEstimate;
    readonly change: NpsDifference;
  };
  /** Against the same month a year earlier. */
  readonly fromYearBefore: Movement;
  /** Against the month before; null where that month is hidden, since the movement would tell it. */
  readonly fromMonthBefore: Movement | null;
  /** The newest month that has responses. */
  readonly newestMonth: Month;
}

/** Null for an unknown unit. @param month null: the newest month that has responses of the unit */
export async function monthReport(
  deps: ReadDeps,
  unit: string | null,
  month: Month | null,
): Promise<MonthReport | null> {
  const range = (await deps.store.dayRange(unit)) ?? (await deps.store.dayRange(null));
  const newestMonth = monthOf(range?.to ?? deps.today());
  const asked = month ?? newestMonth;
  const current = periodOf(asked);
  const scope = await resolveScope(deps, { ...NO_FILTER, ...current, unit });
  if (!scope) return null;
  const before = addMonths(asked, -1);
  const [overview, fromYearBefore, fromMonthBefore] = await Promise.all([
    overviewOf(deps, scope),
    explainMovement(deps, { base: yearEarlier(current), current, filter: scope.filter, adjust: null }),
    explainMovement(deps, { base: periodOf(before), current, filter: scope.filter, adjust: null }),
  ]);
  if (!fromYearBefore) return null;
  // The trend hides months that would follow from the totals of the same page
  const estimate = overview.trend.find((each) => each.month === before)?.estimate ?? SUPPRESSED_ESTIMATE;
  return {
    month: asked,
    overview,
    previousMonth: { month: before, estimate, change: npsDifference(estimate, overview.current) },
    fromYearBefore,
    fromMonthBefore: estimate.strength === 'suppressed' ? null : fromMonthBefore,
    newestMonth,
  };
}

/** True for a calendar month written as `yyyy-mm`. */
export function isMonth(text: string): text is Month {
  return /^\d{4}-\d{2}$/.test(text) && isDay(`${text}-01`);
}

function periodOf(month: Month): Period {
  return { from: firstDayOfMonth(month), to: lastDayOfMonth(month) };
}
