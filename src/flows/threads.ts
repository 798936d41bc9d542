/** What staff write to each other under a comment. */
import type { ResponseId } from '../store/store.js';
import type { TeamDeps } from './assignments.js';
import { currentActor } from './currentActor.js';
import { maskTyped } from './maskedText.js';

/** UTF-16 code units. */
export const MAX_MESSAGE_LENGTH = 2000;

/** Identifiers are masked before anything is stored. `unknown`: no such comment, or not theirs to see. */
export async function writeMessage(
  deps: TeamDeps,
  response: ResponseId,
  text: string,
): Promise<'written' | 'refused' | 'unknown'> {
  if (!(await deps.store.getComment(response))) return 'unknown';
  const masked = maskTyped(text).text;
  if (masked === '' || masked.length > MAX_MESSAGE_LENGTH) return 'refused';
  const { id, name } = currentActor();
  await deps.store.addMessage({ response, by: { id, name }, at: deps.now(), text: masked });
  return 'written';
}

/** The text goes for good; that there was a message, whose and when, stays. False unless it is their own and still stands. */
export async function withdrawMessage(deps: TeamDeps, response: ResponseId, message: number): Promise<boolean> {
  if (!(await deps.store.getComment(response))) return false;
  return deps.store.withdrawMessage(message, response, currentActor().id, deps.now());
}
