/** Control charts: which points of a series are more than its usual variation (NHS Making Data Count; Laney 2002). */
import type { Interval } from './interval.js';

/** An XmR chart's mean and limits, in the unit of the values. */
export interface XmrLimits {
  readonly mean: number;
  readonly meanMovingRange: number;
  readonly limits: Interval;
  /** Two thirds of the way to the limits. */
  readonly near: Interval;
  /** True with fewer than 12 points in the baseline: limits that will still move. */
  readonly trial: boolean;
}

/** Points that the limits are worked out from and then kept. */
export const BASELINE_POINTS = 12;
const XMR_FACTOR = 2.66;
/** Mean moving range of two normal values in standard deviations. */
const D2 = 1.128;
const RUN_LENGTH = 7;

/** Limits from the first `baseline` values; null with fewer than two. */
export function xmrLimits(values: readonly number[], baseline = BASELINE_POINTS): XmrLimits | null {
  const first = values.slice(0, baseline);
  if (first.length < 2) return null;
  const mean = average(first);
  const meanMovingRange = average(movingRanges(first));
  const reach = XMR_FACTOR * meanMovingRange;
  return {
    mean,
    meanMovingRange,
    limits: [mean - reach, mean + reach],
    near: [mean - (2 / 3) * reach, mean + (2 / 3) * reach],
    trial: first.length < BASELINE_POINTS,
  };
}

/** What marks a point: outside the limits, in a shift of 7, in a trend of 7, two of three near a limit. */
export interface PointSignals {
  readonly outside: boolean;
  readonly shift: boolean;
  /** Weak evidence alone (Anhøj & Olesen 2014). */
  readonly trend: boolean;
  readonly nearLimit: boolean;
}

/** Signals per point, in order. Every point of a run is marked, also those before it was complete. */
export function xmrSignals(values: readonly number[], limits: XmrLimits): PointSignals[] {
  const sides = values.map((value) => Math.sign(value - limits.mean));
  const steps = values.map((value, index) => (index === 0 ? 0 : Math.sign(value - (values[index - 1] ?? value))));
  const shift = markRuns(sides, RUN_LENGTH, 0);
  // Seven points rise in six steps; the point that a run starts from belongs to it
  const trend = markRuns(steps, RUN_LENGTH - 1, 1);
  const outside = values.map((value) => value < limits.limits[0] || value > limits.limits[1]);
  const near = values.map(
    (value, index) => !outside[index] && (value < limits.near[0] || value > limits.near[1]) && sides[index] !== 0,
  );
  const nearLimit = values.map(() => false);
  for (let start = 0; start + 3 <= values.length; start += 1) {
    const window = [start, start + 1, start + 2];
    const oneSide = window.every((index) => sides[index] === sides[start]);
    if (oneSide && window.filter((index) => near[index]).length >= 2) {
      for (const index of window) if (near[index]) nearLimit[index] = true;
    }
  }
  return values.map((_, index) => ({
    outside: outside[index] ?? false,
    shift: shift[index] ?? false,
    trend: trend[index] ?? false,
    nearLimit: nearLimit[index] ?? false,
  }));
}

/** Marks runs of at least `length` equal signs other than 0, with `before` points ahead of each. */
function markRuns(signs: readonly number[], length: number, before: number): boolean[] {
  const marked = signs.map(() => false);
  let start = 0;
  for (let end = 1; end <= signs.length; end += 1) {
    if (end < signs.length && signs[end] === signs[start]) continue;
    if (signs[start] !== 0 && end - start >= length) {
      for (let index = Math.max(0, start - before); index < end; index += 1) marked[index] = true;
    }
    start = end;
  }
  return marked;
}

/** One point of a chart of shares or means with unequal bases. */
export interface ChartPoint {
  readonly value: number;
  /** Spread of the point from its own base alone, in the unit of the value. */
  readonly sigma: number;
}

/** Limits that differ by point because bases do. */
export interface BasedLimits {
  readonly centre: number;
  /** How much more the series varies than chance would let it; 1 means not at all. 1 where it was not asked for. */
  readonly sigmaZ: number;
  readonly points: readonly {
    readonly value: number;
    readonly z: number;
    readonly limits: Interval;
    readonly outside: boolean;
  }[];
}

/**
 * p chart of shares (0–1), or Laney's p′ chart with `overdispersion`: there the limits are widened by the variation between
 * neighbouring points, since with thousands of comments a month chance alone would make nearly every month a signal. Limits are
 * clipped to 0–1. Points without a base are skipped by the caller; null without points.
 */
export function shareLimits(
  points: readonly { readonly count: number; readonly base: number }[],
  overdispersion: boolean,
): BasedLimits | null {
  const base = points.reduce((sum, point) => sum + point.base, 0);
  if (base <= 0) return null;
  const centre = points.reduce((sum, point) => sum + point.count, 0) / base;
  const series = points.map((point) => ({
    value: point.count / point.base,
    sigma: Math.sqrt((centre * (1 - centre)) / point.base),
  }));
  return basedLimits(centre, series, overdispersion, [0, 1]);
}

/** Limits centre ± 3 σ_i (σ_z): the same for NPS, with σ_i = 100 √(V / n_i) and the range −100..+100. */
export function basedLimits(
  centre: number,
  points: readonly ChartPoint[],
  overdispersion: boolean,
  range: Interval,
): BasedLimits {
  const zs = points.map((point) => (point.sigma === 0 ? 0 : (point.value - centre) / point.sigma));
  const sigmaZ = overdispersion && zs.length > 1 ? average(movingRanges(zs)) / D2 : 1;
  return {
    centre,
    sigmaZ,
    points: points.map((point, index) => {
      const reach = 3 * point.sigma * sigmaZ;
      return {
        value: point.value,
        z: zs[index] ?? 0,
        limits: [Math.max(range[0], centre - reach), Math.min(range[1], centre + reach)],
        outside: Math.abs(point.value - centre) > reach,
      };
    }),
  };
}

function movingRanges(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
