/** Parts of a movement as they are shown: in their order, named, and without those on too few people. */
import { certaintyOf } from '../domain/difference.js';
import {
  movementRows,
  type MovementCell,
  type PartOfChange,
  type RowMovement,
  type RowSide,
} from '../domain/movement.js';
import type { NestedMovement } from '../domain/nestedMovement.js';
import { countAnswers } from '../domain/nps.js';
import type { Unit } from '../store/store.js';
import type { MovementGroup, MovementSide, Part, UnitContribution } from './explainMovement.js';
import {
  HIDDEN_GROUP,
  HIDDEN_ROW,
  hiddenInEither,
  NO_COMMENT,
  NO_THEME,
  UNREAD,
  type MovementLevel,
  type MovementSample,
} from './movementCells.js';

/** A part with what it is of. */
export interface NamedPart {
  readonly group: MovementGroup;
  readonly key: string | null;
  readonly part: PartOfChange;
}

const MIX_GROUPS = { unit: 'serviceMix', channel: 'channelMix' } as const;
/** In the order in which rows that are no theme are shown, after the themes. */
const OTHER_ROWS = [NO_THEME, UNREAD, NO_COMMENT, HIDDEN_ROW] as const;
/** Shown with zeros where there are no such answers: readers look for them. */
const CONSTANT_ROWS: readonly string[] = [NO_THEME, NO_COMMENT];
const EMPTY_SIDE: RowSide = { share: 0, nps: null, people: 0 };
const EMPTY_PART: PartOfChange = {
  total: 0,
  rate: 0,
  mix: 0,
  standardError: 0,
  interval: [0, 0],
  z: 0,
  base: EMPTY_SIDE,
  current: EMPTY_SIDE,
};

/**
 * Mixes, themes, and what is no theme; the largest of each kind first.
 * @param occurring rows that somebody counts to, before any were put together: a hidden row must not be shown as empty
 */
export function contributionRows(
  movement: NestedMovement | null,
  levels: readonly MovementLevel[],
  occurring: ReadonlySet<string>,
): NamedPart[] {
  if (!movement) return [];
  const mixes = levels.flatMap((level, place) =>
    largestFirst(movement.mixes[place] ?? []).map((part): NamedPart => ({
      group: MIX_GROUPS[level],
      key: part.row === HIDDEN_GROUP ? null : part.row,
      part,
    })),
  );
  const isOther = (name: string): boolean => OTHER_ROWS.some((other) => other === name);
  const themes = largestFirst(movement.rows.filter(({ row }) => !isOther(row))).map((part): NamedPart => ({
    group: 'theme',
    key: part.row,
    part,
  }));
  const others = OTHER_ROWS.flatMap((group): NamedPart[] => {
    const found = movement.rows.find(({ row }) => row === group);
    const part = found ?? (CONSTANT_ROWS.includes(group) && !occurring.has(group) ? EMPTY_PART : null);
    return part ? [{ group, key: null, part }] : [];
  });
  return [...mixes, ...themes, ...others];
}

/** What is hidden comes last, whatever its size. */
function largestFirst(parts: readonly RowMovement[]): RowMovement[] {
  return [...parts].sort(
    (one, other) =>
      Number(one.row === HIDDEN_GROUP) - Number(other.row === HIDDEN_GROUP) ||
      Math.abs(other.total) - Math.abs(one.total),
  );
}

export function shownPart({ total, rate, mix, standardError, interval, z, base, current }: PartOfChange): Part {
  const side = ({ share, nps, people }: RowSide): MovementSide => ({ share, nps, n: people });
  return {
    total,
    rate,
    mix,
    standardError,
    interval,
    certainty: certaintyOf(z),
    base: side(base),
    current: side(current),
    suppressed: false,
  };
}

const HIDDEN_SIDE: MovementSide = { share: null, nps: null, n: null };
const HIDDEN_PART: Part = {
  total: null,
  rate: null,
  mix: null,
  standardError: null,
  interval: null,
  certainty: null,
  base: HIDDEN_SIDE,
  current: HIDDEN_SIDE,
  suppressed: true,
};

/** What each unit below contributed; those on too few people without figures, so that none follows from the change. */
export function unitContributions(
  base: MovementSample,
  current: MovementSample,
  known: readonly Unit[],
  limit: number,
): UnitContribution[] {
  if (base.units.size === 0 && current.units.size === 0) return [];
  const cellsOf = ({ units }: MovementSample): MovementCell[] =>
    [...units].map(([code, classes]) => ({ rows: [code], classes }));
  const sizesOf = ({ units }: MovementSample): Map<string, number> =>
    new Map([...units].map(([code, classes]) => [code, countAnswers(classes)]));
  const hidden = hiddenInEither(sizesOf(base), sizesOf(current), limit);
  const parts = movementRows(cellsOf(base), cellsOf(current)) ?? [];
  const rows = largestFirst(parts).flatMap((part): UnitContribution[] => {
    const unit = known.find(({ code }) => code === part.row);
    if (!unit || part.base.people + part.current.people === 0) return [];
    return [{ unit, ...(hidden.has(unit.code) ? HIDDEN_PART : shownPart(part)) }];
  });
  // Hidden ones in the order of the tree: their place must not tell their size
  const order = (row: UnitContribution): number => known.findIndex(({ code }) => code === row.unit.code);
  return [
    ...rows.filter((row) => !row.suppressed),
    ...rows.filter((row) => row.suppressed).sort((one, other) => order(one) - order(other)),
  ];
}
