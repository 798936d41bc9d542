/** What the team does about one comment: who answers it, and what staff write under it. */
import { authorise } from '../domain/actor.js';
import type { Day } from '../domain/calendar.js';
import type { CommentRow, ResponseId } from '../store/store.js';
import type { Assignment, ThreadMessage } from '../store/teamStore.js';
import type { TeamDeps } from './assignments.js';
import { currentActor } from './currentActor.js';
import { staffOf, type Person, type StaffDeps } from './staff.js';

export interface CommentTeam {
  readonly comment: Pick<CommentRow, 'id'>;
  /** Who looks at it. */
  readonly reader: string;
  readonly today: Day;
  readonly assignment: Assignment | null;
  /** Oldest first. */
  readonly history: readonly Assignment[];
  readonly messages: readonly ThreadMessage[];
  /** Who can be asked for an answer. */
  readonly people: readonly Person[];
}

/** Null for those who do not work with comments. */
export async function commentTeam(
  deps: TeamDeps,
  staff: StaffDeps,
  comment: Pick<CommentRow, 'id' | 'unit'>,
): Promise<CommentTeam | null> {
  const actor = currentActor();
  if (!authorise(actor, 'comments.work')) return null;
  const people = await staffOf(staff, comment.unit);
  if (people.length === 0) return null;
  const [history, messages] = await Promise.all([
    deps.store.assignmentHistory(comment.id),
    deps.store.listMessages(comment.id),
  ]);
  return {
    comment,
    reader: actor.id,
    today: deps.today(),
    assignment: history.at(-1) ?? null,
    history,
    messages,
    people,
  };
}

/** Which of these comments someone was asked to answer; empty for those who do not work with comments. */
export async function assignmentMarks(
  deps: Pick<TeamDeps, 'store'>,
  responses: readonly ResponseId[],
): Promise<ReadonlyMap<ResponseId, Assignment>> {
  if (responses.length === 0 || !authorise(currentActor(), 'comments.work')) return new Map();
  const held = await deps.store.assignmentsOf(responses);
  return new Map(held.map((each) => [each.response, each]));
}
