/** Comments that need an answer, and what staff write under comments. */
import { dayNumber, dayText } from './codes.js';
import type { Bound, Sql } from './database.js';
import type { ResponseId } from './store.js';
import type { Assignment, AssignmentFilter, PlacedAssignment, ThreadMessage, ThreadReplies } from './teamStore.js';

interface AssignmentRow {
  readonly response_id: number;
  readonly assignee_id: string;
  readonly assignee_name: string;
  readonly state: Assignment['state'];
  readonly by_id: string;
  readonly by_name: string;
  readonly at: string;
  readonly due: number | null;
  readonly note: string;
}

const COLUMNS = 'response_id, assignee_id, assignee_name, state, by_id, by_name, at, due, note';

function assignmentOf(row: AssignmentRow): Assignment {
  return {
    response: row.response_id,
    assignee: { id: row.assignee_id, name: row.assignee_name },
    state: row.state,
    by: { id: row.by_id, name: row.by_name },
    at: row.at,
    due: row.due === null ? null : dayText(row.due),
    note: row.note,
  };
}

export async function assign(sql: Sql, assignment: Assignment): Promise<void> {
  const values: Bound[] = [
    assignment.response,
    assignment.assignee.id,
    assignment.assignee.name,
    assignment.state,
    assignment.by.id,
    assignment.by.name,
    assignment.at,
    assignment.due === null ? null : dayNumber(assignment.due),
    assignment.note,
  ];
  await sql.rows(
    `INSERT INTO assignments (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (response_id) DO UPDATE SET assignee_id = excluded.assignee_id, assignee_name = excluded.assignee_name,
       state = excluded.state, by_id = excluded.by_id, by_name = excluded.by_name, at = excluded.at, due = excluded.due,
       note = excluded.note`,
    values,
  );
  await sql.rows(`INSERT INTO assignment_history (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, values);
}

export async function assignmentsOf(sql: Sql, responses: readonly ResponseId[]): Promise<Assignment[]> {
  const rows = await sql.rows<AssignmentRow>(
    `SELECT ${COLUMNS} FROM assignments WHERE response_id IN (SELECT value FROM json_each(?)) ORDER BY response_id`,
    [JSON.stringify(responses)],
  );
  return rows.map(assignmentOf);
}

/** Oldest first. */
export async function assignmentHistory(sql: Sql, response: ResponseId): Promise<Assignment[]> {
  const rows = await sql.rows<AssignmentRow>(
    `SELECT ${COLUMNS} FROM assignment_history WHERE response_id = ? ORDER BY id`,
    [response],
  );
  return rows.map(assignmentOf);
}

/** Those due first first, those without a day last, among equals the oldest first. */
export async function listAssignments(sql: Sql, filter: AssignmentFilter): Promise<PlacedAssignment[]> {
  const conditions: [string, Bound][] = [];
  if (filter.assignee !== undefined) conditions.push(['assignments.assignee_id = ?', filter.assignee]);
  if (filter.state !== undefined) conditions.push(['assignments.state = ?', filter.state]);
  if (filter.units) {
    conditions.push([
      `responses.unit_id IN (SELECT under.unit_id FROM unit_ancestors AS under
         JOIN units AS above ON above.id = under.ancestor_id WHERE above.code IN (SELECT value FROM json_each(?)))`,
      JSON.stringify(filter.units),
    ]);
  }
  const rows = await sql.rows<AssignmentRow & { readonly unit: string }>(
    `SELECT assignments.response_id, assignments.assignee_id, assignments.assignee_name, assignments.state,
       assignments.by_id, assignments.by_name, assignments.at, assignments.due, assignments.note, units.code AS unit
     FROM assignments JOIN responses ON responses.id = assignments.response_id JOIN units ON units.id = responses.unit_id
     ${conditions.length === 0 ? '' : `WHERE ${conditions.map(([text]) => text).join(' AND ')}`}
     ORDER BY assignments.due IS NULL, assignments.due, assignments.at, assignments.response_id LIMIT ?`,
    [...conditions.map(([, value]) => value), filter.limit ?? -1],
  );
  return rows.map((row) => ({ ...assignmentOf(row), unit: row.unit }));
}

interface MessageRow {
  readonly id: number;
  readonly response_id: number;
  readonly by_id: string;
  readonly by_name: string;
  readonly at: string;
  readonly message: string;
  readonly withdrawn_at: string | null;
}

export async function addMessage(sql: Sql, message: Omit<ThreadMessage, 'id' | 'withdrawnAt'>): Promise<number> {
  const [row] = await sql.rows<{ id: number }>(
    `INSERT INTO thread_messages (response_id, by_id, by_name, at, message) VALUES (?, ?, ?, ?, ?) RETURNING id`,
    [message.response, message.by.id, message.by.name, message.at, message.text],
  );
  if (!row) throw new Error('expected an id for the new message, got none');
  return row.id;
}

/** Oldest first. */
export async function listMessages(sql: Sql, response: ResponseId): Promise<ThreadMessage[]> {
  const rows = await sql.rows<MessageRow>(
    `SELECT id, response_id, by_id, by_name, at, message, withdrawn_at FROM thread_messages
     WHERE response_id = ? ORDER BY id`,
    [response],
  );
  return rows.map((row) => ({
    id: row.id,
    response: row.response_id,
    by: { id: row.by_id, name: row.by_name },
    at: row.at,
    text: row.message,
    withdrawnAt: row.withdrawn_at,
  }));
}

export async function withdrawMessage(
  sql: Sql,
  id: number,
  response: ResponseId,
  accountId: string,
  at: string,
): Promise<boolean> {
  const rows = await sql.rows<{ id: number }>(
    `UPDATE thread_messages SET message = '', withdrawn_at = ?
     WHERE id = ? AND response_id = ? AND by_id = ? AND withdrawn_at IS NULL RETURNING id`,
    [at, id, response, accountId],
  );
  return rows.length > 0;
}

/** Threads that the account wrote in and where others wrote after it, newest first. What was withdrawn does not count. */
export async function repliesAfter(sql: Sql, accountId: string, limit: number): Promise<ThreadReplies[]> {
  const rows = await sql.rows<{
    response: number;
    unit: string;
    messages: number;
    by: string;
    at: string;
  }>(
    `WITH own AS (
       SELECT response_id, MAX(id) AS last_id FROM thread_messages WHERE by_id = ? GROUP BY response_id
     ), later AS (
       SELECT own.response_id, COUNT(*) AS messages, MAX(others.id) AS last_id
       FROM own JOIN thread_messages AS others
         ON others.response_id = own.response_id AND others.id > own.last_id AND others.withdrawn_at IS NULL
       GROUP BY own.response_id
     )
     SELECT later.response_id AS response, units.code AS unit, later.messages, last.by_name AS by, last.at
     FROM later JOIN thread_messages AS last ON last.id = later.last_id
       JOIN responses ON responses.id = later.response_id JOIN units ON units.id = responses.unit_id
     ORDER BY last.id DESC LIMIT ?`,
    [accountId, limit],
  );
  return rows.map(({ response, unit, messages, by, at }) => ({ response, unit, messages, last: { by, at } }));
}
