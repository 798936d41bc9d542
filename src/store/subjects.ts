/** Everything that is stored about a response. */
import { AUDIT_COLUMNS, eventOf, type AuditRow } from './audit.js';
import { dayText, polarityOf } from './codes.js';
import { commentsById } from './commentRows.js';
import type { Sql } from './database.js';
import type { ResponseId } from './store.js';
import type { ErasureRemains, SubjectRecord } from './subjectStore.js';

export async function findSubjects(sql: Sql, sourceId: string, source: string | null): Promise<ResponseId[]> {
  // without a source each is asked by itself, so that the index by source and id is used
  const rows = await sql.rows<{ id: number }>(
    source === null
      ? `WITH RECURSIVE sources (source) AS (
           SELECT MIN(source) FROM responses
           UNION ALL
           SELECT (SELECT MIN(source) FROM responses WHERE source > sources.source) FROM sources
           WHERE sources.source IS NOT NULL
         )
         SELECT id FROM sources CROSS JOIN responses
         WHERE responses.source = sources.source AND source_id = ? ORDER BY id`
      : `SELECT id FROM responses WHERE source_id = ? AND source = ?`,
    source === null ? [sourceId] : [sourceId, source],
  );
  return rows.map((row) => row.id);
}

type Rows = SubjectRecord['tables'][string];

/** Null when there is no such response. */
export async function getSubject(sql: Sql, response: ResponseId): Promise<SubjectRecord | null> {
  const [row] = await sql.rows<{ source: string; source_id: string }>(
    `SELECT responses.source, source_id, units.code AS unit, day, answered_at, channel, responses.lang, score, scale,
       imports.file_name AS import_file, imports.started_at AS imported_at
     FROM responses JOIN units ON units.id = responses.unit_id LEFT JOIN imports ON imports.id = responses.import_id
     WHERE responses.id = ?`,
    [response],
  );
  if (!row) return null;
  const tables: Record<string, Rows> = { responses: [readable(row)] };
  for (const table of await tablesAboutResponses(sql)) {
    const rows = await rowsAbout(sql, table, response);
    if (rows.length > 0) tables[table] = rows;
  }
  const [comment] = await commentsById(sql, [response]);
  const seenBy = await sql.rows<AuditRow>(
    `SELECT ${AUDIT_COLUMNS} FROM audit_records WHERE id IN (SELECT record_id FROM audit_comments WHERE response_id = ?)
     ORDER BY id DESC`,
    [response],
  );
  return {
    response,
    source: row.source,
    sourceId: row.source_id,
    comment: comment ?? null,
    tables,
    seenBy: seenBy.map(eventOf),
    remains: await remainsOf(sql, response),
  };
}

/** The trail and the erasures name a response without being about its content. */
const NOT_ABOUT = ['audit_comments', 'erasures'];

/** Every table whose rows are about one response, so that a table that comes later is not forgotten here. */
async function tablesAboutResponses(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ name: string }>(
    `SELECT sqlite_master.name FROM sqlite_master JOIN pragma_table_info(sqlite_master.name) AS columns
     WHERE sqlite_master.type = 'table' AND columns.name = 'response_id' ORDER BY sqlite_master.name`,
  );
  return rows.map((row) => row.name).filter((name) => !NOT_ABOUT.includes(name));
}

/** What members of a panel said: nobody is told of an open round, and afterwards not who said it or when. */
const PANEL_ANSWERS = 'panel_sample_answers';
const WHOSE_ANSWER = ['member', 'at'];

/** @param table a name out of the schema */
async function rowsAbout(sql: Sql, table: string, response: ResponseId): Promise<Rows> {
  const columns = await sql.rows<{ name: string; type: string }>(`SELECT name, type FROM pragma_table_info(?)`, [
    table,
  ]);
  const isOfPanel = table === PANEL_ANSWERS;
  const told = columns
    .filter(({ name, type }) => name !== 'response_id' && type !== 'BLOB')
    .map(({ name }) => name)
    .filter((name) => !isOfPanel || !WHOSE_ANSWER.includes(name));
  const selected = told.map((name) => {
    if (name === 'theme_id') return '(SELECT theme FROM themes WHERE themes.id = theme_id) AS theme';
    if (name === 'statement_id')
      return '(SELECT statement FROM statements WHERE statements.id = statement_id) AS statement';
    return `"${name}"`;
  });
  if (selected.length === 0) return [];
  const rows = await sql.rows<Record<string, unknown>>(
    `SELECT ${selected.join(', ')} FROM "${table}" WHERE response_id = ?
     ${isOfPanel ? `AND round_id IN (SELECT id FROM panel_rounds WHERE state = 'closed') ORDER BY ${selected.join(', ')}` : ''}`,
    [response],
  );
  return rows.map(readable);
}

/** Stored codes as what they mean. */
function readable(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (typeof value !== 'number') return [name, value];
      if (name === 'day' || name === 'due' || name === 'delete_after') return [name, dayText(value)];
      return [name, name === 'polarity' ? polarityOf(value) : value];
    }),
  );
}

/** What people have to look at themselves when a response is erased. */
export async function remainsOf(sql: Sql, response: ResponseId): Promise<ErasureRemains> {
  const findings = await sql.rows<{ finding_id: number }>(
    `SELECT DISTINCT finding_id FROM finding_quotes WHERE response_id = ? ORDER BY finding_id`,
    [response],
  );
  const [rejected] = await sql.rows<{ id: number }>(
    `SELECT imports.id FROM responses JOIN imports ON imports.id = responses.import_id
     WHERE responses.id = ? AND rejections_file IS NOT NULL`,
    [response],
  );
  const themes = await sql.rows<{ key: string }>(
    `SELECT DISTINCT own_themes.key FROM own_themes, json_each(own_themes.sentences) AS sentence, responses
     WHERE responses.id = ? AND length(sentence.value ->> 0) >= ?
       AND instr(responses.comment, sentence.value ->> 0) > 0 ORDER BY own_themes.key`,
    [response, SHORTEST_SENTENCE],
  );
  return {
    findings: findings.map((row) => row.finding_id),
    rejectedRowsOfImport: rejected?.id ?? null,
    themes: themes.map((row) => row.key),
  };
}

/** Shorter ones ("kiitos!") are everybody's words. */
const SHORTEST_SENTENCE = 15;
