/** Whether the audit trail is what was written: every hash, its end, its anchors, and which comments it says were shown. */
import { SHOWN_COMMENTS, idsOf, type AuditEvent } from '../domain/auditEvent.js';
import { AUDIT_COLUMNS, auditHead, hashOf, type AuditRow, type ChainPlace } from './audit.js';
import type { AuditChain, AuditProblem } from './auditStore.js';
import type { Sql } from './database.js';

/** Few enough that the service answers in between, many enough that a million takes seconds. */
const ROWS_AT_ONCE = 2000;

/** A sum over (comment, record) pairs that SQLite and JavaScript add up alike: exact for billions of pairs. */
const PRIME = 1_000_003;
const PAIR_SUM = `COALESCE(SUM((response_id % ${PRIME} * 1009 + record_id) % ${PRIME}), 0)`;
const pairValue = (response: number, record: number): number => ((response % PRIME) * 1009 + record) % PRIME;

/** @param anchors places that were noted outside the database */
export async function verifyAudit(sql: Sql, anchors: readonly ChainPlace[]): Promise<AuditChain> {
  const head = await auditHead(sql);
  const expected = new Map(anchors.map((anchor) => [anchor.id, anchor.hash]));
  let place: ChainPlace = { id: head.purged_id, hash: head.purged_hash };
  let [records, pairs, pairSum] = [0, 0, 0];
  const found = (brokenAt: number | null, problem: AuditProblem | null): AuditChain => ({
    records,
    newest: { id: place.id, hash: place.hash },
    purgedThrough: head.purged_id,
    brokenAt,
    problem,
  });
  const purgedAnchor = expected.get(head.purged_id);
  if (head.purged_id > 0 && purgedAnchor !== undefined && purgedAnchor !== head.purged_hash) {
    return found(head.purged_id, 'anchor');
  }

  for (;;) {
    const rows = await sql.rows<AuditRow>(
      `SELECT ${AUDIT_COLUMNS} FROM audit_records WHERE id > ? ORDER BY id LIMIT ?`,
      [place.id, ROWS_AT_ONCE],
    );
    for (const row of rows) {
      if (row.id !== place.id + 1) return found(place.id + 1, 'missing');
      if (hashOf(place.hash, row.id, withoutSubject(row), row.subject) !== row.hash) return found(row.id, 'changed');
      const anchored = expected.get(row.id);
      if (anchored !== undefined && anchored !== row.hash) return found(row.id, 'anchor');
      for (const response of new Set(shownIn(row.subject))) {
        pairs += 1;
        pairSum += pairValue(response, row.id);
      }
      place = { id: row.id, hash: row.hash };
      records += 1;
    }
    if (rows.length < ROWS_AT_ONCE) break;
  }

  const cut = anchors.find((anchor) => anchor.id > place.id);
  if (head.newest_id !== place.id || head.newest_hash !== place.hash) return found(place.id + 1, 'cutOff');
  if (cut) return found(place.id + 1, 'cutOff');
  const [kept] = await sql.rows<{ pairs: number; pair_sum: number }>(
    `SELECT COUNT(*) AS pairs, ${PAIR_SUM} AS pair_sum FROM audit_comments WHERE record_id > ?`,
    [head.purged_id],
  );
  if (kept?.pairs !== pairs || kept.pair_sum !== pairSum) return found(head.purged_id + 1, 'comments');
  return found(null, null);
}

function withoutSubject(row: AuditRow): Omit<AuditEvent, 'subject'> {
  const { at, actor_id, actor_name, role, action, route, status } = row;
  return { at, actorId: actor_id, actorName: actor_name, role, action, route, status };
}

function shownIn(subject: string): number[] {
  // most records show none: their JSON is not read
  if (!subject.includes(`"${SHOWN_COMMENTS}":`)) return [];
  return idsOf((JSON.parse(subject) as Record<string, string>)[SHOWN_COMMENTS] ?? '');
}

const IN_WORDS: Readonly<Record<AuditProblem, (id: number) => string>> = {
  changed: (id) => `record ${id} is not what was written: its hash does not follow from the record before`,
  missing: (id) => `record ${id} is not there`,
  cutOff: (id) => `records from ${id} on are not there, although they were written`,
  anchor: (id) => `record ${id} is not what the anchor file says`,
  comments: () => 'which comments were shown is not what the records say',
};

/** What is wrong, in words; empty when whole. */
export function auditProblems({ brokenAt, problem }: AuditChain): string[] {
  return problem === null ? [] : [`audit trail: ${IN_WORDS[problem](brokenAt ?? 0)}`];
}
