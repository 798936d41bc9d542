/** Actors to ask as. */
import { ROLE_RIGHTS, type Actor, type Right, type Role } from '../../src/domain/actor.js';

export interface ActorTraits {
  readonly id?: string;
  readonly name?: string;
  readonly units?: readonly string[] | null;
  /** Beside those of the role. */
  readonly grants?: readonly Right[];
}

export function actorOfRole(
  role: Role,
  { id = role, name = role, units = null, grants = [] }: ActorTraits = {},
): Actor {
  return { id, name, role, rights: new Set([...ROLE_RIGHTS[role], ...grants]), units };
}

/** Someone with these rights and no other. */
export function actorWith(rights: readonly Right[], { id = 'anna', name = 'Anna' }: ActorTraits = {}): Actor {
  return { id, name, role: 'readOnly', rights: new Set(rights), units: null };
}
