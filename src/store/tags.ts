/** Writes what the tagger read out of comments. */
import { createHash } from 'node:crypto';
import { applyLabels } from '../domain/confirmedLabel.js';
import { projectionOf } from '../domain/taxonomyDocument.js';
import type { TaxonomyDocument } from '../domain/taxonomyDocument.js';
import { themeSetKey } from '../domain/theme.js';
import type { TagVersions } from '../domain/theme.js';
import { recount } from './cellChanges.js';
import { commentStateCode, exactFraction, fractionParts, polarityCode } from './codes.js';
import type { Sql } from './database.js';
import { erasedIds } from './erasures.js';
import { labelsInForce } from './labelQueries.js';
import { linkTexts } from './similarityIndex.js';
import type { CommentTags, StoredVectors } from './store.js';
import { saveVectors } from './vectors.js';

/**
 * Replaces the tags of the comments by the machine's with people's labels laid over them, moves the comments between cells and
 * stores the vectors; the same again changes nothing.
 */
export async function saveTags(
  sql: Sql,
  given: readonly CommentTags[],
  versions: TagVersions,
  vectors: readonly StoredVectors[],
  taxonomy: TaxonomyDocument | null,
): Promise<void> {
  // of two results for one comment the later counts
  const asked = [...new Map(given.map((comment) => [comment.id, comment])).values()];
  const erased = await erasedIds(
    sql,
    asked.map((comment) => comment.id),
  );
  const machine = erased.size === 0 ? asked : asked.filter((comment) => !erased.has(comment.id));
  // a comment that was erased while it was being read leaves no vectors behind either
  await saveVectors(sql, versions.space, erased.size === 0 ? vectors : await vectorsOfStored(sql, machine, vectors));
  if (machine.length === 0) return;
  for (const { id, state, tags } of machine) {
    if (state === 'unsupported' && tags.length > 0) {
      throw new Error(`expected no tags on unsupported comment ${id}, got ${tags.length}`);
    }
    if (tags.some((tag) => tag.confirmed)) {
      throw new Error(`expected the machine's tags of comment ${id}, got some that people confirmed`);
    }
  }
  const comments = await withLabels(sql, machine, taxonomy);
  const tagged = comments.filter((comment) => comment.state === 'tagged');
  await linkTexts(
    sql,
    versions.space,
    tagged.map((comment) => comment.id),
  );
  const versionsId = await ensureVersions(sql, versions);
  const wanted = JSON.stringify(
    comments.map((comment) => [comment.id, commentStateCode(comment.state), themeSetKey(comment.tags)]),
  );
  await ensureDictionaries(sql, comments);
  await recount(sql, await movedComments(sql, comments.length, wanted), async () => {
    await sql.rows(
      `UPDATE responses SET comment_state = wanted.comment_state, theme_set_id = wanted.theme_set_id, versions_id = ?
       FROM (SELECT item.value ->> 0 AS id, item.value ->> 1 AS comment_state, theme_sets.id AS theme_set_id
             FROM json_each(?) AS item JOIN theme_sets ON theme_sets.theme_set = item.value ->> 2) AS wanted
       WHERE responses.id = wanted.id`,
      [versionsId, wanted],
    );
  });
  await replaceTags(sql, comments);
}

/** Vectors whose text one of the comments still has. */
async function vectorsOfStored(
  sql: Sql,
  comments: readonly CommentTags[],
  vectors: readonly StoredVectors[],
): Promise<readonly StoredVectors[]> {
  const rows = await sql.rows<{ comment: string }>(
    `SELECT comment FROM responses WHERE id IN (SELECT value FROM json_each(?)) AND comment IS NOT NULL`,
    [JSON.stringify(comments.map(({ id }) => id))],
  );
  const stored = new Set(rows.map(({ comment }) => createHash('sha256').update(comment).digest('hex')));
  return vectors.filter(({ textHash }) => stored.has(textHash.toLowerCase()));
}

async function withLabels(
  sql: Sql,
  machine: readonly CommentTags[],
  taxonomy: TaxonomyDocument | null,
): Promise<readonly CommentTags[]> {
  const ids = machine.flatMap((comment) => (comment.state === 'tagged' ? [comment.id] : []));
  const said = await labelsInForce(sql, ids);
  if (said.size === 0) return machine;
  const project = taxonomy ? projectionOf(taxonomy) : (theme: string): string => theme;
  return machine.map((comment) => {
    const known = said.get(comment.id);
    return known ? { ...comment, tags: applyLabels(comment.tags, known.labels, project, known.textLength) } : comment;
  });
}

async function ensureVersions(sql: Sql, versions: TagVersions): Promise<number> {
  const key = [versions.space, versions.heads, versions.taxonomy];
  await sql.rows(
    `INSERT INTO tag_versions (space, heads, taxonomy) VALUES (?, ?, ?) ON CONFLICT (space, heads, taxonomy) DO NOTHING`,
    key,
  );
  const [row] = await sql.rows<{ id: number }>(
    `SELECT id FROM tag_versions WHERE space = ? AND heads = ? AND taxonomy = ?`,
    key,
  );
  if (!row) throw new Error('expected the stored versions of the tags, found none');
  return row.id;
}

async function ensureDictionaries(sql: Sql, comments: readonly CommentTags[]): Promise<void> {
  const themes = new Set(comments.flatMap((comment) => comment.tags.map((tag) => tag.theme)));
  await sql.rows(
    `INSERT INTO themes (theme) SELECT value FROM json_each(?) WHERE true ON CONFLICT (theme) DO NOTHING`,
    [JSON.stringify([...themes])],
  );
  const sets = new Set(comments.map((comment) => themeSetKey(comment.tags)));
  await sql.rows(
    `INSERT INTO theme_sets (theme_set) SELECT value FROM json_each(?) WHERE true ON CONFLICT (theme_set) DO NOTHING`,
    [JSON.stringify([...sets])],
  );
}

/** Ids of the comments whose cell changes. */
async function movedComments(sql: Sql, expected: number, wanted: string): Promise<number[]> {
  const rows = await sql.rows<{ id: number; moved: number }>(
    `SELECT responses.id, responses.comment_state <> item.value ->> 1
       OR theme_sets.theme_set <> item.value ->> 2 AS moved
     FROM json_each(?) AS item
     JOIN responses ON responses.id = item.value ->> 0 AND responses.comment_state <> 0
     JOIN theme_sets ON theme_sets.id = responses.theme_set_id`,
    [wanted],
  );
  if (rows.length !== expected) {
    throw new Error(`expected ${expected} stored comments to tag, found ${rows.length}`);
  }
  return rows.flatMap((row) => (row.moved === 1 ? [row.id] : []));
}

async function replaceTags(sql: Sql, comments: readonly CommentTags[]): Promise<void> {
  await sql.rows(`DELETE FROM tags WHERE response_id IN (SELECT value FROM json_each(?))`, [
    JSON.stringify(comments.map((comment) => comment.id)),
  ]);
  const tags = comments.flatMap((comment) =>
    comment.tags.map((tag) => [
      comment.id,
      tag.theme,
      polarityCode(tag.polarity),
      ...fractionParts(tag.confidence),
      JSON.stringify(tag.evidence.map((span) => [span.start, span.end])),
      tag.confirmed ? 'person' : 'machine',
    ]),
  );
  if (tags.length === 0) return;
  await sql.rows(
    `INSERT INTO tags (response_id, theme_id, polarity, confidence, evidence, day, origin)
     SELECT responses.id, themes.id, tag.value ->> 2, ${exactFraction('(tag.value ->> 3)', '(tag.value ->> 4)')},
       tag.value ->> 5, responses.day, tag.value ->> 6
     FROM json_each(?) AS tag
     JOIN responses ON responses.id = tag.value ->> 0
     JOIN themes ON themes.theme = tag.value ->> 1`,
    [JSON.stringify(tags)],
  );
}
