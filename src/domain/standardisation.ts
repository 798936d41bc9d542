/** NPS as it would be with another mix of respondents: a fixed reference mix, or that of the visitors. */
import { scoreMean } from './interval.js';
import type { ClassCounts } from './nps.js';

/** One part of the mix. */
export interface Stratum {
  /** Share in the reference mix, 0–1. */
  readonly weight: number;
  readonly counts: ClassCounts;
}

export interface Standardised {
  /** −100..100; of the covered part of the mix. */
  readonly nps: number;
  /** Points. */
  readonly standardError: number;
  /** Share of the reference mix that has answers enough, 0–1: the figure says nothing about the rest. */
  readonly coverage: number;
}

/** Answers that a stratum needs; with fewer it is left out and the coverage falls. */
export const STRATUM_BASE = 10;

/**
 * Direct standardisation: Σ ω NPS_k, with the variance Σ ω² SE²_k. Strata with fewer than `least` answers are left out; the rest is
 * put back to a sum of 1 and how much of the mix that was is returned, so that no one takes a part for the whole. Null when nothing
 * is covered.
 */
export function standardise(strata: readonly Stratum[], least = STRATUM_BASE): Standardised | null {
  const total = strata.reduce((sum, { weight }) => sum + weight, 0);
  let [covered, nps, variance] = [0, 0, 0];
  for (const { weight, counts } of strata) {
    const mean = scoreMean(counts);
    if (!mean || mean.answers < least || weight <= 0) continue;
    covered += weight;
    nps += weight * mean.nps;
    variance += (weight * mean.standardError) ** 2;
  }
  if (covered <= 0) return null;
  return { nps: nps / covered, standardError: Math.sqrt(variance) / covered, coverage: covered / total };
}

/** Weights are cut at this many times their median, so that a handful of answers does not speak for thousands of visits. */
const TRIM_AT_MEDIANS = 5;

/**
 * Weight of one answer per stratum, visits ÷ answers (post-stratification), cut at five times the median over answers; null where
 * nobody answered. The weights are relative: only their proportions matter.
 */
export function postStratificationWeights(
  strata: readonly { readonly visits: number; readonly answers: number }[],
): (number | null)[] {
  const raw = strata.map(({ visits, answers }) => (answers > 0 ? visits / answers : null));
  const median = weightedMedian(
    raw.flatMap((weight, index) => (weight === null ? [] : [{ weight, answers: strata[index]?.answers ?? 0 }])),
  );
  return raw.map((weight) => (weight === null ? null : Math.min(weight, TRIM_AT_MEDIANS * median)));
}

function weightedMedian(weights: readonly { readonly weight: number; readonly answers: number }[]): number {
  const half = weights.reduce((sum, { answers }) => sum + answers, 0) / 2;
  let before = 0;
  for (const { weight, answers } of [...weights].sort((one, other) => one.weight - other.weight)) {
    before += answers;
    if (before >= half) return weight;
  }
  return 0;
}

/** Kish: answers without weights that would be worth as much, (Σw)² / Σw²; 0 without answers. */
export function effectiveAnswers(strata: readonly { readonly weight: number; readonly answers: number }[]): number {
  const sum = strata.reduce((all, { weight, answers }) => all + weight * answers, 0);
  const squares = strata.reduce((all, { weight, answers }) => all + weight * weight * answers, 0);
  return squares > 0 ? (sum * sum) / squares : 0;
}
