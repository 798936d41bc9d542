/** Saved views, and up to where accounts have looked. */
import type { DigestKind } from '../domain/digestSlot.js';
import type { Bound, Sql } from './database.js';
import type { ResponseId } from './store.js';
import type { SavedView, WorkMark } from './teamStore.js';

interface ViewRow {
  readonly id: number;
  readonly account_id: string;
  readonly name: string;
  readonly url: string;
  readonly digest: SavedView['digest'];
  readonly digest_since: string;
  readonly created_at: string;
  readonly seen_up_to: number;
  readonly seen_at: string;
}

const COLUMNS = 'id, account_id, name, url, digest, digest_since, created_at, seen_up_to, seen_at';

function viewOf(row: ViewRow): SavedView {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    url: row.url,
    digest: row.digest,
    digestSince: row.digest_since,
    createdAt: row.created_at,
    seenUpTo: row.seen_up_to,
    seenAt: row.seen_at,
  };
}

export async function addView(sql: Sql, view: Omit<SavedView, 'id'>): Promise<number> {
  const [row] = await sql.rows<{ id: number }>(
    `INSERT INTO saved_views (account_id, name, url, digest, digest_since, created_at, seen_up_to, seen_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
    [view.accountId, view.name, view.url, view.digest, view.digestSince, view.createdAt, view.seenUpTo, view.seenAt],
  );
  if (!row) throw new Error('expected an id for the new view, got none');
  return row.id;
}

/** False when the account has no such view. */
export async function changeView(
  sql: Sql,
  id: number,
  accountId: string,
  change: Partial<Pick<SavedView, 'name' | 'digest' | 'digestSince' | 'seenUpTo' | 'seenAt'>>,
): Promise<boolean> {
  const value = (given: Bound | undefined): Bound => given ?? null;
  const rows = await sql.rows<{ id: number }>(
    `UPDATE saved_views SET name = COALESCE(?, name), digest = COALESCE(?, digest),
       digest_since = COALESCE(?, digest_since), seen_up_to = COALESCE(?, seen_up_to), seen_at = COALESCE(?, seen_at)
     WHERE id = ? AND account_id = ? RETURNING id`,
    [
      value(change.name),
      value(change.digest),
      value(change.digestSince),
      value(change.seenUpTo),
      value(change.seenAt),
      id,
      accountId,
    ],
  );
  return rows.length > 0;
}

export async function deleteView(sql: Sql, id: number, accountId: string): Promise<boolean> {
  const rows = await sql.rows<{ id: number }>(`DELETE FROM saved_views WHERE id = ? AND account_id = ? RETURNING id`, [
    id,
    accountId,
  ]);
  return rows.length > 0;
}

export async function listViews(sql: Sql, accountId: string): Promise<SavedView[]> {
  const rows = await sql.rows<ViewRow>(`SELECT ${COLUMNS} FROM saved_views WHERE account_id = ? ORDER BY name, id`, [
    accountId,
  ]);
  return rows.map(viewOf);
}

export async function viewsWithDigest(sql: Sql, digest: DigestKind): Promise<SavedView[]> {
  const rows = await sql.rows<ViewRow>(
    `SELECT ${COLUMNS} FROM saved_views WHERE digest = ? AND digest <> 'none' ORDER BY account_id, name, id`,
    [digest],
  );
  return rows.map(viewOf);
}

export async function getWorkMark(sql: Sql, accountId: string): Promise<WorkMark | null> {
  const [row] = await sql.rows<{ seen_up_to: number; seen_at: string }>(
    `SELECT seen_up_to, seen_at FROM work_marks WHERE account_id = ?`,
    [accountId],
  );
  return row ? { seenUpTo: row.seen_up_to, seenAt: row.seen_at } : null;
}

export async function setWorkMark(sql: Sql, accountId: string, mark: WorkMark): Promise<void> {
  await sql.rows(
    `INSERT INTO work_marks (account_id, seen_up_to, seen_at) VALUES (?, ?, ?)
     ON CONFLICT (account_id) DO UPDATE SET seen_up_to = excluded.seen_up_to, seen_at = excluded.seen_at`,
    [accountId, mark.seenUpTo, mark.seenAt],
  );
}

/** Number of the response that was stored last; 0 without any. */
export async function lastResponse(sql: Sql): Promise<ResponseId> {
  const [row] = await sql.rows<{ id: number | null }>(`SELECT MAX(id) AS id FROM responses`);
  return row?.id ?? 0;
}
