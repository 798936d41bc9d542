/** Who did something, as pages say it. */
import { LOCAL_ACTOR } from '../../domain/actor.js';
import type { Translate } from '../language.js';

/** Who the service's own runs are by (flows/runRecord.ts). */
const SERVICE = 'kuulolla';

/** @param id as kept with what they did */
export function personName(id: string, t: Translate): string {
  if (id === LOCAL_ACTOR.id) return t('people.local');
  return id === SERVICE ? t('people.service') : id;
}
