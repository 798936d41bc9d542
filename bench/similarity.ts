/**
 * How fast comments are found by meaning, and how well, on this machine:
 * `node dist/bench/similarity.js [--comments 1000000] [--folder FOLDER]`. Directions are mixtures of those of the committed
 * labels, so that they lie as those of comments do; each comment has a text of its own. Prints a table; takes minutes and about
 * a gigabyte of disk at a million.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCommittedLabels } from '../src/committedLabels.js';
import { addDays } from '../src/domain/calendar.js';
import { seededRandom, type Random } from '../src/domain/random.js';
import { commonDirections, comparerOf, distinctiveOf, type CommonDirections } from '../src/domain/similarity.js';
import { Installation } from '../src/flows/installation.js';
import { nearestExamples, prepareExamples } from '../src/flows/nearestExamples.js';
import { projectRoot } from '../src/root.js';
import { openStore } from '../src/store/sqliteStore.js';
import type { NearFilter } from '../src/store/similarityStore.js';
import type { IncomingResponse, Store } from '../src/store/store.js';
import { encodeSpanVectors } from '../src/tagging/spanVectors.js';
import { createTagger } from '../src/tagging/taggerPool.js';
import { readTaxonomy } from '../src/taxonomyFile.js';

const ROWS_PER_BATCH = 2000;
const QUERIES = 60;
const NEAREST = 20;
const DAYS = 1096;
const ALL: NearFilter = { from: null, to: null, unit: null, channel: null, lang: null, theme: null, polarity: null };
/** As shares of comments; few enough and many enough that each way of searching is taken. */
const FILTERS: readonly (readonly [name: string, filter: NearFilter])[] = [
  ['no filter', ALL],
  ['Finnish (80 %)', { ...ALL, lang: 'fi' }],
  ['Swedish (8 %)', { ...ALL, lang: 'sv' }],
  ['one month (3 %)', { ...ALL, from: '2024-03-01', to: '2024-03-31' }],
  ['one unit (1 %)', { ...ALL, unit: 'unit-7' }],
  ['one unit, one month', { ...ALL, unit: 'unit-7', from: '2024-03-01', to: '2024-03-31' }],
];

const { values } = parseArgs({
  options: { comments: { type: 'string', default: '1000000' }, folder: { type: 'string', default: tmpdir() } },
});

/** Most of one text, the rest of another, and a little of neither: about as many near ones as comments have. */
function mixture(base: readonly Int8Array[], random: Random): Int8Array {
  const [one, other] = [base[Math.floor(random() * base.length)]!, base[Math.floor(random() * base.length)]!];
  const share = 0.7 + 0.3 * random();
  const mixed = Float64Array.from(
    one,
    (value, index) => share * value + (1 - share) * other[index]! + 24 * (random() - 0.5),
  );
  const largest = mixed.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Int8Array.from(mixed, (value) => Math.round((127 * value) / largest));
}

function responseOf(number: number): IncomingResponse {
  return {
    source: 'bench',
    sourceId: String(number),
    day: addDays('2022-01-01', (number * 104_729) % DAYS),
    answeredAt: null,
    unitPath: ['organisation', `unit-${(number * 7919) % 100}`],
    channel: 'sms',
    lang: number % 100 < 80 ? 'fi' : number % 100 < 88 ? 'sv' : 'en',
    score: number % 11,
    scale: 'nps',
    comment: `comment ${number}`,
    statements: {},
    contentHash: String(number),
    stems: '',
    initialState: 'pending',
  };
}

/** Seconds that storing tags and vectors took. */
async function fill(store: Store, space: string, wholes: readonly Int8Array[], first = 0): Promise<number> {
  let ms = 0;
  for (let from = first; from < first + wholes.length; from += ROWS_PER_BATCH) {
    const batch = wholes.slice(from - first, from - first + ROWS_PER_BATCH);
    const stored = await store.addResponses(batch.map((_, index) => responseOf(from + index)));
    const vectors = batch.map((whole, index) => {
      const spans = [{ start: 0, end: 12, tokens: 3 }];
      const bytes = encodeSpanVectors({ spans, hidden: whole.length, scales: Float32Array.of(1), values: whole });
      return {
        textHash: createHash('sha256')
          .update(`comment ${from + index}`)
          .digest('hex'),
        bytes,
        whole,
      };
    });
    const started = performance.now();
    await store.saveTags(
      stored.map(({ id }) => ({ id, state: 'tagged', tags: [] })),
      { space, heads: 'bench', taxonomy: 'bench' },
      vectors,
    );
    ms += performance.now() - started;
  }
  return ms / 1000;
}

function timesOf(ms: readonly number[]): string[] {
  const sorted = [...ms].sort((a, b) => a - b);
  return [sorted[sorted.length >> 1] ?? 0, sorted[Math.floor(sorted.length * 0.95)] ?? 0].map((value) =>
    value.toFixed(1),
  );
}

/** Numbers of the truly nearest that pass, worked out one by one. */
function exactNearest(
  query: Int8Array,
  wholes: readonly Int8Array[],
  common: CommonDirections,
  passing: readonly number[],
): Set<number> {
  const compare = comparerOf(distinctiveOf(query, common), common);
  const best: { readonly number: number; readonly similarity: number }[] = [];
  for (const number of passing) {
    const similarity = compare(wholes[number]!);
    if (best.length === NEAREST && similarity <= (best.at(-1)?.similarity ?? 0)) continue;
    best.push({ number, similarity });
    best.sort((a, b) => b.similarity - a.similarity);
    best.length = Math.min(NEAREST, best.length);
  }
  return new Set(best.map(({ number }) => number));
}

function passesFilter(filter: NearFilter): (number: number) => boolean {
  return (number) => {
    const { day, lang, unitPath } = responseOf(number);
    return (
      (filter.lang === null || lang === filter.lang) &&
      (filter.from === null || day >= filter.from) &&
      (filter.to === null || day <= filter.to) &&
      (filter.unit === null || unitPath.includes(filter.unit))
    );
  };
}

/** Each query is checked against the truth as long as that takes a bearable time. */
const EXACT_QUERIES = 12;

async function searchRow(
  store: Store,
  space: string,
  queries: readonly Int8Array[],
  wholes: readonly Int8Array[],
  [name, filter]: readonly [string, NearFilter],
): Promise<string[]> {
  const common = (await store.commonDirections(space))!;
  const passing = [...wholes.keys()].filter(passesFilter(filter));
  const ms: number[] = [];
  let found = 0;
  let wanted = 0;
  for (const [index, query] of queries.entries()) {
    const started = performance.now();
    const near = await store.nearestComments(space, query, NEAREST, filter);
    ms.push(performance.now() - started);
    if (index >= EXACT_QUERIES) continue;
    const exact = exactNearest(query, wholes, common, passing);
    wanted += exact.size;
    // responses are numbered from 1 in the order they were stored
    found += near.filter(({ id }) => exact.has(id - 1)).length;
  }
  return [name, ...timesOf(ms), `${((100 * found) / wanted).toFixed(1)} %`];
}

function print(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(24) : cell.padStart(10))).join(' | ')} |\n`;
  process.stdout.write(line(header));
  process.stdout.write(line(header.map((_, at) => '-'.repeat(at === 0 ? 24 : 10))));
  for (const row of rows) process.stdout.write(line(row));
  process.stdout.write('\n');
}

const root = projectRoot();
const folder = await mkdtemp(join(values.folder, 'kuulolla-similarity-'));
const shipped = await readTaxonomy(root);
const tagger = await createTagger({
  modelFolder: join(root, 'models', 'kuulolla-fisven'),
  taxonomy: shipped,
  workers: 1,
});
const file = join(folder, 'bench.sqlite');
const store = await openStore({ file });
try {
  const labels = await readCommittedLabels(root, shipped);
  const base = (await tagger.tag(labels.map(({ text }) => ({ text })))).map(({ whole }) => whole);
  const { space } = tagger.versions;
  await store.createSimilarityIndex(space, commonDirections(base));
  const random = seededRandom(1);
  const total = Number(values.comments);
  const wholes = Array.from({ length: total }, () => mixture(base, random));
  const seconds = await fill(store, space, wholes);
  const bytes = (await stat(file)).size;
  const addMs = 1000 * (await fill(store, space, [base[0]!], total));
  print(
    [`${total.toLocaleString('en')} comments`, ''],
    [
      ['stored and indexed', `${seconds.toFixed(0)} s`],
      ['file', `${(bytes / 1e6).toFixed(0)} MB`],
      ['one more', `${addMs.toFixed(0)} ms`],
    ],
  );
  const queries = Array.from({ length: QUERIES }, (_, index) => base[(index * 13) % base.length]!);
  const rows: string[][] = [];
  for (const filter of FILTERS) rows.push(await searchRow(store, space, queries, wholes, filter));
  print(['nearest 20', 'median ms', 'p95 ms', 'of exact'], rows);

  const installation = await Installation.open({ store, tagger, shipped, now: () => new Date().toISOString() });
  const deps = { store, tagger, installation, committedLabels: () => Promise.resolve(labels) };
  await prepareExamples(deps);
  const ms: number[] = [];
  for (const query of queries) {
    const from = performance.now();
    await nearestExamples(deps, query, 'waiting_times');
    ms.push(performance.now() - from);
  }
  print(['nearest examples', 'median ms', 'p95 ms'], [[`of ${labels.length} labels`, ...timesOf(ms)]]);
  process.stdout.write(
    `memory ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB, of which the bench's own copy of the vectors ${((total * 384) / 1e6).toFixed(0)} MB\n`,
  );
} finally {
  await tagger.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
}
