/**
 * Keeps the counted cells in step with the responses: called in the transaction that adds or changes them. Cells are counted
 * from the stored rows themselves, never from what a caller believes to have written.
 */
import type { Sql } from './database.js';

/** Each monthly cell exists with its channel or '*' and its language or '*', so that a figure without a filter reads few rows. */
const LEVELS = `levels (any_channel, any_lang) AS (VALUES (0, 0), (0, 1), (1, 0), (1, 1))`;
const LEVELLED_CHANNEL = `CASE WHEN any_channel = 1 THEN '*' ELSE channel END`;
const LEVELLED_LANG = `CASE WHEN any_lang = 1 THEN '*' ELSE lang END`;

/*
 * json_each is SQLite's way to bind a list as one value; on PostgreSQL it is unnest(?::bigint[]). The rest is common SQL.
 */
const DAILY = `
  INSERT INTO daily_cells (unit_id, day, channel, lang, score_class, comment_state, theme_set_id, responses)
  SELECT unit_id, day, channel, lang, score_class, comment_state, theme_set_id, ? * COUNT(*)
  FROM responses WHERE id IN (SELECT value FROM json_each(?))
  GROUP BY unit_id, day, channel, lang, score_class, comment_state, theme_set_id
  ON CONFLICT (unit_id, day, channel, lang, score_class, comment_state, theme_set_id)
  DO UPDATE SET responses = responses + excluded.responses`;

const MONTHLY = `
  WITH counted AS MATERIALIZED (
    SELECT ancestor_id, day / 100 AS month, channel, lang, score_class, comment_state, ? * COUNT(*) AS n
    FROM responses JOIN unit_ancestors ON unit_ancestors.unit_id = responses.unit_id
    WHERE id IN (SELECT value FROM json_each(?))
    GROUP BY ancestor_id, month, channel, lang, score_class, comment_state
  ), ${LEVELS}
  INSERT INTO monthly_cells (unit_id, channel, lang, month, score_class, comment_state, responses)
  SELECT ancestor_id, ${LEVELLED_CHANNEL}, ${LEVELLED_LANG}, month, score_class, comment_state, SUM(n)
  FROM counted CROSS JOIN levels WHERE true
  GROUP BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (unit_id, channel, lang, month, score_class, comment_state)
  DO UPDATE SET responses = responses + excluded.responses`;

const MONTHLY_THEMES = `
  WITH counted AS MATERIALIZED (
    SELECT ancestor_id, day / 100 AS month, channel, lang, score_class, comment_state, theme_set_id, ? * COUNT(*) AS n
    FROM responses JOIN unit_ancestors ON unit_ancestors.unit_id = responses.unit_id
    WHERE id IN (SELECT value FROM json_each(?))
    GROUP BY ancestor_id, month, channel, lang, score_class, comment_state, theme_set_id
  ), ${LEVELS}
  INSERT INTO monthly_theme_cells (unit_id, channel, lang, month, score_class, comment_state, theme_set_id, responses)
  SELECT ancestor_id, ${LEVELLED_CHANNEL}, ${LEVELLED_LANG}, month, score_class, comment_state, theme_set_id, SUM(n)
  FROM counted CROSS JOIN levels WHERE true
  GROUP BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (unit_id, channel, lang, month, score_class, comment_state, theme_set_id)
  DO UPDATE SET responses = responses + excluded.responses`;

const DAILY_STATEMENTS = `
  INSERT INTO daily_statement_cells (unit_id, day, channel, lang, statement_id, value, responses)
  SELECT unit_id, day, channel, lang, statement_id, value, ? * COUNT(*)
  FROM responses JOIN response_statements ON response_id = responses.id
  WHERE responses.id IN (SELECT value FROM json_each(?))
  GROUP BY unit_id, day, channel, lang, statement_id, value
  ON CONFLICT (unit_id, day, channel, lang, statement_id, value)
  DO UPDATE SET responses = responses + excluded.responses`;

const MONTHLY_STATEMENTS = `
  WITH counted AS MATERIALIZED (
    SELECT ancestor_id, day / 100 AS month, channel, lang, statement_id, value, ? * COUNT(*) AS n
    FROM responses JOIN response_statements ON response_id = responses.id
      JOIN unit_ancestors ON unit_ancestors.unit_id = responses.unit_id
    WHERE responses.id IN (SELECT value FROM json_each(?))
    GROUP BY ancestor_id, month, channel, lang, statement_id, value
  ), ${LEVELS}
  INSERT INTO monthly_statement_cells (unit_id, channel, lang, month, statement_id, value, responses)
  SELECT ancestor_id, ${LEVELLED_CHANNEL}, ${LEVELLED_LANG}, month, statement_id, value, SUM(n)
  FROM counted CROSS JOIN levels WHERE true
  GROUP BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (unit_id, channel, lang, month, statement_id, value)
  DO UPDATE SET responses = responses + excluded.responses`;

async function count(sql: Sql, ids: readonly number[], sign: 1 | -1): Promise<void> {
  const bound = [sign, JSON.stringify(ids)];
  await sql.rows(DAILY, bound);
  await sql.rows(MONTHLY, bound);
  await sql.rows(MONTHLY_THEMES, bound);
}

async function countStatements(sql: Sql, ids: readonly number[], sign: 1 | -1): Promise<void> {
  const bound = [sign, JSON.stringify(ids)];
  await sql.rows(DAILY_STATEMENTS, bound);
  await sql.rows(MONTHLY_STATEMENTS, bound);
}

const EMPTIED = ['daily_cells', 'monthly_cells', 'monthly_theme_cells'] as const;

async function deleteEmptied(sql: Sql, tables: readonly string[]): Promise<void> {
  for (const table of tables) await sql.rows(`DELETE FROM ${table} WHERE responses = 0`);
}

/** Adds new responses, with their statements, to the cells. */
export async function countNew(sql: Sql, ids: readonly number[], withStatements: boolean): Promise<void> {
  if (ids.length === 0) return;
  await count(sql, ids, 1);
  if (withStatements) await countStatements(sql, ids, 1);
}

/** Takes responses, with their statements, out of the cells for good: called before they are deleted. */
export async function takeOut(sql: Sql, ids: readonly number[]): Promise<void> {
  await count(sql, ids, -1);
  await deleteEmptied(sql, EMPTIED);
  const [answered] = await sql.rows<{ found: number }>(
    `SELECT 1 AS found FROM response_statements WHERE response_id IN (SELECT value FROM json_each(?)) LIMIT 1`,
    [JSON.stringify(ids)],
  );
  if (!answered) return;
  await countStatements(sql, ids, -1);
  // no index finds the emptied among them: all are looked through, which is for erasures alone
  await deleteEmptied(sql, ['daily_statement_cells', 'monthly_statement_cells']);
}

/** Moves responses from the cells that they are in before `change` to those that they are in after it. */
export async function recount(sql: Sql, ids: readonly number[], change: () => Promise<void>): Promise<void> {
  if (ids.length === 0) {
    await change();
    return;
  }
  await count(sql, ids, -1);
  await change();
  await count(sql, ids, 1);
  await deleteEmptied(sql, EMPTIED);
}
