/** Which statements a respondent answered together, and how: what counts of single statements cannot tell. */
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import { channelOf } from './cellQueries.js';
import { scoreClassOf } from './codes.js';
import type { Bound, Sql } from './database.js';
import { dayRangeOf } from './periods.js';
import type { StatementAnswers } from './store.js';
import { ORGANISATION } from './units.js';

/** Answers are 1–5; the statement's id is kept above them. */
const VALUES = 8;

type Row = readonly [unitId: number, channel: string, scoreClass: number, answers: string];

/**
 * The newest `limit` responses of the filter that have a score on the NPS scale and at least one statement answered, in no
 * particular order; empty for an unknown unit.
 */
export async function readStatementAnswers(
  sql: Sql,
  filter: FeedbackFilter,
  limit: number,
): Promise<StatementAnswers[]> {
  const within = filter.unit === null ? (filter.within ?? null) : null;
  const lines = within === null ? await linesUnder(sql, filter.unit) : await linesWithin(sql, within);
  const days = dayRangeOf(filter.from, filter.to);
  const conditions: { text: string; value: Bound }[] = [];
  if (filter.unit !== null || within !== null) {
    conditions.push({
      text: 'responses.unit_id IN (SELECT value FROM json_each(?))',
      value: JSON.stringify([...lines.keys()]),
    });
  }
  if (filter.channel !== null) conditions.push({ text: 'responses.channel = ?', value: filter.channel });
  if (filter.lang !== null) conditions.push({ text: 'responses.lang = ?', value: filter.lang });
  // One number per answer and one JSON text for all rows: the driver is slow at many small objects.
  const [found] = await sql.rows<{ rows: string }>(
    `WITH newest AS (
       SELECT responses.id, responses.unit_id, responses.channel, responses.score_class
       FROM responses INDEXED BY scores_by_day
       WHERE responses.score_class <> 3 AND responses.day BETWEEN ? AND ?
         ${conditions.map(({ text }) => `AND ${text}`).join(' ')}
         AND EXISTS (SELECT 1 FROM response_statements AS any_of WHERE any_of.response_id = responses.id)
       ORDER BY responses.day DESC, responses.id DESC LIMIT ?
     ), answered AS (
       SELECT unit_id, channel, score_class, (
         SELECT group_concat(statement_id * ${VALUES} + value)
         FROM response_statements WHERE response_statements.response_id = newest.id
       ) AS answers FROM newest
     )
     SELECT json_group_array(json_array(unit_id, channel, score_class, answers)) AS rows FROM answered`,
    [days.from, days.to, ...conditions.map(({ value }) => value), limit],
  );
  const names = await statementNames(sql);
  return (JSON.parse(found?.rows ?? '[]') as Row[]).map(([unitId, channel, code, answers]) => {
    const scoreClass = scoreClassOf(code);
    const unit = lines.get(unitId);
    if (scoreClass === 'none' || unit === undefined) {
      throw new Error(`expected a score and a unit of the filter, found ${scoreClass} and unit ${unitId}`);
    }
    return { scoreClass, unit, channel: channelOf(channel), answers: readAnswers(answers, names) };
  });
}

/** For each unit from `asked` down, by id: the code of the child of `asked` that it lies under, `asked`'s own for itself. */
async function linesUnder(sql: Sql, asked: string | null): Promise<Map<number, string>> {
  const rows = await sql.rows<{ id: number; code: string }>(
    `SELECT below.unit_id AS id, COALESCE(child.code, top.code) AS code
     FROM (SELECT ? AS id, NULL AS code WHERE ? IS NULL UNION ALL SELECT id, code FROM units WHERE code = ?) AS top
       JOIN unit_ancestors AS below ON below.ancestor_id = top.id
       LEFT JOIN (unit_ancestors AS above JOIN units AS child ON child.id = above.ancestor_id)
         ON above.unit_id = below.unit_id AND COALESCE(child.parent_id, ?) = top.id`,
    [ORGANISATION, asked, asked, ORGANISATION],
  );
  return new Map(rows.map(({ id, code }) => [id, code]));
}

/** For each unit under these, by id: the code of the one that it lies under. */
async function linesWithin(sql: Sql, units: readonly string[]): Promise<Map<number, string>> {
  const rows = await sql.rows<{ id: number; code: string }>(
    `SELECT below.unit_id AS id, top.code FROM units AS top JOIN unit_ancestors AS below ON below.ancestor_id = top.id
     WHERE top.code IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(units)],
  );
  return new Map(rows.map(({ id, code }) => [id, code]));
}

async function statementNames(sql: Sql): Promise<Map<number, string>> {
  const rows = await sql.rows<{ id: number; statement: string }>(`SELECT id, statement FROM statements`);
  return new Map(rows.map(({ id, statement }) => [id, statement]));
}

/** `13,28` as `{ got_help: 5, heard: 4 }` where these are statements 1 and 3. */
function readAnswers(text: string, names: ReadonlyMap<number, string>): Record<string, number> {
  const answers: Record<string, number> = {};
  for (const part of text.split(',')) {
    const number = Number(part);
    const name = names.get(Math.floor(number / VALUES));
    if (name === undefined) throw new Error(`expected a known statement, found id ${Math.floor(number / VALUES)}`);
    answers[name] = number % VALUES;
  }
  return answers;
}
