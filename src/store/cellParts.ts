/**
 * Builds and sums the two kinds of counted cells: whole months of a period from monthly cells, one seek per unit; the days
 * around them from the daily cells of all units below.
 */
import { CHANNELS } from '../domain/response.js';
import type { ChannelOrUnknown } from '../domain/response.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import type { Bound, Sql } from './database.js';
import type { PeriodParts } from './periods.js';
import { ORGANISATION } from './units.js';

/** Part of a statement with the values that it binds, in order. */
export interface Part {
  readonly text: string;
  readonly values: readonly Bound[];
}

export interface Target {
  readonly id: number;
  readonly code: string;
}

/** What to read: columns as they are called in either kind of cells. */
export interface CellSource {
  readonly monthlyTable: string;
  readonly dailyTable: string;
  readonly monthlyColumns: readonly string[];
  readonly dailyColumns: readonly string[];
  readonly splitByChannel: boolean;
  readonly splitByLang: boolean;
}

const ALL_CHANNELS: readonly ChannelOrUnknown[] = [...CHANNELS, 'unknown'];

/** Codes of the units that a filter is about, none of which lies under another; null for the whole organisation. */
export function unitsOf({ unit, within }: Pick<FeedbackFilter, 'unit' | 'within'>): readonly string[] | null {
  return unit === null ? (within ?? null) : [unit];
}

/** The units to count, or the whole organisation; units with an unknown code are left out. */
export async function targetUnits(sql: Sql, codes: readonly string[] | null): Promise<Target[]> {
  if (codes === null) return [{ id: ORGANISATION, code: '' }];
  return sql.rows<Target>(`SELECT id, code FROM units WHERE code IN (SELECT value FROM json_each(?))`, [
    JSON.stringify(codes),
  ]);
}

/** The level of channel and language at which monthly cells are read: the one asked for, each one, or '*' for all together. */
function monthlyLevel(filter: FeedbackFilter, source: CellSource): Part {
  const channels = filter.channel !== null ? [filter.channel] : source.splitByChannel ? ALL_CHANNELS : ['*'];
  const channel = `cells.channel IN (SELECT value FROM json_each(?))`;
  if (filter.lang === null && source.splitByLang) {
    return {
      text: `${channel} AND cells.lang IN (SELECT lang FROM languages)`,
      values: [JSON.stringify(channels)],
    };
  }
  return { text: `${channel} AND cells.lang = ?`, values: [JSON.stringify(channels), filter.lang ?? '*'] };
}

function monthlyParts(source: CellSource, targets: string, period: PeriodParts, filter: FeedbackFilter): Part[] {
  if (!period.months) return [];
  const level = monthlyLevel(filter, source);
  return [
    {
      text: `SELECT ${[...source.monthlyColumns, 'cells.responses'].join(', ')}
        FROM (SELECT value AS unit_id FROM json_each(?)) AS target
        CROSS JOIN ${source.monthlyTable} AS cells
        WHERE cells.unit_id = target.unit_id AND ${level.text} AND cells.month BETWEEN ? AND ?`,
      values: [targets, ...level.values, period.months.from, period.months.to],
    },
  ];
}

function dailyParts(source: CellSource, targets: string, period: PeriodParts, filter: FeedbackFilter): Part[] {
  const only: Part[] = [];
  if (filter.channel !== null) only.push({ text: ' AND cells.channel = ?', values: [filter.channel] });
  if (filter.lang !== null) only.push({ text: ' AND cells.lang = ?', values: [filter.lang] });
  return period.days.map((days) => ({
    text: `SELECT ${[...source.dailyColumns, 'cells.responses'].join(', ')}
      FROM (SELECT value AS unit_id FROM json_each(?)) AS target
      CROSS JOIN unit_ancestors AS under CROSS JOIN ${source.dailyTable} AS cells
      WHERE under.ancestor_id = target.unit_id AND cells.unit_id = under.unit_id
        AND cells.day BETWEEN ? AND ?${only.map((part) => part.text).join('')}`,
    values: [targets, days.from, days.to, ...only.flatMap((part) => part.values)],
  }));
}

/**
 * Sums the cells of the period by the columns of the source; each row is those columns and then the sum, which is never 0.
 * Rows come back as one JSON text, because the driver is slow at many small objects.
 */
export async function sumCells(
  sql: Sql,
  source: CellSource,
  targets: readonly Target[],
  period: PeriodParts,
  filter: FeedbackFilter,
): Promise<(string | number)[][]> {
  const ids = JSON.stringify(targets.map((target) => target.id));
  const parts = [...monthlyParts(source, ids, period, filter), ...dailyParts(source, ids, period, filter)];
  if (parts.length === 0 || targets.length === 0) return [];
  const columns = source.monthlyColumns.map((_, index) => `d${index}`);
  const grouping = columns.length > 0 ? `GROUP BY ${columns.join(', ')}` : '';
  const [row] = await sql.rows<{ cells: string }>(
    `WITH counted (${[...columns, 'responses'].join(', ')}) AS (${parts.map((part) => part.text).join(' UNION ALL ')}),
       summed AS (SELECT ${[...columns, 'SUM(responses) AS responses'].join(', ')} FROM counted ${grouping})
     SELECT json_group_array(json_array(${[...columns, 'responses'].join(', ')})) AS cells
     FROM summed WHERE responses <> 0`,
    parts.flatMap((part) => part.values),
  );
  return JSON.parse(row?.cells ?? '[]') as (string | number)[][];
}
