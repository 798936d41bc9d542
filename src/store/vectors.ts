/** Vectors of texts by content hash and vector space: equal comments share one. */
import type { Bound, Sql } from './database.js';
import type { StoredVectors } from './store.js';

/** Rows per statement: binary values are bound one by one, not through JSON. */
const ROWS_PER_INSERT = 200;

export async function saveVectors(sql: Sql, space: string, vectors: readonly StoredVectors[]): Promise<void> {
  if (vectors.length === 0) return;
  await sql.rows(`INSERT INTO vector_spaces (space) VALUES (?) ON CONFLICT (space) DO NOTHING`, [space]);
  for (let start = 0; start < vectors.length; start += ROWS_PER_INSERT) {
    const chunk = vectors.slice(start, start + ROWS_PER_INSERT);
    const values: Bound[] = chunk.flatMap((vector): Bound[] => [vector.textHash, vector.bytes]);
    await sql.rows(
      `WITH given (text_hash, vectors) AS (VALUES ${chunk.map(() => '(?, ?)').join(', ')})
       INSERT INTO vectors (text_hash, space_id, vectors)
       SELECT unhex(given.text_hash), vector_spaces.id, given.vectors
       FROM given JOIN vector_spaces ON vector_spaces.space = ? WHERE true
       ON CONFLICT (text_hash, space_id) DO NOTHING`,
      [...values, space],
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
