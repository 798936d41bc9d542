/** Findings: what they rest on is written once; their words until a panel has read them; every change is noted. */
import type { FindingState } from '../domain/findingState.js';
import { dayNumber, polarityCode } from './codes.js';
import type { Bound, Sql } from './database.js';
import { FINDING_COLUMNS, toFindings, type FindingRow } from './findingRows.js';
import type { Finding, FindingChange, FindingHistoryEntry, FrozenQuote, NewFinding } from './findingStore.js';
import type { ResponseId } from './store.js';

/** @throws when the unit, the finding that it replaces, or the response of a quote is not known */
export async function addFinding(sql: Sql, finding: NewFinding): Promise<number> {
  const [row] = await sql.rows<{ id: number }>(
    `INSERT INTO findings (state, unit_id, theme, first_day, last_day, claim, limits, figures, space, heads, taxonomy,
       data_last_response, data_responses, made_from, replaces_id, created_by, created_at, changed_at, consensus,
       dissent, fixed_at, erased_quotes)
     SELECT ?, units.id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{}', '{}', NULL, 0
     FROM (SELECT ? AS code) AS wanted LEFT JOIN units ON units.code = wanted.code
     WHERE wanted.code IS NULL OR units.id IS NOT NULL RETURNING id`,
    [
      finding.state,
      finding.theme,
      dayNumber(finding.from),
      dayNumber(finding.to),
      JSON.stringify(finding.claim),
      JSON.stringify(finding.limits),
      JSON.stringify(finding.figures),
      finding.versions.space,
      finding.versions.heads,
      finding.versions.taxonomy,
      finding.dataVersion.lastResponse,
      finding.dataVersion.responses,
      finding.madeFrom,
      finding.replaces,
      finding.createdBy,
      finding.createdAt,
      finding.createdAt,
      finding.unit,
    ],
  );
  if (!row) throw new Error(`expected a known unit for a finding, found "${String(finding.unit)}"`);
  await writeQuotes(sql, row.id, finding.quotes);
  return row.id;
}

export async function getFinding(sql: Sql, id: number): Promise<Finding | null> {
  const rows = await sql.rows<FindingRow>(
    `SELECT ${FINDING_COLUMNS} FROM findings LEFT JOIN units ON units.id = findings.unit_id WHERE findings.id = ?`,
    [id],
  );
  return (await toFindings(sql, rows))[0] ?? null;
}

/** Newest first. */
export async function listFindings(
  sql: Sql,
  filter: { readonly states?: readonly FindingState[]; readonly units?: readonly string[] | null },
): Promise<Finding[]> {
  const conditions: string[] = [];
  const values: Bound[] = [];
  if (filter.states) {
    conditions.push(`findings.state IN (SELECT value FROM json_each(?))`);
    values.push(JSON.stringify(filter.states));
  }
  if (filter.units) {
    conditions.push(`findings.unit_id IN (
      SELECT under.unit_id FROM unit_ancestors AS under JOIN units AS asked ON asked.id = under.ancestor_id
      WHERE asked.code IN (SELECT value FROM json_each(?)))`);
    values.push(JSON.stringify(filter.units));
  }
  const rows = await sql.rows<FindingRow>(
    `SELECT ${FINDING_COLUMNS} FROM findings LEFT JOIN units ON units.id = findings.unit_id
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`} ORDER BY findings.id DESC`,
    values,
  );
  return toFindings(sql, rows);
}

/** @throws when there is no such finding, or when what a panel has read would change */
export async function changeFinding(
  sql: Sql,
  id: number,
  change: FindingChange,
  by: string,
  at: string,
): Promise<void> {
  const before = await getFinding(sql, id);
  if (!before) throw new Error(`expected a finding ${id}, found none`);
  const changed = differences(before, change);
  if (changed.length === 0) return;
  const touched = changed.map(({ field }) => field);
  if (
    before.fixedAt !== null &&
    touched.some((field) => field === 'claim' || field === 'limits' || field === 'quotes')
  ) {
    throw new Error(
      `expected finding ${id} to be replaced, since a panel has read it, found a change of ${touched.join(', ')}`,
    );
  }
  if (change.quotes && touched.includes('quotes')) {
    await sql.rows(`DELETE FROM finding_quotes WHERE finding_id = ?`, [id]);
    await writeQuotes(sql, id, change.quotes);
  }
  const after = { ...before, ...change };
  await sql.rows(
    `UPDATE findings SET state = ?, claim = ?, limits = ?, consensus = ?, dissent = ?, fixed_at = ?, changed_at = ?
     WHERE id = ?`,
    [
      after.state,
      JSON.stringify(after.claim),
      JSON.stringify(after.limits),
      JSON.stringify(after.consensus),
      JSON.stringify(after.dissent),
      before.fixedAt ?? (after.state === 'inReview' ? at : null),
      at,
      id,
    ],
  );
  await sql.rows(
    `INSERT INTO finding_history (finding_id, field, before, after, by, at)
     SELECT ?, value ->> 0, value ->> 1, value ->> 2, ?, ? FROM json_each(?)`,
    [id, by, at, JSON.stringify(changed.map((each) => [each.field, each.before, each.after]))],
  );
}

/** Oldest first. */
export async function findingHistory(sql: Sql, id: number): Promise<FindingHistoryEntry[]> {
  return sql.rows<FindingHistoryEntry>(
    `SELECT field, before, after, by, at FROM finding_history WHERE finding_id = ? ORDER BY id`,
    [id],
  );
}

export async function dataVersion(sql: Sql): Promise<Finding['dataVersion']> {
  const [row] = await sql.rows<{ last: number | null; responses: number }>(
    `SELECT MAX(id) AS last, COUNT(*) AS responses FROM responses`,
  );
  return { lastResponse: row?.last ?? 0, responses: row?.responses ?? 0 };
}

/** Erases what findings quote of a response, also where a panel has read it; the ids of those findings. */
export async function eraseQuotesOf(sql: Sql, response: ResponseId): Promise<number[]> {
  const rows = await sql.rows<{ finding_id: number }>(
    `DELETE FROM finding_quotes WHERE response_id = ? RETURNING finding_id`,
    [response],
  );
  const ids = rows.map((row) => row.finding_id);
  await sql.rows(`UPDATE findings SET erased_quotes = erased_quotes + 1 WHERE id IN (SELECT value FROM json_each(?))`, [
    JSON.stringify(ids),
  ]);
  return ids;
}

async function writeQuotes(sql: Sql, id: number, quotes: readonly FrozenQuote[]): Promise<void> {
  const rows = quotes.map((quote, place) => [
    place,
    quote.response,
    quote.text,
    quote.lang,
    quote.polarity === null ? null : polarityCode(quote.polarity),
    quote.contradicts ? 1 : 0,
    quote.approved ? 1 : 0,
  ]);
  await sql.rows(
    `INSERT INTO finding_quotes (finding_id, place, response_id, text, lang, polarity, contradicts, approved)
     SELECT ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
     FROM json_each(?)`,
    [id, JSON.stringify(rows)],
  );
}

type Difference = Pick<FindingHistoryEntry, 'field' | 'before' | 'after'>;

const FIELDS: readonly (keyof FindingChange)[] = ['state', 'claim', 'limits', 'quotes', 'consensus', 'dissent'];

function differences(finding: Finding, change: FindingChange): Difference[] {
  return FIELDS.flatMap((field) => {
    const wanted = change[field];
    if (wanted === undefined || asJson(finding[field]) === asJson(wanted)) return [];
    return [{ field, before: noted(finding[field]), after: noted(wanted) }];
  });
}

/** The same whatever order the keys of an object were written in. */
function asJson(value: Finding[keyof FindingChange]): string {
  if (typeof value === 'string') return JSON.stringify(value);
  const sorted = (each: object): unknown => Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(Array.isArray(value) ? value.map(sorted) : sorted(value));
}

/** Quotes can be erased, so their words do not enter the history. */
function noted(value: Finding[keyof FindingChange]): string {
  if (!Array.isArray(value)) return JSON.stringify(value);
  const quotes: readonly FrozenQuote[] = value;
  return JSON.stringify({
    quotes: quotes.length,
    contradicting: quotes.filter((quote) => quote.contradicts).length,
    approved: quotes.filter((quote) => quote.approved).length,
  });
}
