/** The rules for serious comments, and what they say about each comment. */
import type { SeriousRuleSet } from '../domain/seriousRules.js';
import { UNDER_UNITS } from './commentSearch.js';
import type { Sql } from './database.js';
import type { SeriousRulesRow, SeriousScan } from './seriousStore.js';
import type { PendingComment, ResponseId } from './store.js';

export async function getRuleSet(sql: Sql, id: number | null): Promise<SeriousRulesRow | null> {
  const [row] = await sql.rows<Omit<SeriousRulesRow, 'document'> & { readonly document: string }>(
    `SELECT id, document, at, by, reason FROM serious_rule_sets
     ${id === null ? '' : 'WHERE id = ?'} ORDER BY id DESC LIMIT 1`,
    id === null ? [] : [id],
  );
  return row ? { ...row, document: JSON.parse(row.document) as SeriousRuleSet } : null;
}

export function listRuleSets(sql: Sql, limit: number): Promise<Omit<SeriousRulesRow, 'document'>[]> {
  return sql.rows(`SELECT id, at, by, reason FROM serious_rule_sets ORDER BY id DESC LIMIT ?`, [limit]);
}

export async function saveRuleSet(sql: Sql, row: Omit<SeriousRulesRow, 'id'>): Promise<number> {
  const [added] = await sql.rows<{ id: number }>(
    `INSERT INTO serious_rule_sets (document, at, by, reason) VALUES (?, ?, ?, ?) RETURNING id`,
    [JSON.stringify(row.document), row.at, row.by, row.reason],
  );
  if (!added) throw new Error('expected the number of the new rules, got none');
  return added.id;
}

export async function getHeads(sql: Sql, rulesId: number, space: string): Promise<string | null> {
  const [row] = await sql.rows<{ document: string }>(
    `SELECT document FROM serious_heads WHERE rules_id = ? AND space = ?`,
    [rulesId, space],
  );
  return row?.document ?? null;
}

export async function saveHeads(sql: Sql, rulesId: number, space: string, document: string): Promise<void> {
  await sql.rows(
    `INSERT INTO serious_heads (rules_id, space, document) VALUES (?, ?, ?) ON CONFLICT (rules_id, space) DO NOTHING`,
    [rulesId, space, document],
  );
}

/** 2 and 3 are the states of a tagged comment and of one in a language that is not tagged. */
const READ = `responses.comment_state IN (2, 3)`;
const UNSCANNED = `FROM responses LEFT JOIN serious_scans ON serious_scans.response_id = responses.id
  WHERE ${READ} AND serious_scans.rules_id IS NOT ?`;

export function unscannedComments(
  sql: Sql,
  rulesId: number,
  afterId: ResponseId,
  limit: number,
): Promise<PendingComment[]> {
  return sql.rows(
    `SELECT responses.id, responses.comment AS text, responses.lang ${UNSCANNED} AND responses.id > ?
     ORDER BY responses.id LIMIT ?`,
    [rulesId, afterId, limit],
  );
}

export async function countUnscanned(sql: Sql, rulesId: number, within?: readonly string[]): Promise<number> {
  const only = within === undefined ? '' : ` AND ${UNDER_UNITS}`;
  const [row] = await sql.rows<{ n: number }>(
    `SELECT COUNT(*) AS n ${UNSCANNED}${only}`,
    within === undefined ? [rulesId] : [rulesId, JSON.stringify(within)],
  );
  return row?.n ?? 0;
}

export function seriousTexts(sql: Sql, ids: readonly ResponseId[]): Promise<PendingComment[]> {
  return sql.rows(
    `SELECT id, comment AS text, lang FROM responses
     WHERE ${READ} AND id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    [JSON.stringify(ids)],
  );
}

/** What a person flagged has no rules; it stays, and so does a case with a history. */
export async function saveScan(sql: Sql, { rulesId, at, results }: SeriousScan): Promise<void> {
  const ids = JSON.stringify(results.map(({ id }) => id));
  const flags = results.flatMap(({ id, flags: found }) =>
    found.map((flag) => [id, flag.category, flag.score, JSON.stringify(flag.reasons)]),
  );
  await sql.rows(
    `INSERT INTO serious_scans (response_id, rules_id) SELECT value, ? FROM json_each(?) WHERE true
     ON CONFLICT (response_id) DO UPDATE SET rules_id = excluded.rules_id`,
    [rulesId, ids],
  );
  await sql.rows(
    `DELETE FROM serious_flags WHERE rules_id IS NOT NULL AND response_id IN (SELECT value FROM json_each(?))`,
    [ids],
  );
  await sql.rows(
    `INSERT INTO serious_flags (response_id, category, score, reasons, rules_id, flagged_at)
     SELECT item.value ->> 0, item.value ->> 1, item.value ->> 2, item.value ->> 3, ?, ?
     FROM json_each(?) AS item ORDER BY item.key`,
    [rulesId, at, JSON.stringify(flags)],
  );
  await openCases(sql, ids, at);
  await sql.rows(
    `DELETE FROM serious_cases WHERE response_id IN (SELECT value FROM json_each(?))
       AND NOT EXISTS (SELECT 1 FROM serious_flags WHERE serious_flags.response_id = serious_cases.response_id)
       AND NOT EXISTS (SELECT 1 FROM serious_history WHERE serious_history.response_id = serious_cases.response_id)`,
    [ids],
  );
}

/** A case for every one of these comments that has a flag, with the score of the highest. @param ids JSON list */
export async function openCases(sql: Sql, ids: string, at: string): Promise<void> {
  await sql.rows(
    `INSERT INTO serious_cases (response_id, state, score, day, flagged_at)
     SELECT responses.id, 'open', MAX(serious_flags.score), responses.day, ?
     FROM serious_flags JOIN responses ON responses.id = serious_flags.response_id
     WHERE serious_flags.response_id IN (SELECT value FROM json_each(?)) GROUP BY responses.id
     ON CONFLICT (response_id) DO UPDATE SET score = excluded.score`,
    [at, ids],
  );
}
