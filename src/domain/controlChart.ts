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
/** Upper limit of moving ranges, in mean moving ranges (D4 of two values). */
const RANGE_LIMIT = 3.267;
/** Mean moving range of two normal values in standard deviations. */
const D2 = 1.128;
const RUN_LENGTH = 7;

/**
 * Limits from the first `baseline` values; null with fewer than two. A moving range over its own limit (3.267 times the mean one) is
 * left out once, as NHS charts do, since a single leap would else widen the limits for everything after it.
 */
export function xmrLimits(values: readonly number[], baseline = BASELINE_POINTS): XmrLimits | null {
  const first = values.slice(0, baseline);
  if (first.length < 2) return null;
  const mean = average(first);
  const ranges = movingRanges(first);
  const meanMovingRange = average(ranges.filter((range) => range <= RANGE_LIMIT * average(ranges)));
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

/** Where a point stands among the limits that hold for it. */
interface Placed {
  readonly value: number;
  readonly limits: Interval;
  readonly near: Interval;
}

/** Signals per point, in order. Every point of a run is marked, also those before it was complete. */
export function xmrSignals(values: readonly number[], limits: XmrLimits): PointSignals[] {
  return signalsOf(
    values.map((value) => ({ value, limits: limits.limits, near: limits.near })),
    limits.mean,
  );
}

/** The same rules on a chart whose limits differ by point. */
export function basedSignals(chart: BasedLimits): PointSignals[] {
  return signalsOf(chart.points, chart.centre);
}

function signalsOf(points: readonly Placed[], centre: number): PointSignals[] {
  const sides = points.map(({ value }) => Math.sign(value - centre));
  const steps = points.map(({ value }, index) =>
    index === 0 ? 0 : Math.sign(value - (points[index - 1]?.value ?? value)),
  );
  const shift = markRuns(sides, RUN_LENGTH, 0);
  // Seven points rise in six steps; the point that a run starts from belongs to it
  const trend = markRuns(steps, RUN_LENGTH - 1, 1);
  const outside = points.map(({ value, limits }) => value < limits[0] || value > limits[1]);
  const near = points.map(
    ({ value, near: close }, index) => !outside[index] && (value < close[0] || value > close[1]) && sides[index] !== 0,
  );
  const nearLimit = points.map(() => false);
  for (let start = 0; start + 3 <= points.length; start += 1) {
    const window = [start, start + 1, start + 2];
    const oneSide = window.every((index) => sides[index] === sides[start]);
    if (oneSide && window.filter((index) => near[index]).length >= 2) {
      for (const index of window) if (near[index]) nearLimit[index] = true;
    }
  }
  return points.map((_, index) => ({
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
    /** Two thirds of the way to the limits. */
    readonly near: Interval;
    readonly outside: boolean;
  }[];
}

/**
 * p chart of shares (0–1), or Laney's p′ chart with `overdispersion`: there the limits are widened by the variation between
 * neighbouring points, since with thousands of comments a month chance alone would make nearly every month a signal. Limits are
 * clipped to 0–1. Centre and spread come from the first `baseline` points, all unless given. Points without a base are skipped by
 * the caller; null without points.
 */
export function shareLimits(
  points: readonly { readonly count: number; readonly base: number }[],
  overdispersion: boolean,
  baseline = points.length,
): BasedLimits | null {
  const first = points.slice(0, baseline);
  const base = first.reduce((sum, point) => sum + point.base, 0);
  if (base <= 0) return null;
  const centre = first.reduce((sum, point) => sum + point.count, 0) / base;
  const series = points.map((point) => ({
    value: point.count / point.base,
    sigma: Math.sqrt((centre * (1 - centre)) / point.base),
  }));
  return basedLimits(centre, series, overdispersion, [0, 1], baseline);
}

/** Limits centre ± 3 σ_i (σ_z): the same for NPS, with σ_i = 100 √(V / n_i) and the range −100..+100. */
export function basedLimits(
  centre: number,
  points: readonly ChartPoint[],
  overdispersion: boolean,
  range: Interval,
  baseline = points.length,
): BasedLimits {
  const zs = points.map((point) => (point.sigma === 0 ? 0 : (point.value - centre) / point.sigma));
  const sigmaZ = overdispersion ? spreadBeyondChance(zs.slice(0, baseline)) : 1;
  return {
    centre,
    sigmaZ,
    points: points.map((point, index) => {
      const reach = 3 * point.sigma * sigmaZ;
      const clipped = (width: number): Interval => [
        Math.max(range[0], centre - width),
        Math.min(range[1], centre + width),
      ];
      return {
        value: point.value,
        z: zs[index] ?? 0,
        limits: clipped(reach),
        near: clipped((2 / 3) * reach),
        outside: Math.abs(point.value - centre) > reach,
      };
    }),
  };
}

/** Laney's σ_z: how many times more neighbouring points differ than chance alone would have them; 1 for fewer than two. */
export function spreadBeyondChance(zs: readonly number[]): number {
  return zs.length > 1 ? average(movingRanges(zs)) / D2 : 1;
}

function movingRanges(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
