/** Figures from the counted cells: what a page costs depends on the cells of its period, not on how many responses there are. */
import { CHANNELS } from '../domain/response.js';
import type { ChannelOrUnknown, LanguageCode } from '../domain/response.js';
import { NO_FILTER } from '../domain/feedbackFilter.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import type { Day } from '../domain/calendar.js';
import { sumCells, targetUnits, unitsOf } from './cellParts.js';
import { commentStateOf, dayText, monthText, scoreClassOf } from './codes.js';
import type { Sql } from './database.js';
import { dayRangeOf, splitPeriod } from './periods.js';
import type { Cell, CellDimension, StatementCell, TaggingProgress } from './store.js';
import { ORGANISATION } from './units.js';

/** How each dimension reads in monthly and in daily cells. */
const COLUMNS: Readonly<Record<CellDimension, { readonly monthly: string; readonly daily: string }>> = {
  unit: { monthly: 'target.unit_id', daily: 'target.unit_id' },
  month: { monthly: 'cells.month', daily: 'cells.day / 100' },
  // no monthly cell is read when days are asked for
  day: { monthly: 'NULL', daily: 'cells.day' },
  channel: { monthly: 'cells.channel', daily: 'cells.channel' },
  lang: { monthly: 'cells.lang', daily: 'cells.lang' },
  scoreClass: { monthly: 'cells.score_class', daily: 'cells.score_class' },
  commentState: { monthly: 'cells.comment_state', daily: 'cells.comment_state' },
  themes: { monthly: 'cells.theme_set_id', daily: 'cells.theme_set_id' },
};

type Names = ReadonlyMap<number, string>;

function nameOf(names: Names, id: string | number): string {
  const name = names.get(Number(id));
  if (name === undefined) throw new Error(`expected a name for the counted key ${id}, found none`);
  return name;
}

/** One dimension of a cell from its stored value. */
function dimensionOf(dimension: CellDimension, stored: string | number, units: Names, sets: Names): Partial<Cell> {
  switch (dimension) {
    case 'unit':
      return { unit: nameOf(units, stored) };
    case 'month':
      return { month: monthText(Number(stored)) };
    case 'day':
      return { day: dayText(Number(stored)) };
    case 'channel':
      return { channel: channelOf(String(stored)) };
    case 'lang':
      return { lang: String(stored) };
    case 'scoreClass':
      return { scoreClass: scoreClassOf(Number(stored)) };
    case 'commentState':
      return { commentState: commentStateOf(Number(stored)) };
    case 'themes':
      return { themes: nameOf(sets, stored) };
  }
}

/** A stored channel; one that this version does not know reads as unknown. */
export function channelOf(stored: string): ChannelOrUnknown {
  return CHANNELS.find((known) => known === stored) ?? 'unknown';
}

async function themeSetNames(sql: Sql, ids: ReadonlySet<number>): Promise<Names> {
  if (ids.size === 0) return new Map();
  const rows = await sql.rows<{ id: number; theme_set: string }>(
    `SELECT id, theme_set FROM theme_sets WHERE id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify([...ids])],
  );
  return new Map(rows.map((row) => [row.id, row.theme_set]));
}

/**
 * Counts by the dimensions asked for; see Store.readCells. Units with an unknown code count nothing.
 * @throws when split by unit without saying which
 */
export async function readCells(
  sql: Sql,
  filter: FeedbackFilter,
  by: readonly CellDimension[],
  units?: readonly string[],
): Promise<Cell[]> {
  const codes = units ?? unitsOf(filter);
  if (codes === null && by.includes('unit')) throw new Error('expected the units to split by, got none');
  const targets = await targetUnits(sql, codes);
  const dimensions = [...new Set(by)];
  const rows = await sumCells(
    sql,
    {
      monthlyTable: dimensions.includes('themes') ? 'monthly_theme_cells' : 'monthly_cells',
      dailyTable: 'daily_cells',
      monthlyColumns: dimensions.map((dimension) => COLUMNS[dimension].monthly),
      dailyColumns: dimensions.map((dimension) => COLUMNS[dimension].daily),
      splitByChannel: dimensions.includes('channel'),
      splitByLang: dimensions.includes('lang'),
    },
    targets,
    dimensions.includes('day')
      ? { months: null, days: [dayRangeOf(filter.from, filter.to)] }
      : splitPeriod(filter.from, filter.to),
    filter,
  );
  const unitNames: Names = new Map(targets.map((target) => [target.id, target.code]));
  const setIndex = dimensions.indexOf('themes');
  const setNames = await themeSetNames(sql, new Set(setIndex < 0 ? [] : rows.map((row) => Number(row[setIndex]))));
  return rows.map((row) => {
    const cell: { count: number } & Partial<Cell> = { count: Number(row[dimensions.length]) };
    dimensions.forEach((dimension, index) => {
      Object.assign(cell, dimensionOf(dimension, row[index] ?? '', unitNames, setNames));
    });
    return cell;
  });
}

/** Counts of answers to survey statements, by statement key and value. */
export async function readStatements(sql: Sql, filter: FeedbackFilter): Promise<StatementCell[]> {
  const columns = ['cells.statement_id', 'cells.value'];
  const rows = await sumCells(
    sql,
    {
      monthlyTable: 'monthly_statement_cells',
      dailyTable: 'daily_statement_cells',
      monthlyColumns: columns,
      dailyColumns: columns,
      splitByChannel: false,
      splitByLang: false,
    },
    await targetUnits(sql, unitsOf(filter)),
    splitPeriod(filter.from, filter.to),
    filter,
  );
  const statements = await sql.rows<{ id: number; statement: string }>(`SELECT id, statement FROM statements`);
  const names: Names = new Map(statements.map((row) => [row.id, row.statement]));
  return rows
    .map(([id, value, count]) => ({
      statement: nameOf(names, id ?? ''),
      value: Number(value),
      count: Number(count),
    }))
    .sort((a, b) => (a.statement === b.statement ? a.value - b.value : a.statement < b.statement ? -1 : 1));
}

/** First and last day with a response in the unit; each is one seek per unit below. */
export async function dayRange(
  sql: Sql,
  unit: string | null,
): Promise<{ readonly from: Day; readonly to: Day } | null> {
  const [target] = await targetUnits(sql, unit === null ? null : [unit]);
  if (!target) return null;
  const [row] = await sql.rows<{ first_day: number | null; last_day: number | null }>(
    `SELECT MIN(first_day) AS first_day, MAX(last_day) AS last_day FROM (
       SELECT (SELECT MIN(day) FROM daily_cells WHERE daily_cells.unit_id = under.unit_id) AS first_day,
              (SELECT MAX(day) FROM daily_cells WHERE daily_cells.unit_id = under.unit_id) AS last_day
       FROM unit_ancestors AS under WHERE under.ancestor_id = ?)`,
    [target.id],
  );
  if (!row || row.first_day === null || row.last_day === null) return null;
  return { from: dayText(row.first_day), to: dayText(row.last_day) };
}

function byFrequency<Key>(cells: readonly Cell[], keyOf: (cell: Cell) => Key | undefined): Key[] {
  return [...cells]
    .sort((a, b) => b.count - a.count)
    .flatMap((cell) => {
      const key = keyOf(cell);
      return key === undefined ? [] : [key];
    });
}

/** Most frequent first. */
export async function knownLanguages(sql: Sql): Promise<LanguageCode[]> {
  return byFrequency(await readCells(sql, NO_FILTER, ['lang']), (cell) => cell.lang);
}

/** Most frequent first. */
export async function knownChannels(sql: Sql): Promise<ChannelOrUnknown[]> {
  return byFrequency(await readCells(sql, NO_FILTER, ['channel']), (cell) => cell.channel);
}

/** How many comments wait, are tagged, or are in a language that is not tagged. */
export async function taggingProgress(sql: Sql): Promise<TaggingProgress> {
  const rows = await sql.rows<{ comment_state: number; n: number }>(
    `SELECT comment_state, SUM(responses) AS n FROM monthly_cells
     WHERE unit_id = ? AND channel = '*' AND lang = '*' GROUP BY comment_state`,
    [ORGANISATION],
  );
  const counts = new Map(rows.map((row) => [commentStateOf(row.comment_state), row.n]));
  return {
    pending: counts.get('pending') ?? 0,
    tagged: counts.get('tagged') ?? 0,
    unsupported: counts.get('unsupported') ?? 0,
  };
}
