/** Whether two NPS differ: change, interval and the words for it. */
import { adjustedCounts, scoreMean, Z_95, type Interval } from './interval.js';
import type { ClassCounts, NpsDifference, NpsEstimate } from './nps.js';

export type Certainty = NonNullable<NpsDifference['certainty']>;

/** |z| from which a difference is `sure` (99 %) and `fairlySure` (95 %). */
const SURE_Z = 2.58;
const FAIRLY_SURE_Z = 1.96;

/** The word for a test statistic; the same on every page. */
export function certaintyOf(z: number): Certainty {
  const size = Math.abs(z);
  if (size >= SURE_Z) return 'sure';
  return size >= FAIRLY_SURE_Z ? 'fairlySure' : 'chance';
}

/** A difference of two independent means, in points. */
export interface MeanDifference {
  readonly difference: number;
  readonly standardError: number;
  /** 0 where both samples agree without any spread. */
  readonly z: number;
  /** 95 %. */
  readonly interval: Interval;
}

/** Wald difference of NPS, after − before, from the raw counts; null when either side is empty. */
export function waldDifference(before: ClassCounts, after: ClassCounts): MeanDifference | null {
  const old = scoreMean(before);
  const young = scoreMean(after);
  if (!old || !young) return null;
  const difference = young.nps - old.nps;
  const standardError = Math.hypot(old.standardError, young.standardError);
  const z = difference === 0 ? 0 : difference / standardError;
  return {
    difference,
    standardError,
    z,
    interval: [difference - Z_95 * standardError, difference + Z_95 * standardError],
  };
}

/** The same on counts with the pseudo-answers of the adjusted Wald method: holds its level for few answers too. */
export function adjustedDifference(before: ClassCounts, after: ClassCounts): MeanDifference | null {
  if (!scoreMean(before) || !scoreMean(after)) return null;
  return waldDifference(adjustedCounts(before), adjustedCounts(after));
}

const NO_DIFFERENCE: NpsDifference = { points: null, interval: null, certainty: null };

/**
 * Change of NPS as pages show it: `points` from the raw NPS of both, interval and certainty by the adjusted Wald difference, the
 * interval clipped to −200..+200. Overlap of two intervals is not the test. All null when either is missing or suppressed.
 */
export function npsDifference(before: NpsEstimate, after: NpsEstimate): NpsDifference {
  const old = shownCounts(before);
  const young = shownCounts(after);
  const test = old && young && adjustedDifference(old, young);
  if (!test || before.nps === null || after.nps === null) return NO_DIFFERENCE;
  return {
    points: after.nps - before.nps,
    interval: [Math.max(-200, test.interval[0]), Math.min(200, test.interval[1])],
    certainty: certaintyOf(test.z),
  };
}

function shownCounts(estimate: NpsEstimate): ClassCounts | null {
  const { promoters, passives, detractors } = estimate;
  return promoters === null || passives === null || detractors === null ? null : { promoters, passives, detractors };
}

/** Two-sided p of a normal test statistic (Abramowitz and Stegun 7.1.26, error under 1.5e−7). */
export function twoSidedP(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return series * Math.exp(-x * x);
}

/**
 * χ² test of any change of the three-class distribution (2 degrees of freedom, for which p = e^(−χ²/2)). It is no test of NPS: a
 * distribution may change and NPS stay. Null when either side or all of one class pair is empty.
 */
export function distributionTest(
  before: ClassCounts,
  after: ClassCounts,
): { readonly chiSquare: number; readonly p: number } | null {
  const rows = [before, after].map((counts) => [counts.promoters, counts.passives, counts.detractors]);
  const rowSums = rows.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = rowSums.reduce((sum, count) => sum + count, 0);
  let chiSquare = 0;
  for (let column = 0; column < 3; column += 1) {
    const columnSum = rows.reduce((sum, row) => sum + (row[column] ?? 0), 0);
    for (const [index, row] of rows.entries()) {
      const expected = ((rowSums[index] ?? 0) * columnSum) / total;
      if (!(expected > 0)) return null;
      chiSquare += ((row[column] ?? 0) - expected) ** 2 / expected;
    }
  }
  return { chiSquare, p: Math.exp(-chiSquare / 2) };
}
