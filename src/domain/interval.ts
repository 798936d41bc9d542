/** Intervals of one NPS, all on −100..+100. Formulas and their limits: docs/figures.md. */
import type { ClassCounts } from './nps.js';

/** Lower and upper end. */
export type Interval = readonly [number, number];

/** Two-sided 95 % and 99 % points of the normal distribution. */
export const Z_95 = 1.959963984540054;

/** A mean on −100..+100 with its standard error. */
export interface ScoreMean {
  readonly answers: number;
  readonly nps: number;
  /** Variance of one answer, with promoter +1, passive 0, detractor −1: 0..1. */
  readonly variance: number;
  /** Points. */
  readonly standardError: number;
}

/** NPS with the standard error of a multinomial sample; null without answers. Counts need not be whole. */
export function scoreMean(counts: ClassCounts): ScoreMean | null {
  const answers = counts.promoters + counts.passives + counts.detractors;
  if (answers <= 0) return null;
  const promoters = counts.promoters / answers;
  const detractors = counts.detractors / answers;
  const mean = promoters - detractors;
  // Rounding can leave a hair under zero where all answers agree
  const variance = Math.max(0, promoters + detractors - mean * mean);
  return {
    answers,
    nps: (100 * (counts.promoters - counts.detractors)) / answers,
    variance,
    standardError: 100 * Math.sqrt(variance / answers),
  };
}

/** The plain Wald interval; can leave −100..+100 and has no width where all answer alike. For comparison only. */
export function waldInterval(counts: ClassCounts, z = Z_95): Interval | null {
  const mean = scoreMean(counts);
  return mean && [mean.nps - z * mean.standardError, mean.nps + z * mean.standardError];
}

/** Counts with the pseudo-answers of the adjusted Wald method: ¾ promoter, 1½ passive, ¾ detractor (Rocks 2016). */
export function adjustedCounts(counts: ClassCounts): ClassCounts {
  return {
    promoters: counts.promoters + 0.75,
    passives: counts.passives + 1.5,
    detractors: counts.detractors + 0.75,
  };
}

/**
 * Adjusted Wald interval (Rocks 2016, American Statistician 70:365), clipped to −100..+100. At 95 % it holds the raw NPS from two
 * answers on; a single promoter's 100 lies outside. With z under 1.73 more do, so narrower levels are not offered.
 */
export function adjustedWaldInterval(counts: ClassCounts, z = Z_95): Interval | null {
  if (counts.promoters + counts.passives + counts.detractors <= 0) return null;
  const mean = scoreMean(adjustedCounts(counts));
  if (!mean) return null;
  const margin = z * mean.standardError;
  return [Math.max(-100, mean.nps - margin), Math.min(100, mean.nps + margin)];
}

/**
 * Score interval for a difference of paired proportions (Tango 1998): every difference that a score test does not reject. Always
 * inside −100..+100 and never without width; the cross-check of the adjusted Wald interval for few answers.
 */
export function scoreInterval(counts: ClassCounts, z = Z_95): Interval | null {
  const { promoters, passives, detractors } = counts;
  const answers = promoters + passives + detractors;
  if (answers <= 0) return null;
  const statistic = (difference: number): number => {
    const a = 2 * answers;
    const b = -detractors - promoters + (2 * answers - promoters + detractors) * difference;
    const c = -detractors * difference * (1 - difference);
    const q = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
    const spread = Math.sqrt(Math.max(0, answers * (2 * q + difference * (1 - difference))));
    const distance = promoters - detractors - answers * difference;
    return spread === 0 ? Math.sign(distance) * Infinity : distance / spread;
  };
  const observed = (promoters - detractors) / answers;
  const lower = detractors === answers ? -1 : findRoot((d) => statistic(d) - z, -1, observed);
  const upper = promoters === answers ? 1 : findRoot((d) => statistic(d) + z, observed, 1);
  return [100 * lower, 100 * upper];
}

/** Where a falling function crosses zero between the ends. */
function findRoot(falling: (x: number) => number, from: number, to: number): number {
  let low = from;
  let high = to;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (falling(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
