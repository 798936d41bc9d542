/** Net Promoter Score from class counts. */

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
