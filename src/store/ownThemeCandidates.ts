/** Comments that may be asked about while a theme is taught. */
import type { ThemeKey } from '../domain/theme.js';
import type { Database, Sql } from './database.js';
import type { OwnThemeCandidate, OwnThemeStore } from './ownThemeStore.js';

type CandidateMethods = Pick<
  OwnThemeStore,
  'ownThemeCandidates' | 'replaceOwnThemeCandidates' | 'rescoreOwnThemeCandidates'
>;

export function candidateMethods({ read, write }: Database): CandidateMethods {
  return {
    ownThemeCandidates: (key) => read((sql) => ownThemeCandidates(sql, key)),
    replaceOwnThemeCandidates: (key, candidates) =>
      write(async (sql) => {
        await sql.rows(`DELETE FROM own_theme_candidates WHERE key = ?`, [key]);
        await sql.rows(
          `INSERT INTO own_theme_candidates (key, response_id, score, random)
           SELECT ?, responses.id, CAST(item.value ->> 1 AS REAL), item.value ->> 2
           FROM json_each(?) AS item JOIN responses ON responses.id = item.value ->> 0 WHERE true
           ON CONFLICT (key, response_id) DO UPDATE SET score = excluded.score, random = max(random, excluded.random)`,
          [key, JSON.stringify(candidates.map(({ id, score, random }) => [id, score, random ? 1 : 0]))],
        );
      }),
    rescoreOwnThemeCandidates: (key, scores) =>
      write(async (sql) => {
        await sql.rows(
          // an UPDATE would look through all scores for each candidate; so each score seeks its candidate
          `INSERT INTO own_theme_candidates (key, response_id, score, random)
           SELECT known.key, known.response_id, CAST(item.value ->> 1 AS REAL), known.random
           FROM json_each(?) AS item
             CROSS JOIN own_theme_candidates AS known ON known.key = ? AND known.response_id = item.value ->> 0
           WHERE true ON CONFLICT (key, response_id) DO UPDATE SET score = excluded.score`,
          [JSON.stringify(scores.map(({ id, score }) => [id, score])), key],
        );
      }),
  };
}

interface Row extends Omit<OwnThemeCandidate, 'random'> {
  readonly random: number;
}

async function ownThemeCandidates(sql: Sql, key: ThemeKey): Promise<OwnThemeCandidate[]> {
  const rows = await sql.rows<Row>(
    `SELECT responses.id, responses.comment AS text, responses.lang, own_theme_candidates.score, own_theme_candidates.random
     FROM own_theme_candidates JOIN responses ON responses.id = own_theme_candidates.response_id
     WHERE own_theme_candidates.key = ? ORDER BY own_theme_candidates.score DESC, responses.id`,
    [key],
  );
  return rows.map((row) => ({ ...row, random: row.random === 1 }));
}
