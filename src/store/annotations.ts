/** Notes that people put on days of a unit, to be seen on its charts. */
import type { Day } from '../domain/calendar.js';
import { dayNumber, dayText } from './codes.js';
import type { Sql } from './database.js';
import { dayRangeOf } from './periods.js';
import type { Annotation, NewAnnotation } from './store.js';

interface AnnotationRow {
  readonly id: number;
  readonly unit: string | null;
  readonly day: number;
  readonly text: string;
  readonly created_on: number;
}

/** @throws when the unit is not known */
export async function addAnnotation(sql: Sql, { unit, day, text, createdOn }: NewAnnotation): Promise<number> {
  const [row] = await sql.rows<{ id: number }>(
    `INSERT INTO annotations (unit_id, day, text, created_on)
     SELECT units.id, ?, ?, ? FROM (SELECT ? AS code) AS wanted LEFT JOIN units ON units.code = wanted.code
     WHERE wanted.code IS NULL OR units.id IS NOT NULL RETURNING id`,
    [dayNumber(day), text, dayNumber(createdOn), unit],
  );
  if (!row) throw new Error(`expected a known unit for an annotation, found "${String(unit)}"`);
  return row.id;
}

export async function getAnnotation(sql: Sql, id: number): Promise<Annotation | null> {
  const [row] = await sql.rows<AnnotationRow>(
    `SELECT annotations.id, units.code AS unit, annotations.day, annotations.text, annotations.created_on
     FROM annotations LEFT JOIN units ON units.id = annotations.unit_id WHERE annotations.id = ?`,
    [id],
  );
  return row ? annotationOf(row) : null;
}

function annotationOf(row: AnnotationRow): Annotation {
  return {
    id: row.id,
    unit: row.unit,
    day: dayText(row.day),
    text: row.text,
    createdOn: dayText(row.created_on),
  };
}

/** True when there was one. */
export async function deleteAnnotation(sql: Sql, id: number): Promise<boolean> {
  return (await sql.rows<{ id: number }>(`DELETE FROM annotations WHERE id = ? RETURNING id`, [id])).length > 0;
}

/** Those of the unit, of the units above it and of the whole organisation, by day. */
export async function listAnnotations(
  sql: Sql,
  unit: string | null,
  from: Day | null,
  to: Day | null,
): Promise<Annotation[]> {
  const days = dayRangeOf(from, to);
  const rows = await sql.rows<AnnotationRow>(
    `SELECT annotations.id, units.code AS unit, annotations.day, annotations.text, annotations.created_on
     FROM annotations LEFT JOIN units ON units.id = annotations.unit_id
     WHERE annotations.day BETWEEN ? AND ? AND (annotations.unit_id IS NULL OR annotations.unit_id IN (
       SELECT above.ancestor_id FROM unit_ancestors AS above JOIN units AS asked ON asked.id = above.unit_id
       WHERE asked.code = ?))
     ORDER BY annotations.day, annotations.id`,
    [days.from, days.to, unit],
  );
  return rows.map(annotationOf);
}
