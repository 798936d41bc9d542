/** On whose behalf the code under way runs, carried along its promises. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from '../domain/actor.js';

const running = new AsyncLocalStorage<Actor>();

/** Runs `work`, and all that it starts, on behalf of the actor. */
export function runAs<Result>(actor: Actor, work: () => Result): Result {
  return running.run(actor, work);
}

/** @throws when nobody was named: what is done on nobody's behalf is not allowed to anybody */
export function currentActor(): Actor {
  const actor = running.getStore();
  if (!actor) throw new Error('expected to run on behalf of an actor (runAs), found nobody');
  return actor;
}

/**
 * Tells apart what may be remembered for one reader from what may be for another: the same for those who see the same. Whatever is
 * kept between requests has it in its key.
 */
export function viewKey(): string {
  const actor = running.getStore();
  if (!actor) return 'service';
  return JSON.stringify([actor.units && [...actor.units].sort(), [...actor.rights].sort()]);
}

/** True on behalf of someone who sees some units only. */
export function seesSomeUnits(): boolean {
  return (running.getStore()?.units ?? null) !== null;
}
