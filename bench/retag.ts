/**
 * How long it takes to tag everything again after a change of heads: reading, scoring from stored vectors, writing tags and cells.
 *
 *   node dist/bench/retag.js [--comments 350000] [--workers 2] [--folder DIR]
 *
 * Texts are the committed labels, each with a number of its own behind, so that every comment has a row of vectors of its own; the
 * vectors are those of the text without the number. With --folder the database stays and the next run tags it again.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addDays } from '../src/domain/calendar.js';
import { shippedDocument } from '../src/domain/taxonomyDocument.js';
import type { Taxonomy } from '../src/domain/theme.js';
import { retag } from '../src/flows/retag.js';
import { hashText } from '../src/flows/tagPending.js';
import { parseTaxonomy } from '../src/flows/taxonomy.js';
import { projectRoot } from '../src/root.js';
import { openStore } from '../src/store/sqliteStore.js';
import type { IncomingResponse, Store } from '../src/store/store.js';
import { EMPTY_OVERLAY, type HeadsOverlay } from '../src/tagging/overlay.js';
import type { Tagger, TaggerOutput } from '../src/tagging/tagger.js';
import { createTagger } from '../src/tagging/taggerPool.js';

const BASE_TEXTS = 3000;
const ROWS_PER_BATCH = 5000;
const UNITS = 120;
const DAYS = 1096;

async function readTexts(root: string): Promise<{ text: string; lang: string }[]> {
  const texts: { text: string; lang: string }[] = [];
  for (const lang of ['fi', 'sv', 'en']) {
    const content = await readFile(join(root, 'data', 'labels', `train_${lang}.jsonl`), 'utf8');
    for (const row of content
      .trim()
      .split('\n')
      .slice(0, BASE_TEXTS / 3)) {
      texts.push({ text: (JSON.parse(row) as { readonly text: string }).text, lang });
    }
  }
  return texts;
}

/** Fills an empty database with tagged comments. */
async function fill(store: Store, tagger: Tagger, root: string, comments: number): Promise<void> {
  const texts = await readTexts(root);
  const outputs = await tagger.tag(texts.map(({ text }) => ({ text })));
  for (let from = 0; from < comments; from += ROWS_PER_BATCH) {
    const rows = Array.from({ length: Math.min(ROWS_PER_BATCH, comments - from) }, (_, index) => {
      const number = from + index;
      const base = number % texts.length;
      return { response: responseOf(texts[base]!, number), output: outputs[base]! };
    });
    const stored = await store.addResponses(rows.map(({ response }) => response));
    await store.saveTags(
      rows.map(({ output }, index) => ({ id: stored[index]!.id, state: 'tagged', tags: output.tags })),
      tagger.versions,
      rows.map(({ response, output }) => vectorsOf(response.comment ?? '', output)),
    );
  }
}

function responseOf(
  { text, lang }: { readonly text: string; readonly lang: string },
  number: number,
): IncomingResponse {
  const unit = (number * 7919) % UNITS;
  return {
    source: 'bench',
    sourceId: String(number),
    day: addDays('2022-01-01', (number * 104_729) % DAYS),
    answeredAt: null,
    unitPath: ['organisation', `line-${unit % 8}`, `unit-${unit}`],
    channel: number % 5 === 0 ? 'web' : 'sms',
    lang,
    score: number % 11,
    scale: 'nps',
    comment: `${text} ${number}`,
    statements: {},
    contentHash: hashText(String(number)),
    stems: '',
    initialState: 'pending',
  };
}

function vectorsOf(text: string, { vectors, whole }: TaggerOutput) {
  return { textHash: hashText(text), bytes: vectors, whole };
}

/** Other stacks and thresholds for every theme: what a training changes. */
function otherOverlay(taxonomy: Taxonomy, shift: number): HeadsOverlay {
  const changed = { stack: { encoder: 0.45 + shift, lexical: 0.5, bias: -0.6 }, threshold: 0.4 };
  return { ...EMPTY_OVERLAY, themes: Object.fromEntries(taxonomy.themes.map(({ key }) => [key, changed])) };
}

const { values } = parseArgs({
  options: {
    comments: { type: 'string', default: '350000' },
    workers: { type: 'string', default: '2' },
    folder: { type: 'string' },
  },
});
const root = projectRoot();
const taxonomy = parseTaxonomy(JSON.parse(await readFile(join(root, 'data', 'themes.json'), 'utf8')));
const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'kuulolla-retag-')));
await mkdir(folder, { recursive: true });
const store = await openStore({ file: join(folder, 'retag.sqlite') });
const tagger = await createTagger({
  modelFolder: join(root, 'models', 'kuulolla-fisven'),
  taxonomy,
  workers: Number(values.workers),
});
try {
  if (await store.isEmpty()) await fill(store, tagger, root, Number(values.comments));
  const { tagged } = await store.taggingProgress();
  tagger.install({
    overlay: otherOverlay(taxonomy, (Date.now() % 1000) / 10_000),
    taxonomy: shippedDocument(taxonomy),
  });
  await tagger.tag([{ text: 'Kiitos!' }]);
  const startedAt = performance.now();
  const { comments, embedded } = await retag({ store, tagger, themesInUse: () => shippedDocument(taxonomy) });
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(
    [
      `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${values.workers} workers, ${tagged} tagged comments`,
      `tagged again   ${comments}`,
      `embedded       ${embedded}`,
      `seconds        ${seconds.toFixed(1)}`,
      `comments/s     ${(comments / seconds).toFixed(0)}`,
      `memory MB      ${(process.memoryUsage.rss() / 1e6).toFixed(0)}`,
      '',
    ].join('\n'),
  );
} finally {
  await tagger.close();
  await store.close();
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}
