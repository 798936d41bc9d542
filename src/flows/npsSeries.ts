/** NPS in buckets, for other programs. */
import type { Period } from '../domain/calendar.js';
import { hiddenRows } from '../domain/disclosure.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import { npsEstimate, SUPPRESSED_ESTIMATE, type NpsEstimate } from '../domain/nps.js';
import { monthOf, monthsBetween } from '../domain/calendar.js';
import type { ReadDeps } from './deps.js';
import { COUNT_CELLS } from './overview.js';
import { resolveScope, type Scope } from './scope.js';
import { EMPTY_TALLY, scoredOf, tallyBy, tallyCells, type Tally } from './tally.js';
import { shownCount } from './figures.js';

/** What NPS can be split by; `unit` means the children of the filter's unit, or the roots. */
export const SERIES_DIMENSIONS = ['none', 'month', 'unit', 'channel', 'lang'] as const;
export type SeriesDimension = (typeof SERIES_DIMENSIONS)[number];

export interface NpsBucket {
  /** Month, unit code, channel or language. */
  readonly key: string;
  readonly estimate: NpsEstimate;
  /** Responses whatever their score; null when hidden. */
  readonly responses: number | null;
}

export interface NpsSeries {
  /** Filter with the period filled in. */
  readonly filter: FeedbackFilter;
  readonly period: Period;
  readonly by: SeriesDimension;
  readonly total: Omit<NpsBucket, 'key'>;
  /** Empty for `none`; months and units without answers included. Hidden so that none follows from the total. */
  readonly buckets: readonly NpsBucket[];
}

/** Null when the filter names an unknown unit. */
export async function npsSeries(
  deps: ReadDeps,
  filter: FeedbackFilter,
  by: SeriesDimension,
): Promise<NpsSeries | null> {
  const scope = await resolveScope(deps, filter);
  if (!scope) return null;
  const { store, disclosureLimit: limit } = deps;
  const codes = scope.children.map((unit) => unit.code);
  const [totalCells, tallies] = await Promise.all([
    store.readCells(scope.filter, COUNT_CELLS),
    by === 'none' || (by === 'unit' && codes.length === 0)
      ? new Map<string, Tally>()
      : store
          .readCells(scope.filter, [by, ...COUNT_CELLS], ...(by === 'unit' ? [codes] : []))
          .then((cells) => tallyBy(cells, by)),
  ]);
  const total = tallyCells(totalCells);
  const keys = bucketKeys(scope, by, tallies);
  const rows = keys.map((key) => tallies.get(key) ?? EMPTY_TALLY);
  const hide = (baseOf: (tally: Tally) => number): boolean[] => {
    const bases = rows.map(baseOf);
    const rest = baseOf(total) - bases.reduce((sum, n) => sum + n, 0);
    return hiddenRows(bases, [{ total: null, parts: bases.map((_, index) => index), rest }], limit);
  };
  const hiddenNps = hide(scoredOf);
  const hiddenResponses = hide((tally) => tally.responses);
  return {
    filter: scope.filter,
    period: scope.period,
    by,
    total: { estimate: npsEstimate(total.classes, limit), responses: shownCount(total.responses, limit) },
    buckets: keys.map((key, index) => {
      const tally = rows[index] ?? EMPTY_TALLY;
      return {
        key,
        estimate: hiddenNps[index] ? SUPPRESSED_ESTIMATE : npsEstimate(tally.classes, limit),
        responses: hiddenResponses[index] ? null : tally.responses,
      };
    }),
  };
}

function bucketKeys(scope: Scope, by: SeriesDimension, tallies: ReadonlyMap<string, Tally>): string[] {
  switch (by) {
    case 'none':
      return [];
    case 'month':
      return monthsBetween(monthOf(scope.period.from), monthOf(scope.period.to));
    case 'unit':
      return scope.children.map((unit) => unit.code);
    case 'channel':
    case 'lang':
      return [...tallies].sort(([, one], [, other]) => other.responses - one.responses).map(([key]) => key);
  }
}
