/** A real database in a temporary folder with answers that a test writes down as counts. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { TestContext } from 'node:test';
import type { ChannelOrUnknown, LanguageCode } from '../../src/domain/response.js';
import type { Polarity, TagVersions, ThemeKey } from '../../src/domain/theme.js';
import type { FlowDeps } from '../../src/flows/deps.js';
import { parseTaxonomy } from '../../src/flows/taxonomy.js';
import { projectRoot } from '../../src/root.js';
import { openStore } from '../../src/store/sqliteStore.js';
import { searchStems } from '../../src/language/stems.js';
import type { CommentTags, IncomingResponse, Store } from '../../src/store/store.js';
import type { Tagger } from '../../src/tagging/tagger.js';
import { createTemporaryFolder } from '../support/temporaryFolder.js';

export const VERSIONS: TagVersions = { space: 'space-1', heads: 'heads-1', taxonomy: '1' };

/** Answers of one kind. */
export interface Answers {
  /** Promoters, passives and detractors, and how many gave no score. */
  readonly counts: readonly [promoters: number, passives: number, detractors: number, unscored?: number];
  readonly day: string;
  /** From the root down; `['org']` unless given. */
  readonly unit?: readonly string[];
  readonly channel?: ChannelOrUnknown;
  readonly lang?: LanguageCode;
  /** `none`: no comment; `pending` and `unsupported`: one that has no tags; else what it is tagged with. */
  readonly comment?:
    'none' | 'pending' | 'unsupported' | readonly (readonly [ThemeKey, Polarity, confidence?: number])[];
  /** The same text for all; a text of its own for each unless given. */
  readonly text?: string;
  readonly statements?: Readonly<Record<string, number>>;
}

/** A scorer of nothing: flows under test must not tag unless the test says so. */
export const NO_TAGGER: Tagger = {
  versions: VERSIONS,
  languages: ['fi', 'sv', 'en'],
  tag: () => Promise.reject(new Error('expected no tagging')),
  tagAs: () => Promise.reject(new Error('expected no tagging')),
  explain: () => Promise.reject(new Error('expected no explanation')),
  install: () => undefined,
  versionsOf: () => VERSIONS,
  ready: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Dependencies over a fresh database with these answers, removed after the test. */
export async function depsWith(context: TestContext, answers: readonly Answers[]): Promise<FlowDeps> {
  const folder = await createTemporaryFolder();
  const store = await openStore({ file: path.join(folder.path, 'test.sqlite') });
  context.after(async () => {
    await store.close();
    await folder.remove();
  });
  await addAnswers(store, answers);
  const themes: unknown = JSON.parse(await readFile(path.join(projectRoot(), 'data', 'themes.json'), 'utf8'));
  return {
    store,
    taxonomy: parseTaxonomy(themes),
    tagger: NO_TAGGER,
    today: () => '2024-07-15',
    disclosureLimit: 5,
    supportedLanguages: ['fi', 'sv', 'en'],
  };
}

const SCORES = [10, 8, 3, null] as const;

async function addAnswers(store: Store, answers: readonly Answers[]): Promise<void> {
  const responses: IncomingResponse[] = [];
  const comments: NonNullable<Answers['comment']>[] = [];
  for (const kind of answers) {
    const comment = kind.comment ?? 'none';
    for (const [place, score] of SCORES.entries()) {
      for (let one = 0; one < (kind.counts[place] ?? 0); one += 1) {
        const number = responses.length;
        responses.push(response(kind, comment, score, number));
        comments.push(comment);
      }
    }
  }
  const outcomes = await store.addResponses(responses);
  const tags = outcomes.flatMap(({ id }, index): CommentTags[] => {
    const comment = comments[index];
    if (comment === undefined || typeof comment === 'string') return [];
    return [
      {
        id,
        state: 'tagged',
        tags: comment.map(([theme, polarity, confidence = 0.9]) => ({
          theme,
          polarity,
          confidence,
          evidence: [{ start: 0, end: 7 }],
        })),
      },
    ];
  });
  await store.saveTags(tags, VERSIONS, []);
}

function response(
  kind: Answers,
  comment: NonNullable<Answers['comment']>,
  score: number | null,
  number: number,
): IncomingResponse {
  const text =
    comment === 'none' ? null : (kind.text ?? `Comment number ${number}, which is long enough to be quoted.`);
  return {
    source: 'test',
    sourceId: String(number),
    day: kind.day,
    answeredAt: null,
    unitPath: kind.unit ?? ['org'],
    channel: kind.channel ?? 'sms',
    lang: kind.lang ?? 'fi',
    score,
    scale: 'nps',
    comment: text,
    statements: kind.statements ?? {},
    contentHash: `hash-${number}`,
    stems: text === null ? '' : searchStems(text, kind.lang ?? 'fi'),
    initialState: text === null ? 'none' : comment === 'unsupported' ? 'unsupported' : 'pending',
  };
}

const A = ['staff_friendliness', 'pos'] as const;
const B = ['waiting_times', 'neg'] as const;
const C = ['instructions', 'neu'] as const;

/** The worked example of two years: 200 answers with an NPS of 42.0 and 250 with one of 60.4. */
export function workedExample(withoutTheme: NonNullable<Answers['comment']>): Answers[] {
  return [
    { day: '2023-06-15', counts: [70, 6, 4], comment: [A] },
    { day: '2023-06-15', counts: [10, 10, 20], comment: [B] },
    { day: '2023-06-15', counts: [8, 6, 6], comment: [C] },
    { day: '2023-06-15', counts: [6, 8, 6], comment: [A, B] },
    { day: '2023-06-15', counts: [30, 6, 4], comment: withoutTheme },
    { day: '2024-06-15', counts: [100, 8, 2], comment: [A] },
    { day: '2024-06-15', counts: [8, 7, 10], comment: [B] },
    { day: '2024-06-15', counts: [12, 10, 8], comment: [C] },
    { day: '2024-06-15', counts: [15, 10, 5], comment: [A, B] },
    { day: '2024-06-15', counts: [45, 6, 4], comment: withoutTheme },
  ];
}
