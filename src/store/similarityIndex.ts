/**
 * The similarity index: one table of the SQLite extension sqlite-vec per vector space, in the same file and the same
 * transactions as everything else. It holds the sign of each number of a text's vector, one bit each, so that a million texts
 * are looked through in some hundredths of a second; what is found is measured again on the stored numbers (nearest.ts).
 */
import { createHash } from 'node:crypto';
import { distinctiveOf, type CommonDirections, type Direction } from '../domain/similarity.js';
import type { Bound, Sql } from './database.js';
import type { ResponseId, StoredVectors } from './store.js';

/** Rows per statement: binary values are bound one by one, not through JSON. */
const ROWS_PER_INSERT = 200;

export interface SimilarityIndex {
  readonly spaceId: number;
  /** Name of the index's table. */
  readonly table: string;
  readonly common: CommonDirections;
}

/** The index of a space; null where there is none yet. */
export async function indexOf(sql: Sql, space: string): Promise<SimilarityIndex | null> {
  const [row] = await sql.rows<{ id: number; dimensions: number; mean: Uint8Array; axes: Uint8Array }>(
    `SELECT vector_spaces.id, dimensions, mean, axes
     FROM vector_spaces JOIN similarity_indexes ON space_id = vector_spaces.id WHERE space = ?`,
    [space],
  );
  if (!row) return null;
  const axes = floatsOf(row.axes);
  const common = {
    mean: floatsOf(row.mean),
    axes: Array.from({ length: axes.length / row.dimensions }, (_, index) =>
      axes.subarray(index * row.dimensions, (index + 1) * row.dimensions),
    ),
  };
  return { spaceId: row.id, table: tableOf(row.id), common };
}

export function floatsOf(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, index) => view.getFloat32(4 * index, true));
}

export function bytesOf(floats: readonly Float32Array[]): Uint8Array {
  const numbers = floats.flatMap((part) => [...part]);
  const view = new DataView(new ArrayBuffer(4 * numbers.length));
  numbers.forEach((value, index) => view.setFloat32(4 * index, value, true));
  return new Uint8Array(view.buffer);
}

/** Makes the index of a space; does nothing when it is there. */
export async function createIndex(sql: Sql, space: string, { mean, axes }: CommonDirections): Promise<void> {
  await sql.rows(`INSERT INTO vector_spaces (space) VALUES (?) ON CONFLICT (space) DO NOTHING`, [space]);
  if (await indexOf(sql, space)) return;
  const [row] = await sql.rows<{ id: number }>(
    `INSERT INTO similarity_indexes (space_id, dimensions, mean, axes)
     SELECT id, ?, ?, ? FROM vector_spaces WHERE space = ? RETURNING space_id AS id`,
    [mean.length, bytesOf([mean]), bytesOf(axes), space],
  );
  if (!row) throw new Error(`expected the vector space ${space} to be stored, found none`);
  const table = tableOf(row.id);
  await sql.rows(`CREATE VIRTUAL TABLE ${table} USING vec0(signs bit[${8 * Math.ceil(mean.length / 8)}])`);
  await sql.rows(
    `CREATE TRIGGER ${table}_removed AFTER DELETE ON vectors
     WHEN old.space_id = ${row.id} AND old.whole_at IS NOT NULL BEGIN DELETE FROM ${table} WHERE rowid = old.id; END`,
  );
}

/** Names of the tables of all indexes. */
export async function indexTables(sql: Sql): Promise<{ readonly spaceId: number; readonly table: string }[]> {
  const rows = await sql.rows<{ space_id: number }>(`SELECT space_id FROM similarity_indexes ORDER BY space_id`);
  return rows.map(({ space_id }) => ({ spaceId: space_id, table: tableOf(space_id) }));
}

function tableOf(spaceId: number): string {
  return `similar_${spaceId}`;
}

/** Where the numbers of `whole` begin among the stored bytes; null when they are not given. Throws when they are not there. */
export function placeOfWhole({ bytes, whole }: StoredVectors): number | null {
  if (!whole || whole.length === 0) return null;
  const place = bufferOf(bytes).indexOf(bufferOf(whole));
  if (place < 0) throw new Error('expected the vector of the whole text to be part of its stored vectors');
  return place;
}

/** Signs of a direction as bits, lowest bit first, in whole bytes: what the index holds and is asked for. */
export function signBits(direction: Direction): Buffer {
  const bits = Buffer.alloc(Math.ceil(direction.length / 8));
  direction.forEach((value, index) => {
    if (value > 0) bits[index >> 3]! |= 1 << (index & 7);
  });
  return bits;
}

export function bufferOf(bytes: Uint8Array | Int8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Adds texts that are not in the index yet. @throws when a vector is not as long as the others of its space */
export async function addToIndex(
  sql: Sql,
  { table, common }: SimilarityIndex,
  texts: readonly { readonly id: number; readonly whole: Int8Array }[],
): Promise<void> {
  for (let start = 0; start < texts.length; start += ROWS_PER_INSERT) {
    const chunk = texts.slice(start, start + ROWS_PER_INSERT);
    await sql.rows(
      `INSERT INTO ${table} (rowid, signs)
       SELECT column1, vec_bit(column2) FROM (VALUES ${chunk.map(() => '(?, ?)').join(', ')})`,
      chunk.flatMap(({ id, whole }): Bound[] => [id, signBits(distinctiveOf(whole, common))]),
    );
  }
}

/**
 * Says which indexed text a comment has; of those that are known in this space already nothing is read. Called before the
 * comments get their new versions. Comments whose text is not indexed are left for the background (comments_not_indexed).
 */
export async function linkTexts(sql: Sql, space: string, ids: readonly ResponseId[]): Promise<void> {
  const index = await indexOf(sql, space);
  if (!index) return;
  const comments = await sql.rows<{ id: number; comment: string }>(
    `SELECT responses.id, responses.comment FROM json_each(?) AS asked JOIN responses ON responses.id = asked.value
       LEFT JOIN tag_versions ON tag_versions.id = responses.versions_id
     WHERE responses.comment IS NOT NULL AND (responses.vector_id IS NULL OR tag_versions.space <> ?)`,
    [JSON.stringify(ids), space],
  );
  if (comments.length === 0) return;
  const wanted = comments.map(({ id, comment }) => [id, createHash('sha256').update(comment).digest('hex')]);
  await sql.rows(
    `UPDATE responses SET vector_id = found.vector_id
     FROM (SELECT item.value ->> 0 AS id, vectors.id AS vector_id FROM json_each(?) AS item
           LEFT JOIN vectors ON vectors.text_hash = unhex(item.value ->> 1) AND vectors.space_id = ?
             AND vectors.whole_at IS NOT NULL) AS found
     WHERE responses.id = found.id AND responses.vector_id IS NOT found.vector_id`,
    [JSON.stringify(wanted), index.spaceId],
  );
}

/** What is wrong with the indexes, in words; empty when sound. */
export async function indexProblems(sql: Sql): Promise<string[]> {
  const problems: string[] = [];
  const count = async (problem: string, text: string, values: readonly Bound[] = []): Promise<void> => {
    const [row] = await sql.rows<{ n: number }>(text, values);
    if (row && row.n > 0) problems.push(`${row.n} ${problem}`);
  };
  for (const { spaceId, table } of await indexTables(sql)) {
    await count(
      'texts in the similarity index without their vectors',
      `SELECT COUNT(*) AS n FROM ${table}_rowids AS known LEFT JOIN vectors ON vectors.id = known.rowid
         AND vectors.space_id = ? AND vectors.whole_at IS NOT NULL WHERE vectors.id IS NULL`,
      [spaceId],
    );
    await count(
      'vectors that should be in the similarity index and are not',
      `SELECT COUNT(*) AS n FROM vectors LEFT JOIN ${table}_rowids AS known ON known.rowid = vectors.id
       WHERE vectors.space_id = ? AND vectors.whole_at IS NOT NULL AND known.rowid IS NULL`,
      [spaceId],
    );
  }
  await count(
    'comments whose place in the similarity index is another than that of their vectors',
    `SELECT COUNT(*) AS n FROM responses JOIN vectors ON vectors.id = responses.vector_id WHERE vectors.whole_at IS NULL`,
  );
  await count(
    'comments in the similarity index that have no text',
    `SELECT COUNT(*) AS n FROM responses WHERE vector_id IS NOT NULL AND comment IS NULL`,
  );
  return problems;
}
