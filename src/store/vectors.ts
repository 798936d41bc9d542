/** Vectors of texts by content hash and vector space: equal comments share one. */
import type { Bound, Sql } from './database.js';
import { addToIndex, indexOf, placeOfWhole } from './similarityIndex.js';
import type { StoredVectors } from './store.js';

/** Rows per statement: binary values are bound one by one, not through JSON. */
const ROWS_PER_INSERT = 200;

/**
 * Stores vectors of texts that have none. Those that come with the whole text's direction, new or not, are in the similarity
 * index afterwards, where the space has one.
 * @throws when a direction is not part of the bytes, or not as long as the others of the space
 */
export async function saveVectors(sql: Sql, space: string, vectors: readonly StoredVectors[]): Promise<void> {
  if (vectors.length === 0) return;
  await sql.rows(`INSERT INTO vector_spaces (space) VALUES (?) ON CONFLICT (space) DO NOTHING`, [space]);
  const index = await indexOf(sql, space);
  for (let start = 0; start < vectors.length; start += ROWS_PER_INSERT) {
    const chunk = vectors.slice(start, start + ROWS_PER_INSERT);
    const values: Bound[] = chunk.flatMap((vector): Bound[] => [
      vector.textHash,
      vector.bytes,
      index && placeOfWhole(vector),
    ]);
    // a row comes back when its text has to be added to the index: a new one, or one that was stored without its direction
    const rows = await sql.rows<{ id: number; text_hash: string; whole_at: number | null }>(
      `WITH given (text_hash, vectors, whole_at) AS (VALUES ${chunk.map(() => '(?, ?, ?)').join(', ')})
       INSERT INTO vectors (text_hash, space_id, vectors, whole_at)
       SELECT unhex(given.text_hash), vector_spaces.id, given.vectors, given.whole_at
       FROM given JOIN vector_spaces ON vector_spaces.space = ? WHERE true
       ON CONFLICT (text_hash, space_id) DO UPDATE SET whole_at = excluded.whole_at
         WHERE vectors.whole_at IS NULL AND excluded.whole_at IS NOT NULL AND vectors.vectors = excluded.vectors
       RETURNING id, lower(hex(text_hash)) AS text_hash, whole_at`,
      [...values, space],
    );
    if (!index) continue;
    const wholes = new Map(chunk.map(({ textHash, whole }) => [textHash.toLowerCase(), whole]));
    await addToIndex(
      sql,
      index,
      rows.flatMap(({ id, text_hash, whole_at }) => {
        const whole = wholes.get(text_hash);
        return whole_at === null || !whole ? [] : [{ id, whole }];
      }),
    );
  }
}

export async function getVectors(sql: Sql, space: string, textHashes: readonly string[]): Promise<StoredVectors[]> {
  const rows = await sql.rows<{ text_hash: string; vectors: Uint8Array }>(
    `SELECT asked.value AS text_hash, vectors.vectors
     FROM (SELECT DISTINCT value FROM json_each(?)) AS asked
     JOIN vector_spaces ON vector_spaces.space = ?
     JOIN vectors ON vectors.text_hash = unhex(asked.value) AND vectors.space_id = vector_spaces.id`,
    [JSON.stringify(textHashes), space],
  );
  return rows.map((row) => ({ textHash: row.text_hash, bytes: row.vectors }));
}
