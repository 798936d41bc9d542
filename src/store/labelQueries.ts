/** Reads labels: those of comments that are tagged, what was ever said, and what there is to learn from. */
import type { ConfirmedLabel, LabelSource } from '../domain/confirmedLabel.js';
import { dayText, polarityOf } from './codes.js';
import { readEvidence } from './commentRows.js';
import { UNDER_UNITS } from './commentSearch.js';
import type { Bound, Sql } from './database.js';
import type { LabelledComment, LabelStore, StoredLabel } from './labelStore.js';
import type { ResponseId } from './store.js';

interface StoredRow {
  readonly id: number;
  readonly response_id: number;
  readonly theme: string;
  readonly present: number;
  readonly polarity: number | null;
  readonly evidence: string;
  readonly source: LabelSource;
  readonly said_by: string;
  readonly said_at: string;
}

const COLUMNS = `labels.id, labels.response_id, themes.theme, labels.present, labels.polarity, labels.evidence,
  labels.source, labels.said_by, labels.said_at`;

function labelOf(row: StoredRow): ConfirmedLabel {
  return {
    theme: row.theme,
    present: row.present === 1,
    polarity: row.polarity === null ? null : polarityOf(row.polarity),
    evidence: readEvidence(row.evidence),
    source: row.source,
    by: row.said_by,
    at: row.said_at,
  };
}

/** What holds about a comment, with the comment's length (UTF-16 units). */
export interface LabelsInForce {
  readonly textLength: number;
  /** Newest first, at most one per theme. */
  readonly labels: readonly ConfirmedLabel[];
}

/** Of the comments that have any. One query, one seek for a comment without labels. */
export async function labelsInForce(sql: Sql, ids: readonly ResponseId[]): Promise<Map<ResponseId, LabelsInForce>> {
  const rows = await sql.rows<StoredRow & { readonly comment: string | null }>(
    `SELECT ${COLUMNS}, responses.comment
     FROM json_each(?) AS item
       CROSS JOIN labels INDEXED BY labels_in_force ON labels.response_id = item.value AND labels.in_force = 1
       JOIN themes ON themes.id = labels.theme_id JOIN responses ON responses.id = labels.response_id
     ORDER BY labels.id DESC`,
    [JSON.stringify(ids)],
  );
  const found = new Map<ResponseId, { textLength: number; labels: ConfirmedLabel[] }>();
  for (const row of rows) {
    const known = found.get(row.response_id);
    if (known) known.labels.push(labelOf(row));
    else found.set(row.response_id, { textLength: row.comment?.length ?? 0, labels: [labelOf(row)] });
  }
  return found;
}

/** Everything ever said about a comment, oldest first. */
export async function labelHistory(sql: Sql, response: ResponseId): Promise<StoredLabel[]> {
  const rows = await sql.rows<
    StoredRow & { readonly withdrawn_by: string | null; readonly withdrawn_at: string | null }
  >(
    `SELECT ${COLUMNS}, labels.withdrawn_by, labels.withdrawn_at
     FROM labels JOIN themes ON themes.id = labels.theme_id WHERE labels.response_id = ? ORDER BY labels.id`,
    [response],
  );
  return rows.map((row) => ({
    id: row.id,
    response: row.response_id,
    ...labelOf(row),
    withdrawn:
      row.withdrawn_by === null || row.withdrawn_at === null ? null : { by: row.withdrawn_by, at: row.withdrawn_at },
  }));
}

type Asked = Parameters<LabelStore['labelledComments']>[0];

/** Comments with labels in force that match, by ascending id after `afterId`, with those labels. */
export async function labelledComments(
  sql: Sql,
  { theme, sources, afterId = 0, within, limit }: Asked,
): Promise<LabelledComment[]> {
  const conditions = ['labels.in_force = 1', 'labels.response_id > ?'];
  const values: Bound[] = [afterId];
  if (theme !== undefined) {
    conditions.push('labels.theme_id = (SELECT id FROM themes WHERE theme = ?)');
    values.push(theme);
  }
  if (sources !== undefined) {
    conditions.push('labels.source IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(sources));
  }
  if (within !== undefined) {
    conditions.push(`EXISTS (SELECT 1 FROM responses WHERE responses.id = labels.response_id AND ${UNDER_UNITS})`);
    values.push(JSON.stringify(within));
  }
  const matching = conditions.join(' AND ');
  const rows = await sql.rows<
    StoredRow & { readonly comment: string; readonly lang: string; readonly unit: string; readonly day: number }
  >(
    `SELECT ${COLUMNS}, responses.comment, responses.lang, units.code AS unit, responses.day
     FROM (SELECT DISTINCT labels.response_id AS id FROM labels WHERE ${matching} ORDER BY 1 LIMIT ?) AS page
       JOIN labels ON labels.response_id = page.id
       JOIN themes ON themes.id = labels.theme_id
       JOIN responses ON responses.id = page.id JOIN units ON units.id = responses.unit_id
     WHERE ${matching} ORDER BY page.id, labels.id`,
    [...values, limit, ...values],
  );
  const found = new Map<ResponseId, LabelledComment & { readonly labels: ConfirmedLabel[] }>();
  for (const row of rows) {
    const known = found.get(row.response_id);
    if (known) known.labels.push(labelOf(row));
    else {
      found.set(row.response_id, {
        id: row.response_id,
        text: row.comment,
        lang: row.lang,
        unit: row.unit,
        day: dayText(row.day),
        labels: [labelOf(row)],
      });
    }
  }
  return [...found.values()];
}

export async function countLabels(
  sql: Sql,
  within?: readonly string[],
): Promise<Awaited<ReturnType<LabelStore['countLabels']>>> {
  const rows = await sql.rows<{
    readonly theme: string;
    readonly lang: string;
    readonly source: LabelSource;
    readonly present: number;
    readonly n: number;
  }>(
    `SELECT themes.theme, responses.lang, labels.source, labels.present, COUNT(*) AS n
     FROM labels JOIN themes ON themes.id = labels.theme_id JOIN responses ON responses.id = labels.response_id
     WHERE labels.in_force = 1${within === undefined ? '' : ` AND ${UNDER_UNITS}`}
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
    within === undefined ? [] : [JSON.stringify(within)],
  );
  return rows.map(({ n, present, ...row }) => ({ ...row, present: present === 1, count: n }));
}
