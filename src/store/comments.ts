/** Lists, counts and reads comments. */
import { NO_FILTER } from '../domain/feedbackFilter.js';
import type { ThemeTag } from '../domain/theme.js';
import { parseThemeSetKey } from '../domain/theme.js';
import { unitsOf } from './cellParts.js';
import { readCells } from './cellQueries.js';
import { commentsById, tagsOf } from './commentRows.js';
import { commentSearch, wordCount } from './commentSearch.js';
import type { CommentConditions, WayIn } from './commentSearch.js';
import { readCursor, writeCursor } from './cursor.js';
import type { Position } from './cursor.js';
import type { Sql } from './database.js';
import { lastResponse } from './savedViews.js';
import { matchExpression } from './searchIndex.js';
import type { Cell, CommentPage, CommentQuery } from './store.js';

/** Share of all comments below which a unit's own comments are sorted instead of walking all comments by day. */
const SMALL_UNIT_SHARE = 0.05;

function commentCount(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => (cell.commentState === 'none' ? sum : sum + cell.count), 0);
}

/** True when few enough of the comments are the units' that its own index is the better way in. */
export async function isSmallUnit(sql: Sql, query: CommentConditions): Promise<boolean> {
  if (unitsOf(query) === null) return false;
  // over all time: an estimate that costs two seeks
  const period = { ...query, from: null, to: null, channel: null, lang: null };
  const ofUnit = commentCount(await readCells(sql, period, ['commentState']));
  const ofAll = commentCount(await readCells(sql, NO_FILTER, ['commentState']));
  return ofUnit < ofAll * SMALL_UNIT_SHARE;
}

/** Up to so many responses that arrived after a given one are looked at one by one. */
const FEW_ARRIVALS = 50_000;

async function wayInto(sql: Sql, query: CommentConditions, expression: string): Promise<WayIn> {
  if (expression !== '') return 'any';
  if (query.afterId !== undefined && (await lastResponse(sql)) - query.afterId <= FEW_ARRIVALS) return 'arrivals';
  return (await isSmallUnit(sql, query)) ? 'unit' : 'any';
}

/** Ids and days of the comments looked for, newest first. */
async function find(sql: Sql, query: CommentConditions, after: Position | null, limit: number): Promise<Position[]> {
  const expression = await matchExpression(sql, query.stems);
  if (expression === null) return [];
  const search = commentSearch(query, expression, await wayInto(sql, query, expression), after);
  return sql.rows<Position>(`SELECT responses.id, responses.day ${search.text} ORDER BY ${search.order} LIMIT ?`, [
    ...search.values,
    limit,
  ]);
}

/**
 * A page of comments, newest first; a comment that still waits for tagging is listed too.
 * @throws InvalidCursorError when the cursor is not one of this service
 */
export async function listComments(sql: Sql, query: CommentQuery): Promise<CommentPage> {
  const after = query.cursor === null ? null : readCursor(query.cursor);
  const found = await find(sql, query, after, query.limit + 1);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: await commentsById(
      sql,
      page.map(({ id }) => id),
    ),
    next: last && found.length > query.limit ? writeCursor(last) : null,
  };
}

/** How many comments match: from the cells where they know, else from the index that the list walks. */
export async function countComments(sql: Sql, query: CommentConditions): Promise<number> {
  const { stems, minLength, maxLength, afterId } = query;
  const cellsKnow = stems.length === 0 && minLength === undefined && maxLength === undefined && afterId === undefined;
  if (cellsKnow) return countFromCells(sql, query);
  const expression = await matchExpression(sql, query.stems);
  if (expression === null) return 0;
  const search =
    wordCount(query, expression) ?? commentSearch(query, expression, await wayInto(sql, query, expression), null);
  const [row] = await sql.rows<{ n: number }>(`SELECT COUNT(*) AS n ${search.text}`, search.values);
  return row?.n ?? 0;
}

async function countFromCells(sql: Sql, query: CommentConditions): Promise<number> {
  const { theme, polarity } = query;
  if (theme === null && polarity === null) return commentCount(await readCells(sql, query, ['commentState']));
  const cells = await readCells(sql, query, ['commentState', 'themes']);
  return commentCount(
    cells.filter((cell) =>
      parseThemeSetKey(cell.themes ?? '').some(
        (tag) => (theme === null || tag.theme === theme) && (polarity === null || tag.polarity === polarity),
      ),
    ),
  );
}

/** Masked texts with their tags, newest first, at most `limit`. */
export async function commentTexts(
  sql: Sql,
  query: Omit<CommentQuery, 'cursor'>,
): Promise<{ readonly text: string; readonly tags: readonly ThemeTag[] }[]> {
  const ids = (await find(sql, query, null, query.limit)).map(({ id }) => id);
  const rows = await sql.rows<{ id: number; comment: string }>(
    `SELECT id, comment FROM responses WHERE id IN (SELECT value FROM json_each(?)) AND comment IS NOT NULL`,
    [JSON.stringify(ids)],
  );
  const texts = new Map(rows.map((row) => [row.id, row.comment]));
  const tags = await tagsOf(sql, ids);
  return ids.flatMap((id) => {
    const text = texts.get(id);
    return text === undefined ? [] : [{ text, tags: tags.get(id) ?? [] }];
  });
}
