/** Comments that a panel may be shown, in a random order. */
import { parseThemeSetKey } from '../domain/theme.js';
import { dayNumber } from './codes.js';
import type { Sql } from './database.js';
import type { DrawFilter, DrawnComment } from './panelStore.js';

/** Knuth's multiplicative hash: an order by id that has nothing to do with time. */
const SPREAD = 2654435761;

export async function drawComments(sql: Sql, filter: DrawFilter, most: number, seed: number): Promise<DrawnComment[]> {
  // 2 is the state of a tagged comment
  const rows = await sql.rows<{ id: number; lang: string; themes: string }>(
    `WITH within AS (
       SELECT responses.id, responses.unit_id, responses.lang, responses.theme_set_id, LENGTH(responses.comment) AS size
       FROM responses
       WHERE responses.comment_state = 2 AND responses.day BETWEEN ? AND ?
         AND (? IS NULL OR responses.unit_id IN (
           SELECT under.unit_id FROM unit_ancestors AS under JOIN units ON units.id = under.ancestor_id
           WHERE units.code = ?))
         AND responses.unit_id NOT IN (
           SELECT under.unit_id FROM json_each(?) AS item JOIN units ON units.code = item.value
             JOIN unit_ancestors AS under ON under.ancestor_id = units.id)
     ), large AS (
       SELECT unit_id, lang FROM within GROUP BY unit_id, lang HAVING COUNT(*) >= ?
     )
     SELECT within.id, within.lang, theme_sets.theme_set AS themes
     FROM within JOIN large ON large.unit_id = within.unit_id AND large.lang = within.lang
       JOIN theme_sets ON theme_sets.id = within.theme_set_id
     WHERE within.size BETWEEN ? AND ?
       AND NOT EXISTS (
         SELECT 1 FROM serious_cases WHERE serious_cases.response_id = within.id AND serious_cases.state <> 'not_serious')
     ORDER BY (within.id * ${SPREAD} + ?) % 4294967296, within.id LIMIT ?`,
    [
      dayNumber(filter.from),
      dayNumber(filter.to),
      filter.unit,
      filter.unit,
      JSON.stringify(filter.without),
      filter.atLeast,
      filter.minLength,
      filter.maxLength,
      (seed * SPREAD) % 4294967296,
      most,
    ],
  );
  return rows.map(({ themes, ...row }) => ({ ...row, themes: parseThemeSetKey(themes).map(({ theme }) => theme) }));
}
