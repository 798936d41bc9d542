/** A control chart in two words, as the icons of NHS Making Data Count: what it does now, and whether it will meet its target. */
import type { PointSignals } from './controlChart.js';
import type { Interval } from './interval.js';

/** Which way is better. */
export type Direction = 'up' | 'down';

/** The rule that made the newest point a signal; the first that holds in this order. */
export type ChartRule = 'outside' | 'shift' | 'nearLimit' | 'trend';

export interface ChartSummary {
  /** `commonCause`: nothing but the usual variation in the newest point. */
  readonly variation: 'improvement' | 'concern' | 'commonCause';
  readonly rule: ChartRule | null;
  /** Whether the usual variation always, never or now and then meets the target; null without one. */
  readonly assurance: 'hits' | 'misses' | 'inconsistent' | null;
}

export interface ChartState {
  readonly values: readonly number[];
  readonly signals: readonly PointSignals[];
  readonly centre: number;
  /** Of the newest point. */
  readonly limits: Interval;
  readonly better: Direction;
  readonly target: number | null;
}

/**
 * A shift goes before a trend: runs of rising points come about by chance nearly as often as by change, runs on one side of the
 * centre seldom do (Anhøj & Olesen 2014). Null without points.
 */
export function summariseChart({ values, signals, centre, limits, better, target }: ChartState): ChartSummary | null {
  const newest = values.at(-1);
  const marks = signals.at(-1);
  if (newest === undefined || !marks) return null;
  const rule = (['outside', 'shift', 'nearLimit', 'trend'] as const).find((name) => marks[name]) ?? null;
  const up = rule === 'trend' ? newest > (values.at(-2) ?? newest) : newest > centre;
  return {
    variation: rule === null ? 'commonCause' : up === (better === 'up') ? 'improvement' : 'concern',
    rule,
    assurance: target === null ? null : assuranceOf(limits, better, target),
  };
}

function assuranceOf([low, high]: Interval, better: Direction, target: number): NonNullable<ChartSummary['assurance']> {
  if (better === 'up' ? low >= target : high <= target) return 'hits';
  return (better === 'up' ? high < target : low > target) ? 'misses' : 'inconsistent';
}
