/** Something was asked for that the actor may not do or see. */
import type { Right } from '../../domain/actor.js';

export class NotAllowedError extends Error {
  override readonly name = 'NotAllowedError';
  /** @param rights any of which would do; none: requests never do it */
  constructor(actorId: string, rights: readonly Right[]) {
    const expected = rights.length > 0 ? `an actor who may ${rights.join(' or ')} there` : 'the service itself';
    super(`expected ${expected}, found ${actorId}`);
  }
}
