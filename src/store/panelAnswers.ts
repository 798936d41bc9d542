/** What members of a panel answered. */
import type { Day } from '../domain/calendar.js';
import type { Polarity, ThemeKey } from '../domain/theme.js';
import { dayText } from './codes.js';
import type { Sql } from './database.js';
import type {
  FindingAnswer,
  MemberFindingAnswer,
  MemberProgress,
  MemberSampleAnswer,
  Recognition,
  SampleAnswer,
  SampleComment,
} from './panelStore.js';
import type { ResponseId } from './store.js';

interface Place {
  readonly round: number;
  readonly member: string;
  readonly today: Day;
}

export async function saveFindingAnswer(
  sql: Sql,
  { finding, ...place }: Place & { readonly finding: number },
  answer: FindingAnswer,
): Promise<void> {
  await expectOpen(sql, place);
  const { importance } = answer;
  if (importance !== null && !(Number.isInteger(importance) && importance >= 1 && importance <= 5)) {
    throw new Error(`expected an importance of 1–5, got ${importance}`);
  }
  const asked = await sql.rows<{ place: number }>(
    `SELECT place FROM panel_findings WHERE round_id = ? AND finding_id = ?`,
    [place.round, finding],
  );
  if (asked.length === 0) throw new Error(`expected a finding of round ${place.round}, got ${finding}`);
  await sql.rows(
    `INSERT INTO panel_finding_answers
       (round_id, finding_id, member, recognition, importance, text, suggested_action, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (round_id, finding_id, member) DO UPDATE SET recognition = excluded.recognition,
       importance = excluded.importance, text = excluded.text, suggested_action = excluded.suggested_action,
       at = excluded.at`,
    [
      place.round,
      finding,
      place.member,
      answer.recognition,
      importance,
      answer.text,
      answer.suggestedAction,
      answer.at,
    ],
  );
}

export async function saveSampleAnswer(
  sql: Sql,
  { response, ...place }: Place & { readonly response: ResponseId },
  { themes, asked, at }: SampleAnswer,
): Promise<void> {
  await expectOpen(sql, place);
  const drawn = await sql.rows<{ place: number }>(
    `SELECT place FROM panel_sample WHERE round_id = ? AND response_id = ?`,
    [place.round, response],
  );
  if (drawn.length === 0) throw new Error(`expected a comment of the sample of round ${place.round}, got ${response}`);
  const stray = themes.find(({ theme }) => !asked.includes(theme));
  if (stray) throw new Error(`expected a theme that was asked about, got ${stray.theme}`);
  await sql.rows(
    `INSERT INTO panel_sample_answers (round_id, response_id, member, themes, asked, at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (round_id, response_id, member) DO UPDATE SET themes = excluded.themes, asked = excluded.asked,
       at = excluded.at`,
    [
      place.round,
      response,
      place.member,
      JSON.stringify(themes.map(({ theme, polarity }) => [theme, polarity])),
      JSON.stringify(asked),
      at,
    ],
  );
}

/** @throws when the member cannot answer in the round today */
async function expectOpen(sql: Sql, { round, member, today }: Place): Promise<void> {
  const [row] = await sql.rows<{ state: string; until: number; isMember: number }>(
    `SELECT state, until, EXISTS (SELECT 1 FROM panel_members WHERE round_id = panel_rounds.id AND member = ?) AS isMember
     FROM panel_rounds WHERE id = ?`,
    [member, round],
  );
  if (row?.state !== 'open') throw new Error(`expected round ${round} to be open, found it ${row?.state ?? 'missing'}`);
  const until = dayText(row.until);
  if (today > until) throw new Error(`expected an answer to round ${round} by ${until}, got one on ${today}`);
  if (row.isMember !== 1) throw new Error(`expected a member of round ${round}, got ${member}`);
}

export async function findingAnswers(sql: Sql, round: number): Promise<MemberFindingAnswer[]> {
  const rows = await sql.rows<{
    finding_id: number;
    member: string;
    recognition: Recognition;
    importance: number | null;
    text: string;
    suggested_action: string;
    at: string;
  }>(
    `SELECT finding_id, member, recognition, importance, text, suggested_action, at FROM panel_finding_answers
     WHERE round_id = ? ORDER BY finding_id, member`,
    [round],
  );
  return rows.map(({ finding_id, member, suggested_action, ...answer }) => ({
    finding: finding_id,
    member,
    answer: { ...answer, suggestedAction: suggested_action },
  }));
}

export async function sampleAnswers(sql: Sql, round: number): Promise<MemberSampleAnswer[]> {
  const rows = await sql.rows<{ response_id: number; member: string; themes: string; asked: string; at: string }>(
    `SELECT response_id, member, themes, asked, at FROM panel_sample_answers
     WHERE round_id = ? ORDER BY response_id, member`,
    [round],
  );
  return rows.map(({ response_id, member, themes, asked, at }) => ({
    response: response_id,
    member,
    answer: {
      themes: (JSON.parse(themes) as [ThemeKey, Polarity][]).map(([theme, polarity]) => ({ theme, polarity })),
      asked: JSON.parse(asked) as ThemeKey[],
      at,
    },
  }));
}

export async function roundProgress(sql: Sql, round: number): Promise<MemberProgress[]> {
  const rows = await sql.rows<{ member: string; languages: string | null; findings: number; comments: number }>(
    `SELECT panel_members.member, panel_members.languages,
       (SELECT COUNT(*) FROM panel_finding_answers AS said
        WHERE said.round_id = panel_members.round_id AND said.member = panel_members.member) AS findings,
       (SELECT COUNT(*) FROM panel_sample_answers AS said
        WHERE said.round_id = panel_members.round_id AND said.member = panel_members.member) AS comments
     FROM panel_members WHERE round_id = ? ORDER BY panel_members.member`,
    [round],
  );
  return rows.map(({ languages, ...row }) => ({
    ...row,
    languages: languages === null ? null : (JSON.parse(languages) as string[]),
  }));
}

export async function roundComments(sql: Sql, round: number): Promise<SampleComment[]> {
  return sql.rows<SampleComment>(
    `SELECT panel_sample.response_id AS response, responses.lang, responses.comment AS text
     FROM panel_sample JOIN responses ON responses.id = panel_sample.response_id
     WHERE panel_sample.round_id = ? AND responses.comment IS NOT NULL ORDER BY panel_sample.place`,
    [round],
  );
}
