/** The largest movements in brief, for pages that have the whole account elsewhere. */
import type { Contribution, Movement } from '../../flows/explainMovement.js';
import { movementParams } from '../movementQuery.js';
import { toSearchParams } from '../query.js';
import type { CommentWords } from './commentView.js';
import { associationSentences, contributionName, fineInterval, finePoints, writtenMovement } from './movementWords.js';

export interface MovementBrief {
  /** What the change is associated with; empty where there is nothing to say. */
  readonly sentence: string;
  readonly bars: readonly BriefBar[];
  readonly href: string;
}

export interface BriefBar {
  readonly name: string;
  readonly colour: number | null;
  readonly href: string | null;
  readonly points: string;
  readonly interval: string;
  readonly certainty: string;
  readonly signal: boolean;
  readonly up: boolean;
  /** In a drawing 200 wide that all bars share, whose zero is at `zero`. */
  readonly mark: {
    readonly zero: number;
    readonly x: number;
    readonly width: number;
    readonly low: number;
    readonly high: number;
  };
}

const DRAWING_WIDTH = 200;
const MOST = 3;

/** Null where there is no movement to take apart: too few answers in either period, or none. */
export function movementBrief(movement: Movement | null, words: CommentWords, most = MOST): MovementBrief | null {
  if (!movement || movement.contributions.length === 0) return null;
  const { filter, current, base } = movement;
  const query = movementParams(filter, current.period, base.period);
  const rows = largest(movement, most);
  const written = writtenMovement(movement).contributions;
  const values = rows.flatMap((row) => [row.total ?? 0, ...(row.interval ?? [])]);
  const [min, max] = [Math.min(0, ...values), Math.max(0, ...values)];
  const place = (value: number): number => (max === min ? 0 : ((value - min) / (max - min)) * DRAWING_WIDTH);
  return {
    sentence: associationSentences(movement, words).join(' '),
    href: `/movement?${query}`,
    bars: rows.map((row): BriefBar => {
      const total = row.total ?? 0;
      const [low, high] = row.interval ?? [total, total];
      const theme = row.group === 'theme' ? words.taxonomy.themes.find((each) => each.key === row.key) : undefined;
      return {
        name: contributionName(row, words),
        colour: theme?.colour ?? null,
        href: theme ? `/themes/${theme.key}?${toSearchParams({ ...filter, ...current.period }).toString()}` : null,
        points: finePoints(written[movement.contributions.indexOf(row)] ?? row.total, words.numbers),
        interval: fineInterval(row.interval, words.numbers),
        certainty: row.certainty === null ? '' : words.t(`certainty.${row.certainty}`),
        signal: row.certainty !== null && row.certainty !== 'chance',
        up: total >= 0,
        mark: {
          zero: place(0),
          x: place(Math.min(0, total)),
          width: Math.max(1, Math.abs(place(total) - place(0))),
          low: place(low),
          high: place(high),
        },
      };
    }),
  };
}

/** Largest contributions that may be shown; never the row of hidden ones. */
export function largest(movement: Movement, most: number): Contribution[] {
  return movement.contributions
    .filter((row) => row.total !== null && row.group !== 'hidden')
    .sort((one, other) => Math.abs(other.total ?? 0) - Math.abs(one.total ?? 0))
    .slice(0, most);
}
