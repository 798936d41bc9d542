/** Actions as rows. */
import type { Action, ActionChange, ActionListFilter, ActionState, ExpectedMeasure, NewAction } from './actionStore.js';
import { dayNumber, dayText } from './codes.js';
import type { Bound, Sql } from './database.js';

interface ActionRow {
  readonly id: number;
  readonly finding_id: number | null;
  readonly unit: string | null;
  readonly title: string;
  readonly description: string;
  readonly owner_id: string;
  readonly owner_name: string;
  readonly due: number;
  readonly state: ActionState;
  readonly started_on: number | null;
  readonly measure: ExpectedMeasure['kind'];
  readonly theme: string | null;
  readonly direction: ExpectedMeasure['direction'];
  readonly outcome: string;
  readonly created_by: string;
  readonly created_at: string;
  readonly changed_at: string;
}

const COLUMNS = `actions.id, actions.finding_id, units.code AS unit, actions.title, actions.description, actions.owner_id,
  actions.owner_name, actions.due, actions.state, actions.started_on, actions.measure, actions.theme, actions.direction,
  actions.outcome, actions.created_by, actions.created_at, actions.changed_at`;

function actionOf(row: ActionRow): Action {
  return {
    id: row.id,
    finding: row.finding_id,
    unit: row.unit,
    title: row.title,
    description: row.description,
    owner: { id: row.owner_id, name: row.owner_name },
    due: dayText(row.due),
    state: row.state,
    startedOn: row.started_on === null ? null : dayText(row.started_on),
    measure: { kind: row.measure, theme: row.theme, direction: row.direction },
    outcome: row.outcome,
    createdBy: row.created_by,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

/** @throws when the unit is not known */
export async function addAction(sql: Sql, action: NewAction): Promise<number> {
  const { measure, owner, startedOn } = action;
  const [row] = await sql.rows<{ id: number }>(
    `INSERT INTO actions (finding_id, unit_id, title, description, owner_id, owner_name, due, state, started_on, measure, theme,
       direction, outcome, created_by, created_at, changed_at)
     SELECT ?, units.id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?
     FROM (SELECT ? AS code) AS wanted LEFT JOIN units ON units.code = wanted.code
     WHERE wanted.code IS NULL OR units.id IS NOT NULL RETURNING id`,
    [
      action.finding,
      action.title,
      action.description,
      owner.id,
      owner.name,
      dayNumber(action.due),
      action.state,
      startedOn === null ? null : dayNumber(startedOn),
      measure.kind,
      measure.theme,
      measure.direction,
      action.createdBy,
      action.createdAt,
      action.createdAt,
      action.unit,
    ],
  );
  if (!row) throw new Error(`expected a known unit for an action, found "${String(action.unit)}"`);
  return row.id;
}

export async function getAction(sql: Sql, id: number): Promise<Action | null> {
  const [row] = await sql.rows<ActionRow>(
    `SELECT ${COLUMNS} FROM actions LEFT JOIN units ON units.id = actions.unit_id WHERE actions.id = ?`,
    [id],
  );
  return row ? actionOf(row) : null;
}

/** By due day. With units: those of these units and of all under them, and none of the whole organisation. */
export async function listActions(sql: Sql, { finding, units, states }: ActionListFilter): Promise<Action[]> {
  const list = (values: readonly string[] | null | undefined): string | null =>
    values ? JSON.stringify(values) : null;
  const rows = await sql.rows<ActionRow>(
    `SELECT ${COLUMNS} FROM (SELECT ? AS finding, ? AS states, ? AS units) AS asked
     JOIN actions LEFT JOIN units ON units.id = actions.unit_id
     WHERE (asked.finding IS NULL OR actions.finding_id = asked.finding)
       AND (asked.states IS NULL OR actions.state IN (SELECT value FROM json_each(asked.states)))
       AND (asked.units IS NULL OR actions.unit_id IN (
         SELECT below.unit_id FROM unit_ancestors AS below JOIN units AS above ON above.id = below.ancestor_id
         WHERE above.code IN (SELECT value FROM json_each(asked.units))))
     ORDER BY actions.due, actions.id`,
    [finding ?? null, list(states), list(units)],
  );
  return rows.map(actionOf);
}

/**
 * Changes the action and adds to its history. A change of nothing leaves both as they are.
 * @throws when there is no such action
 */
export async function changeAction(sql: Sql, id: number, change: ActionChange, by: string, at: string): Promise<void> {
  const before = await getAction(sql, id);
  if (!before) throw new Error(`expected a known action, found ${id}`);
  const changed = changedFields(before, change);
  if (Object.keys(changed).length === 0) return;
  const after = { ...before, ...changed };
  const values: Bound[] = [
    after.title,
    after.description,
    after.owner.id,
    after.owner.name,
    dayNumber(after.due),
    after.state,
    after.startedOn === null ? null : dayNumber(after.startedOn),
    after.measure.kind,
    after.measure.theme,
    after.measure.direction,
    after.outcome,
    at,
    id,
  ];
  await sql.rows(
    `UPDATE actions SET title = ?, description = ?, owner_id = ?, owner_name = ?, due = ?, state = ?, started_on = ?, measure = ?,
       theme = ?, direction = ?, outcome = ?, changed_at = ? WHERE id = ?`,
    values,
  );
  await sql.rows(`INSERT INTO action_history (action_id, change, by, at) VALUES (?, ?, ?, ?)`, [
    id,
    JSON.stringify(changed),
    by,
    at,
  ]);
}

/** The fields that differ: the history says what changed, not what a form happened to send along. */
function changedFields(before: Action, change: ActionChange): ActionChange {
  const differing = Object.entries(change).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof ActionChange]),
  );
  return Object.fromEntries(differing);
}

export async function actionHistory(
  sql: Sql,
  id: number,
): Promise<{ readonly at: string; readonly by: string; readonly change: ActionChange }[]> {
  const rows = await sql.rows<{ at: string; by: string; change: string }>(
    `SELECT at, by, change FROM action_history WHERE action_id = ? ORDER BY id`,
    [id],
  );
  return rows.map(({ at, by, change }) => ({ at, by, change: JSON.parse(change) as ActionChange }));
}
