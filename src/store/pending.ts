/** What the tagger has to read: new comments, and comments that were read with other versions. */
import type { TagVersions } from '../domain/theme.js';
import type { Sql } from './database.js';
import type { PendingComment, ResponseId } from './store.js';

/** Newest answers first, so that this week's figures are complete before last year's. */
export async function pendingComments(sql: Sql, limit: number): Promise<PendingComment[]> {
  return sql.rows<PendingComment>(
    `SELECT id, comment AS text, lang FROM responses INDEXED BY comments_pending
     WHERE comment_state = 1 ORDER BY day DESC, id DESC LIMIT ?`,
    [limit],
  );
}

export async function countTaggedOtherwise(sql: Sql, versions: TagVersions): Promise<number> {
  const [row] = await sql.rows<{ n: number }>(
    `SELECT COUNT(*) AS n FROM responses INDEXED BY comments_by_versions WHERE versions_id IN (
       SELECT id FROM tag_versions WHERE NOT (space = ? AND heads = ? AND taxonomy = ?))`,
    [versions.space, versions.heads, versions.taxonomy],
  );
  return row?.n ?? 0;
}

/** By ascending id after `afterId`; comments that were never tagged are not among them. */
export async function commentsTaggedOtherwise(
  sql: Sql,
  versions: TagVersions,
  afterId: ResponseId,
  limit: number,
): Promise<PendingComment[]> {
  const others = await sql.rows<{ id: number }>(
    `SELECT id FROM tag_versions WHERE NOT (space = ? AND heads = ? AND taxonomy = ?)`,
    [versions.space, versions.heads, versions.taxonomy],
  );
  const found: PendingComment[] = [];
  // one walk per version: the index is in order of id within a version only
  for (const other of others) {
    found.push(
      ...(await sql.rows<PendingComment>(
        `SELECT id, comment AS text, lang FROM responses INDEXED BY comments_by_versions
         WHERE versions_id = ? AND id > ? ORDER BY id LIMIT ?`,
        [other.id, afterId, limit],
      )),
    );
  }
  return found.sort((a, b) => a.id - b.id).slice(0, limit);
}
