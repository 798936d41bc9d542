/** Figures of small units drawn towards what they have in common, so that a ranking is not led by the smallest bases. */

export interface Estimate {
  readonly value: number;
  /** Of sampling alone, in the unit of the value; over 0. */
  readonly standardError: number;
}

export interface Shrunken {
  /** Mean of all, each weighted by 1 / (τ² + SE²). */
  readonly mean: number;
  /** Variance between the units beyond sampling (DerSimonian & Laird 1986), 0 or more. */
  readonly tauSquared: number;
  /** In the order given: λ value + (1 − λ) mean, with λ = τ² / (τ² + SE²) from 0 to 1. */
  readonly units: readonly { readonly value: number; readonly weight: number }[];
}

/** Empirical Bayes; null without estimates. With one, or where sampling explains all differences, everything is the mean. */
export function shrink(estimates: readonly Estimate[]): Shrunken | null {
  if (estimates.length === 0) return null;
  const fixed = estimates.map(({ standardError }) => 1 / standardError ** 2);
  const fixedMean = weightedMean(estimates, fixed);
  const q = estimates.reduce((sum, { value }, index) => sum + (fixed[index] ?? 0) * (value - fixedMean) ** 2, 0);
  const total = sumOf(fixed);
  const scale = total - sumOf(fixed.map((weight) => weight * weight)) / total;
  const tauSquared = scale > 0 ? Math.max(0, (q - (estimates.length - 1)) / scale) : 0;
  const mean = weightedMean(
    estimates,
    estimates.map(({ standardError }) => 1 / (tauSquared + standardError ** 2)),
  );
  return {
    mean,
    tauSquared,
    units: estimates.map(({ value, standardError }) => {
      const weight = tauSquared / (tauSquared + standardError ** 2);
      return { value: weight * value + (1 - weight) * mean, weight };
    }),
  };
}

function weightedMean(estimates: readonly Estimate[], weights: readonly number[]): number {
  return sumOf(estimates.map(({ value }, index) => value * (weights[index] ?? 0))) / sumOf(weights);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
