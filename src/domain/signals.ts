/**
 * What of very many monthly figures deserves a look: each against what the months before would have it, all of them tested together,
 * the small ones left out, and those that tell the same thing told once.
 */
import { adjustedP } from './benjaminiHochberg.js';
import { spreadBeyondChance } from './controlChart.js';
import { adjustedDifference, twoSidedP } from './difference.js';
import { addCounts } from './impact.js';
import { scoreMean, type Interval } from './interval.js';
import { countAnswers, npsOf, type ClassCounts } from './nps.js';
import { exactZ, newcombeInterval, pooledZ, type Proportion } from './share.js';

/** A month's figure against the months before it. NPS in points, shares 0–1. */
export interface Deviation {
  readonly value: number;
  /** All months before together. */
  readonly expected: number;
  readonly difference: number;
  /** 95 %. */
  readonly interval: Interval;
  /** People in the month, and in the months before. */
  readonly base: number;
  readonly expectedBase: number;
  /** Test statistic, with the usual variation between months taken into account. */
  readonly z: number;
}

/** Months before that have to have answers: with fewer there is nothing to expect. */
export const LEAST_MONTHS_BEFORE = 6;

/** Null when the month is empty or fewer than six of the months before are not. */
export function npsDeviation(month: ClassCounts, before: readonly ClassCounts[]): Deviation | null {
  const answered = before.filter((counts) => countAnswers(counts) > 0);
  if (answered.length < LEAST_MONTHS_BEFORE) return null;
  const expected = answered.reduce(addCounts);
  const test = adjustedDifference(expected, month);
  const [value, usual] = [npsOf(month), npsOf(expected)];
  const variance = scoreMean(expected)?.variance ?? 0;
  if (!test || value === null || usual === null) return null;
  const spread = usualSpread(
    answered.map((counts) => (((npsOf(counts) ?? usual) - usual) / 100) * rootOf(countAnswers(counts), variance)),
  );
  return {
    value,
    expected: usual,
    difference: value - usual,
    interval: widened(test.interval, test.difference, spread),
    base: countAnswers(month),
    expectedBase: countAnswers(expected),
    z: test.z / spread,
  };
}

/** The same for a share of comments. */
export function shareDeviation(month: Proportion, before: readonly Proportion[]): Deviation | null {
  const commented = before.filter(({ base }) => base > 0);
  if (commented.length < LEAST_MONTHS_BEFORE || month.base <= 0) return null;
  const expected = commented.reduce((sum, part) => ({ count: sum.count + part.count, base: sum.base + part.base }));
  const usual = expected.count / expected.base;
  const z = isCommon(expected, month) ? pooledZ(expected, month) : exactZ(expected, month);
  const interval = newcombeInterval(expected, month);
  if (z === null || !interval) return null;
  const spread = usualSpread(
    commented.map(({ count, base }) => (count / base - usual) * rootOf(base, usual * (1 - usual))),
  );
  const difference = month.count / month.base - usual;
  return {
    value: month.count / month.base,
    expected: usual,
    difference,
    interval: widened(interval, difference, spread),
    base: month.base,
    expectedBase: expected.base,
    z: z / spread,
  };
}

/** Expected counts from which the normal approximation holds in the far tails that many tests at once look at. */
const COMMON_COUNT = 20;

/** Whether the normal approximation of a difference of shares holds; where not, ask exactZ. */
export function isCommon(expected: Proportion, month: Proportion): boolean {
  const pooled = (expected.count + month.count) / (expected.base + month.base);
  return Math.min(pooled, 1 - pooled) * Math.min(expected.base, month.base) >= COMMON_COUNT;
}

/** √(n / V): what turns a departure into a z score; 0 where nothing varies. */
function rootOf(n: number, variance: number): number {
  return variance > 0 ? Math.sqrt(n / variance) : 0;
}

/** Laney's σ_z, but never under 1: few months can by chance vary less than chance. */
function usualSpread(zs: readonly number[]): number {
  return Math.max(1, spreadBeyondChance(zs));
}

function widened([low, high]: Interval, point: number, factor: number): Interval {
  return [point + (low - point) * factor, point + (high - point) * factor];
}

export interface Candidate {
  readonly deviation: Deviation;
  /** Least difference, in the unit of the value, that is worth a look. */
  readonly leastDifference: number;
}

/** Share of false alarms that is put up with. */
export const FALSE_ALARMS = 0.05;

/**
 * Candidates that stand out, strongest |z| first. All of them are tested together (Benjamini–Hochberg), the small ones as well: which
 * ones are too small to matter must not change how sure the others are.
 */
export function screen<Kind extends Candidate>(candidates: readonly Kind[], falseAlarms = FALSE_ALARMS): Kind[] {
  const adjusted = adjustedP(candidates.map(({ deviation }) => twoSidedP(deviation.z)));
  return candidates
    .filter(
      ({ deviation, leastDifference }, index) =>
        (adjusted[index] ?? 1) <= falseAlarms && Math.abs(deviation.difference) >= leastDifference,
    )
    .sort((one, other) => Math.abs(other.deviation.z) - Math.abs(one.deviation.z));
}

/** A signal with those that repeat it. */
export interface Folded<Kind> {
  readonly lead: Kind;
  readonly repeats: readonly Kind[];
}

/**
 * Folds signals, strongest first, under the first that `repeats` says they repeat. A strong part goes before its whole, which only
 * shows it diluted; a whole in which many parts move alike is stronger than each of them.
 */
export function foldRepeats<Kind>(
  signals: readonly Kind[],
  repeats: (later: Kind, lead: Kind) => boolean,
): Folded<Kind>[] {
  const folded: { lead: Kind; repeats: Kind[] }[] = [];
  for (const signal of signals) {
    const under = folded.find(({ lead }) => repeats(signal, lead));
    if (under) under.repeats.push(signal);
    else folded.push({ lead: signal, repeats: [] });
  }
  return folded;
}
