/** Walks over all stored comments, and random samples of them. */
import { parseThemeSetKey, type TagVersions } from '../domain/theme.js';
import { dayNumber, dayText } from './codes.js';
import { tagsOf } from './commentRows.js';
import type { CorpusComment, CorpusFilter, CorpusStore, TaggedComment } from './corpusStore.js';
import type { Bound, Database, Sql } from './database.js';
import { labelsInForce } from './labelQueries.js';

export function corpusMethods({ read }: Database): CorpusStore {
  return {
    walkComments: (filter, afterId, limit) => read((sql) => walkComments(sql, filter, afterId, limit)),
    walkTaggedWith: (versions, afterId, limit) => read((sql) => walkTaggedWith(sql, versions, afterId, limit)),
    sampleComments: (filter, size, seed) => read((sql) => sampleComments(sql, filter, size, seed)),
  };
}

interface Row {
  readonly id: number;
  readonly text: string;
  readonly lang: string;
  readonly unit: string;
  readonly day: number;
  readonly themes: string;
}

const COLUMNS = `responses.id, responses.comment AS text, responses.lang, units.code AS unit, responses.day, theme_set AS themes`;
/** 2 is the state of a tagged comment, 1 the set of no theme. */
const TABLES = `responses JOIN units ON units.id = responses.unit_id JOIN theme_sets ON theme_sets.id = responses.theme_set_id
  WHERE responses.comment_state = 2`;
/** Knuth's multiplicative hash: an order by id that has nothing to do with time. */
const SPREAD = 2654435761;

function conditionsOf(filter: CorpusFilter & { readonly month?: string }): { text: string; values: Bound[] } {
  const parts: [string, Bound[]][] = [];
  if (filter.withoutTheme) parts.push(['responses.theme_set_id = 1', []]);
  if (filter.from !== undefined) parts.push(['responses.day >= ?', [dayNumber(filter.from)]]);
  if (filter.to !== undefined) parts.push(['responses.day <= ?', [dayNumber(filter.to)]]);
  if (filter.lang !== undefined) parts.push(['responses.lang = ?', [filter.lang]]);
  if (filter.month !== undefined) {
    parts.push(['responses.day BETWEEN ? AND ?', [dayNumber(`${filter.month}-01`), dayNumber(`${filter.month}-31`)]]);
  }
  return { text: parts.map(([text]) => ` AND ${text}`).join(''), values: parts.flatMap(([, values]) => values) };
}

async function walkComments(sql: Sql, filter: CorpusFilter, afterId: number, limit: number): Promise<CorpusComment[]> {
  const { text, values } = conditionsOf(filter);
  const rows = await sql.rows<Row>(
    `SELECT ${COLUMNS} FROM ${TABLES}${text} AND responses.id > ? ORDER BY responses.id LIMIT ?`,
    [...values, afterId, limit],
  );
  return rows.map(commentOf);
}

async function walkTaggedWith(
  sql: Sql,
  versions: TagVersions,
  afterId: number,
  limit: number,
): Promise<TaggedComment[]> {
  const rows = await sql.rows<Pick<Row, 'id' | 'text' | 'lang'>>(
    `SELECT id, comment AS text, lang FROM responses INDEXED BY comments_by_versions
     WHERE versions_id = (SELECT id FROM tag_versions WHERE space = ? AND heads = ? AND taxonomy = ?)
       AND id > ? AND comment_state = 2 ORDER BY id LIMIT ?`,
    [versions.space, versions.heads, versions.taxonomy, afterId, limit],
  );
  const ids = rows.map((row) => row.id);
  const [tags, labels] = [await tagsOf(sql, ids), await labelsInForce(sql, ids)];
  return rows.map((row) => ({ ...row, tags: tags.get(row.id) ?? [], labels: labels.get(row.id)?.labels ?? [] }));
}

async function sampleComments(
  sql: Sql,
  filter: CorpusFilter & { readonly month?: string },
  size: number,
  seed: number,
): Promise<CorpusComment[]> {
  const { text, values } = conditionsOf(filter);
  const rows = await sql.rows<Row>(
    `SELECT ${COLUMNS} FROM ${TABLES}${text}
     ORDER BY (responses.id * ${SPREAD} + ?) % 4294967296, responses.id LIMIT ?`,
    [...values, (seed * SPREAD) % 4294967296, size],
  );
  return rows.map(commentOf);
}

function commentOf({ day, themes, ...row }: Row): CorpusComment {
  return { ...row, day: dayText(day), tags: parseThemeSetKey(themes) };
}
