/** Comments that need an answer: who is asked for it, until when, and what came of it. */
import { addDays, isDay, type Day } from '../domain/calendar.js';
import type { ResponseId } from '../store/store.js';
import type { Assignment } from '../store/teamStore.js';
import { currentActor } from './currentActor.js';
import type { LearningDeps } from './deps.js';
import { staffOf, type StaffDeps } from './staff.js';
import { maskTyped } from './maskedText.js';

export type TeamDeps = Pick<LearningDeps, 'store' | 'now' | 'today' | 'disclosureLimit'>;

/** UTF-16 code units. */
export const MAX_NOTE_LENGTH = 500;

export type AssignmentField = 'to' | 'due' | 'note';

export type AssignmentOutcome =
  | { readonly outcome: 'saved' }
  /** No such comment, or not theirs to see. */
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'refused'; readonly fields: readonly AssignmentField[] };

/** As it comes from a form. */
export interface AssignmentInput {
  readonly response: ResponseId;
  /** Id of the account that is asked. */
  readonly to: string;
  /** Empty: no day. */
  readonly due: string;
  readonly note: string;
}

/** Asks somebody who may see the comment to answer it; what held before stays in the history. */
export async function assignComment(
  deps: TeamDeps,
  staff: StaffDeps,
  input: AssignmentInput,
): Promise<AssignmentOutcome> {
  const comment = await deps.store.getComment(input.response);
  if (!comment) return { outcome: 'unknown' };
  const assignee = (await staffOf(staff, comment.unit)).find(({ id }) => id === input.to);
  const due = input.due.trim();
  const note = maskTyped(input.note).text;
  const fields: AssignmentField[] = [];
  if (!assignee) fields.push('to');
  if (due !== '' && !isDay(due)) fields.push('due');
  if (note.length > MAX_NOTE_LENGTH) fields.push('note');
  if (!assignee || fields.length > 0) return { outcome: 'refused', fields };
  const { id, name } = currentActor();
  await deps.store.assign({
    response: comment.id,
    assignee,
    state: 'open',
    by: { id, name },
    at: deps.now(),
    due: due === '' ? null : due,
    note,
  });
  return { outcome: 'saved' };
}

export const SETTLED_STATES: readonly Assignment['state'][] = ['open', 'answered', 'notNeeded'];

/** Says what came of it: answered, not needed after all, or open again. */
export async function settleAssignment(
  deps: TeamDeps,
  response: ResponseId,
  state: Assignment['state'],
  note: string,
): Promise<AssignmentOutcome> {
  const comment = await deps.store.getComment(response);
  const held = comment && (await deps.store.getAssignment(response));
  if (!held) return { outcome: 'unknown' };
  const masked = maskTyped(note).text;
  if (masked.length > MAX_NOTE_LENGTH) return { outcome: 'refused', fields: ['note'] };
  const { id, name } = currentActor();
  await deps.store.assign({ ...held, state, by: { id, name }, at: deps.now(), note: masked });
  return { outcome: 'saved' };
}

/** `due`: today or within the next days; `open`: later, or on no day in particular. */
export type Urgency = 'overdue' | 'due' | 'open';

/** An answer that is to be given within so many days is due soon. */
const SOON_DAYS = 2;

/** @param due the last day on which an answer is in time */
export function urgencyOf(due: Day | null, today: Day): Urgency {
  if (due === null) return 'open';
  if (due < today) return 'overdue';
  return due <= addDays(today, SOON_DAYS) ? 'due' : 'open';
}
