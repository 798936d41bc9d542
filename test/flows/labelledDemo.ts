/** The demo organisation's answers in a real database, tagged with the labels that their comments were written with: no model. */
import path from 'node:path';
import { buildPool } from '../../data/demo/commentPool.js';
import { readDemoFiles, type DemoFiles } from '../../data/demo/demoFiles.js';
import { generateDemo, type DemoRow } from '../../data/demo/generateDemo.js';
import { CHANNELS } from '../../src/domain/response.js';
import { POLARITIES, type Polarity, type ThemeTag } from '../../src/domain/theme.js';
import type { FlowDeps } from '../../src/flows/deps.js';
import { projectRoot } from '../../src/root.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { CommentTags, IncomingResponse } from '../../src/store/store.js';
import { readTaxonomy } from '../../src/taxonomyFile.js';
import { createTemporaryFolder } from '../support/temporaryFolder.js';
import { NO_TAGGER, VERSIONS } from './feedbackFixture.js';

export interface LabelledDemo {
  readonly deps: FlowDeps;
  readonly files: DemoFiles;
  readonly rows: readonly DemoRow[];
  close(): Promise<void>;
}

const BATCH = 2500;

export async function openLabelledDemo(): Promise<LabelledDemo> {
  const folder = await createTemporaryFolder();
  const store = await openStore({ file: path.join(folder.path, 'demo.sqlite') });
  const files = await readDemoFiles(projectRoot());
  const pool = buildPool(files.labels, files.topics);
  const rows = [...generateDemo(files, files.figures.seed, pool)];
  const says = new Map(pool.map((piece) => [`${piece.lang}\n${piece.text}`, tagsOf(piece.says)]));
  await store.saveUnits(files.units.map(({ code, parent, name, target }) => ({ code, parent, name, target })));
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    const outcomes = await store.addResponses(batch.map(responseOf));
    const tags = batch.flatMap((row, index): CommentTags[] => {
      const outcome = outcomes[index];
      if (row.comment === null || !outcome) return [];
      return [{ id: outcome.id, state: 'tagged', tags: says.get(`${row.lang}\n${row.comment}`) ?? [] }];
    });
    await store.saveTags(tags, VERSIONS, []);
  }
  return {
    deps: {
      store,
      taxonomy: await readTaxonomy(projectRoot()),
      tagger: NO_TAGGER,
      today: () => '2025-01-15',
      disclosureLimit: 5,
      supportedLanguages: ['fi', 'sv', 'en'],
    },
    files,
    rows,
    close: async () => {
      await store.close();
      await folder.remove();
    },
  };
}

/** One tag per theme; praise and complaint of the same theme make it neutral, as the tagger has it. */
function tagsOf(says: readonly { readonly theme: string; readonly polarity: string }[]): ThemeTag[] {
  const polarities = new Map<string, Polarity>();
  for (const { theme, polarity } of says) {
    const known = POLARITIES.find((each) => each === polarity) ?? 'neu';
    polarities.set(theme, polarities.has(theme) && polarities.get(theme) !== known ? 'neu' : known);
  }
  return [...polarities].map(([theme, polarity]) => ({ theme, polarity, confidence: 0.9, evidence: [] }));
}

function responseOf(row: DemoRow): IncomingResponse {
  return {
    source: 'demo',
    sourceId: row.id,
    day: row.answered_at,
    answeredAt: null,
    unitPath: row.unit.split(' > '),
    channel: CHANNELS.find((channel) => channel === row.channel) ?? 'unknown',
    lang: row.lang,
    score: row.score,
    scale: 'nps',
    comment: row.comment,
    statements: {},
    contentHash: row.id,
    stems: '',
    initialState: row.comment === null ? 'none' : 'pending',
  };
}
