/** Deletes audit records whose years are over; that it was done is recorded too. */
import type { Store } from '../store/store.js';
import { serviceEvent } from './auditTrail.js';

export interface PurgeDeps {
  readonly store: Pick<Store, 'purgeAudit' | 'appendAudit'>;
  /** ISO date-time, UTC. */
  readonly now: () => string;
}

/** @param years how long records are kept, 1 or more. @returns how many were deleted */
export async function purgeAudit({ store, now }: PurgeDeps, years: number): Promise<number> {
  const at = now();
  const before = `${String(Number(at.slice(0, 4)) - years).padStart(4, '0')}${at.slice(4)}`;
  const purged = await store.purgeAudit(before);
  if (purged > 0) await store.appendAudit([serviceEvent(at, 'audit purge', { before, records: String(purged) })]);
  return purged;
}
