/**
 * What a page costs when the database grows: the same queries on a small and on a large database.
 *
 *   node dist/bench/cells.js [--responses 2500000] [--small 25000] [--minutes 5] [--folder DIR] [--check]
 *
 * Fills both through addResponses and saveTags, in large batches; synthetic shares follow published Finnish figures (two thirds
 * with a comment, nine of ten by text message, most in Finnish). Stops filling when the minutes are over and says how far it got.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { addDays } from '../src/domain/calendar.js';
import { NO_FILTER } from '../src/domain/feedbackFilter.js';
import type { Polarity, ThemeTag } from '../src/domain/theme.js';
import { openStore } from '../src/store/sqliteStore.js';
import type { CommentQuery, CommentTags, IncomingResponse, Store } from '../src/store/store.js';

const FIRST_DAY = '2022-01-01';
/** Three whole years. */
const DAYS = 1096;
const LINES = 8;
const UNITS_PER_LINE = 15;
const RUNS = 15;
const VERSIONS = { space: 'bench', heads: 'bench', taxonomy: 'bench' };
const THEMES = [
  'access',
  'care_quality',
  'digital_channels',
  'instructions',
  'premises',
  'staff_friendliness',
  'waiting_times',
];
const STEMS =
  'hoit hyv ystävällis odot pitk jono puhelim ammattitaito kiire tila pysäköin ohje vastaus lääkär hoitaj aika'.split(
    ' ',
  );

/** mulberry32: small, seeded, good enough to spread rows. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;

function pick<Value>(random: Random, shares: readonly (readonly [Value, number])[]): Value {
  let left = random();
  for (const [value, share] of shares) {
    left -= share;
    if (left < 0) return value;
  }
  const last = shares.at(-1);
  if (!last) throw new Error('expected at least one share, got none');
  return last[0];
}

function syntheticResponse(random: Random, index: number, total: number): IncomingResponse {
  const line = Math.floor(random() * LINES);
  // squared: some units have many times the responses of others
  const unit = Math.floor(random() ** 2 * UNITS_PER_LINE);
  const hasComment = random() < 0.67;
  const words = Array.from(
    { length: 4 + Math.floor(random() * 16) },
    () => STEMS[Math.floor(random() ** 1.5 * STEMS.length)],
  );
  const rare = random() < 0.001 ? ' harvinais' : '';
  const stems = hasComment ? words.join(' ') + rare : '';
  return {
    source: 'bench',
    sourceId: String(index),
    day: addDays(FIRST_DAY, Math.floor((index / total) * DAYS)),
    answeredAt: null,
    unitPath: ['county', `line-${line}`, `unit-${line}-${unit}`],
    channel: pick(random, [
      ['sms', 0.81],
      ['kiosk', 0.13],
      ['web', 0.04],
      ['paper', 0.01],
      ['phone', 0.01],
    ] as const),
    lang: pick(random, [
      ['fi', 0.9],
      ['sv', 0.06],
      ['en', 0.039],
      ['et', 0.001],
    ] as const),
    score: pick(random, [
      [10, 0.5],
      [9, 0.21],
      [8, 0.1],
      [7, 0.04],
      [5, 0.1],
      [0, 0.05],
    ] as const),
    scale: 'nps',
    comment: hasComment ? `${words.join('en, ')}${rare}.` : null,
    statements: {},
    contentHash: String(index),
    stems,
    initialState: hasComment ? 'pending' : 'none',
  };
}

function syntheticTags(random: Random, id: number): CommentTags {
  const count = pick(random, [
    [1, 0.55],
    [2, 0.25],
    [3, 0.08],
    [0, 0.12],
  ] as const);
  const start = Math.floor(random() * THEMES.length);
  const tags: ThemeTag[] = Array.from({ length: count }, (_, step) => ({
    theme: THEMES[(start + step * (1 + Math.floor(random() * 2))) % THEMES.length] ?? 'access',
    polarity: pick<Polarity>(random, [
      ['pos', 0.78],
      ['neg', 0.15],
      ['neu', 0.07],
    ]),
    confidence: Math.round((0.5 + random() / 2) * 1000) / 1000,
    evidence: [{ start: 0, end: 20 + step }],
  }));
  return { id, state: 'tagged', tags: [...new Map(tags.map((tag) => [tag.theme, tag])).values()] };
}

interface Filling {
  readonly stored: number;
  readonly addSeconds: number;
  readonly tagSeconds: number;
}

async function fill(store: Store, total: number, batchSize: number, deadline: number): Promise<Filling> {
  const random = seeded(total);
  let stored = 0;
  let addMs = 0;
  let tagMs = 0;
  while (stored < total && performance.now() < deadline) {
    const batch = Array.from({ length: Math.min(batchSize, total - stored) }, (_, step) =>
      syntheticResponse(random, stored + step, total),
    );
    const added = performance.now();
    const outcomes = await store.addResponses(batch);
    const tagging = performance.now();
    addMs += tagging - added;
    await store.saveTags(
      outcomes.flatMap((outcome, index) => (batch[index]?.comment ? [syntheticTags(random, outcome.id)] : [])),
      VERSIONS,
      [],
    );
    tagMs += performance.now() - tagging;
    stored += batch.length;
    if (process.stderr.isTTY) process.stderr.write(`\r${stored} responses`);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  return { stored, addSeconds: addMs / 1000, tagSeconds: tagMs / 1000 };
}

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

async function measure(file: string, total: number, deadline: number, withCheck: boolean): Promise<Column> {
  const store = await openStore({ file });
  try {
    const filling = await fill(store, total, Math.min(20_000, Math.ceil(total / 25)), deadline);
    const rate = (seconds: number): string => Math.round(filling.stored / seconds).toLocaleString('en');
    process.stdout.write(
      `${filling.stored.toLocaleString('en')} responses: stored at ${rate(filling.addSeconds)}/s, ` +
        `tagged at ${rate(filling.tagSeconds)} responses/s\n`,
    );
    const timings: Timing[] = [];
    for (const [, query] of QUERIES) timings.push(await time(store, query));
    if (withCheck) {
      const start = performance.now();
      const problems = await store.check();
      process.stdout.write(
        `check: ${problems.length === 0 ? 'sound' : problems.join('; ')} (${((performance.now() - start) / 1000).toFixed(1)} s)\n`,
      );
    }
    return { stored: filling.stored, timings };
  } finally {
    await store.close();
    const { size } = await stat(file);
    process.stdout.write(`${(size / 1e6).toFixed(0)} MB, ${Math.round(size / total)} bytes per response\n\n`);
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
try {
  const columns: Column[] = [];
  for (const total of [Number(values.small), Number(values.responses)]) {
    columns.push(await measure(join(folder, `${total}.sqlite`), total, deadline, values.check));
  }
  printTable(columns);
} finally {
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}
