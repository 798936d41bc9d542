/** Whether the database is sound: the file, the references, and every count against what it counts. */
import { ID_BITS } from './searchIndex.js';
import type { Sql } from './database.js';

const LEVELS = `levels (any_channel, any_lang) AS (VALUES (0, 0), (0, 1), (1, 0), (1, 1))`;
const LEVELLED = `CASE WHEN any_channel = 1 THEN '*' ELSE channel END AS channel,
  CASE WHEN any_lang = 1 THEN '*' ELSE lang END AS lang`;

/** What a table of cells must hold, by columns in the table's order; monthly cells are checked against checked daily ones. */
const RECOUNTS: readonly { readonly table: string; readonly columns: string; readonly expected: string }[] = [
  {
    table: 'daily_cells',
    columns: 'unit_id, day, channel, lang, score_class, comment_state, theme_set_id, responses',
    expected: `SELECT unit_id, day, channel, lang, score_class, comment_state, theme_set_id, COUNT(*) FROM responses
      GROUP BY unit_id, day, channel, lang, score_class, comment_state, theme_set_id`,
  },
  {
    table: 'monthly_theme_cells',
    columns: 'unit_id, channel, lang, month, score_class, comment_state, theme_set_id, responses',
    expected: `SELECT ancestor_id, ${LEVELLED}, day / 100 AS month, score_class, comment_state, theme_set_id, SUM(responses)
      FROM daily_cells JOIN unit_ancestors ON unit_ancestors.unit_id = daily_cells.unit_id CROSS JOIN levels
      GROUP BY 1, 2, 3, 4, 5, 6, 7`,
  },
  {
    table: 'monthly_cells',
    columns: 'unit_id, channel, lang, month, score_class, comment_state, responses',
    expected: `SELECT unit_id, channel, lang, month, score_class, comment_state, SUM(responses) FROM monthly_theme_cells
      GROUP BY unit_id, channel, lang, month, score_class, comment_state`,
  },
  {
    table: 'daily_statement_cells',
    columns: 'unit_id, day, channel, lang, statement_id, value, responses',
    expected: `SELECT unit_id, day, channel, lang, statement_id, value, COUNT(*)
      FROM responses JOIN response_statements ON response_id = responses.id
      GROUP BY unit_id, day, channel, lang, statement_id, value`,
  },
  {
    table: 'monthly_statement_cells',
    columns: 'unit_id, channel, lang, month, statement_id, value, responses',
    expected: `SELECT ancestor_id, ${LEVELLED}, day / 100 AS month, statement_id, value, SUM(responses)
      FROM daily_statement_cells JOIN unit_ancestors ON unit_ancestors.unit_id = daily_statement_cells.unit_id
      CROSS JOIN levels GROUP BY 1, 2, 3, 4, 5, 6`,
  },
];

/** Rows that should not exist; each counts as one problem of its kind. */
const ORPHANS: readonly { readonly problem: string; readonly count: string }[] = [
  {
    problem: 'tagged comments without the versions that tagged them',
    count: `SELECT COUNT(*) AS n FROM responses WHERE comment_state = 2 AND versions_id IS NULL`,
  },
  {
    problem: 'tags on responses whose comment is not tagged',
    count: `SELECT COUNT(*) AS n FROM tags JOIN responses ON responses.id = tags.response_id WHERE comment_state <> 2`,
  },
  {
    problem: 'tags filed under another day than their response',
    count: `SELECT COUNT(*) AS n FROM tags JOIN responses ON responses.id = tags.response_id WHERE tags.day <> responses.day`,
  },
  {
    problem: 'comments whose counted themes are not those of their tags',
    count: `SELECT COUNT(*) AS n FROM responses JOIN theme_sets ON theme_sets.id = responses.theme_set_id
      WHERE theme_set <> COALESCE((
        SELECT group_concat(item, ',') FROM (
          SELECT theme || ':' || CASE polarity WHEN 0 THEN 'pos' WHEN 1 THEN 'neg' ELSE 'neu' END AS item
          FROM tags JOIN themes ON themes.id = tags.theme_id WHERE tags.response_id = responses.id ORDER BY item)), '')`,
  },
  {
    problem: 'entries of the search index without their comment',
    count: `SELECT COUNT(*) AS n FROM comment_stems LEFT JOIN responses
        ON responses.id = comment_stems.rowid & ((1 << ${ID_BITS}) - 1)
          AND responses.day = comment_stems.rowid >> ${ID_BITS} AND responses.comment_state <> 0
      WHERE responses.id IS NULL`,
  },
  {
    problem: 'units that the organisation does not count',
    count: `SELECT COUNT(*) AS n FROM units WHERE NOT EXISTS (
        SELECT 1 FROM unit_ancestors WHERE unit_id = units.id AND ancestor_id = 0)`,
  },
];

/** Problems found, in words, without any comment's text; empty when sound. Reads everything: minutes on millions. */
export async function check(sql: Sql): Promise<string[]> {
  const problems: string[] = [];
  const integrity = await sql.rows<{ integrity_check: string }>('PRAGMA integrity_check');
  problems.push(...integrity.map((row) => row.integrity_check).filter((message) => message !== 'ok'));
  const references = await sql.rows<{ table: string; parent: string }>('PRAGMA foreign_key_check');
  if (references.length > 0) {
    const tables = [...new Set(references.map((row) => `${row.table} → ${row.parent}`))];
    problems.push(`${references.length} rows refer to missing rows (${tables.join(', ')})`);
  }
  for (const { table, columns, expected } of RECOUNTS) {
    const [row] = await sql.rows<{ missing: number; extra: number }>(
      `WITH ${LEVELS}, expected AS MATERIALIZED (${expected}), found AS (SELECT ${columns} FROM ${table})
       SELECT (SELECT COUNT(*) FROM (SELECT * FROM expected EXCEPT SELECT * FROM found)) AS missing,
              (SELECT COUNT(*) FROM (SELECT * FROM found EXCEPT SELECT * FROM expected)) AS extra`,
    );
    if (row && (row.missing > 0 || row.extra > 0)) {
      problems.push(
        `${table}: ${row.missing} counts missing or wrong, ${row.extra} found that a recount does not give`,
      );
    }
  }
  for (const { problem, count } of ORPHANS) {
    const [row] = await sql.rows<{ n: number }>(count);
    if (row && row.n > 0) problems.push(`${row.n} ${problem}`);
  }
  return problems;
}
