/** Themes that are being taught. */
import type { Month } from '../domain/calendar.js';
import type { Localised, ThemeKey } from '../domain/theme.js';
import type { Bound, Database, Sql } from './database.js';
import type { OwnThemeDraft, OwnThemeState, OwnThemeStore } from './ownThemeStore.js';

type DraftMethods = Pick<
  OwnThemeStore,
  'listOwnThemes' | 'getOwnTheme' | 'saveOwnTheme' | 'updateOwnTheme' | 'deleteOwnTheme'
>;

export function draftMethods({ read, write }: Database): DraftMethods {
  return {
    listOwnThemes: () => read((sql) => listOwnThemes(sql, null)),
    getOwnTheme: (key) => read(async (sql) => (await listOwnThemes(sql, key))[0] ?? null),
    saveOwnTheme: (draft) => write((sql) => saveOwnTheme(sql, draft)),
    updateOwnTheme: (key, change) =>
      write(async (sql) => {
        const [known] = await listOwnThemes(sql, key);
        if (!known) return false;
        await saveOwnTheme(sql, { ...known, ...change });
        return true;
      }),
    deleteOwnTheme: (key) =>
      write(
        async (sql) =>
          (await sql.rows<{ key: string }>(`DELETE FROM own_themes WHERE key = ? RETURNING key`, [key])).length > 0,
      ),
  };
}

interface Row {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly excludes: string;
  readonly colour: number | null;
  readonly sentences: string;
  readonly state: OwnThemeState;
  readonly head: string;
  readonly answers: number;
  readonly scanned_answers: number | null;
  readonly scanned: number;
  readonly total: number;
  readonly months: string;
  readonly by: string;
  readonly created_at: string;
  readonly changed_at: string;
}

/** As sentences are kept: [text, lang, 1 when present, space, vectors in base64]. */
type StoredSentence = readonly [text: string, lang: string, present: 0 | 1, space: string, vectors: string];
type StoredMonth = readonly [month: Month, comments: number, given: number];

async function listOwnThemes(sql: Sql, key: ThemeKey | null): Promise<OwnThemeDraft[]> {
  const rows = await sql.rows<Row>(
    `SELECT key, name, description, excludes, colour, sentences, state, head, answers, scanned_answers, scanned, total, months,
       by, created_at, changed_at
     FROM own_themes ${key === null ? '' : 'WHERE key = ?'} ORDER BY created_at, key`,
    key === null ? [] : [key],
  );
  return rows.map(draftOf);
}

function draftOf(row: Row): OwnThemeDraft {
  return {
    key: row.key,
    name: JSON.parse(row.name) as Localised,
    description: JSON.parse(row.description) as Localised,
    excludes: JSON.parse(row.excludes) as Localised,
    colour: row.colour,
    sentences: (JSON.parse(row.sentences) as StoredSentence[]).map(([text, lang, present, space, vectors]) => ({
      text,
      lang,
      present: present === 1,
      space,
      vectors: new Uint8Array(Buffer.from(vectors, 'base64')),
    })),
    state: row.state,
    head: row.head,
    answers: row.answers,
    scannedAnswers: row.scanned_answers,
    scanned: row.scanned,
    total: row.total,
    months: (JSON.parse(row.months) as StoredMonth[]).map(([month, comments, given]) => ({ month, comments, given })),
    by: row.by,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

async function saveOwnTheme(sql: Sql, draft: OwnThemeDraft): Promise<void> {
  const sentences = draft.sentences.map(({ text, lang, present, space, vectors }): StoredSentence => [
    text,
    lang,
    present ? 1 : 0,
    space,
    Buffer.from(vectors).toString('base64'),
  ]);
  const months = draft.months.map(({ month, comments, given }): StoredMonth => [month, comments, given]);
  const values: Bound[] = [
    draft.key,
    JSON.stringify(draft.name),
    JSON.stringify(draft.description),
    JSON.stringify(draft.excludes),
    draft.colour,
    JSON.stringify(sentences),
    draft.state,
    draft.head,
    draft.answers,
    draft.scannedAnswers,
    draft.scanned,
    draft.total,
    JSON.stringify(months),
    draft.by,
    draft.createdAt,
    draft.changedAt,
  ];
  await sql.rows(
    `INSERT INTO own_themes (key, name, description, excludes, colour, sentences, state, head, answers, scanned_answers, scanned,
       total, months, by, created_at, changed_at)
     VALUES (${values.map(() => '?').join(', ')})
     ON CONFLICT (key) DO UPDATE SET name = excluded.name, description = excluded.description, excludes = excluded.excludes,
       colour = excluded.colour, sentences = excluded.sentences, state = excluded.state, head = excluded.head,
       answers = excluded.answers, scanned_answers = excluded.scanned_answers, scanned = excluded.scanned,
       total = excluded.total, months = excluded.months, by = excluded.by, created_at = excluded.created_at,
       changed_at = excluded.changed_at`,
    values,
  );
}
