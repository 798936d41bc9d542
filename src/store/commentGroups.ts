/** Groups of comments without a theme, kept from run to run. */
import type { LanguageCode, Scale } from '../domain/response.js';
import { dayText } from './codes.js';
import type {
  CommentGroup,
  CommentGroupStore,
  GroupMember,
  GroupPhrases,
  KnownGroup,
  NewCommentGroup,
} from './commentGroupStore.js';
import type { Database, Sql } from './database.js';
import { bytesOf, floatsOf } from './similarityIndex.js';

export function groupMethods({ read, write }: Database): CommentGroupStore {
  return {
    knownGroups: (space, runs) => read((sql) => knownGroups(sql, space, runs)),
    saveGroups: (run, space, groups) => write((sql) => saveGroups(sql, run, space, groups)),
    listGroups: (run) => read((sql) => groupsWhere(sql, 'last_run_id', run)),
    getGroup: (id) => read(async (sql) => (await groupsWhere(sql, 'id', id))[0] ?? null),
  };
}

async function knownGroups(sql: Sql, space: string, runs: number): Promise<KnownGroup[]> {
  const rows = await sql.rows<{ id: number; centroid: Uint8Array; phrases: string }>(
    `SELECT comment_groups.id, centroid, phrases FROM comment_groups JOIN vector_spaces ON vector_spaces.id = space_id
     WHERE space = ? AND last_run_id IN (SELECT DISTINCT last_run_id FROM comment_groups ORDER BY last_run_id DESC LIMIT ?)
     ORDER BY last_run_id DESC, comment_groups.id`,
    [space, runs],
  );
  return rows.map(({ id, centroid, phrases }) => ({
    id,
    centroid: floatsOf(centroid),
    phrases: JSON.parse(phrases) as GroupPhrases,
  }));
}

async function saveGroups(sql: Sql, run: number, space: string, groups: readonly NewCommentGroup[]): Promise<number[]> {
  await sql.rows(`INSERT INTO vector_spaces (space) VALUES (?) ON CONFLICT (space) DO NOTHING`, [space]);
  await sql.rows(`DELETE FROM comment_group_members`);
  const ids: number[] = [];
  for (const { id, centroid, phrases, cohesion, members } of groups) {
    const [row] = await sql.rows<{ id: number }>(
      `INSERT INTO comment_groups (id, space_id, centroid, phrases, cohesion, first_run_id, last_run_id)
       SELECT ?, id, ?, ?, ?, ?, ? FROM vector_spaces WHERE space = ?
       ON CONFLICT (id) DO UPDATE SET centroid = excluded.centroid, phrases = excluded.phrases,
         cohesion = excluded.cohesion, last_run_id = excluded.last_run_id
       RETURNING id`,
      [id, bytesOf([centroid]), JSON.stringify(phrases), cohesion, run, run, space],
    );
    if (!row) throw new Error(`expected the space ${space} of the groups to be stored, found none`);
    // a comment may have been deleted since it was read
    await sql.rows(
      `INSERT INTO comment_group_members (group_id, response_id, similarity)
       SELECT ?, responses.id, CAST(item.value ->> 1 AS REAL)
       FROM json_each(?) AS item JOIN responses ON responses.id = item.value ->> 0`,
      [row.id, JSON.stringify(members.map((member) => [member.id, member.similarity]))],
    );
    ids.push(row.id);
  }
  return ids;
}

interface StoredGroup {
  readonly id: number;
  readonly phrases: string;
  readonly cohesion: number;
  readonly first_run_id: number;
  readonly last_run_id: number;
}

interface StoredMember {
  readonly group_id: number;
  readonly id: number;
  readonly comment: string;
  readonly lang: LanguageCode;
  readonly day: number;
  readonly score: number | null;
  readonly scale: Scale;
  readonly similarity: number;
}

async function groupsWhere(sql: Sql, column: 'id' | 'last_run_id', value: number): Promise<CommentGroup[]> {
  const groups = await sql.rows<StoredGroup>(
    `SELECT id, phrases, cohesion, first_run_id, last_run_id FROM comment_groups WHERE ${column} = ?`,
    [value],
  );
  const rows = await sql.rows<StoredMember>(
    `SELECT group_id, responses.id, comment, lang, day, score, scale, similarity
     FROM comment_group_members JOIN responses ON responses.id = response_id
     WHERE group_id IN (SELECT value FROM json_each(?)) AND comment_state = 2 AND theme_set_id = 1
     ORDER BY similarity DESC, responses.id`,
    [JSON.stringify(groups.map(({ id }) => id))],
  );
  const members = new Map<number, GroupMember[]>(groups.map(({ id }) => [id, []]));
  for (const { group_id, comment, day, ...row } of rows) {
    members.get(group_id)?.push({ ...row, text: comment, day: dayText(day) });
  }
  return groups
    .map(({ id, phrases, cohesion, first_run_id, last_run_id }) => ({
      id,
      phrases: JSON.parse(phrases) as GroupPhrases,
      cohesion,
      firstRun: first_run_id,
      lastRun: last_run_id,
      members: members.get(id) ?? [],
    }))
    .filter((group) => column === 'id' || group.members.length > 0)
    .sort((a, b) => b.members.length - a.members.length || a.id - b.id);
}
