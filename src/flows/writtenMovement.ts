/** Figures of a movement to one decimal, as they are written wherever it is shown. */
import { roundToSum } from '../domain/largestRemainder.js';
import type { Movement } from './explainMovement.js';

/** A movement as it is written with one decimal: the contributions lead exactly from one end to the other. */
export interface WrittenMovement {
  readonly base: number | null;
  readonly current: number | null;
  readonly change: number | null;
  /** In the order of the contributions; null for those that are hidden. */
  readonly contributions: readonly (number | null)[];
}

/**
 * Most contributions are of a point or two, which whole points would round away; so all pages write tenths, rounded so that they add
 * up (largest remainder) from the written NPS of one period to that of the other.
 */
export function writtenMovement(movement: Movement): WrittenMovement {
  const tenths = (value: number): number => Math.round(value * 10);
  const [base, current] = [movement.base.estimate.nps, movement.current.estimate.nps];
  const totals = movement.contributions.map((row) => row.total);
  const shown = totals.filter((total) => total !== null);
  if (base === null || current === null) return { base, current, change: null, contributions: totals.map(() => null) };
  const change = tenths(current) - tenths(base);
  const whole = shown.length === totals.length;
  const sum = whole ? change : tenths(shown.reduce((all, total) => all + total, 0));
  const rounded =
    shown.length === 0
      ? []
      : roundToSum(
          shown.map((total) => total * 10),
          sum,
        );
  let next = 0;
  return {
    base: tenths(base) / 10,
    current: tenths(current) / 10,
    change: change / 10,
    contributions: totals.map((total) => (total === null ? null : (rounded[next++] ?? 0) / 10)),
  };
}
