/** The query of a page that compares two periods: from a URL to periods, and back to a link. */
import { previousPeriod, type Period } from '../domain/calendar.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import { z } from 'zod';
import type { FlowDeps } from '../flows/deps.js';
import { ADJUSTMENTS, periodsOverlap, type Adjustment } from '../flows/explainMovement.js';
import { comparisonOf, resolvePeriod } from '../flows/period.js';
import {
  FEEDBACK_PARAMETERS,
  FILTER_RULES,
  QueryReader,
  readFeedbackFilter,
  toSearchParams,
  type QueryInput,
  type QueryProblem,
  type QueryRule,
} from './query.js';

export const MOVEMENT_PARAMETERS = [...FEEDBACK_PARAMETERS, 'base_from', 'base_to', 'adjust'] as const;

export const ADJUST_RULE: QueryRule<Adjustment> = {
  expected: `one of ${ADJUSTMENTS.join(', ')}`,
  schema: z.enum(ADJUSTMENTS),
};

export interface MovementQuery {
  /** As it stands in the URL. */
  readonly asked: FeedbackFilter;
  readonly base: Period;
  readonly current: Period;
  readonly adjust: Adjustment | null;
  readonly problems: readonly QueryProblem[];
}

/**
 * Without days: the last 12 months that have responses against the 12 before. With one period only: against the same days a year
 * earlier, or, where that would overlap, against as many days just before.
 */
export async function readMovementQuery(flows: FlowDeps, input: QueryInput): Promise<MovementQuery> {
  const reader = new QueryReader(input);
  reader.refuseOthers(MOVEMENT_PARAMETERS);
  const asked = readFeedbackFilter(reader);
  const adjust = reader.read('adjust', ADJUST_RULE);
  const from = reader.read('base_from', FILTER_RULES.from);
  const to = reader.read('base_to', FILTER_RULES.to);
  const current = await resolvePeriod(flows, asked);
  const problem = baseProblem(from, to, current);
  if (problem) reader.report(...problem);
  const given = from !== null && to !== null && !problem ? { from, to } : null;
  return { asked, base: given ?? defaultBase(current), current, adjust, problems: reader.problems };
}

/** What a period is compared with unless something else is asked for. */
export function defaultBase(current: Period): Period {
  const yearBefore = comparisonOf(current);
  return periodsOverlap(yearBefore, current) ? previousPeriod(current) : yearBefore;
}

/** The query of a link to a comparison, without a question mark. */
export function movementParams(
  filter: FeedbackFilter,
  current: Period,
  base: Period,
  adjust: Adjustment | null = null,
): string {
  const parameters = toSearchParams({ ...filter, ...current });
  parameters.set('base_from', base.from);
  parameters.set('base_to', base.to);
  if (adjust !== null) parameters.set('adjust', adjust);
  return parameters.toString();
}

function baseProblem(
  from: string | null,
  to: string | null,
  current: Period,
): [parameter: string, expected: string, found: string] | null {
  if (from === null && to === null) return null;
  if (from === null) return ['base_from', 'a first day beside base_to', '–'];
  if (to === null) return ['base_to', 'a last day beside base_from', '–'];
  if (to < from) return ['base_to', `a day that is not before base_from (${from})`, to];
  return periodsOverlap({ from, to }, current)
    ? ['base_to', `a period that shares no day with ${current.from}–${current.to}`, `${from}–${to}`]
    : null;
}
