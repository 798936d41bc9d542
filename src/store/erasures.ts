/**
 * Which responses were erased at a data subject's request: the hash of an identity is kept, so that sending the same again does not
 * bring it back, and so that restoring an older backup erases it again.
 */
import { createHash } from 'node:crypto';
import { appendFile, readFile, truncate } from 'node:fs/promises';
import type { Bound, Sql } from './database.js';
import type { ResponseId } from './store.js';
import type { Erasure, ErasureRemains, ErasureRequest } from './subjectStore.js';

/** sha256 (hex) of source and id as a JSON array: tells an identity that one has, and gives none away. */
export function identityHash(source: string, sourceId: string): string {
  return createHash('sha256')
    .update(JSON.stringify([source, sourceId]))
    .digest('hex');
}

/** The hash that an erasure is kept under, and the erasure. */
export interface IdentifiedErasure {
  readonly identity: string;
  readonly erasure: Erasure;
}

interface Row {
  readonly identity: string;
  readonly response_id: number | null;
  readonly at: string;
  readonly by: string;
  readonly reason: string;
  readonly remains: string;
}

const COLUMNS = 'identity, response_id, at, by, reason, remains';

function erasureOf(row: Row): Erasure {
  return {
    response: row.response_id,
    at: row.at,
    by: row.by,
    reason: row.reason,
    remains: JSON.parse(row.remains) as ErasureRemains,
  };
}

async function selectErasures(sql: Sql, rest: string, values: readonly Bound[]): Promise<IdentifiedErasure[]> {
  const rows = await sql.rows<Row>(`SELECT ${COLUMNS} FROM erasures ${rest}`, values);
  return rows.map((row) => ({ identity: row.identity, erasure: erasureOf(row) }));
}

export async function findErasure(sql: Sql, source: string, sourceId: string): Promise<Erasure | null> {
  const [found] = await selectErasures(sql, 'WHERE identity = ?', [identityHash(source, sourceId)]);
  return found?.erasure ?? null;
}

export async function listErasures(sql: Sql, limit: number): Promise<Erasure[]> {
  const found = await selectErasures(sql, 'ORDER BY at DESC, identity LIMIT ?', [limit]);
  return found.map(({ erasure }) => erasure);
}

export async function saveErasure(sql: Sql, { identity, erasure }: IdentifiedErasure): Promise<void> {
  const { response, at, by, reason, remains } = erasure;
  await sql.rows(`INSERT INTO erasures (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (identity) DO NOTHING`, [
    identity,
    response,
    at,
    by,
    reason,
    JSON.stringify(remains),
  ]);
}

/** Which of these identities were erased, by their place; empty when none. */
export async function erasedAmong(
  sql: Sql,
  identities: readonly { readonly source: string; readonly sourceId: string }[],
): Promise<Set<number>> {
  const [any] = await sql.rows<{ found: number }>(`SELECT 1 AS found FROM erasures LIMIT 1`);
  if (!any) return new Set();
  const hashes = identities.map(({ source, sourceId }) => identityHash(source, sourceId));
  const rows = await sql.rows<{ identity: string }>(
    `SELECT identity FROM erasures WHERE identity IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(hashes)],
  );
  const erased = new Set(rows.map((row) => row.identity));
  return new Set(hashes.flatMap((hash, index) => (erased.has(hash) ? [index] : [])));
}

/** Which of these responses were erased. */
export async function erasedIds(sql: Sql, ids: readonly ResponseId[]): Promise<Set<ResponseId>> {
  const rows = await sql.rows<{ response_id: number }>(
    `SELECT response_id FROM erasures WHERE response_id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(ids)],
  );
  return new Set(rows.map((row) => row.response_id));
}

/** The setting that keeps the highest id that a response ever had, where it is higher than those that are there. */
export const HIGHEST_ID = 'highestResponseId';

/**
 * The id that the next response gets where SQLite's own choice would give one a second time, after the newest response was erased;
 * null when its choice is right. Audit records and links keep ids, so that an id must always mean the same response.
 */
export async function idAfterErasure(sql: Sql): Promise<ResponseId | null> {
  const [row] = await sql.rows<{ kept: number; present: number }>(
    `SELECT COALESCE((SELECT CAST(value AS INTEGER) FROM settings WHERE name = ?), 0) AS kept,
       COALESCE((SELECT MAX(id) FROM responses), 0) AS present`,
    [HIGHEST_ID],
  );
  return row && row.kept > row.present ? row.kept + 1 : null;
}

/** Remembers the highest id there is or was. */
export async function keepHighestId(sql: Sql, atLeast = 0): Promise<void> {
  await sql.rows(
    `INSERT INTO settings (name, value)
     SELECT ?, CAST(MAX(?, COALESCE((SELECT MAX(id) FROM responses), 0)) AS TEXT) WHERE true
     ON CONFLICT (name) DO UPDATE SET value = excluded.value
     WHERE CAST(excluded.value AS INTEGER) > CAST(settings.value AS INTEGER)`,
    [HIGHEST_ID, atLeast],
  );
}

/** A line of the file of erasures. */
export interface NotedErasure extends ErasureRequest {
  readonly identity: string;
}

export async function noteErasure(file: string, identity: string, request: ErasureRequest): Promise<void> {
  const { at, by, reason } = request;
  await cutPartialLine(file);
  await appendFile(file, `${JSON.stringify({ identity, at, by, reason })}\n`, { mode: 0o600, flush: true });
}

/** What a full disk or a power cut left of a line would run into the next one. */
async function cutPartialLine(file: string): Promise<void> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const whole = bytes.lastIndexOf('\n') + 1;
  if (whole < bytes.length) await truncate(file, whole);
}

/** @throws when a whole line is not one of ours: an erasure that cannot be read must not be lost silently */
export async function readErasures(file: string): Promise<NotedErasure[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });
  // power may fail in the middle of the last line: then the erasure was not committed either
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line, index) => {
    const found = parseLine(line);
    if (!found) throw new Error(`expected an erasure in line ${index + 1} of ${file}, found something else`);
    return found;
  });
}

function parseLine(line: string): NotedErasure | null {
  try {
    const found = JSON.parse(line) as Partial<NotedErasure>;
    const texts = [found.identity, found.at, found.by, found.reason];
    return texts.every((text) => typeof text === 'string') ? (found as NotedErasure) : null;
  } catch {
    return null;
  }
}
