/** Where a finding stands, and where it can go from there. */

export const FINDING_STATES = ['draft', 'ready', 'inReview', 'confirmed', 'disputed', 'needsMore', 'closed'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

/**
 * `draft` is being written, `ready` may be put before a panel, `inReview` is before one. `confirmed`, `disputed` and `needsMore` are
 * what the panel thought. `closed` has had its course.
 */
const NEXT: Readonly<Record<FindingState, readonly FindingState[]>> = {
  draft: ['ready', 'closed'],
  ready: ['draft', 'inReview', 'closed'],
  inReview: ['confirmed', 'disputed', 'needsMore'],
  confirmed: ['closed', 'inReview'],
  disputed: ['closed', 'inReview'],
  needsMore: ['closed', 'inReview'],
  closed: [],
};

/** What whoever writes findings sets by hand; the rest follows from rounds of panels. */
const BY_HAND: readonly FindingState[] = ['draft', 'ready', 'closed'];

export function canFollow(from: FindingState, to: FindingState): boolean {
  return NEXT[from].includes(to);
}

/** States that a writer can choose from here. */
export function statesByHand(from: FindingState): FindingState[] {
  return NEXT[from].filter((state) => BY_HAND.includes(state));
}

/** Whose turn it is: who has to do something before a finding goes on. */
export type FindingTurn = 'writer' | 'facilitator' | 'panel' | 'manager' | 'nobody';

const TURNS: Readonly<Record<FindingState, FindingTurn>> = {
  draft: 'writer',
  ready: 'facilitator',
  inReview: 'panel',
  confirmed: 'manager',
  disputed: 'manager',
  needsMore: 'writer',
  closed: 'nobody',
};

export function turnOf(state: FindingState): FindingTurn {
  return TURNS[state];
}
