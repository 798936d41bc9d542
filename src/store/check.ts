/** Whether the database is sound: the file, the references, and every count against what it counts. */
import type { ChainPlace } from './audit.js';
import { auditProblems, verifyAudit } from './auditChain.js';
import { checkLabels } from './labelCheck.js';
import { ID_BITS } from './searchIndex.js';
import type { Sql } from './database.js';
import { indexProblems } from './similarityIndex.js';

/** The levels of monthly cells that sum over channels, languages or both. */
const SUMMED_LEVELS = `levels (any_channel, any_lang) AS (VALUES (0, 1), (1, 0), (1, 1))`;
const LEVELLED = `CASE WHEN any_channel = 1 THEN '*' ELSE channel END, CASE WHEN any_lang = 1 THEN '*' ELSE lang END`;
const SUMMED = `(channel = '*' OR lang = '*')`;

/** What some cells must be the sum of: each step rests on cells that an earlier one has checked. */
interface Recount {
  readonly table: string;
  /** Columns that name a cell. */
  readonly keys: string;
  /** Which cells of the table are checked. */
  readonly where: string;
  /** Keys and how many responses: what the cells count. */
  readonly counted: string;
}

const DAILY_KEYS = 'unit_id, day, channel, lang';
const MONTHLY_KEYS = 'unit_id, channel, lang, month';

/** The three recounts of cells that have these columns beside unit, time, channel and language. */
function recountsOf(daily: string, monthly: string, columns: string, responses: string): Recount[] {
  return [
    {
      table: daily,
      keys: `${DAILY_KEYS}, ${columns}`,
      where: 'true',
      counted: `SELECT ${DAILY_KEYS}, ${columns}, 1 FROM ${responses}`,
    },
    {
      table: monthly,
      keys: `${MONTHLY_KEYS}, ${columns}`,
      where: `NOT ${SUMMED}`,
      counted: `SELECT ancestor_id, channel, lang, day / 100, ${columns}, responses
        FROM ${daily} JOIN unit_ancestors ON unit_ancestors.unit_id = ${daily}.unit_id`,
    },
    {
      table: monthly,
      keys: `${MONTHLY_KEYS}, ${columns}`,
      where: SUMMED,
      counted: `SELECT unit_id, ${LEVELLED}, month, ${columns}, responses
        FROM ${monthly} CROSS JOIN levels WHERE NOT ${SUMMED}`,
    },
  ];
}

const CLASS_AND_STATE = 'score_class, comment_state';

const RECOUNTS: readonly Recount[] = [
  ...recountsOf('daily_cells', 'monthly_theme_cells', `${CLASS_AND_STATE}, theme_set_id`, 'responses'),
  {
    table: 'monthly_cells',
    keys: `${MONTHLY_KEYS}, ${CLASS_AND_STATE}`,
    where: 'true',
    counted: `SELECT ${MONTHLY_KEYS}, ${CLASS_AND_STATE}, responses FROM monthly_theme_cells`,
  },
  ...recountsOf(
    'daily_statement_cells',
    'monthly_statement_cells',
    'statement_id, value',
    'responses JOIN response_statements ON response_id = responses.id',
  ),
];

/** How many cells are not what a recount gives. One sort of both sides, which SQLite does within bounded memory. */
async function wrongCells(sql: Sql, { table, keys, where, counted }: Recount): Promise<number> {
  const [row] = await sql.rows<{ n: number }>(
    `WITH ${SUMMED_LEVELS}, both_sides (${keys}, n) AS (
       ${counted} UNION ALL SELECT ${keys}, -responses FROM ${table} WHERE ${where}
     )
     SELECT COUNT(*) AS n FROM (SELECT 1 FROM both_sides GROUP BY ${keys} HAVING SUM(n) <> 0)`,
  );
  return row?.n ?? 0;
}

/** Rows that should not exist, by kind. */
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
    problem: 'words that are searched for and in no comment',
    count: `SELECT COUNT(*) AS n FROM search_words LEFT JOIN indexed_words ON indexed_words.term = search_words.word
      WHERE indexed_words.term IS NULL`,
  },
  {
    problem: 'erased responses that are there',
    count: `SELECT COUNT(*) AS n FROM erasures JOIN responses ON responses.id = erasures.response_id`,
  },
  ...['daily_cells', 'monthly_cells', 'monthly_theme_cells'].map((table) => ({
    problem: `cells of ${table} that count nobody`,
    count: `SELECT COUNT(*) AS n FROM ${table} WHERE responses <= 0`,
  })),
  {
    problem: 'units that the organisation does not count',
    count: `SELECT COUNT(*) AS n FROM units WHERE NOT EXISTS (
        SELECT 1 FROM unit_ancestors WHERE unit_id = units.id AND ancestor_id = 0)`,
  },
];

/**
 * Problems found, in words, without any comment's text; empty when sound. Reads everything: minutes on millions.
 * @param anchors places of the audit trail that were noted outside the database
 */
export async function check(sql: Sql, anchors: readonly ChainPlace[] = []): Promise<string[]> {
  const problems: string[] = [];
  const integrity = await sql.rows<{ integrity_check: string }>('PRAGMA integrity_check');
  problems.push(...integrity.map((row) => row.integrity_check).filter((message) => message !== 'ok'));
  const references = await sql.rows<{ table: string; parent: string }>('PRAGMA foreign_key_check');
  if (references.length > 0) {
    const tables = [...new Set(references.map((row) => `${row.table} → ${row.parent}`))];
    problems.push(`${references.length} rows refer to missing rows (${tables.join(', ')})`);
  }
  for (const recount of RECOUNTS) {
    const wrong = await wrongCells(sql, recount);
    if (wrong > 0) problems.push(`${recount.table}: ${wrong} counts that a recount does not give`);
  }
  for (const { problem, count } of ORPHANS) {
    const [row] = await sql.rows<{ n: number }>(count);
    if (row && row.n > 0) problems.push(`${row.n} ${problem}`);
  }
  problems.push(...(await checkLabels(sql)));
  problems.push(...(await indexProblems(sql)));
  problems.push(...auditProblems(await verifyAudit(sql, anchors)));
  return problems;
}
