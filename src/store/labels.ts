/** Labels that people confirmed, and the tags that follow from them. */
import type { ConfirmedLabel } from '../domain/confirmedLabel.js';
import { projectionOf } from '../domain/taxonomyDocument.js';
import type { TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { TagVersions, ThemeKey } from '../domain/theme.js';
import { polarityCode } from './codes.js';
import type { Database, Sql } from './database.js';
import { countLabels, labelHistory, labelledComments, labelsInForce } from './labelQueries.js';
import type { LabelStore, NewLabel } from './labelStore.js';
import type { CommentTags, ResponseId } from './store.js';
import { saveTags } from './tags.js';

export function labelMethods({ read, write }: Database): LabelStore {
  return {
    saveLabels: (labels, machine, versions, taxonomy) =>
      write((sql) => saveLabels(sql, labels, machine, versions, taxonomy)),
    withdrawLabel: (response, theme, by, at, machine, versions, taxonomy) =>
      write((sql) => withdrawLabel(sql, { response, theme, by, at }, machine, versions, taxonomy)),
    labelHistory: (response) => read((sql) => labelHistory(sql, response)),
    labelledComments: (options) => read((sql) => labelledComments(sql, options)),
    countLabels: (within) => read((sql) => countLabels(sql, within)),
  };
}

/** Also part of other transactions: the settling of a panel (panelSettlements.ts). */
export async function saveLabels(
  sql: Sql,
  labels: readonly NewLabel[],
  machine: readonly CommentTags[],
  versions: TagVersions,
  taxonomy: TaxonomyDocument,
): Promise<void> {
  if (labels.length === 0) return;
  refuseOtherComments(labels, machine);
  await refuseWrongLabels(sql, labels);
  await sql.rows(
    `INSERT INTO themes (theme) SELECT value FROM json_each(?) WHERE true ON CONFLICT (theme) DO NOTHING`,
    [JSON.stringify([...new Set(labels.map((label) => label.theme))])],
  );
  const before = await labelsInForce(sql, [...new Set(labels.map((label) => label.response))]);
  const project = projectionOf(taxonomy);
  // who says something about a theme says it about all that it consists of
  const replaced = (label: NewLabel, known: ConfirmedLabel): boolean =>
    known.theme === label.theme || (project(label.theme) === label.theme && project(known.theme) === label.theme);
  const superseded: [ResponseId, ThemeKey][] = [];
  const rows = labels.map((label, index) => {
    const known = (before.get(label.response)?.labels ?? []).filter((each) => replaced(label, each));
    superseded.push(...known.map(({ theme }): [ResponseId, ThemeKey] => [label.response, theme]));
    // a comment drawn at random stays drawn, whoever mends its label later: else only labels that nobody mended would be measured on
    const source = known.some((each) => each.source === 'sample') ? 'sample' : label.source;
    const isLast = !labels
      .slice(index + 1)
      .some((later) => later.response === label.response && replaced(later, label));
    return [
      label.response,
      label.theme,
      label.present ? 1 : 0,
      label.polarity === null ? null : polarityCode(label.polarity),
      JSON.stringify(label.evidence.map((span) => [span.start, span.end])),
      source,
      label.by,
      label.at,
      isLast ? 1 : 0,
    ];
  });
  await sql.rows(
    `UPDATE labels SET in_force = 0 WHERE in_force = 1 AND (response_id, theme_id) IN (
       SELECT item.value ->> 0, themes.id FROM json_each(?) AS item JOIN themes ON themes.theme = item.value ->> 1)`,
    [JSON.stringify(superseded)],
  );
  await sql.rows(
    `INSERT INTO labels (response_id, theme_id, present, polarity, evidence, source, said_by, said_at, in_force)
     SELECT item.value ->> 0, themes.id, item.value ->> 2, item.value ->> 3, item.value ->> 4, item.value ->> 5,
       item.value ->> 6, item.value ->> 7, item.value ->> 8
     FROM json_each(?) AS item JOIN themes ON themes.theme = item.value ->> 1 ORDER BY item.key`,
    [JSON.stringify(rows)],
  );
  await saveTags(sql, machine, versions, [], taxonomy);
}

async function withdrawLabel(
  sql: Sql,
  { response, theme, by, at }: { response: ResponseId; theme: ThemeKey; by: string; at: string },
  machine: readonly CommentTags[],
  versions: TagVersions,
  taxonomy: TaxonomyDocument,
): Promise<boolean> {
  refuseOtherComments([{ response }], machine);
  const project = projectionOf(taxonomy);
  const known = (await labelsInForce(sql, [response])).get(response)?.labels ?? [];
  const taken = known.filter((label) => label.theme === theme || project(label.theme) === theme);
  if (taken.length === 0) return false;
  // older ones about the same go with it: else what was said before would come back in place of the machine's tag
  await sql.rows(
    `UPDATE labels SET withdrawn_by = ?, withdrawn_at = ?, in_force = 0
     WHERE response_id = ? AND withdrawn_at IS NULL
       AND theme_id IN (SELECT themes.id FROM json_each(?) AS item JOIN themes ON themes.theme = item.value)`,
    [by, at, response, JSON.stringify(taken.map((label) => label.theme))],
  );
  await saveTags(sql, machine, versions, [], taxonomy);
  return true;
}

function refuseOtherComments(labels: readonly Pick<NewLabel, 'response'>[], machine: readonly CommentTags[]): void {
  const tagged = new Set(machine.flatMap((comment) => (comment.state === 'tagged' ? [comment.id] : [])));
  for (const { response } of labels) {
    if (!tagged.has(response)) throw new Error(`expected the machine's tags of comment ${response} with its labels`);
  }
}

/** @throws when a label contradicts itself or marks words that its comment does not have */
async function refuseWrongLabels(sql: Sql, labels: readonly NewLabel[]): Promise<void> {
  const ids = [...new Set(labels.map((label) => label.response))];
  const rows = await sql.rows<{ id: number; comment: string | null }>(
    `SELECT id, comment FROM responses WHERE id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(ids)],
  );
  const lengths = new Map(rows.map((row) => [row.id, row.comment?.length ?? 0]));
  for (const { response, theme, present, polarity, evidence } of labels) {
    const length = lengths.get(response) ?? 0;
    if (theme === '') throw new Error(`expected a theme in the label of comment ${response}, got none`);
    if (!present && (polarity !== null || evidence.length > 0)) {
      throw new Error(`expected neither polarity nor evidence of ${theme}, which is absent from comment ${response}`);
    }
    for (const { start, end } of evidence) {
      if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || start >= end || end > length) {
        throw new Error(`expected evidence within 0–${length} of comment ${response}, got ${start}–${end}`);
      }
    }
  }
}
