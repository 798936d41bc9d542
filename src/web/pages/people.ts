/** Who did something, as pages say it. */
import { LOCAL_ACTOR } from '../../domain/actor.js';
import type { Translate } from '../language.js';

/** Who the service's own runs are by (flows/runRecord.ts). */
const SERVICE = 'kuulolla';

/** Names travel with the translator: both are made once for each page, and whoever says something in words has it. */
const NAMES = new WeakMap<Translate, ReadonlyMap<string, string>>();

/** @param names of accounts and tokens by id, of those too that are not in use any more */
export function knowPeople(t: Translate, names: ReadonlyMap<string, string>): void {
  NAMES.set(t, names);
}

/** @param id as kept with what they did; one that is not known stands for itself */
export function personName(id: string, t: Translate): string {
  if (id === LOCAL_ACTOR.id) return t('people.local');
  if (id === SERVICE) return t('people.service');
  return NAMES.get(t)?.get(id) ?? id;
}
