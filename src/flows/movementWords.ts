/** A movement in a few facts, for the sentence above the chart. */
import type { Certainty } from '../domain/difference.js';
import type { Movement, MovementGroup } from './explainMovement.js';

export interface ExplainedPart {
  readonly group: MovementGroup;
  readonly key: string | null;
  /** Points of the change that are associated with it. */
  readonly points: number;
  readonly interval: readonly [number, number];
  readonly certainty: Exclude<Certainty, 'chance'>;
}

export interface MovementSummary {
  /** By the change shown as a whole number: `same` where that is 0. Null when there is none or it is suppressed. */
  readonly direction: 'up' | 'down' | 'same' | null;
  /** Not rounded. */
  readonly points: number | null;
  readonly certainty: Certainty | null;
  /** Parts beyond chance, largest first, at most three; never the row of hidden ones. */
  readonly explained: readonly ExplainedPart[];
  /** What is not in `explained`: all within chance, some of it beyond chance too, or nothing at all. */
  readonly rest: 'withinChance' | 'alsoBeyondChance' | 'nothing';
}

const MOST_EXPLAINED = 3;

/** The figures of the sentence; wording is the page's. */
export function summariseMovement(movement: Movement): MovementSummary {
  const { change, displayedChange } = movement;
  const shown = movement.contributions.filter((row) => !row.suppressed);
  const beyond = shown
    .flatMap((row): ExplainedPart[] =>
      row.group === 'hidden' ||
      row.total === null ||
      row.interval === null ||
      row.certainty === null ||
      row.certainty === 'chance'
        ? []
        : [{ group: row.group, key: row.key, points: row.total, interval: row.interval, certainty: row.certainty }],
    )
    .sort((one, other) => Math.abs(other.points) - Math.abs(one.points));
  const explained = beyond.slice(0, MOST_EXPLAINED);
  return {
    direction: displayedChange === null ? null : displayedChange > 0 ? 'up' : displayedChange < 0 ? 'down' : 'same',
    points: change.points,
    certainty: change.certainty,
    explained,
    rest:
      beyond.length > explained.length
        ? 'alsoBeyondChance'
        : shown.length > explained.length
          ? 'withinChance'
          : 'nothing',
  };
}
