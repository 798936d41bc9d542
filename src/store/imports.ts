/** Records of imports, and answers kept for repeated API requests. */
import type { Day } from '../domain/calendar.js';
import type { Sql } from './database.js';
import type { ImportProgress, ImportRecord } from './store.js';

interface ImportRow {
  readonly id: number;
  readonly source: string;
  readonly file_name: string;
  readonly state: ImportRecord['state'];
  readonly rows_read: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly bytes_read: number;
  readonly bytes_total: number;
  readonly error: string | null;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly rejections_file: string | null;
}

const COLUMNS = `id, source, file_name, state, rows_read, accepted, duplicates, rejected, bytes_read, bytes_total, error,
  started_at, finished_at, rejections_file`;

const COLUMN_OF: Readonly<Record<keyof ImportProgress, string>> = {
  state: 'state',
  rowsRead: 'rows_read',
  accepted: 'accepted',
  duplicates: 'duplicates',
  rejected: 'rejected',
  bytesRead: 'bytes_read',
  bytesTotal: 'bytes_total',
  error: 'error',
  finishedAt: 'finished_at',
  rejectionsFile: 'rejections_file',
};

function toRecord(row: ImportRow): ImportRecord {
  return {
    id: row.id,
    source: row.source,
    fileName: row.file_name,
    state: row.state,
    rowsRead: row.rows_read,
    accepted: row.accepted,
    duplicates: row.duplicates,
    rejected: row.rejected,
    bytesRead: row.bytes_read,
    bytesTotal: row.bytes_total,
    error: row.error,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    rejectionsFile: row.rejections_file,
  };
}

export async function startImport(
  sql: Sql,
  record: Pick<ImportRecord, 'source' | 'fileName' | 'bytesTotal' | 'startedAt'>,
): Promise<number> {
  const [row] = await sql.rows<{ id: number }>(
    `INSERT INTO imports (source, file_name, state, rows_read, accepted, duplicates, rejected, bytes_read, bytes_total, started_at)
     VALUES (?, ?, 'running', 0, 0, 0, 0, 0, ?, ?) RETURNING id`,
    [record.source, record.fileName, record.bytesTotal, record.startedAt],
  );
  if (!row) throw new Error('expected an id for the new import, got none');
  return row.id;
}

export async function updateImport(sql: Sql, id: number, progress: ImportProgress): Promise<void> {
  const changes = (Object.keys(COLUMN_OF) as (keyof ImportProgress)[]).flatMap((field) => {
    const value = progress[field];
    return value === undefined ? [] : [{ assignment: `${COLUMN_OF[field]} = ?`, value }];
  });
  if (changes.length === 0) return;
  const updated = await sql.rows<{ id: number }>(
    `UPDATE imports SET ${changes.map((change) => change.assignment).join(', ')} WHERE id = ? RETURNING id`,
    [...changes.map((change) => change.value), id],
  );
  if (updated.length === 0) throw new Error(`expected import ${id} to be there, found none`);
}

export async function getImport(sql: Sql, id: number): Promise<ImportRecord | null> {
  const [row] = await sql.rows<ImportRow>(`SELECT ${COLUMNS} FROM imports WHERE id = ?`, [id]);
  return row ? toRecord(row) : null;
}

export async function listImports(sql: Sql, limit: number): Promise<ImportRecord[]> {
  const rows = await sql.rows<ImportRow>(`SELECT ${COLUMNS} FROM imports ORDER BY id DESC LIMIT ?`, [limit]);
  return rows.map(toRecord);
}

export async function getIdempotent(
  sql: Sql,
  key: string,
): Promise<{ readonly requestHash: string; readonly body: string } | null> {
  const [row] = await sql.rows<{ request_hash: string; body: string }>(
    `SELECT request_hash, body FROM idempotent_answers WHERE idempotency_key = ?`,
    [key],
  );
  return row ? { requestHash: row.request_hash, body: row.body } : null;
}

/** The first answer stands: a second request with the same key that ran at the same time changes nothing. */
export async function saveIdempotent(
  sql: Sql,
  key: string,
  requestHash: string,
  body: string,
  at: string,
): Promise<void> {
  await sql.rows(
    `INSERT INTO idempotent_answers (idempotency_key, request_hash, body, saved_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (idempotency_key) DO NOTHING`,
    [key, requestHash, body, at],
  );
}

/** Deletes answers given before the day; how many. */
export async function purgeIdempotent(sql: Sql, before: Day): Promise<number> {
  const deleted = await sql.rows<{ idempotency_key: string }>(
    `DELETE FROM idempotent_answers WHERE saved_at < ? RETURNING idempotency_key`,
    [before],
  );
  return deleted.length;
}
