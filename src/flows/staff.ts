/** Who works with the comments of a unit: names and nothing else of their accounts. */
import { authorise, type UnitPath } from '../domain/actor.js';
import type { Store, Unit } from '../store/store.js';
import { actorOfAccount } from './accounts.js';
import { currentActor } from './currentActor.js';

export interface Person {
  /** Of the account. */
  readonly id: string;
  readonly name: string;
}

export interface StaffDeps {
  /** Unguarded: whoever works with comments sees the names of those who may too, and nothing else of their accounts. */
  readonly store: Pick<Store, 'listAccounts' | 'listUnits'>;
}

/** Codes from the root down to the unit; empty when it is not known. */
export function pathOf(code: string, units: readonly Unit[]): UnitPath {
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const path: string[] = [];
  for (let unit = byCode.get(code); unit; unit = unit.parent === null ? undefined : byCode.get(unit.parent)) {
    path.unshift(unit.code);
  }
  return path;
}

/**
 * Who can be asked to answer a comment of this unit: accounts that may work with its comments, by name, whoever asks among them.
 * Empty when they may not work with them themselves.
 */
export async function staffOf(deps: StaffDeps, unit: string): Promise<Person[]> {
  const actor = currentActor();
  const path = pathOf(unit, await deps.store.listUnits());
  if (path.length === 0 || !authorise(actor, 'comments.work', path)) return [];
  const people = new Map<string, Person>([[actor.id, { id: actor.id, name: actor.name }]]);
  for (const account of await deps.store.listAccounts()) {
    if (account.state !== 'active' || !authorise(actorOfAccount(account), 'comments.work', path)) continue;
    people.set(account.id, { id: account.id, name: account.name });
  }
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}
