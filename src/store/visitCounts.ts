/** How many visits a unit had in a month: what its responses are a part of. */
import type { Month } from '../domain/calendar.js';
import { monthNumber, monthText } from './codes.js';
import type { Sql } from './database.js';
import type { VisitCount } from './store.js';

/** Sets counts; a month of a unit that has one gets the new one. @throws when a unit is not known */
export async function saveVisitCounts(sql: Sql, counts: readonly VisitCount[]): Promise<void> {
  const known = await sql.rows<{ id: number; code: string }>(
    `SELECT id, code FROM units WHERE code IN (SELECT value FROM json_each(?))`,
    [JSON.stringify([...new Set(counts.map((count) => count.unit))])],
  );
  const ids = new Map(known.map((unit) => [unit.code, unit.id]));
  const rows = counts.map(({ unit, month, visits }) => {
    const id = ids.get(unit);
    if (id === undefined) throw new Error(`expected a known unit for visits, found "${unit}"`);
    return [id, monthNumber(month), visits];
  });
  await sql.rows(
    `INSERT INTO visit_counts (unit_id, month, visits)
     SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE true
     ON CONFLICT (unit_id, month) DO UPDATE SET visits = excluded.visits`,
    [JSON.stringify(rows)],
  );
}

/** Visits by month of each unit asked for, with what lies under it; months without a count are left out. */
export async function readVisitCounts(
  sql: Sql,
  units: readonly string[],
  from: Month,
  to: Month,
): Promise<VisitCount[]> {
  const rows = await sql.rows<{ code: string; month: number; visits: number }>(
    `SELECT units.code, visit_counts.month, SUM(visit_counts.visits) AS visits
     FROM units JOIN unit_ancestors AS under ON under.ancestor_id = units.id
     JOIN visit_counts ON visit_counts.unit_id = under.unit_id
     WHERE units.code IN (SELECT value FROM json_each(?)) AND visit_counts.month BETWEEN ? AND ?
     GROUP BY units.id, visit_counts.month ORDER BY units.id, visit_counts.month`,
    [JSON.stringify(units), monthNumber(from), monthNumber(to)],
  );
  return rows.map((row) => ({ unit: row.code, month: monthText(row.month), visits: row.visits }));
}
