/** How many answers a statement about NPS takes. */
import { Z_95 } from './interval.js';

/** 80 % point of the normal distribution: power of four in five. */
const Z_POWER_80 = 0.8416212335729143;

/** Answers needed for a 95 % margin of ±`marginPoints`, given the variance of one answer (0..1; 1 is the worst case). */
export function answersForMargin(variance: number, marginPoints: number): number {
  return Math.ceil((Z_95 * Z_95 * variance) / (marginPoints / 100) ** 2);
}

/** Answers needed in each of two groups to see a difference of `points` at 95 % with a power of 80 %. */
export function answersForDifference(varianceBefore: number, varianceAfter: number, points: number): number {
  return Math.ceil(((Z_95 + Z_POWER_80) ** 2 * (varianceBefore + varianceAfter)) / (points / 100) ** 2);
}

/**
 * The smallest difference, in points, that two groups show at 95 % with a power of 80 %: the same formula the other way round, for
 * groups that need not be of one size. Null when either is empty.
 */
export function smallestDifference(
  before: { readonly variance: number; readonly answers: number },
  after: { readonly variance: number; readonly answers: number },
): number | null {
  if (before.answers <= 0 || after.answers <= 0) return null;
  return 100 * (Z_95 + Z_POWER_80) * Math.sqrt(before.variance / before.answers + after.variance / after.answers);
}
