/** What the privacy officer asks the audit trail. */
import { addDays, type Day } from '../domain/calendar.js';
import { SHOWN_COMMENTS } from '../domain/auditEvent.js';
import { createWallClock } from '../ingest/wallClock.js';
import type { AuditAction, AuditQuery, AuditRecord, AuditStore } from '../store/auditStore.js';

export interface AuditFilter {
  /** Id of who did it. */
  readonly person: string | null;
  readonly action: AuditAction | null;
  /** Part of a route. */
  readonly route: string | null;
  /** Id of a comment that was shown, opened or changed. */
  readonly comment: number | null;
  /** Days of the organisation's zone, both included. */
  readonly from: Day | null;
  readonly to: Day | null;
}

/** @param timeZone IANA name, checked by config.ts */
export function auditQuery(filter: AuditFilter, timeZone: string): Omit<AuditQuery, 'limit'> {
  const clock = createWallClock(timeZone);
  const startOf = (day: Day): string => new Date(clock.instantOf(Date.parse(`${day}T00:00:00Z`))).toISOString();
  return {
    ...(filter.person !== null && { actorId: filter.person }),
    ...(filter.action !== null && { action: filter.action }),
    ...(filter.route !== null && { route: filter.route }),
    ...(filter.comment !== null && { subject: { name: SHOWN_COMMENTS, value: String(filter.comment) } }),
    ...(filter.from !== null && { from: startOf(filter.from) }),
    ...(filter.to !== null && { to: startOf(addDays(filter.to, 1)) }),
  };
}

const ROWS_AT_ONCE = 2000;

/** Everything that matches, newest first, so many at a time as memory needs not care. */
export async function* walkAudit(
  store: Pick<AuditStore, 'listAudit'>,
  query: Omit<AuditQuery, 'limit'>,
): AsyncGenerator<readonly AuditRecord[]> {
  for (let beforeId = query.beforeId; ;) {
    const records = await store.listAudit({
      ...query,
      ...(beforeId !== undefined && { beforeId }),
      limit: ROWS_AT_ONCE,
    });
    if (records.length > 0) yield records;
    if (records.length < ROWS_AT_ONCE) return;
    beforeId = records.at(-1)?.id;
  }
}
