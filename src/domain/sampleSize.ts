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
