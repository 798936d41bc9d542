/**
 * From a comment query to SQL. Each search walks one index newest first and stops after a page: the full-text index when words
 * are searched for, a small unit's own comments, the tags of a theme, else all comments by day. Which of them is walked only
 * decides how fast the answer comes, never what it is.
 */
import { unitsOf } from './cellParts.js';
import type { CommentQuery } from './store.js';
import { polarityCode } from './codes.js';
import type { Position } from './cursor.js';
import type { Bound } from './database.js';
import { dayRangeOf } from './periods.js';
import { ID_BITS } from './searchIndex.js';

/** What is looked for, without paging. */
export type CommentConditions = Omit<CommentQuery, 'limit' | 'cursor'>;

export interface CommentSearch {
  /** FROM and WHERE; `responses` is the comment's row. */
  readonly text: string;
  readonly values: readonly Bound[];
  /** ORDER BY, newest first, in the order of the walked index. */
  readonly order: string;
}

/** The walked index: its tables, its conditions, and its columns for day and id. */
interface Walk {
  readonly from: string;
  readonly where: readonly string[];
  readonly values: readonly Bound[];
  /** Conditions on the page's end, and order. */
  readonly after: (position: Position) => { readonly text: string; readonly values: readonly Bound[] };
  readonly order: string;
}

/** Responses of units under one of the codes of a JSON list. */
export const UNDER_UNITS = `responses.unit_id IN (SELECT under.unit_id FROM unit_ancestors AS under
  JOIN units ON units.id = under.ancestor_id WHERE units.code IN (SELECT value FROM json_each(?)))`;
/** Row ids of the full-text index from one day to another. */
const WORD_DAYS = `comment_stems.rowid BETWEEN (? << ${ID_BITS}) AND ((? + 1) << ${ID_BITS}) - 1`;
const THEME_ID = `(SELECT id FROM themes WHERE theme = ?)`;

function walkWords(expression: string, query: CommentConditions): Walk {
  const days = dayRangeOf(query.from, query.to);
  return {
    from: `comment_stems CROSS JOIN responses`,
    where: [`comment_stems MATCH ?`, WORD_DAYS, `responses.id = comment_stems.rowid & ((1 << ${ID_BITS}) - 1)`],
    values: [expression, days.from, days.to],
    after: ({ day, id }) => ({ text: `comment_stems.rowid < ((? << ${ID_BITS}) | ?)`, values: [day, id] }),
    order: `comment_stems.rowid DESC`,
  };
}

function walkTheme(theme: string, query: CommentConditions): Walk {
  const days = dayRangeOf(query.from, query.to);
  return {
    from: `tags AS found INDEXED BY tags_by_theme CROSS JOIN responses`,
    where: [
      `found.theme_id = ${THEME_ID}`,
      `found.day BETWEEN ? AND ?`,
      ...(query.polarity === null ? [] : [`found.polarity = ?`]),
      `responses.id = found.response_id`,
    ],
    values: [theme, days.from, days.to, ...(query.polarity === null ? [] : [polarityCode(query.polarity)])],
    after: ({ day, id }) => ({ text: `(found.day, found.response_id) < (?, ?)`, values: [day, id] }),
    order: `found.day DESC, found.response_id DESC`,
  };
}

function walkDays(index: 'comments_by_day' | 'comments_by_unit', query: CommentConditions): Walk {
  const days = dayRangeOf(query.from, query.to);
  return {
    from: `responses INDEXED BY ${index}`,
    where: [`responses.day BETWEEN ? AND ?`],
    values: [days.from, days.to],
    after: ({ day, id }) => ({ text: `(responses.day, responses.id) < (?, ?)`, values: [day, id] }),
    order: `responses.day DESC, responses.id DESC`,
  };
}

/**
 * What arrived last, by number: for questions about the few that came after a given one. Only what is found is sorted by day.
 */
function walkArrivals(query: CommentConditions, afterId: number): Walk {
  const days = dayRangeOf(query.from, query.to);
  return {
    from: `responses NOT INDEXED`,
    where: [`responses.id > ?`, `responses.day BETWEEN ? AND ?`],
    values: [afterId, days.from, days.to],
    after: ({ day, id }) => ({ text: `(responses.day, responses.id) < (?, ?)`, values: [day, id] }),
    order: `responses.day DESC, responses.id DESC`,
  };
}

/** Conditions that hold whichever index is walked. */
function commonConditions(
  query: CommentConditions,
  themeWalked: boolean,
): { text: string; values: readonly Bound[] }[] {
  const conditions: { text: string; values: readonly Bound[] }[] = [
    { text: 'responses.comment_state <> 0', values: [] },
  ];
  const add = (text: string, ...values: Bound[]): void => void conditions.push({ text, values });
  const units = unitsOf(query);
  if (units !== null) add(UNDER_UNITS, JSON.stringify(units));
  if (query.channel !== null) add('responses.channel = ?', query.channel);
  if (query.lang !== null) add('responses.lang = ?', query.lang);
  if (query.minLength !== undefined) add('length(responses.comment) >= ?', query.minLength);
  if (query.maxLength !== undefined) add('length(responses.comment) <= ?', query.maxLength);
  if (query.afterId !== undefined) add('responses.id > ?', query.afterId);
  if (themeWalked || (query.theme === null && query.polarity === null)) return conditions;
  const wanted: string[] = ['tags.response_id = responses.id'];
  const values: Bound[] = [];
  if (query.theme !== null) {
    wanted.push(`tags.theme_id = ${THEME_ID}`);
    values.push(query.theme);
  }
  if (query.polarity !== null) {
    wanted.push('tags.polarity = ?');
    values.push(polarityCode(query.polarity));
  }
  add(`EXISTS (SELECT 1 FROM tags WHERE ${wanted.join(' AND ')})`, ...values);
  return conditions;
}

/** Conditions on `responses` alone, for rows that were found in another way and are known to have a comment. */
export function responseConditions(query: CommentConditions): {
  readonly text: string;
  readonly values: readonly Bound[];
} {
  const days = dayRangeOf(query.from, query.to);
  const [, ...others] = commonConditions(query, false);
  const conditions = [{ text: 'responses.day BETWEEN ? AND ?', values: [days.from, days.to] }, ...others];
  return {
    text: conditions.map((condition) => condition.text).join(' AND '),
    values: conditions.flatMap((condition) => condition.values),
  };
}

/** Where the search starts from when no words are looked for: a unit with few comments, or the few that arrived last. */
export type WayIn = 'arrivals' | 'unit' | 'any';

/** @param expression what to look for in the full-text index; empty when no words are searched for */
export function commentSearch(
  query: CommentConditions,
  expression: string,
  wayIn: WayIn,
  after: Position | null,
): CommentSearch {
  const walksTheme = expression === '' && wayIn === 'any' && query.theme !== null;
  const walk =
    expression !== ''
      ? walkWords(expression, query)
      : wayIn === 'arrivals' && query.afterId !== undefined
        ? walkArrivals(query, query.afterId)
        : walksTheme && query.theme !== null
          ? walkTheme(query.theme, query)
          : walkDays(wayIn === 'unit' ? 'comments_by_unit' : 'comments_by_day', query);
  const conditions = [
    { text: walk.where.join(' AND '), values: walk.values },
    ...(after ? [walk.after(after)] : []),
    ...commonConditions(query, walksTheme),
  ];
  return {
    text: `FROM ${walk.from} WHERE ${conditions.map((condition) => condition.text).join(' AND ')}`,
    values: conditions.flatMap((condition) => condition.values),
    order: walk.order,
  };
}

/** Counts matches within the full-text index alone; null when a condition needs the comments themselves. */
export function wordCount(query: CommentConditions, expression: string): Omit<CommentSearch, 'order'> | null {
  // every entry of the index has a comment, so that condition needs no look
  if (expression === '' || commonConditions(query, false).length > 1) return null;
  const days = dayRangeOf(query.from, query.to);
  return {
    text: `FROM comment_stems WHERE comment_stems MATCH ? AND ${WORD_DAYS}`,
    values: [expression, days.from, days.to],
  };
}
