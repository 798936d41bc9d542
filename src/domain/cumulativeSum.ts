/** CUSUM: adds up small departures that no single point shows (Page 1954). */

/** Slack and decision limit in standard deviations: average run of 465 points between false alarms, both sides watched. */
export const CUSUM_SLACK = 0.5;
export const CUSUM_LIMIT = 5;

export interface CumulativeSum {
  /** Upper and lower sum after each point, not negative. */
  readonly up: readonly number[];
  readonly down: readonly number[];
  /** Index of the first point at which a sum passes the limit; null when none does. */
  readonly alarm: number | null;
}

/** C⁺ = max(0, C⁺ + z − k) and C⁻ = max(0, C⁻ − z − k) over points as z scores. */
export function cumulativeSum(zs: readonly number[], slack = CUSUM_SLACK, limit = CUSUM_LIMIT): CumulativeSum {
  const up: number[] = [];
  const down: number[] = [];
  for (const z of zs) {
    up.push(Math.max(0, (up.at(-1) ?? 0) + z - slack));
    down.push(Math.max(0, (down.at(-1) ?? 0) - z - slack));
  }
  const alarm = zs.findIndex((_, index) => (up[index] ?? 0) > limit || (down[index] ?? 0) > limit);
  return { up, down, alarm: alarm < 0 ? null : alarm };
}
