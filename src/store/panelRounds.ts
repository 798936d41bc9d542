/** Rounds of panels: what is asked, whom, until when. */
import { dayNumber, dayText } from './codes.js';
import type { Sql } from './database.js';
import type { PartlyLocalised } from './findingStore.js';
import type { NewRound, Round, RoundChange } from './panelStore.js';

interface RoundRow {
  readonly id: number;
  readonly title: string;
  readonly state: Round['state'];
  readonly until: number;
  readonly created_by: string;
  readonly created_at: string;
  readonly closed_at: string | null;
  readonly findings: string;
  readonly members: string;
  readonly sample: string;
}

const COLUMNS = `panel_rounds.id, panel_rounds.title, panel_rounds.state, panel_rounds.until, panel_rounds.created_by,
  panel_rounds.created_at, panel_rounds.closed_at,
  (SELECT json_group_array(finding_id) FROM (
     SELECT finding_id FROM panel_findings WHERE round_id = panel_rounds.id ORDER BY place)) AS findings,
  (SELECT json_group_array(member) FROM (
     SELECT member FROM panel_members WHERE round_id = panel_rounds.id ORDER BY member)) AS members,
  (SELECT json_group_array(response_id) FROM (
     SELECT response_id FROM panel_sample WHERE round_id = panel_rounds.id ORDER BY place)) AS sample`;

function roundOf(row: RoundRow): Round {
  return {
    id: row.id,
    title: JSON.parse(row.title) as PartlyLocalised,
    state: row.state,
    until: dayText(row.until),
    findings: JSON.parse(row.findings) as number[],
    members: JSON.parse(row.members) as string[],
    sample: JSON.parse(row.sample) as number[],
    createdBy: row.created_by,
    createdAt: row.created_at,
    closedAt: row.closed_at,
  };
}

export async function addRound(sql: Sql, round: NewRound): Promise<number> {
  const [row] = await sql.rows<{ id: number }>(
    `INSERT INTO panel_rounds (title, state, until, created_by, created_at) VALUES (?, 'draft', ?, ?, ?) RETURNING id`,
    [JSON.stringify(round.title), dayNumber(round.until), round.createdBy, round.createdAt],
  );
  if (!row) throw new Error('expected the id of a new round, got none');
  await writeParts(sql, row.id, round);
  return row.id;
}

export async function getRound(sql: Sql, id: number): Promise<Round | null> {
  const [row] = await sql.rows<RoundRow>(`SELECT ${COLUMNS} FROM panel_rounds WHERE id = ?`, [id]);
  return row ? roundOf(row) : null;
}

export async function listRounds(sql: Sql, member: string | null): Promise<Round[]> {
  const rows = await sql.rows<RoundRow>(
    `SELECT ${COLUMNS} FROM panel_rounds
     WHERE ? IS NULL OR id IN (SELECT round_id FROM panel_members WHERE member = ?) ORDER BY id DESC`,
    [member, member],
  );
  return rows.map(roundOf);
}

export async function changeRound(sql: Sql, id: number, change: RoundChange): Promise<void> {
  await expectState(sql, id, 'draft');
  if (change.title)
    await sql.rows(`UPDATE panel_rounds SET title = ? WHERE id = ?`, [JSON.stringify(change.title), id]);
  if (change.until) await sql.rows(`UPDATE panel_rounds SET until = ? WHERE id = ?`, [dayNumber(change.until), id]);
  await writeParts(sql, id, change);
}

export async function deleteDraft(sql: Sql, id: number): Promise<void> {
  await expectState(sql, id, 'draft');
  await sql.rows(`DELETE FROM panel_rounds WHERE id = ?`, [id]);
}

const BEFORE: Readonly<Record<Round['state'], Round['state'] | null>> = { draft: null, open: 'draft', closed: 'open' };

export async function setRoundState(sql: Sql, id: number, state: Round['state'], at: string): Promise<void> {
  const before = BEFORE[state];
  if (before === null) throw new Error('expected a round to be opened or closed, got draft');
  await expectState(sql, id, before);
  await sql.rows(`UPDATE panel_rounds SET state = ?, closed_at = ? WHERE id = ?`, [
    state,
    state === 'closed' ? at : null,
    id,
  ]);
}

export async function setMemberLanguages(
  sql: Sql,
  round: number,
  member: string,
  languages: readonly string[],
): Promise<void> {
  const changed = await sql.rows<{ member: string }>(
    `UPDATE panel_members SET languages = ? WHERE round_id = ? AND member = ? RETURNING member`,
    [JSON.stringify(languages), round, member],
  );
  if (changed.length === 0) throw new Error(`expected a member of round ${round}, got ${member}`);
}

export async function memberLanguages(sql: Sql, round: number, member: string): Promise<readonly string[] | null> {
  const [row] = await sql.rows<{ languages: string | null }>(
    `SELECT languages FROM panel_members WHERE round_id = ? AND member = ?`,
    [round, member],
  );
  const languages = row?.languages ?? null;
  return languages === null ? null : (JSON.parse(languages) as string[]);
}

/** @throws when the round is not in the state, or not there */
export async function expectState(sql: Sql, id: number, state: Round['state']): Promise<void> {
  const [row] = await sql.rows<{ state: string }>(`SELECT state FROM panel_rounds WHERE id = ?`, [id]);
  if (row?.state !== state) throw new Error(`expected round ${id} to be ${state}, found it ${row?.state ?? 'missing'}`);
}

async function writeParts(sql: Sql, id: number, { findings, members, sample }: RoundChange): Promise<void> {
  if (findings) {
    await sql.rows(`DELETE FROM panel_findings WHERE round_id = ?`, [id]);
    await sql.rows(`INSERT INTO panel_findings (round_id, finding_id, place) SELECT ?, value, key FROM json_each(?)`, [
      id,
      JSON.stringify(findings),
    ]);
  }
  if (members) {
    await sql.rows(`DELETE FROM panel_members WHERE round_id = ?`, [id]);
    await sql.rows(`INSERT INTO panel_members (round_id, member) SELECT ?, value FROM json_each(?)`, [
      id,
      JSON.stringify(members),
    ]);
  }
  if (sample) {
    await sql.rows(`DELETE FROM panel_sample WHERE round_id = ?`, [id]);
    await sql.rows(`INSERT INTO panel_sample (round_id, response_id, place) SELECT ?, value, key FROM json_each(?)`, [
      id,
      JSON.stringify(sample),
    ]);
  }
}
