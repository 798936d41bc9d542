/**
 * Which of several matters (a theme said or not, an answer to a statement) a score is associated with most: how much of its variation goes with each, with which sign, and
 * how sure their order is. Made from counted cells of respondents. Associations, not effects.
 */
import { splitRSquared } from './importance.js';
import type { Interval } from './interval.js';
import { fitLinear, varianceInflation, type CrossProducts } from './linearModel.js';
import { quantileOf, resampleCounts, type Random } from './random.js';
import { relativeWeights } from './relativeWeights.js';

/** Respondents who are alike. */
export interface DriverCell {
  /** Respondents are compared within their group only (service line and channel). */
  readonly group: string;
  /** Indexes of the predictors that hold for them. */
  readonly holds: readonly number[];
  /** What each of these amounts to, in their order; 1 each where left out. The others are 0. */
  readonly values?: readonly number[];
  readonly outcome: number;
  readonly count: number;
}

export interface Driver {
  /** Part of R², 0–1; the parts add up to R². */
  readonly importance: number;
  /** Of what all predictors explain together, 0–1, with a 95 % interval. */
  readonly share: number;
  readonly shareInterval: Interval;
  /** 1 for the most important, and the ranks that 95 % of other samples would give it. */
  readonly rank: number;
  readonly rankInterval: Interval;
  /** Difference of the outcome per 1 of it, the others held equal, in the outcome's unit, with a 95 % interval. */
  readonly effect: number;
  readonly effectInterval: Interval;
  /** The same in standard deviations of both within groups. */
  readonly standardisedEffect: number;
  /** From 1; over 5 it can hardly be told apart from the others. */
  readonly varianceInflation: number;
}

export interface DriverEstimate {
  readonly respondents: number;
  /** Share of the variance within groups that all predictors explain together, 0–1. */
  readonly rSquared: number;
  /** In the order of the predictors. */
  readonly drivers: readonly Driver[];
}

export interface DriverOptions {
  readonly random: Random;
  /** Samples drawn for the intervals. */
  readonly draws?: number;
  /** Random groups of respondents that samples are drawn from. */
  readonly blocks?: number;
}

const DRAWS = 1000;
const BLOCKS = 400;

/**
 * Null when the outcome does not vary within groups.
 *
 * Resampling: respondents are dealt at random to `blocks` blocks and blocks are drawn with replacement (random groups, Wolter 2007,
 * ch. 2), so that a draw costs the same for a thousand respondents and for a million; the group means are those of the whole sample.
 * Parts in the draws are relative weights, which come close to the exact split for a fraction of the work.
 */
export function estimateDrivers(
  cells: readonly DriverCell[],
  predictors: number,
  { random, draws = DRAWS, blocks = BLOCKS }: DriverOptions,
): DriverEstimate | null {
  const parts = dealBlocks(cells, predictors, blocks, random);
  const whole = addUp(parts, predictors, null);
  const fit = fitLinear(whole);
  if (!fit || predictors === 0) return null;
  const importance = splitRSquared(whole);
  const ranks = ranksOf(importance);
  const inflation = varianceInflation(whole);
  const explained = importance.reduce((sum, part) => sum + part, 0);
  const drawn = drawSamples(parts, predictors, draws, random);
  return {
    respondents: cells.reduce((sum, cell) => sum + cell.count, 0),
    rSquared: fit.rSquared,
    drivers: importance.map((part, index) => ({
      importance: part,
      share: explained > 0 ? part / explained : 0,
      shareInterval: middle(drawn.shares[index] ?? [], explained > 0 ? part / explained : 0),
      rank: ranks[index] ?? 0,
      rankInterval: holding(middle(drawn.ranks[index] ?? [], ranks[index] ?? 0), ranks[index] ?? 0),
      effect: fit.effects[index] ?? 0,
      effectInterval: middle(drawn.effects[index] ?? [], fit.effects[index] ?? 0),
      standardisedEffect: (fit.effects[index] ?? 0) * spreadAgainstOutcome(whole, index),
      varianceInflation: inflation[index] ?? 1,
    })),
  };
}

/** Standard deviation of a predictor, that of the outcome being 1. */
function spreadAgainstOutcome({ predictors, sums }: CrossProducts, index: number): number {
  const size = predictors + 1;
  return Math.sqrt((sums[index * size + index] ?? 0) / (sums[size * size - 1] ?? 1));
}

/** Ranks from 1 for the largest; equal values in their order. */
export function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0));
  const ranks = values.map(() => 0);
  order.forEach((index, place) => (ranks[index] = place + 1));
  return ranks;
}

/** Within-group cross-products, summed per block of respondents. */
function dealBlocks(cells: readonly DriverCell[], predictors: number, blocks: number, random: Random): Float64Array[] {
  const size = predictors + 1;
  const sums = Array.from({ length: blocks }, () => new Float64Array(size * size));
  const groups = new Map<string, { n: number; mean: Float64Array }>();
  for (const cell of cells) {
    const group = groups.get(cell.group) ?? { n: 0, mean: new Float64Array(size) };
    group.n += cell.count;
    for (const [place, index] of cell.holds.entries()) group.mean[index]! += cell.count * (cell.values?.[place] ?? 1);
    group.mean[predictors]! += cell.count * cell.outcome;
    groups.set(cell.group, group);
  }
  for (const { n, mean } of groups.values()) mean.forEach((sum, index) => (mean[index] = sum / n));
  const ones = sums.map(() => 1);
  for (const cell of cells) {
    const mean = groups.get(cell.group)!.mean;
    const centred = mean.map((value) => -value);
    for (const [place, index] of cell.holds.entries()) centred[index]! += cell.values?.[place] ?? 1;
    centred[predictors]! += cell.outcome;
    if (cell.count < blocks) {
      for (let one = 0; one < cell.count; one += 1) addProducts(sums[Math.floor(random() * blocks)]!, centred, 1);
    } else {
      const weight = cell.count / blocks;
      const dealt = resampleCounts(
        random,
        ones.map(() => weight),
      );
      dealt.forEach((count, block) => addProducts(sums[block]!, centred, count));
    }
  }
  return sums;
}

function addProducts(sums: Float64Array, centred: Float64Array, count: number): void {
  const size = centred.length;
  for (let row = 0; row < size; row += 1) {
    const factor = count * centred[row]!;
    for (let column = row; column < size; column += 1) sums[row * size + column]! += factor * centred[column]!;
  }
}

/** The sum of all blocks, each as often as it was drawn (once without `times`), both halves filled. */
function addUp(blocks: readonly Float64Array[], predictors: number, times: Uint16Array | null): CrossProducts {
  const size = predictors + 1;
  const sums = new Float64Array(size * size);
  for (const [index, block] of blocks.entries()) {
    const count = times === null ? 1 : times[index]!;
    if (count === 0) continue;
    for (let place = 0; place < sums.length; place += 1) sums[place]! += count * block[place]!;
  }
  for (let row = 1; row < size; row += 1) {
    for (let column = 0; column < row; column += 1) sums[row * size + column] = sums[column * size + row]!;
  }
  return { predictors, sums };
}

interface Drawn {
  readonly shares: number[][];
  readonly ranks: number[][];
  readonly effects: number[][];
}

function drawSamples(blocks: readonly Float64Array[], predictors: number, draws: number, random: Random): Drawn {
  const columns = (): number[][] => Array.from({ length: predictors }, () => []);
  const drawn: Drawn = { shares: columns(), ranks: columns(), effects: columns() };
  const times = new Uint16Array(blocks.length);
  for (let draw = 0; draw < draws; draw += 1) {
    times.fill(0);
    for (let one = 0; one < blocks.length; one += 1) times[Math.floor(random() * blocks.length)]! += 1;
    const sample = addUp(blocks, predictors, times);
    const fit = fitLinear(sample);
    if (!fit) continue;
    const parts = relativeWeights(sample);
    const explained = parts.reduce((sum, part) => sum + part, 0);
    const ranks = ranksOf(parts);
    for (let index = 0; index < predictors; index += 1) {
      drawn.shares[index]!.push(explained > 0 ? parts[index]! / explained : 0);
      drawn.ranks[index]!.push(ranks[index]!);
      drawn.effects[index]!.push(fit.effects[index]!);
    }
  }
  return drawn;
}

/** The middle 95 % of the values; `point` where there are none. */
function middle(values: readonly number[], point: number): Interval {
  return [quantileOf(values, 0.025) ?? point, quantileOf(values, 0.975) ?? point];
}

/** Whole ranks that also hold the rank itself. */
function holding([low, high]: Interval, rank: number): Interval {
  return [Math.min(rank, Math.floor(low)), Math.max(rank, Math.ceil(high))];
}
