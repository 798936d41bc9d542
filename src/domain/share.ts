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
