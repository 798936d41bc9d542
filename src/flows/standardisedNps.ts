/** NPS as it would be had the same services and channels answered in both periods, and as it would be had all visitors answered. */
import { addMonths, firstDayOfMonth, lastDayOfMonth, monthOf, type Period } from '../domain/calendar.js';
import { certaintyOf } from '../domain/difference.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import { addCounts } from '../domain/impact.js';
import { scoreMean, Z_95, type Interval } from '../domain/interval.js';
import { countAnswers, npsEstimate, type ClassCounts, type NpsDifference, type NpsEstimate } from '../domain/nps.js';
import {
  effectiveAnswers,
  postStratificationWeights,
  standardise,
  STRATUM_BASE,
  type Standardised,
} from '../domain/standardisation.js';
import type { Cell } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import { resolveScope, type Scope } from './scope.js';
import { tallyBy, tallyCells } from './tally.js';
import { visitsOf } from './visitCounts.js';

/** A figure of the reference mix. */
export interface MixFigure extends Standardised {
  readonly interval: Interval;
}

export interface VisitWeighted {
  readonly nps: number;
  /** Answers without weights that would be worth as much. */
  readonly effectiveAnswers: number;
  /** Responses ÷ visits, 0–1. */
  readonly responseRate: number;
}

export interface StandardisedNps {
  readonly period: Period;
  readonly comparison: Period;
  /** Months whose mix of service lines and channels is the reference for both. */
  readonly reference: Period;
  readonly current: { readonly crude: NpsEstimate; readonly standardised: MixFigure | null };
  readonly previous: { readonly crude: NpsEstimate; readonly standardised: MixFigure | null };
  /** Between the standardised figures. */
  readonly change: NpsDifference;
  /** Null where visits are not known for every service line and month. */
  readonly weighted: VisitWeighted | null;
}

const REFERENCE_MONTHS = 12;
const NO_CHANGE: NpsDifference = { points: null, interval: null, certainty: null };

/** Null when the filter names an unknown unit. */
export async function standardisedNps(deps: ReadDeps, filter: FeedbackFilter): Promise<StandardisedNps | null> {
  const scope = await resolveScope(deps, filter);
  if (!scope) return null;
  const last = monthOf(scope.period.to);
  const reference = { from: firstDayOfMonth(addMonths(last, 1 - REFERENCE_MONTHS)), to: lastDayOfMonth(last) };
  const [mix, now, before] = await Promise.all([
    readStrata(deps, scope, reference),
    readStrata(deps, scope, scope.period),
    readStrata(deps, scope, scope.comparison),
  ]);
  const { disclosureLimit: limit } = deps;
  const crude = { now: npsEstimate(total(now), limit), before: npsEstimate(total(before), limit) };
  const merge = collapse([...mix.keys()], [now, before]);
  const current = crude.now.nps === null ? null : figureOf(mix, now, merge);
  const previous = crude.before.nps === null ? null : figureOf(mix, before, merge);
  return {
    period: scope.period,
    comparison: scope.comparison,
    reference,
    current: { crude: crude.now, standardised: current },
    previous: { crude: crude.before, standardised: previous },
    change: current && previous ? differenceOf(previous, current) : NO_CHANGE,
    weighted: crude.now.nps === null ? null : await weightByVisits(deps, scope),
  };
}

/** Scores by service line and channel, `line/channel`. */
type Strata = ReadonlyMap<string, ClassCounts>;

async function readStrata(deps: ReadDeps, { filter, children }: Scope, period: Period): Promise<Strata> {
  const codes = children.map((child) => child.code);
  const cells = await deps.store.readCells(
    { ...filter, ...period },
    [...(codes.length > 0 ? (['unit'] as const) : []), 'channel', 'scoreClass'],
    ...(codes.length > 0 ? [codes] : []),
  );
  const strata = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = `${cell.unit ?? ''}/${cell.channel ?? ''}`;
    strata.set(key, [...(strata.get(key) ?? []), cell]);
  }
  return new Map([...strata].map(([key, some]) => [key, tallyCells(some).classes]));
}

/** Channels of a service line that are too few in any period go together, so that a line is not lost for a handful of paper forms. */
function collapse(keys: readonly string[], periods: readonly Strata[]): (key: string) => string {
  const small = new Set(
    keys.filter((key) => periods.some((strata) => countAnswers(strata.get(key) ?? NOBODY) < STRATUM_BASE)),
  );
  return (key) => (small.has(key) ? `${key.slice(0, key.lastIndexOf('/'))}/*` : key);
}

const NOBODY: ClassCounts = { promoters: 0, passives: 0, detractors: 0 };

function figureOf(mix: Strata, strata: Strata, merge: (key: string) => string): MixFigure | null {
  const merged = (some: Strata): Map<string, ClassCounts> => {
    const sums = new Map<string, ClassCounts>();
    for (const [key, counts] of some) sums.set(merge(key), addCounts(sums.get(merge(key)) ?? NOBODY, counts));
    return sums;
  };
  const counts = merged(strata);
  const whole = countAnswers(total(mix));
  const figure = standardise(
    [...merged(mix)].map(([key, of]) => ({ weight: countAnswers(of) / whole, counts: counts.get(key) ?? NOBODY })),
  );
  if (!figure) return null;
  const margin = Z_95 * figure.standardError;
  return { ...figure, interval: [Math.max(-100, figure.nps - margin), Math.min(100, figure.nps + margin)] };
}

function differenceOf(before: MixFigure, after: MixFigure): NpsDifference {
  const points = after.nps - before.nps;
  const spread = Math.hypot(before.standardError, after.standardError);
  const interval: Interval = [Math.max(-200, points - Z_95 * spread), Math.min(200, points + Z_95 * spread)];
  return { points, interval, certainty: certaintyOf(spread > 0 ? points / spread : 0) };
}

async function weightByVisits(deps: ReadDeps, { filter, period, children }: Scope): Promise<VisitWeighted | null> {
  const codes = children.map((child) => child.code);
  if (codes.length === 0) return null;
  const visits = await visitsOf(deps, codes, period);
  if (codes.some((code) => !visits.has(code))) return null;
  const tallies = tallyBy(await deps.store.readCells(filter, ['unit', 'scoreClass'], codes), 'unit');
  const lines = codes.map((code) => ({
    visits: visits.get(code) ?? 0,
    answers: countAnswers(tallies.get(code)?.classes ?? NOBODY),
    responses: tallies.get(code)?.responses ?? 0,
    nps: scoreMean(tallies.get(code)?.classes ?? NOBODY)?.nps ?? 0,
  }));
  const weights = postStratificationWeights(lines).map((weight) => weight ?? 0);
  const weighted = lines.map((line, index) => ({ ...line, weight: weights[index] ?? 0 }));
  const sum = weighted.reduce((all, { weight, answers }) => all + weight * answers, 0);
  const visitors = lines.reduce((all, line) => all + line.visits, 0);
  if (sum <= 0 || visitors <= 0) return null;
  return {
    nps: weighted.reduce((all, { weight, answers, nps }) => all + weight * answers * nps, 0) / sum,
    effectiveAnswers: effectiveAnswers(weighted),
    responseRate: lines.reduce((all, line) => all + line.responses, 0) / visitors,
  };
}

function total(strata: Strata): ClassCounts {
  return [...strata.values()].reduce(addCounts, NOBODY);
}
