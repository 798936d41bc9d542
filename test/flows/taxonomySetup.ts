/** A service whose tagger reads words: themes can be changed, comments tagged again, and every count worked out by hand. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { projectTags, projectionOf, shippedDocument } from '../../src/domain/taxonomyDocument.js';
import type { Polarity, TagVersions, ThemeTag } from '../../src/domain/theme.js';
import type { LearningDeps } from '../../src/flows/deps.js';
import { headsVersionOf, Installation } from '../../src/flows/installation.js';
import { retag } from '../../src/flows/retag.js';
import { tagBatch } from '../../src/flows/tagPending.js';
import { parseTaxonomy } from '../../src/flows/taxonomy.js';
import { projectRoot } from '../../src/root.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { IncomingResponse } from '../../src/store/store.js';
import { EMPTY_OVERLAY, type OwnThemeHead } from '../../src/tagging/overlay.js';
import type { InstalledHeads, Tagger, TaggerInput, TaggerOutput } from '../../src/tagging/tagger.js';
import { createFakeTagger, DIRECTION_LENGTH, drawnVectors } from '../support/fakeTagger.js';
import { createTemporaryFolder } from '../support/temporaryFolder.js';

/** Word → theme, polarity, confidence. */
export const WORDS: Readonly<Record<string, readonly [theme: string, polarity: Polarity, confidence: number]>> = {
  jono: ['waiting_times', 'neg', 0.9],
  pääsy: ['access', 'pos', 0.8],
  hoitaja: ['staff_friendliness', 'pos', 0.95],
  tila: ['premises', 'neg', 0.7],
};

/** The head of an own theme that a comment has when the word occurs in it. */
export function headOf(theme: string, word: string): OwnThemeHead {
  const stack = { encoder: 1, lexical: 1, bias: 0 };
  return { theme, encoder: word, encoderBias: 0, lexical: [], lexicalBias: 0, stack, threshold: 0.5 };
}

export type WordTagger = ReturnType<typeof createFakeTagger> & Tagger;

/** Tags by words, projected as the installed themes say, own themes included. */
export function createWordTagger(words = WORDS): WordTagger {
  const fake = createFakeTagger({});
  const empty = { version: '1', themes: [] };
  let installed: InstalledHeads = { overlay: EMPTY_OVERLAY, taxonomy: empty };
  const tagOne = (heads: InstalledHeads, { text, vectors }: TaggerInput): TaggerOutput => {
    const own = heads.overlay.ownThemes.map((head) => [head.encoder, [head.theme, 'neu', 0.6]] as const);
    const tags = [...Object.entries(words), ...own].flatMap(([word, [theme, polarity, confidence]]): ThemeTag[] => {
      const start = text.indexOf(word);
      return start < 0 ? [] : [{ theme, polarity, confidence, evidence: [{ start, end: start + word.length }] }];
    });
    const bytes = vectors ?? drawnVectors(text);
    return {
      tags: projectTags(tags, projectionOf(heads.taxonomy)),
      vectors: bytes,
      whole: new Int8Array(bytes.slice(-DIRECTION_LENGTH).buffer),
    };
  };
  const versionsOf = ({ overlay, taxonomy }: InstalledHeads): TagVersions => ({
    space: 'drawn',
    heads: headsVersionOf(overlay),
    taxonomy: taxonomy.version,
  });
  return Object.assign(fake, {
    tag: (inputs: readonly TaggerInput[]) => Promise.resolve(inputs.map((input) => tagOne(installed, input))),
    tagAs: (heads: InstalledHeads, inputs: readonly TaggerInput[]) =>
      Promise.resolve(inputs.map((input) => tagOne(heads, input))),
    install: (heads: InstalledHeads) => {
      installed = heads;
      fake.versions = versionsOf(heads);
    },
    versionsOf,
  });
}

export interface Written {
  readonly text: string;
  readonly day: string;
  readonly score: number | null;
}

/** Dependencies over a fresh database with these comments, tagged. */
export async function learningDepsWith(context: TestContext, comments: readonly Written[]): Promise<LearningDeps> {
  const folder = await createTemporaryFolder();
  const store = await openStore({ file: join(folder.path, 'test.sqlite') });
  context.after(async () => {
    await store.close();
    await folder.remove();
  });
  const shipped = parseTaxonomy(JSON.parse(await readFile(join(projectRoot(), 'data', 'themes.json'), 'utf8')));
  const tagger = createWordTagger();
  let minute = 0;
  const now = (): string => new Date(Date.UTC(2024, 6, 1, 10, minute++)).toISOString();
  const installation = await Installation.open({ store, tagger, shipped, now });
  const deps: LearningDeps = {
    store,
    get taxonomy() {
      return installation.current.taxonomy;
    },
    tagger,
    learner: tagger,
    installation,
    committedLabels: () => Promise.resolve([]),
    now,
    today: () => '2024-07-15',
    disclosureLimit: 5,
    supportedLanguages: ['fi', 'sv', 'en'],
  };
  await store.addResponses(comments.map(incoming));
  await tagBatch(
    { store, tagger, themesInUse: () => shippedDocument(shipped) },
    await store.pendingComments(comments.length),
  );
  return deps;
}

/** Tags again what rests on other versions, as the service does in the background. */
export async function tagAgain({ store, tagger, installation }: LearningDeps): Promise<number> {
  const done = await retag({ store, tagger, themesInUse: () => installation.current.document });
  return done.comments;
}

function incoming({ text, day, score }: Written, number: number): IncomingResponse {
  return {
    source: 'test',
    sourceId: String(number),
    day,
    answeredAt: null,
    unitPath: ['org'],
    channel: 'sms',
    lang: 'fi',
    score,
    scale: 'nps',
    comment: text,
    statements: {},
    contentHash: `hash-${number}`,
    stems: text,
    initialState: 'pending',
  };
}
