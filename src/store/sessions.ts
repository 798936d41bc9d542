/** Sessions and tries to sign in: SQL. */
import { failedOnce, lockAt, USER_NAME_RULE, type DelayRule, type Tries } from '../domain/signInDelay.js';
import type { Session } from './accountStore.js';
import type { Sql } from './database.js';

export async function addSession(sql: Sql, idHash: string, session: Session): Promise<void> {
  await sql.rows(
    `INSERT INTO sessions (id_hash, account_id, created_at, last_seen_at, expires_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at, expires_at = excluded.expires_at`,
    [idHash, session.accountId, session.createdAt, session.lastSeenAt, session.expiresAt],
  );
}

export async function getSession(sql: Sql, idHash: string): Promise<Session | null> {
  const [row] = await sql.rows<Session>(
    `SELECT account_id AS accountId, created_at AS createdAt, last_seen_at AS lastSeenAt, expires_at AS expiresAt
     FROM sessions WHERE id_hash = ?`,
    [idHash],
  );
  return row ?? null;
}

export async function touchSession(sql: Sql, idHash: string, lastSeenAt: string, expiresAt: string): Promise<void> {
  await sql.rows(`UPDATE sessions SET last_seen_at = ?, expires_at = ? WHERE id_hash = ?`, [
    lastSeenAt,
    expiresAt,
    idHash,
  ]);
}

export async function deleteSession(sql: Sql, idHash: string): Promise<void> {
  await sql.rows(`DELETE FROM sessions WHERE id_hash = ?`, [idHash]);
}

export async function deleteSessionsOf(sql: Sql, accountId: string, keep: string | null): Promise<void> {
  await sql.rows(`DELETE FROM sessions WHERE account_id = ? AND id_hash IS NOT ?`, [accountId, keep]);
}

export async function purgeSessions(sql: Sql, now: string): Promise<number> {
  const ended = await sql.rows<{ id: string }>(`DELETE FROM sessions WHERE expires_at <= ? RETURNING id_hash AS id`, [
    now,
  ]);
  // the rule that remembers longest
  const forgotten = new Date(Date.parse(now) - USER_NAME_RULE.forgottenAfterMs).toISOString();
  await sql.rows(`DELETE FROM sign_in_tries WHERE last_at < ?`, [forgotten]);
  return ended.length;
}

async function triesOf(sql: Sql, key: string): Promise<Tries | null> {
  const [row] = await sql.rows<Tries>(
    `SELECT failures, last_at AS lastAt, locked_until AS lockedUntil FROM sign_in_tries WHERE key = ?`,
    [key],
  );
  return row ?? null;
}

export async function lockOf(sql: Sql, key: string, at: string): Promise<string | null> {
  return lockAt(await triesOf(sql, key), at);
}

export async function takeTry(sql: Sql, key: string, at: string, rule: DelayRule): Promise<string | null> {
  const before = await triesOf(sql, key);
  const locked = lockAt(before, at);
  if (locked !== null) return locked;
  const { failures, lockedUntil } = failedOnce(before, at, rule);
  await sql.rows(
    `INSERT INTO sign_in_tries (key, failures, last_at, locked_until) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE
     SET failures = excluded.failures, last_at = excluded.last_at, locked_until = excluded.locked_until`,
    [key, failures, at, lockedUntil],
  );
  return null;
}

export async function forgetTries(sql: Sql, key: string): Promise<void> {
  await sql.rows(`DELETE FROM sign_in_tries WHERE key = ?`, [key]);
}
