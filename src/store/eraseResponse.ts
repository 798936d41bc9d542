/** Erases one response with everything that is made from it. */
import { createHash } from 'node:crypto';
import { takeOut } from './cellChanges.js';
import type { Sql } from './database.js';
import { identityHash, keepHighestId, saveErasure, type IdentifiedErasure } from './erasures.js';
import { eraseQuotesOf } from './findings.js';
import { removeFromIndex } from './searchIndex.js';
import type { ResponseId } from './store.js';
import type { ErasureRequest } from './subjectStore.js';
import { remainsOf } from './subjects.js';

interface Row {
  readonly source: string;
  readonly source_id: string;
  readonly day: number;
  readonly comment: string | null;
}

/**
 * In one transaction. Rows of other tables go by their reference to the response; what refers to it otherwise (cells, search index,
 * vectors, quotes) is taken out here. Null when there is no such response.
 */
export async function eraseResponse(
  sql: Sql,
  response: ResponseId,
  request: ErasureRequest,
): Promise<IdentifiedErasure | null> {
  const [row] = await sql.rows<Row>(`SELECT source, source_id, day, comment FROM responses WHERE id = ?`, [response]);
  if (!row) return null;
  const remains = await remainsOf(sql, response);
  await eraseQuotesOf(sql, response);
  await keepHighestId(sql);
  await takeOut(sql, [response]);
  // one that has no index has its vectors without a reference; with one the last response takes them along
  if (row.comment !== null) await deleteVectorsOf(sql, response, row.comment);
  await sql.rows(`DELETE FROM responses WHERE id = ?`, [response]);
  if (row.comment !== null) await removeFromIndex(sql, response, row.day);
  const erasure = { ...request, response, remains };
  const identified = { identity: identityHash(row.source, row.source_id), erasure };
  await saveErasure(sql, identified);
  return identified;
}

/** Deletes the vectors of a text, unless another response has the same. */
async function deleteVectorsOf(sql: Sql, response: ResponseId, comment: string): Promise<void> {
  const hash = createHash('sha256').update(comment).digest('hex');
  const [known] = await sql.rows<{ id: number }>(`SELECT id FROM vectors WHERE text_hash = unhex(?) LIMIT 1`, [hash]);
  if (!known) return;
  // reads every comment: only where there are vectors, and erasing is rare
  const [other] = await sql.rows<{ id: number }>(`SELECT id FROM responses WHERE comment = ? AND id <> ? LIMIT 1`, [
    comment,
    response,
  ]);
  if (other) return;
  await sql.rows(`UPDATE responses SET vector_id = NULL WHERE id = ?`, [response]);
  await sql.rows(`DELETE FROM vectors WHERE text_hash = unhex(?)`, [hash]);
}
