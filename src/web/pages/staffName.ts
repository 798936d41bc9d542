/** Staff as pages name them: as they are called now, else as they were called then. */
import type { Person } from '../../flows/staff.js';
import type { Translate } from '../language.js';
import { personName } from './people.js';

export function staffName({ id, name }: Person, t: Translate): string {
  const known = personName(id, t);
  return known === id ? name : known;
}
