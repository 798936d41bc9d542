/** Records of the audit trail: added to its end, and listed newest first. */
import { createHash } from 'node:crypto';
import { SHOWN_COMMENTS, canonicalSubject, hashedText, idsOf, type AuditEvent } from '../domain/auditEvent.js';
import type { AuditQuery, AuditRecord } from './auditStore.js';
import type { Bound, Sql } from './database.js';

/** A place in the chain. */
export interface ChainPlace {
  readonly id: number;
  readonly hash: string;
}

export interface AuditRow {
  readonly id: number;
  readonly at: string;
  readonly actor_id: string;
  readonly actor_name: string;
  readonly role: string;
  readonly action: AuditEvent['action'];
  readonly route: string;
  readonly subject: string;
  readonly status: number | null;
  readonly hash: string;
}

export const AUDIT_COLUMNS = 'id, at, actor_id, actor_name, role, action, route, subject, status, hash';

export interface AuditHead {
  readonly newest_id: number;
  readonly newest_hash: string;
  readonly purged_id: number;
  readonly purged_hash: string;
}

export async function auditHead(sql: Sql): Promise<AuditHead> {
  const [head] = await sql.rows<AuditHead>(`SELECT newest_id, newest_hash, purged_id, purged_hash FROM audit_head`);
  if (!head) throw new Error('expected the end of the audit trail to be noted, found nothing');
  return head;
}

export function hashOf(before: string, id: number, event: Omit<AuditEvent, 'subject'>, subject: string): string {
  return createHash('sha256')
    .update(hashedText(before, id, event, subject))
    .digest('hex');
}

/** Adds records after the newest; where the chain ends then. */
export async function appendAudit(sql: Sql, events: readonly AuditEvent[]): Promise<ChainPlace & { at: string }> {
  const head = await auditHead(sql);
  let place: ChainPlace = { id: head.newest_id, hash: head.newest_hash };
  const rows: unknown[] = [];
  const shown: [response: number, record: number][] = [];
  for (const event of events) {
    const subject = canonicalSubject(event.subject);
    const id = place.id + 1;
    const hash = hashOf(place.hash, id, event, subject);
    const { at, actorId, actorName, role, action, route, status } = event;
    rows.push([id, at, actorId, actorName, role, action, route, subject, status, hash]);
    for (const response of idsOf(event.subject[SHOWN_COMMENTS] ?? '')) shown.push([response, id]);
    place = { id, hash };
  }
  await sql.rows(
    `INSERT INTO audit_records (${AUDIT_COLUMNS})
     SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8,
       value ->> 9 FROM json_each(?)`,
    [JSON.stringify(rows)],
  );
  if (shown.length > 0) {
    await sql.rows(
      `INSERT INTO audit_comments (response_id, record_id) SELECT value ->> 0, value ->> 1 FROM json_each(?)`,
      [JSON.stringify(shown)],
    );
  }
  await sql.rows(`UPDATE audit_head SET newest_id = ?, newest_hash = ?`, [place.id, place.hash]);
  return { ...place, at: events.at(-1)?.at ?? '' };
}

export function eventOf(row: AuditRow): AuditRecord {
  return {
    id: row.id,
    at: row.at,
    actorId: row.actor_id,
    actorName: row.actor_name,
    role: row.role,
    action: row.action,
    route: row.route,
    subject: JSON.parse(row.subject) as Record<string, string>,
    status: row.status,
    hash: row.hash,
  };
}

/** Newest first. */
export async function listAudit(sql: Sql, query: AuditQuery): Promise<AuditRecord[]> {
  const conditions: string[] = [];
  const values: Bound[] = [];
  const where = (condition: string, ...bound: Bound[]): void => {
    conditions.push(condition);
    values.push(...bound);
  };
  if (query.actorId !== undefined) where('actor_id = ?', query.actorId);
  if (query.action !== undefined) where('action = ?', query.action);
  if (query.route !== undefined) where('instr(route, ?) > 0', query.route);
  if (query.from !== undefined) where('at >= ?', query.from);
  if (query.to !== undefined) where('at < ?', query.to);
  if (query.beforeId !== undefined) where('id < ?', query.beforeId);
  if (query.subject?.name === SHOWN_COMMENTS) {
    where('id IN (SELECT record_id FROM audit_comments WHERE response_id = ?)', Number(query.subject.value));
  } else if (query.subject) {
    // the name is bound too: a path that is made of it is JSON text in quotes
    where(`json_extract(subject, '$.' || json_quote(?)) = ?`, query.subject.name, query.subject.value);
  }
  const rows = await sql.rows<AuditRow>(
    `SELECT ${AUDIT_COLUMNS} FROM audit_records ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
     ORDER BY id DESC LIMIT ?`,
    [...values, query.limit],
  );
  return rows.map(eventOf);
}

/** One seek per person instead of a walk over everything that they did. */
export async function auditActors(sql: Sql): Promise<{ readonly id: string; readonly name: string }[]> {
  return sql.rows<{ id: string; name: string }>(
    `WITH RECURSIVE people (id) AS (
       SELECT MIN(actor_id) FROM audit_records
       UNION ALL
       SELECT (SELECT MIN(actor_id) FROM audit_records WHERE actor_id > people.id) FROM people WHERE people.id IS NOT NULL
     )
     SELECT people.id, (SELECT actor_name FROM audit_records WHERE actor_id = people.id ORDER BY id DESC LIMIT 1) AS name
     FROM people WHERE people.id IS NOT NULL ORDER BY name, people.id`,
  );
}
