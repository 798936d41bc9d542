/** Which digests are due, under way, sent or to be tried again: the mark that keeps a restart from doubling or skipping one. */
import { dayNumber, dayText } from './codes.js';
import type { Sql } from './database.js';
import type { DigestFailure, DigestKey, DigestRecord } from './teamStore.js';

interface DigestRow {
  readonly account_id: string;
  readonly kind: DigestRecord['kind'];
  readonly channel: DigestRecord['channel'];
  readonly slot: number;
  readonly state: DigestRecord['state'];
  readonly attempts: number;
  readonly next_try_at: string;
  readonly failure: DigestFailure | null;
  readonly up_to: number;
  readonly at: string;
}

const COLUMNS = 'account_id, kind, channel, slot, state, attempts, next_try_at, failure, up_to, at';

function recordOf(row: DigestRow): DigestRecord {
  return {
    accountId: row.account_id,
    kind: row.kind,
    channel: row.channel,
    slot: dayText(row.slot),
    state: row.state,
    attempts: row.attempts,
    nextTryAt: row.next_try_at,
    failure: row.failure,
    upTo: row.up_to,
    at: row.at,
  };
}

/** True for one caller, who has until `leaseUntil`; ISO date-times in UTC compare as text. */
export async function claimDigest(sql: Sql, key: DigestKey, now: string, leaseUntil: string): Promise<boolean> {
  const rows = await sql.rows<{ attempts: number }>(
    `INSERT INTO digests (${COLUMNS}) VALUES (?, ?, ?, ?, 'waiting', 1, ?, NULL, 0, ?)
     ON CONFLICT (account_id, kind, channel, slot) DO UPDATE
       SET attempts = digests.attempts + 1, next_try_at = excluded.next_try_at
       WHERE digests.state = 'waiting' AND digests.next_try_at <= excluded.at
     RETURNING attempts`,
    [key.accountId, key.kind, key.channel, dayNumber(key.slot), leaseUntil, now],
  );
  return rows.length > 0;
}

export async function finishDigest(sql: Sql, record: Omit<DigestRecord, 'attempts'>): Promise<void> {
  const key = [record.accountId, record.kind, record.channel, dayNumber(record.slot)];
  await sql.rows(
    `UPDATE digests SET state = ?, next_try_at = ?, failure = ?, up_to = ?, at = ?
     WHERE account_id = ? AND kind = ? AND channel = ? AND slot = ?`,
    [record.state, record.nextTryAt, record.failure, record.upTo, record.at, ...key],
  );
  await sql.rows(
    `UPDATE digests SET state = 'givenUp'
     WHERE account_id = ? AND kind = ? AND channel = ? AND slot < ? AND state = 'waiting'`,
    key,
  );
}

export async function lastDigest(
  sql: Sql,
  key: DigestKey,
): Promise<{ readonly own: DigestRecord | null; readonly before: DigestRecord | null }> {
  const values = [key.accountId, key.kind, key.channel, dayNumber(key.slot)];
  const [own] = await sql.rows<DigestRow>(
    `SELECT ${COLUMNS} FROM digests WHERE account_id = ? AND kind = ? AND channel = ? AND slot = ?`,
    values,
  );
  const [before] = await sql.rows<DigestRow>(
    `SELECT ${COLUMNS} FROM digests WHERE account_id = ? AND kind = ? AND channel = ? AND slot < ?
       AND state IN ('sent', 'nothing') ORDER BY slot DESC LIMIT 1`,
    values,
  );
  return { own: own ? recordOf(own) : null, before: before ? recordOf(before) : null };
}

/** The newest record of each kind and channel. */
export async function lastDigests(sql: Sql, accountId: string): Promise<DigestRecord[]> {
  const rows = await sql.rows<DigestRow>(
    `SELECT ${COLUMNS} FROM digests AS each WHERE account_id = ? AND slot = (
       SELECT MAX(newest.slot) FROM digests AS newest
       WHERE newest.account_id = each.account_id AND newest.kind = each.kind AND newest.channel = each.channel)
     ORDER BY kind, channel`,
    [accountId],
  );
  return rows.map(recordOf);
}
