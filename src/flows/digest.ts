/** What a digest tells one person: counts of what is new and of what waits, and nothing of what anybody wrote. */
import { may } from '../domain/actor.js';
import type { Day } from '../domain/calendar.js';
import { coarseCount, type CoarseCount, type DigestKind } from '../domain/digestSlot.js';
import type { ResponseId } from '../store/store.js';
import type { SavedView } from '../store/teamStore.js';
import { currentActor } from './currentActor.js';
import { urgencyOf } from './assignments.js';
import { withNews, type ViewDeps } from './savedViews.js';

export interface DigestView {
  readonly id: number;
  /** As its owner named it, masked. */
  readonly name: string;
  /** Comments that came since its owner last looked, in steps of the disclosure limit. */
  readonly fresh: CoarseCount;
  readonly seenAt: string;
}

export interface Digest {
  readonly kind: DigestKind;
  readonly slot: Day;
  /** Those in which something is new. */
  readonly views: readonly DigestView[];
  /** Comments that the person was asked to answer and has not; work, not people, so they are counted exactly. */
  readonly open: number;
  readonly overdue: number;
  /** Threads in which others wrote after them. */
  readonly threads: number;
}

/** Answers that wait for longer than anybody reads; beyond it, a count is a lower bound. */
const MOST_COUNTED = 1000;

/**
 * On behalf of the person that it is for, whose store gives what they may see. Null when there is nothing to tell: nothing came to
 * these views since the last digest, and nothing is overdue.
 * @param views theirs, with a digest of this kind
 * @param told newest response that the last digest knew of
 */
export async function composeDigest(
  deps: ViewDeps,
  kind: DigestKind,
  slot: Day,
  views: readonly SavedView[],
  told: ResponseId,
): Promise<Digest | null> {
  const { store } = deps;
  const actor = currentActor();
  if (!may(actor, 'comments.work')) return null;
  const news = await Promise.all(
    views.map(async (view) => ({
      view,
      fresh: (await withNews(deps, view)).fresh,
      sinceDigest: (await withNews(deps, view, Math.max(view.seenUpTo, told))).fresh,
    })),
  );
  // a view that its owner may not read any more is nobody's business
  const readable = news.flatMap(({ view, fresh, sinceDigest }) =>
    fresh === null || sinceDigest === null ? [] : [{ view, fresh, sinceDigest }],
  );
  if (readable.length === 0) return null;
  const [assignments, threads] = await Promise.all([
    store.listAssignments({ assignee: actor.id, state: 'open', limit: MOST_COUNTED }),
    store.repliesAfter(actor.id, MOST_COUNTED),
  ]);
  const today = deps.today();
  const overdue = assignments.filter(({ due }) => urgencyOf(due, today) === 'overdue').length;
  if (readable.every(({ sinceDigest }) => sinceDigest === 0) && overdue === 0) return null;
  return {
    kind,
    slot,
    views: readable
      .filter(({ fresh }) => fresh > 0)
      .map(({ view, fresh }) => ({
        id: view.id,
        name: view.name,
        fresh: coarseCount(fresh, deps.disclosureLimit),
        seenAt: view.seenAt,
      })),
    open: assignments.length,
    overdue,
    threads: threads.length,
  };
}
