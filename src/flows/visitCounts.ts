/** How many visits there were: recorded by people, and how many of them left a response. */
import { monthOf, monthsBetween, type Period } from '../domain/calendar.js';
import type { VisitCount } from '../store/store.js';
import type { ReadDeps } from './deps.js';

/** A row as it comes in. */
export interface VisitRow {
  readonly unit: string;
  /** `yyyy-mm`. */
  readonly month: string;
  readonly visits: string | number;
}

export interface VisitRejection {
  /** From 1. */
  readonly row: number;
  readonly field: keyof VisitRow;
  readonly expected: string;
  readonly found: string;
}

export interface VisitOutcome {
  readonly saved: number;
  readonly rejections: readonly VisitRejection[];
}

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/** Saves the rows that are good and says what is wrong with each of the others. The same again changes nothing. */
export async function recordVisits(deps: Pick<ReadDeps, 'store'>, rows: readonly VisitRow[]): Promise<VisitOutcome> {
  const units = new Set((await deps.store.listUnits()).map((unit) => unit.code));
  const rejections: VisitRejection[] = [];
  const good: VisitCount[] = [];
  for (const [index, { unit, month, visits }] of rows.entries()) {
    const count = typeof visits === 'number' || visits.trim() !== '' ? Number(visits) : NaN;
    const wrong: readonly (readonly [keyof VisitRow, string, boolean])[] = [
      ['unit', 'the code of a known unit', !units.has(unit)],
      ['month', 'a month yyyy-mm', !MONTH.test(month)],
      ['visits', 'a whole number of visits, 0 or more', !Number.isSafeInteger(count) || count < 0],
    ];
    const faults = wrong.filter(([, , fault]) => fault);
    for (const [field, expected] of faults) {
      rejections.push({ row: index + 1, field, expected, found: String({ unit, month, visits }[field]) });
    }
    if (faults.length === 0) good.push({ unit, month, visits: count });
  }
  if (good.length > 0) await deps.store.saveVisitCounts(good);
  return { saved: good.length, rejections };
}

/** Visits of each unit over the months of the period; a unit of which any month is not known is left out. */
export async function visitsOf(
  deps: Pick<ReadDeps, 'store'>,
  units: readonly string[],
  period: Period,
): Promise<Map<string, number>> {
  const [from, to] = [monthOf(period.from), monthOf(period.to)];
  const needed = monthsBetween(from, to).length;
  const sums = new Map<string, { months: number; visits: number }>();
  for (const { unit, visits } of await deps.store.readVisitCounts(units, from, to)) {
    const sum = sums.get(unit) ?? { months: 0, visits: 0 };
    sums.set(unit, { months: sum.months + 1, visits: sum.visits + visits });
  }
  return new Map([...sums].flatMap(([unit, sum]) => (sum.months === needed ? [[unit, sum.visits] as const] : [])));
}
