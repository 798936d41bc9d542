/** The full-text index over stems: what goes in, and how a search becomes an expression that cannot be anything else. */
import type { Sql } from './database.js';

/** Bits of a full-text row id that hold the response id; the day (yyyymmdd) stands above them. */
export const ID_BITS = 36;

/**
 * The parts of a stem that are letters, marks or digits. The tokenizer sees each as exactly one token, so nothing that a
 * reader types can act as search syntax.
 */
function words(stem: string): string[] {
  return (
    stem
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

/** Files the stems of comments; those without any are left out. */
export async function indexStems(
  sql: Sql,
  comments: readonly { readonly id: number; readonly day: number; readonly stems: string }[],
): Promise<void> {
  const vocabulary = new Set<string>();
  const rows = comments.flatMap(({ id, day, stems }) => {
    const found = words(stems);
    for (const word of found) vocabulary.add(word);
    return found.length === 0 ? [] : [[id, day, found.join(' ')]];
  });
  if (rows.length === 0) return;
  await sql.rows(
    `INSERT INTO search_words (word) SELECT value FROM json_each(?) WHERE true ON CONFLICT (word) DO NOTHING`,
    [JSON.stringify([...vocabulary])],
  );
  // ascending row ids: the index writes a segment each time they go back
  await sql.rows(
    `INSERT INTO comment_stems (rowid, stems)
     SELECT ((value ->> 1) << ${ID_BITS}) | (value ->> 0) AS stems_id, value ->> 2 FROM json_each(?) ORDER BY stems_id`,
    [JSON.stringify(rows)],
  );
}

/**
 * Takes a comment out of the index so that none of its words stays. The index only marks a row as deleted; merging all of it
 * leaves out what was marked. It reads the whole index.
 */
export async function removeFromIndex(sql: Sql, id: number, day: number): Promise<void> {
  await sql.rows(`DELETE FROM comment_stems WHERE rowid = (? << ${ID_BITS}) | ?`, [day, id]);
  await sql.rows(`INSERT INTO comment_stems (comment_stems) VALUES ('optimize')`);
  await sql.rows(`DELETE FROM search_words WHERE word NOT IN (SELECT term FROM indexed_words)`);
}

/** A search for a beginning that more words have than this is left to the full-text index, which reads all their entries. */
const MOST_WORDS_PER_BEGINNING = 200;

/** All strings that begin with a text sort before the text with this behind it. */
const LAST_CHARACTER = '\u{10FFFF}';

/** The indexed words that begin with `beginning`; null when they are too many to name. */
async function wordsBeginning(sql: Sql, beginning: string): Promise<string[] | null> {
  const rows = await sql.rows<{ word: string }>(`SELECT word FROM search_words WHERE word >= ? AND word < ? LIMIT ?`, [
    beginning,
    beginning + LAST_CHARACTER,
    MOST_WORDS_PER_BEGINNING + 1,
  ]);
  return rows.length > MOST_WORDS_PER_BEGINNING ? null : rows.map((row) => row.word);
}

/** What a stem or stem prefix looks for, as alternatives; the last part of a prefix may go on. */
async function alternativesOf(sql: Sql, stem: string): Promise<string[]> {
  const tokens = words(stem);
  const last = tokens.pop();
  if (last === undefined) return [];
  let endings = [`"${last}"`];
  if (stem.endsWith('*')) {
    const known = await wordsBeginning(sql, last);
    endings = known === null ? [`"${last}"*`] : known.map((word) => `"${word}"`);
  }
  const before = tokens.map((token) => `"${token}" AND `).join('');
  return before === '' ? endings : endings.map((ending) => `(${before}${ending})`);
}

/**
 * The expression that finds comments in which every group has one of its stems or stem prefixes (`*` at the end).
 * @returns null when nothing can match
 */
export async function matchExpression(sql: Sql, groups: readonly (readonly string[])[]): Promise<string | null> {
  const parts: string[] = [];
  for (const group of groups) {
    const alternatives = new Set<string>();
    for (const stem of group) for (const found of await alternativesOf(sql, stem)) alternatives.add(found);
    if (alternatives.size === 0) return null;
    parts.push(`(${[...alternatives].join(' OR ')})`);
  }
  return parts.join(' AND ');
}
