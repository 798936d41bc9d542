/** One person's day: what is new, what waits for them, who wrote to them. */
import { may } from '../domain/actor.js';
import type { Day } from '../domain/calendar.js';
import { NO_FILTER } from '../domain/feedbackFilter.js';
import type { Action } from '../store/actionStore.js';
import type { Finding } from '../store/findingStore.js';
import type { DigestRecord, PlacedAssignment, ThreadReplies, WorkMark } from '../store/teamStore.js';
import { urgencyOf, type TeamDeps, type Urgency } from './assignments.js';
import { currentActor } from './currentActor.js';
import { countNewComments } from './newComments.js';
import { viewsWithNews, type ViewDeps, type ViewWithNews } from './savedViews.js';

const MOST_SHOWN = 200;

export interface UrgentAssignment extends PlacedAssignment {
  readonly urgency: Urgency;
}

export interface MyWork {
  readonly today: Day;
  /** Null on the first visit. */
  readonly mark: WorkMark | null;
  /** Comments of their units that came since; 0 on the first visit. */
  readonly fresh: number;
  readonly views: readonly ViewWithNews[];
  /** Open ones, most urgent first: their own, or everybody's in their units. */
  readonly assignments: readonly UrgentAssignment[];
  readonly threads: readonly ThreadReplies[];
  /** Planned or under way and theirs, due first first. */
  readonly actions: readonly Action[];
  /** Theirs, where something is for them to do. */
  readonly findings: readonly Finding[];
  /** The last digest of each kind and channel. */
  readonly digests: readonly DigestRecord[];
}

/** @param everybody the open assignments of all in the reader's units, not only their own */
export async function myWork(deps: ViewDeps, everybody: boolean): Promise<MyWork> {
  const actor = currentActor();
  const { store } = deps;
  const today = deps.today();
  const [mark, views, assignments, threads, actions, findings, digests] = await Promise.all([
    markOf(deps),
    viewsWithNews(deps),
    openAssignments(deps, everybody),
    store.repliesAfter(actor.id, MOST_SHOWN),
    may(actor, 'actions.read') ? store.listActions({ states: ['planned', 'underWay'] }) : [],
    may(actor, 'findings.read') ? store.listFindings({ states: ['draft', 'needsMore', 'disputed', 'confirmed'] }) : [],
    store.lastDigests(actor.id),
  ]);
  return {
    today,
    mark: mark.known ? mark.mark : null,
    fresh: mark.known ? ((await countNewComments(deps, NEW_IN_UNITS, mark.mark.seenUpTo)) ?? 0) : 0,
    views,
    assignments,
    threads,
    actions: actions
      .filter((action) => action.owner.id === actor.id)
      .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.id - b.id)),
    findings: findings.filter((finding) => finding.createdBy === actor.id),
    digests,
  };
}

const NEW_IN_UNITS = { ...NO_FILTER, theme: null, polarity: null, q: null };

/** From the first visit on it is known what is new; before it everything would be. */
async function markOf({ store, now }: TeamDeps): Promise<{ readonly known: boolean; readonly mark: WorkMark }> {
  const { id } = currentActor();
  const kept = await store.getWorkMark(id);
  if (kept) return { known: true, mark: kept };
  const mark = { seenUpTo: await store.lastResponse(), seenAt: now() };
  await store.setWorkMark(id, mark);
  return { known: false, mark };
}

/** Marks what has come to their units as seen, and says from where on it was new. */
export async function markWorkSeen({ store, now }: TeamDeps): Promise<number> {
  const { id } = currentActor();
  const kept = await store.getWorkMark(id);
  const seenUpTo = await store.lastResponse();
  await store.setWorkMark(id, { seenUpTo, seenAt: now() });
  return kept?.seenUpTo ?? seenUpTo;
}

async function openAssignments(deps: TeamDeps, everybody: boolean): Promise<UrgentAssignment[]> {
  const actor = currentActor();
  const found = await deps.store.listAssignments({
    state: 'open',
    limit: MOST_SHOWN,
    ...(everybody ? { units: actor.units } : { assignee: actor.id }),
  });
  const today = deps.today();
  return found.map((each) => ({ ...each, urgency: urgencyOf(each.due, today) }));
}
