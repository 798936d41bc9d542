/** Net Promoter Score from class counts. */
import { adjustedWaldInterval } from './interval.js';

/** Counts of scores on the 0–10 scale by class; responses without a score are in none of them. */
export interface ClassCounts {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
}

/** How far a base of n answers carries: hidden under the disclosure limit, shown as indicative under 30. */
export type BaseStrength = 'none' | 'suppressed' | 'indicative' | 'normal';

/**
 * NPS with its interval and base. `nps` and `interval` are null when nobody answered or the base is under the disclosure
 * limit; then `n` and the counts are null too when suppressed, and 0 when nobody answered.
 */
export interface NpsEstimate {
  readonly strength: BaseStrength;
  readonly n: number | null;
  readonly promoters: number | null;
  readonly passives: number | null;
  readonly detractors: number | null;
  /** −100..+100, not rounded. */
  readonly nps: number | null;
  /** 95 % adjusted Wald interval (Rocks 2016), −100..+100. */
  readonly interval: readonly [number, number] | null;
}

/** Change of NPS between two estimates, in points; null figures when either is missing or suppressed. */
export interface NpsDifference {
  readonly points: number | null;
  readonly interval: readonly [number, number] | null;
  /** Words used on every page: `sure` |z| ≥ 2.58, `fairlySure` ≥ 1.96, else `chance`. */
  readonly certainty: 'sure' | 'fairlySure' | 'chance' | null;
}

/** From this base on figures are shown without the word "indicative". */
export const NORMAL_BASE = 30;

/** The disclosure limit unless an installation sets its own: figures about fewer answers are hidden. */
export const DEFAULT_DISCLOSURE_LIMIT = 5;

/** What stands in for a figure that may not be shown. */
export const SUPPRESSED_ESTIMATE: NpsEstimate = {
  strength: 'suppressed',
  n: null,
  promoters: null,
  passives: null,
  detractors: null,
  nps: null,
  interval: null,
};

export function countAnswers(counts: ClassCounts): number {
  return counts.promoters + counts.passives + counts.detractors;
}

/** NPS −100..+100, not rounded; null where nobody answered (an absence, not a zero). */
export function npsOf(counts: ClassCounts): number | null {
  const answers = countAnswers(counts);
  return answers === 0 ? null : (100 * (counts.promoters - counts.detractors)) / answers;
}

/** NPS of counts with its interval, hidden when the base lies between 1 and the limit (exclusive). */
export function npsEstimate(counts: ClassCounts, limit = DEFAULT_DISCLOSURE_LIMIT): NpsEstimate {
  const n = countAnswers(counts);
  if (n > 0 && n < limit) return SUPPRESSED_ESTIMATE;
  return {
    strength: n === 0 ? 'none' : n < NORMAL_BASE ? 'indicative' : 'normal',
    n,
    promoters: counts.promoters,
    passives: counts.passives,
    detractors: counts.detractors,
    nps: npsOf(counts),
    interval: adjustedWaldInterval(counts),
  };
}
