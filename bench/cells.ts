/**
 * What a page costs when the database grows: the same queries on a small and on a large database.
 *
 *   node dist/bench/cells.js [--responses 2500000] [--small 25000] [--minutes 5] [--folder DIR] [--check]
 *
 * Fills both through addResponses and saveTags, in large batches; synthetic shares follow published Finnish figures (two thirds
 * with a comment, four of five by text message, most in Finnish). Filling stops when the minutes are over; 2.5 million took seven
 * on two cores. With --folder the databases stay and the next run measures them again.
 */
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { NO_FILTER } from '../src/domain/feedbackFilter.js';
import { openStore } from '../src/store/sqliteStore.js';
import type { CommentQuery, Store } from '../src/store/store.js';
import { fill, LINES, UNITS_PER_LINE } from './syntheticFeedback.js';

/** Repetitions of each query, after one that warms up. */
const RUNS = 15;

const PERIOD = { ...NO_FILTER, from: '2023-01-01', to: '2024-12-31' };
const RAGGED = { ...NO_FILTER, from: '2023-01-10', to: '2024-12-20' };
const CHILDREN = Array.from({ length: LINES }, (_, line) => `line-${line}`);
const UNITS = Array.from({ length: UNITS_PER_LINE }, (_, unit) => `unit-3-${unit}`);

function search(changes: Partial<CommentQuery>): CommentQuery {
  return { ...PERIOD, theme: null, polarity: null, q: null, stems: [], limit: 50, cursor: null, ...changes };
}

/** The queries of pages: what they are, and how many rows they give. */
const QUERIES: readonly (readonly [string, (store: Store) => Promise<number>])[] = [
  ['24 months, organisation: score class', async (s) => (await s.readCells(PERIOD, ['scoreClass'])).length],
  [
    '24 months, organisation: month × score class',
    async (s) => (await s.readCells(PERIOD, ['month', 'scoreClass'])).length,
  ],
  [
    '24 months, organisation: themes × score class',
    async (s) => (await s.readCells(PERIOD, ['themes', 'scoreClass'])).length,
  ],
  [
    'same, Finnish by text message only',
    async (s) => (await s.readCells({ ...PERIOD, lang: 'fi', channel: 'sms' }, ['themes', 'scoreClass'])).length,
  ],
  ['same, split by channel', async (s) => (await s.readCells(PERIOD, ['themes', 'scoreClass', 'channel'])).length],
  ['same, month by month', async (s) => (await s.readCells(PERIOD, ['month', 'themes', 'scoreClass'])).length],
  ['same, days at both ends', async (s) => (await s.readCells(RAGGED, ['themes', 'scoreClass'])).length],
  ['days at both ends: score class', async (s) => (await s.readCells(RAGGED, ['scoreClass'])).length],
  [
    '90 days, organisation: day × score class',
    async (s) =>
      (await s.readCells({ ...NO_FILTER, from: '2024-10-01', to: '2024-12-29' }, ['day', 'scoreClass'])).length,
  ],
  [
    '24 months, one unit: themes × score class',
    async (s) => (await s.readCells({ ...PERIOD, unit: 'unit-3-4' }, ['themes', 'scoreClass'])).length,
  ],
  [
    '24 months, 8 lines: unit × score class',
    async (s) => (await s.readCells(PERIOD, ['unit', 'scoreClass'], CHILDREN)).length,
  ],
  [
    '24 months, 15 units: unit × themes × score class',
    async (s) => (await s.readCells(PERIOD, ['unit', 'themes', 'scoreClass'], UNITS)).length,
  ],
  ['comments: newest', async (s) => (await s.listComments(search({}))).items.length],
  [
    'comments: theme and polarity',
    async (s) => (await s.listComments(search({ theme: 'waiting_times', polarity: 'neg' }))).items.length,
  ],
  ['comments: one unit', async (s) => (await s.listComments(search({ unit: 'unit-3-14' }))).items.length],
  [
    'comments: one line, theme',
    async (s) => (await s.listComments(search({ unit: 'line-3', theme: 'premises' }))).items.length,
  ],
  ['comments: rare language', async (s) => (await s.listComments(search({ lang: 'et' }))).items.length],
  ['comments: common word', async (s) => (await s.listComments(search({ stems: [['hyv*']] }))).items.length],
  ['comments: rare word', async (s) => (await s.listComments(search({ stems: [['harvinais']] }))).items.length],
  [
    'comments: two words, unit, theme',
    async (s) =>
      (await s.listComments(search({ stems: [['hyv*'], ['jono']], unit: 'line-3', theme: 'premises' }))).items.length,
  ],
  [
    'comments: long ones with a theme',
    async (s) => (await s.listComments(search({ theme: 'access', minLength: 80 }))).items.length,
  ],
  ['count: theme and polarity', async (s) => s.countComments(search({ theme: 'waiting_times', polarity: 'neg' }))],
  ['count: rare word', async (s) => s.countComments(search({ stems: [['harvinais']] }))],
  ['count: common word', async (s) => s.countComments(search({ stems: [['hyv*']] }))],
  [
    'texts: 2,000 newest with a theme',
    async (s) => (await s.commentTexts(search({ theme: 'access', limit: 2000 }))).length,
  ],
];

interface Timing {
  readonly rows: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

async function time(store: Store, query: (store: Store) => Promise<number>): Promise<Timing> {
  let rows = await query(store);
  const ms: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    rows = await query(store);
    ms.push(performance.now() - start);
  }
  ms.sort((a, b) => a - b);
  return { rows, min: ms[0] ?? 0, median: ms[RUNS >> 1] ?? 0, max: ms.at(-1) ?? 0 };
}

interface Column {
  readonly stored: number;
  readonly timings: readonly Timing[];
}

/** Fills the database, unless an earlier run with the same folder did; how many responses it has. */
async function prepare(store: Store, total: number, deadline: number): Promise<number> {
  if (await store.isEmpty()) {
    const filling = await fill(store, total, Math.min(20_000, Math.ceil(total / 25)), deadline);
    const rate = (seconds: number): string => Math.round(filling.stored / seconds).toLocaleString('en');
    process.stdout.write(
      `stored at ${rate(filling.addSeconds)}/s, tagged at ${rate(filling.tagSeconds)} responses/s\n`,
    );
  }
  const cells = await store.readCells(NO_FILTER, []);
  return cells.reduce((sum, cell) => sum + cell.count, 0);
}

async function measure(file: string, total: number, deadline: number, withCheck: boolean): Promise<Column> {
  const store = await openStore({ file });
  let stored = 0;
  try {
    stored = await prepare(store, total, deadline);
    const timings: Timing[] = [];
    for (const [, query] of QUERIES) timings.push(await time(store, query));
    if (withCheck) {
      const start = performance.now();
      const problems = await store.check();
      process.stdout.write(
        `check: ${problems.length === 0 ? 'sound' : problems.join('; ')} (${((performance.now() - start) / 1000).toFixed(1)} s)\n`,
      );
    }
    return { stored, timings };
  } finally {
    await store.close();
    const { size } = await stat(file);
    process.stdout.write(
      `${stored.toLocaleString('en')} responses: ${(size / 1e6).toFixed(0)} MB, ${Math.round(size / stored)} bytes each\n\n`,
    );
  }
}

function printTable(columns: readonly Column[]): void {
  const cell = (timing: Timing | undefined): string =>
    timing ? `${timing.min.toFixed(1)} / ${timing.median.toFixed(1)} / ${timing.max.toFixed(1)} (${timing.rows})` : '';
  const header = ['ms: min / median / max (rows)', ...columns.map((column) => column.stored.toLocaleString('en'))];
  const lines = QUERIES.map(([name], index) => [name, ...columns.map((column) => cell(column.timings[index]))]);
  process.stdout.write(`| ${header.join(' | ')} |\n|${header.map(() => '---').join('|')}|\n`);
  for (const line of lines) process.stdout.write(`| ${line.join(' | ')} |\n`);
}

const { values } = parseArgs({
  options: {
    responses: { type: 'string', default: '2500000' },
    small: { type: 'string', default: '25000' },
    minutes: { type: 'string', default: '5' },
    folder: { type: 'string' },
    check: { type: 'boolean', default: false },
  },
});
const deadline = performance.now() + Number(values.minutes) * 60_000;
const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'kuulolla-bench-')));
await mkdir(folder, { recursive: true });
try {
  const columns: Column[] = [];
  for (const total of [Number(values.small), Number(values.responses)]) {
    columns.push(await measure(join(folder, `${total}.sqlite`), total, deadline, values.check));
  }
  printTable(columns);
} finally {
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}
