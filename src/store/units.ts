/** The unit tree, with every unit's ancestors spelled out so that counting upwards is a join. */
import type { Sql } from './database.js';
import type { Unit } from './store.js';

interface UnitRow {
  readonly code: string;
  readonly parent: string | null;
  readonly name_fi: string;
  readonly name_sv: string;
  readonly name_en: string;
  readonly target: number | null;
}

/** The id under which the whole organisation is counted. */
export const ORGANISATION = 0;

/** Parents before their children. */
export async function listUnits(sql: Sql): Promise<Unit[]> {
  const rows = await sql.rows<UnitRow>(
    `SELECT unit.code, parent.code AS parent, unit.name_fi, unit.name_sv, unit.name_en, unit.target
     FROM units AS unit LEFT JOIN units AS parent ON parent.id = unit.parent_id
     ORDER BY unit.id`,
  );
  return rows.map((row) => ({
    code: row.code,
    parent: row.parent,
    name: { fi: row.name_fi, sv: row.name_sv, en: row.name_en },
    target: row.target,
  }));
}

async function insertUnit(sql: Sql, unit: Unit, parentId: number | null): Promise<number> {
  const [row] = await sql.rows<{ id: number }>(
    `INSERT INTO units (code, parent_id, name_fi, name_sv, name_en, target) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
    [unit.code, parentId, unit.name.fi, unit.name.sv, unit.name.en, unit.target],
  );
  if (!row) throw new Error(`expected an id for the new unit "${unit.code}", got none`);
  await sql.rows(
    `INSERT INTO unit_ancestors (ancestor_id, unit_id)
     SELECT ancestor_id, ? FROM unit_ancestors WHERE unit_id = ? UNION SELECT ?, ? UNION SELECT ?, ?`,
    [row.id, parentId, row.id, row.id, ORGANISATION, row.id],
  );
  return row.id;
}

async function unitIds(sql: Sql, codes: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql.rows<{ id: number; code: string }>(
    `SELECT id, code FROM units WHERE code IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(codes)],
  );
  return new Map(rows.map((row) => [row.code, row.id]));
}

/** Adds units or changes names and targets; a known unit stays where it is in the tree. */
export async function saveUnits(sql: Sql, units: readonly Unit[]): Promise<void> {
  const known = await unitIds(
    sql,
    units.flatMap((unit) => (unit.parent === null ? [unit.code] : [unit.code, unit.parent])),
  );
  for (const unit of units) {
    const id = known.get(unit.code);
    if (id !== undefined) {
      await sql.rows(`UPDATE units SET name_fi = ?, name_sv = ?, name_en = ?, target = ? WHERE id = ?`, [
        unit.name.fi,
        unit.name.sv,
        unit.name.en,
        unit.target,
        id,
      ]);
      continue;
    }
    const parentId = unit.parent === null ? null : known.get(unit.parent);
    if (parentId === undefined) {
      throw new Error(`expected the parent of unit "${unit.code}" before it, found no unit "${unit.parent}"`);
    }
    known.set(unit.code, await insertUnit(sql, unit, parentId));
  }
}

/**
 * Ids of the units that the paths end in, in their order. Unknown units are added under the unit before them in the path; a
 * code that exists elsewhere in the tree keeps its place.
 */
export async function resolveUnitPaths(
  sql: Sql,
  paths: readonly (readonly string[])[],
  names: ReadonlyMap<string, string>,
): Promise<number[]> {
  const known = await unitIds(sql, [...new Set(paths.flat())]);
  const ids: number[] = [];
  for (const path of paths) {
    let id: number | null = null;
    for (const code of path) {
      let next: number | undefined = known.get(code);
      if (next === undefined) {
        const name = names.get(code) ?? code;
        const unit: Unit = { code, parent: null, name: { fi: name, sv: name, en: name }, target: null };
        next = await insertUnit(sql, unit, id);
        known.set(code, next);
      }
      id = next;
    }
    if (id === null) throw new Error('expected at least one unit code in the path of a response, got none');
    ids.push(id);
  }
  return ids;
}
