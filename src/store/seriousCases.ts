/** The queue of serious comments: lists, counts, states. */
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import { SERIOUS_STATES, type SeriousFlag, type SeriousReason, type SeriousState } from '../domain/seriousCase.js';
import { unitsOf } from './cellParts.js';
import { dayText } from './codes.js';
import { UNDER_UNITS } from './commentSearch.js';
import { commentsById } from './commentRows.js';
import type { Bound, Sql } from './database.js';
import { dayRangeOf } from './periods.js';
import { openCases } from './seriousScans.js';
import type {
  SeriousCase,
  SeriousHistoryEntry,
  SeriousQuery,
  SeriousSummary,
  StoredSeriousFlag,
} from './seriousStore.js';
import type { ResponseId } from './store.js';

interface Conditions {
  readonly text: string;
  readonly values: readonly Bound[];
}

function conditionsOf(filter: FeedbackFilter, category: string | null): Conditions {
  const days = dayRangeOf(filter.from, filter.to);
  const parts: [string, Bound[]][] = [['serious_cases.day BETWEEN ? AND ?', [days.from, days.to]]];
  const units = unitsOf(filter);
  if (units !== null) parts.push([UNDER_UNITS, [JSON.stringify(units)]]);
  if (filter.channel !== null) parts.push(['responses.channel = ?', [filter.channel]]);
  if (filter.lang !== null) parts.push(['responses.lang = ?', [filter.lang]]);
  if (category !== null) {
    parts.push([
      `EXISTS (SELECT 1 FROM serious_flags
         WHERE serious_flags.response_id = serious_cases.response_id AND serious_flags.category = ?)`,
      [category],
    ]);
  }
  return { text: parts.map(([text]) => text).join(' AND '), values: parts.flatMap(([, values]) => values) };
}

const CASES = `serious_cases JOIN responses ON responses.id = serious_cases.response_id`;

export async function listCases(sql: Sql, query: SeriousQuery, limit: number, offset: number): Promise<SeriousCase[]> {
  const { text, values } = conditionsOf(query, query.category);
  const rows = await sql.rows<{ id: number }>(
    `SELECT serious_cases.response_id AS id FROM ${CASES}
     WHERE ${text}${query.state === null ? '' : ' AND serious_cases.state = ?'}
     ORDER BY serious_cases.score DESC, serious_cases.day DESC, serious_cases.response_id DESC LIMIT ? OFFSET ?`,
    [...values, ...(query.state === null ? [] : [query.state]), limit, offset],
  );
  return casesOf(
    sql,
    rows.map(({ id }) => id),
  );
}

export async function getCase(sql: Sql, response: ResponseId): Promise<SeriousCase | null> {
  return (await casesOf(sql, [response]))[0] ?? null;
}

async function casesOf(sql: Sql, ids: readonly ResponseId[]): Promise<SeriousCase[]> {
  const list = JSON.stringify(ids);
  const cases = await sql.rows<{ id: number; state: SeriousState; flagged_at: string }>(
    `SELECT response_id AS id, state, flagged_at FROM serious_cases
     WHERE response_id IN (SELECT value FROM json_each(?))`,
    [list],
  );
  const flags = await sql.rows<{
    id: number;
    category: string;
    score: number;
    reasons: string;
    rules_id: number | null;
    flagged_at: string;
  }>(
    `SELECT response_id AS id, category, score, reasons, rules_id, flagged_at FROM serious_flags
     WHERE response_id IN (SELECT value FROM json_each(?)) ORDER BY score DESC, serious_flags.id`,
    [list],
  );
  const history = await sql.rows<SeriousHistoryEntry & { readonly response: number }>(
    `SELECT response_id AS response, state, note, by, at FROM serious_history
     WHERE response_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    [list],
  );
  const byId = new Map(cases.map((each) => [each.id, each]));
  return (await commentsById(sql, ids)).flatMap((comment): SeriousCase[] => {
    const found = byId.get(comment.id);
    if (!found) return [];
    return [
      {
        comment,
        state: found.state,
        flaggedAt: found.flagged_at,
        flags: flags
          .filter(({ id }) => id === comment.id)
          .map((flag): StoredSeriousFlag => ({
            category: flag.category,
            score: flag.score,
            reasons: JSON.parse(flag.reasons) as SeriousReason[],
            rulesId: flag.rules_id,
            flaggedAt: flag.flagged_at,
          })),
        history: history
          .filter(({ response }) => response === comment.id)
          .map(({ state, note, by, at }) => ({ state, note, by, at })),
      },
    ];
  });
}

export async function summariseCases(
  sql: Sql,
  filter: FeedbackFilter,
  category: string | null,
): Promise<SeriousSummary> {
  const { text, values } = conditionsOf(filter, category);
  const states = await sql.rows<{ state: SeriousState; n: number; oldest: number }>(
    `SELECT serious_cases.state, COUNT(*) AS n, MIN(serious_cases.day) AS oldest FROM ${CASES}
     WHERE ${text} GROUP BY serious_cases.state`,
    values,
  );
  const open = await sql.rows<{ category: string; n: number }>(
    `SELECT serious_flags.category, COUNT(DISTINCT serious_cases.response_id) AS n
     FROM ${CASES} JOIN serious_flags ON serious_flags.response_id = serious_cases.response_id
     WHERE ${text} AND serious_cases.state = 'open' GROUP BY serious_flags.category`,
    values,
  );
  const countOf = (state: SeriousState): number => states.find((row) => row.state === state)?.n ?? 0;
  const oldest = states.find((row) => row.state === 'open')?.oldest;
  return {
    states: Object.fromEntries(SERIOUS_STATES.map((state) => [state, countOf(state)])) as SeriousSummary['states'],
    open: Object.fromEntries(open.map((row) => [row.category, row.n])),
    oldestOpen: oldest === undefined ? null : dayText(oldest),
  };
}

export async function flagByHand(
  sql: Sql,
  response: ResponseId,
  flag: SeriousFlag,
  by: string,
  at: string,
): Promise<boolean> {
  const ids = JSON.stringify([response]);
  const known = await sql.rows<{ id: number }>(`SELECT id FROM responses WHERE id = ? AND comment_state <> 0`, [
    response,
  ]);
  if (known.length === 0) return false;
  await sql.rows(
    `INSERT INTO serious_flags (response_id, category, score, reasons, rules_id, flagged_at)
     VALUES (?, ?, ?, ?, NULL, ?)`,
    [response, flag.category, flag.score, JSON.stringify(flag.reasons), at],
  );
  await openCases(sql, ids, at);
  const note = flag.reasons.flatMap((reason) => (reason.kind === 'person' ? [reason.note] : [])).join(' ');
  await setState(sql, response, { state: 'open', note, by, at });
  return true;
}

export async function setState(sql: Sql, response: ResponseId, entry: SeriousHistoryEntry): Promise<boolean> {
  const changed = await sql.rows<{ id: number }>(
    `UPDATE serious_cases SET state = ? WHERE response_id = ? RETURNING response_id AS id`,
    [entry.state, response],
  );
  if (changed.length === 0) return false;
  await sql.rows(`INSERT INTO serious_history (response_id, state, note, by, at) VALUES (?, ?, ?, ?, ?)`, [
    response,
    entry.state,
    entry.note,
    entry.by,
    entry.at,
  ]);
  return true;
}
