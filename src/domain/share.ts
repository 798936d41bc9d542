/** Shares of comments: intervals and differences. Shares are 0–1. */
import { Z_95, type Interval } from './interval.js';

/** Wilson score interval of `count` of `base`; null without a base. */
export function wilsonInterval(count: number, base: number, z = Z_95): Interval | null {
  if (base <= 0) return null;
  const share = count / base;
  const centre = share + (z * z) / (2 * base);
  const margin = z * Math.sqrt((share * (1 - share)) / base + (z * z) / (4 * base * base));
  const scale = 1 + (z * z) / base;
  return [
    // The ends are exact there, and rounding would put them a hair outside
    count === 0 ? 0 : (centre - margin) / scale,
    count === base ? 1 : (centre + margin) / scale,
  ];
}

/** `count` of `base`. */
export interface Proportion {
  readonly count: number;
  readonly base: number;
}

/** Two-proportion z statistic with the pooled share, after − before; 0 when neither or all do, null without a base. */
export function pooledZ(before: Proportion, after: Proportion): number | null {
  if (before.base <= 0 || after.base <= 0) return null;
  const pooled = (before.count + after.count) / (before.base + after.base);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / before.base + 1 / after.base));
  return spread === 0 ? 0 : (after.count / after.base - before.count / before.base) / spread;
}

/**
 * The same question put to small counts, where the z above finds far too much: the mid-p of Fisher's exact test (Lancaster 1961),
 * given as the z that has this p; null without a base. Its time grows with the smaller count.
 */
export function exactZ(before: Proportion, after: Proportion): number | null {
  if (before.base <= 0 || after.base <= 0) return null;
  const count = before.count + after.count;
  const base = before.base + after.base;
  const rises = after.count * base > count * after.base;
  const lowest = Math.max(0, count - before.base);
  const highest = Math.min(count, after.base);
  let tail = 0.5 * Math.exp(logHypergeometric(after.count, after.base, count, base));
  for (let k = after.count + (rises ? 1 : -1); k >= lowest && k <= highest; k += rises ? 1 : -1) {
    tail += Math.exp(logHypergeometric(k, after.base, count, base));
  }
  const z = upperPoint(Math.min(0.5, tail));
  return z === 0 ? 0 : rises ? z : -z;
}

/** ln of the chance that `k` of `count` fall into a part of `part` out of `base`. */
function logHypergeometric(k: number, part: number, count: number, base: number): number {
  return logWays(part, k) + logWays(base - part, count - k) - logWays(base, count);
}

function logWays(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** ln n!, by Stirling's series from 20 on (error under 1e−12). */
function logFactorial(n: number): number {
  if (n >= 20) {
    const inverse = 1 / n;
    const square = inverse * inverse;
    return (n + 0.5) * Math.log(n) - n + 0.9189385332046727 + inverse * (1 / 12 - square * (1 / 360 - square / 1260));
  }
  let sum = 0;
  for (let factor = 2; factor <= n; factor += 1) sum += Math.log(factor);
  return sum;
}

/** The point of the normal distribution that `p` (0..0.5) lies above, at most 38 (Acklam's approximation, relative error 1.2e−9). */
function upperPoint(p: number): number {
  // rounding of a sum of many terms
  if (p >= 0.5 - 1e-9) return 0;
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(Math.max(p, 1e-300)));
    return -(
      (((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q +
        4.374664141464968) *
        q +
        2.938163982698783) /
      ((((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1)
    );
  }
  const q = p - 0.5;
  const r = q * q;
  return (
    (-(
      ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
        30.66479806614716) *
        r +
      2.506628277459239
    ) *
      q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
      1)
  );
}

/**
 * 95 % interval of a difference of shares, after − before: Newcombe's hybrid score interval (1998, method 10), built from the two
 * Wilson intervals. Not Wald's, which has no width where a theme is not mentioned at all and is too narrow for rare themes, and
 * most themes of a small unit are rare.
 */
export function newcombeInterval(before: Proportion, after: Proportion, z = Z_95): Interval | null {
  const old = wilsonInterval(before.count, before.base, z);
  const young = wilsonInterval(after.count, after.base, z);
  if (!old || !young) return null;
  const oldShare = before.count / before.base;
  const youngShare = after.count / after.base;
  const difference = youngShare - oldShare;
  return [
    difference - Math.hypot(youngShare - young[0], old[1] - oldShare),
    difference + Math.hypot(young[1] - youngShare, oldShare - old[0]),
  ];
}

/**
 * Share that remains when a classifier's own misses and false finds are taken out (Rogan & Gladen 1978), 0–1. `sensitivity`
 * and `specificity` are 0–1; null when they sum to 1 or less, since such a classifier tells nothing.
 */
export function correctedShare(observed: number, sensitivity: number, specificity: number): number | null {
  const information = sensitivity + specificity - 1;
  if (information <= 0) return null;
  return Math.min(1, Math.max(0, (observed + specificity - 1) / information));
}
