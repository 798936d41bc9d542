/** Findings as they lie in the database, turned into what the service sees. */
import type { FindingState } from '../domain/findingState.js';
import { dayText, polarityOf } from './codes.js';
import type { Sql } from './database.js';
import type { Finding, FrozenFigure, FrozenQuote, PartlyLocalised } from './findingStore.js';
import type { ResponseId } from './store.js';

export interface FindingRow {
  readonly id: number;
  readonly state: FindingState;
  readonly unit: string | null;
  readonly theme: string | null;
  readonly first_day: number;
  readonly last_day: number;
  readonly claim: string;
  readonly limits: string;
  readonly figures: string;
  readonly space: string;
  readonly heads: string;
  readonly taxonomy: string;
  readonly data_last_response: number;
  readonly data_responses: number;
  readonly made_from: string;
  readonly replaces_id: number | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly changed_at: string;
  readonly consensus: string;
  readonly dissent: string;
  readonly fixed_at: string | null;
  readonly erased_quotes: number;
}

interface QuoteRow {
  readonly finding_id: number;
  readonly response_id: ResponseId;
  readonly text: string;
  readonly lang: string;
  readonly polarity: number | null;
  readonly contradicts: number;
  readonly approved: number;
}

export const FINDING_COLUMNS = `findings.id, findings.state, units.code AS unit, findings.theme, findings.first_day, findings.last_day,
  findings.claim, findings.limits, findings.figures, findings.space, findings.heads, findings.taxonomy,
  findings.data_last_response, findings.data_responses, findings.made_from, findings.replaces_id, findings.created_by,
  findings.created_at, findings.changed_at, findings.consensus, findings.dissent, findings.fixed_at,
  findings.erased_quotes`;

/** With their quotes, in the order of the rows. */
export async function toFindings(sql: Sql, rows: readonly FindingRow[]): Promise<Finding[]> {
  const quoteRows = await sql.rows<QuoteRow>(
    `SELECT finding_id, response_id, text, lang, polarity, contradicts, approved FROM finding_quotes
     WHERE finding_id IN (SELECT value FROM json_each(?)) ORDER BY finding_id, place`,
    [JSON.stringify(rows.map((row) => row.id))],
  );
  const quotes = new Map<number, FrozenQuote[]>();
  for (const row of quoteRows) quotes.set(row.finding_id, [...(quotes.get(row.finding_id) ?? []), toQuote(row)]);
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    unit: row.unit,
    theme: row.theme,
    from: dayText(row.first_day),
    to: dayText(row.last_day),
    claim: JSON.parse(row.claim) as PartlyLocalised,
    limits: JSON.parse(row.limits) as PartlyLocalised,
    figures: JSON.parse(row.figures) as FrozenFigure[],
    quotes: quotes.get(row.id) ?? [],
    versions: { space: row.space, heads: row.heads, taxonomy: row.taxonomy },
    dataVersion: { lastResponse: row.data_last_response, responses: row.data_responses },
    madeFrom: row.made_from,
    createdBy: row.created_by,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    consensus: JSON.parse(row.consensus) as PartlyLocalised,
    dissent: JSON.parse(row.dissent) as PartlyLocalised,
    replaces: row.replaces_id,
    fixedAt: row.fixed_at,
    erasedQuotes: row.erased_quotes,
  }));
}

function toQuote(row: QuoteRow): FrozenQuote {
  return {
    text: row.text,
    lang: row.lang,
    polarity: row.polarity === null ? null : polarityOf(row.polarity),
    contradicts: row.contradicts === 1,
    approved: row.approved === 1,
    response: row.response_id,
  };
}
