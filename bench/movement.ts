/**
 * Whether the intervals of a movement hold what they say, and how long taking a change apart takes.
 *
 *   node dist/bench/movement.js [--sets 2000] [--seed 1] [--repetitions 15] [--database FILE]
 *
 * Draws samples from two populations whose parts are known, and counts how often the 95 % intervals hold them. A row is counted
 * whenever somebody of either sample is in it, also where so few are that pages would hide it. With a database (such as bench/cells.js
 * keeps with --folder) the whole account is timed on it too.
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { addMonths, firstDayOfMonth, lastDayOfMonth, monthOf, yearEarlier } from '../src/domain/calendar.js';
import { NO_FILTER } from '../src/domain/feedbackFilter.js';
import { npsDifference } from '../src/domain/difference.js';
import { Z_95, type Interval } from '../src/domain/interval.js';
import { nestedMovement, type NestedCell, type NestedMovement } from '../src/domain/nestedMovement.js';
import { npsEstimate, npsOf, type ClassCounts } from '../src/domain/nps.js';
import { drawBinomial, seededRandom, type Random } from '../src/domain/random.js';
import { SCORE_CLASSES, type ScoreClass } from '../src/domain/response.js';
import { themeSetKey, type Taxonomy } from '../src/domain/theme.js';
import { foldGroups, foldRows, readSample, type MovementLevel } from '../src/flows/movementCells.js';
import { explainMovement } from '../src/flows/explainMovement.js';
import { projectRoot } from '../src/root.js';
import { openStore } from '../src/store/sqliteStore.js';
import type { Cell } from '../src/store/store.js';
import { readTaxonomy } from '../src/taxonomyFile.js';

const HAPPY = [0.88, 0.08, 0.04] as const;
const FAIR = [0.7, 0.2, 0.1] as const;
const MIXED = [0.3, 0.3, 0.4] as const;
const SAD = [0.1, 0.2, 0.7] as const;
type Classes = readonly [promoters: number, passives: number, detractors: number];

/** Rows of an answer, how common it is before and after, and how it is scored before and after. */
const POPULATION: readonly (readonly [rows: string, share: number, later: number, Classes, Classes])[] = [
  ['friendliness', 0.2, 0.22, HAPPY, HAPPY],
  ['waiting', 0.1, 0.06, SAD, MIXED],
  ['instructions', 0.06, 0.07, MIXED, MIXED],
  ['care', 0.12, 0.12, HAPPY, HAPPY],
  ['premises', 0.03, 0.03, MIXED, SAD],
  ['digital', 0.02, 0.03, SAD, SAD],
  ['access', 0.015, 0.02, MIXED, MIXED],
  ['friendliness waiting', 0.05, 0.04, MIXED, MIXED],
  ['friendliness care', 0.06, 0.07, HAPPY, HAPPY],
  ['friendliness care instructions', 0.02, 0.02, FAIR, FAIR],
  ['noTheme', 0.06, 0.06, FAIR, FAIR],
  ['noComment', 0.265, 0.26, FAIR, [0.76, 0.16, 0.08]],
];
/** Units: share of the answers before and after, and how much of their promoters are passives instead. */
const UNITS = [
  ['large', 0.5, 0.42, 0],
  ['middle', 0.3, 0.33, 0.1],
  ['small', 0.2, 0.25, 0.25],
] as const;

function population(period: 'before' | 'after'): NestedCell[] {
  const shares = POPULATION.map(([, before, after]) => (period === 'before' ? before : after));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  return UNITS.flatMap(([unit, before, after, cooler]) =>
    POPULATION.map(([rows, , , old, young], index): NestedCell => {
      const weight = ((shares[index] ?? 0) / whole) * (period === 'before' ? before : after);
      const [promoters, passives, detractors] = period === 'before' ? old : young;
      return {
        rows: rows.split(' '),
        groups: [unit],
        classes: {
          promoters: weight * promoters * (1 - cooler),
          passives: weight * (passives + promoters * cooler),
          detractors: weight * detractors,
        },
      };
    }),
  );
}

/** A sample of `n` answers. */
function draw(random: Random, cells: readonly NestedCell[], n: number): NestedCell[] {
  let left = n;
  let weight = 1;
  const next = (probability: number): number => {
    const drawn = weight > 1e-12 ? drawBinomial(random, left, Math.min(1, probability / weight)) : 0;
    left -= drawn;
    weight -= probability;
    return drawn;
  };
  return cells.map(({ rows, groups, classes }) => ({
    rows,
    groups,
    classes: {
      promoters: next(classes.promoters),
      passives: next(classes.passives),
      detractors: next(classes.detractors),
    },
  }));
}

function classesOf(cells: readonly NestedCell[]): ClassCounts {
  const sums = { promoters: 0, passives: 0, detractors: 0 };
  for (const { classes } of cells) {
    sums.promoters += classes.promoters;
    sums.passives += classes.passives;
    sums.detractors += classes.detractors;
  }
  return sums;
}

const named = ({ mixes, rows }: NestedMovement): (readonly [string, NestedMovement['rows'][number]])[] => [
  ...mixes.flatMap((level) => level.map((part) => [`mix of ${part.row}`, part] as const)),
  ...rows.map((part) => [part.row, part] as const),
];

class Coverage {
  readonly drawn = new Map<string, number>();
  readonly held = new Map<string, number>();

  add(name: string, [low, high]: Interval, truth: number): void {
    this.drawn.set(name, (this.drawn.get(name) ?? 0) + 1);
    if (low <= truth && truth <= high) this.held.set(name, (this.held.get(name) ?? 0) + 1);
  }

  shareOf(name: string): string {
    const drawn = this.drawn.get(name) ?? 0;
    return drawn === 0 ? '' : ((100 * (this.held.get(name) ?? 0)) / drawn).toFixed(1);
  }
}

/** How to take a change apart and which intervals to give its parts. */
interface Method {
  readonly title: string;
  /** Net of the mix of units. */
  readonly adjusted: boolean;
  readonly intervalOf: (part: NestedMovement['rows'][number]) => Interval;
}

const METHODS: readonly Method[] = [
  { title: 'As it stands', adjusted: false, intervalOf: (part) => part.interval },
  { title: 'Net of the mix of three units', adjusted: true, intervalOf: (part) => part.interval },
  {
    title: 'As it stands, with 1.96 standard errors to either side instead (not shown anywhere)',
    adjusted: false,
    intervalOf: ({ total, standardError }) => [total - Z_95 * standardError, total + Z_95 * standardError],
  },
];

/** How often intervals hold the truth, for samples of these sizes. */
function coverageOf(sizes: readonly [number, number], method: Method, sets: number, seed: number): Coverage {
  const shape = (cells: NestedCell[]): NestedCell[] =>
    method.adjusted ? cells : cells.map((cell) => ({ ...cell, groups: [] }));
  const [before, after] = [shape(population('before')), shape(population('after'))];
  const truth = nestedMovement(before, after);
  if (!truth) throw new Error('expected the populations to have answers');
  const parts = new Map(named(truth).map(([name, { total }]) => [name, total]));
  const truthNps = [before, after].map((cells) => npsOf(classesOf(cells)) ?? 0);
  const random = seededRandom(seed);
  const coverage = new Coverage();
  for (let set = 0; set < sets; set += 1) {
    const samples = [draw(random, before, sizes[0]), draw(random, after, sizes[1])] as const;
    const [base, current] = [npsEstimate(classesOf(samples[0])), npsEstimate(classesOf(samples[1]))];
    const change = npsDifference(base, current);
    if (current.interval) coverage.add('NPS', current.interval, truthNps[1] ?? 0);
    if (change.interval) coverage.add('change', change.interval, (truthNps[1] ?? 0) - (truthNps[0] ?? 0));
    const movement = nestedMovement(...samples);
    if (!movement) continue;
    for (const [name, part] of named(movement)) {
      if (part.base.people + part.current.people > 0) coverage.add(name, method.intervalOf(part), parts.get(name) ?? 0);
    }
  }
  return coverage;
}

function printTable(header: readonly string[], lines: readonly (readonly string[])[]): void {
  process.stdout.write(`| ${header.join(' | ')} |\n|${header.map(() => '---').join('|')}|\n`);
  for (const line of lines) process.stdout.write(`| ${line.join(' | ')} |\n`);
  process.stdout.write('\n');
}

const SIZES = [
  [30, 30],
  [100, 100],
  [1000, 1000],
  [40_000, 40_000],
  [30, 1000],
  [100, 3000],
] as const;

function printCoverage(method: Method, sets: number, seed: number): void {
  const columns = SIZES.map((sizes) => coverageOf(sizes, method, sets, seed));
  const names = [...new Set(columns.flatMap(({ drawn }) => [...drawn.keys()]))];
  process.stdout.write(`${method.title}: % of ${sets} data sets whose 95 % interval holds the truth\n`);
  printTable(
    ['answers before, after', ...SIZES.map(([before, after]) => `${before}, ${after}`)],
    names.map((name) => [name, ...columns.map((column) => column.shareOf(name))]),
  );
}

const RESPONSES = 2_500_000;
const THEMES = ['access', 'care_quality', 'digital_channels', 'instructions', 'premises', 'staff', 'waiting_times'];
const NAME = { fi: '', sv: '', en: '' };
const TAXONOMY: Taxonomy = {
  version: '1',
  themes: THEMES.map((key, colour) => ({ key, name: NAME, description: NAME, excludes: NAME, colour })),
};

/** Counted cells as a database of 2.5 million responses gives them: theme sets of up to three themes with polarities. */
function storedCells(units: readonly string[], channels: readonly ('sms' | 'web' | 'paper')[]): Cell[] {
  const random = seededRandom(3);
  const polarities = ['pos', 'neg', 'neu'] as const;
  const tags = THEMES.flatMap((theme) => polarities.map((polarity) => ({ theme, polarity })));
  const sets = new Set(['']);
  for (const one of tags) {
    sets.add(themeSetKey([one]));
    for (const other of tags) {
      if (other.theme > one.theme) sets.add(themeSetKey([one, other]));
      const third = tags[Math.floor(random() * tags.length)];
      if (third && other.theme > one.theme && third.theme > other.theme) sets.add(themeSetKey([one, other, third]));
    }
  }
  const kinds = [...sets].flatMap((themes) =>
    SCORE_CLASSES.map((scoreClass): [string, ScoreClass] => [themes, scoreClass]),
  );
  const share = RESPONSES / 2 / (kinds.length * Math.max(1, units.length) * Math.max(1, channels.length));
  return (units.length === 0 ? [undefined] : units).flatMap((unit) =>
    (channels.length === 0 ? [undefined] : channels).flatMap((channel) =>
      kinds.map(([themes, scoreClass]): Cell => ({
        ...(unit !== undefined && { unit }),
        ...(channel !== undefined && { channel }),
        themes,
        scoreClass,
        commentState: themes === '' ? 'none' : 'tagged',
        count: Math.ceil(2 * share * random()),
      })),
    ),
  );
}

/** From counted cells to parts, without the database. */
async function timeMovement(levels: readonly MovementLevel[], repetitions: number): Promise<string[]> {
  const units = Array.from({ length: 8 }, (_, index) => `line-${index}`);
  const channels = levels.includes('channel') ? (['sms', 'web', 'paper'] as const) : [];
  const all = storedCells([], channels);
  const below = storedCells(units, channels);
  const readCells = (_filter: unknown, by: readonly string[]): Promise<Cell[]> =>
    Promise.resolve(by.includes('unit') ? below : all);
  const ms: number[] = [];
  for (let run = 0; run <= repetitions; run += 1) {
    const start = performance.now();
    const read = () => readSample({ readCells }, TAXONOMY, NO_FILTER, { own: null, below: units }, levels);
    const [base, current] = [await read(), await read()];
    const cells = levels.reduce((pair, _, level) => foldGroups(pair, level, 5), {
      base: base.cells,
      current: current.cells,
    });
    const pair = foldRows(cells, 5);
    nestedMovement(pair.base, pair.current);
    if (run > 0) ms.push(performance.now() - start);
  }
  ms.sort((one, other) => one - other);
  const cells = (levels.includes('unit') ? 0 : all.length) + below.length;
  return [
    levels.join(', ') || 'none',
    String(2 * cells),
    (ms[0] ?? 0).toFixed(1),
    (ms[ms.length >> 1] ?? 0).toFixed(1),
  ];
}

const { values } = parseArgs({
  options: {
    sets: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    repetitions: { type: 'string', default: '15' },
    database: { type: 'string' },
  },
});
const [sets, seed, repetitions] = [Number(values.sets), Number(values.seed), Number(values.repetitions)];
for (const method of METHODS) printCoverage(method, sets, seed);
process.stdout.write(`A movement over cells of ${RESPONSES.toLocaleString('en')} responses\n`);
const lines: string[][] = [];
for (const levels of [[], ['unit'], ['channel'], ['unit', 'channel']] as const) {
  lines.push(await timeMovement(levels, repetitions));
}
printTable(['adjusted for', 'cells', 'ms: min', 'median'], lines);
if (values.database !== undefined) await timeOnDatabase(values.database, repetitions);

/** The last 12 months that have answers against the 12 before, for the whole organisation. */
async function timeOnDatabase(file: string, runs: number): Promise<void> {
  const store = await openStore({ file });
  try {
    const range = await store.dayRange(null);
    if (!range) throw new Error(`expected responses in ${file}, found none`);
    const last = monthOf(range.to);
    const current = { from: firstDayOfMonth(addMonths(last, -11)), to: lastDayOfMonth(last) };
    const taxonomy = await readTaxonomy(projectRoot());
    const rows: string[][] = [];
    for (const adjust of [null, 'unit', 'channel', 'both'] as const) {
      const ms: number[] = [];
      for (let run = 0; run <= runs; run += 1) {
        const start = performance.now();
        const request = { base: yearEarlier(current), current, filter: NO_FILTER, adjust };
        await explainMovement({ store, taxonomy, disclosureLimit: 5 }, request);
        if (run > 0) ms.push(performance.now() - start);
      }
      ms.sort((one, other) => one - other);
      rows.push([adjust ?? 'none', (ms[0] ?? 0).toFixed(1), (ms[ms.length >> 1] ?? 0).toFixed(1)]);
    }
    process.stdout.write(`A movement on ${file}\n`);
    printTable(['adjusted for', 'ms: min', 'median'], rows);
  } finally {
    await store.close();
  }
}
