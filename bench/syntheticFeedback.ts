/** Fills a database with synthetic feedback for the benchmarks; shares follow published Finnish figures. */
import { performance } from 'node:perf_hooks';
import { addDays } from '../src/domain/calendar.js';
import type { Polarity, ThemeTag } from '../src/domain/theme.js';
import type { CommentTags, IncomingResponse, Store } from '../src/store/store.js';

const FIRST_DAY = '2022-01-01';
/** Three whole years. */
const DAYS = 1096;
export const LINES = 8;
export const UNITS_PER_LINE = 15;
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

export interface Filling {
  readonly stored: number;
  readonly addSeconds: number;
  readonly tagSeconds: number;
}

/**
 * Stores and tags `total` responses through the store's own methods, oldest first.
 * @param deadline on the clock of `performance.now()`; filling stops there
 */
export async function fill(store: Store, total: number, batchSize: number, deadline: number): Promise<Filling> {
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
