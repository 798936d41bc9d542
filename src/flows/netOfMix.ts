/** The change of a measure between two windows with changes of mix taken out: of the units below and of channels. */
import { certaintyOf } from '../domain/difference.js';
import type { EffectDifference, EffectScale } from '../domain/actionEffect.js';
import type { Period } from '../domain/calendar.js';
import { subtractCounts } from '../domain/impact.js';
import { nestedMovement, type NestedCell } from '../domain/nestedMovement.js';
import { countAnswers, type ClassCounts } from '../domain/nps.js';
import type { ExpectedMeasure } from '../store/actionStore.js';
import type { Cell, CellDimension } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import { measureCells, measureOf, scaleOf } from './measureMonths.js';
import { foldGroups, type CellPair, type MovementLevel } from './movementCells.js';
import { tallyCells } from './tally.js';

export interface NetOfMix {
  /** What was taken out; channels alone where the unit has none below it. */
  readonly levels: readonly MovementLevel[];
  /** What is left of the change. */
  readonly difference: EffectDifference;
  /** What the changed mix adds to it, in the unit of the measure; the two are the change. */
  readonly mix: number;
}

/** Every answer is of one row: what nestedMovement takes apart is then the mix and all the rest. */
const ALL = ['all'] as const;

/**
 * The account of explainMovement with everything but the mix in one row, so that it has an interval of its own. Null without answers
 * in either window.
 */
export async function netOfMix(
  deps: Pick<ReadDeps, 'store' | 'disclosureLimit'>,
  measure: ExpectedMeasure,
  unit: string | null,
  windows: { readonly before: Period; readonly after: Period },
  spread: number,
): Promise<NetOfMix | null> {
  const units = await deps.store.listUnits();
  const below = units.filter(({ parent }) => parent === unit).map(({ code }) => code);
  const levels: readonly MovementLevel[] = below.length > 0 ? ['unit', 'channel'] : ['channel'];
  const [old, young] = await Promise.all(
    [windows.before, windows.after].map((period) => readGroups(deps, measure, unit, below, period)),
  );
  const folded = levels.reduce<CellPair>((pair, _, level) => foldGroups(pair, level, deps.disclosureLimit), {
    base: old ?? [],
    current: young ?? [],
  });
  const movement = nestedMovement(folded.base, folded.current);
  const [rest] = movement?.rows ?? [];
  if (!movement || !rest) return null;
  return {
    levels,
    difference: differenceOf(scaleOf(measure), rest, spread),
    mix: movement.mixes.flat().reduce((sum, part) => sum + part.total, 0) / unitsOf(scaleOf(measure)),
  };
}

const unitsOf = (scale: EffectScale): number => (scale === 'share' ? 100 : 1);

function differenceOf(
  scale: EffectScale,
  part: { readonly total: number; readonly interval: readonly [number, number]; readonly z: number },
  spread: number,
): EffectDifference {
  const [low, high] = part.interval;
  const centre = (low + high) / 2;
  const z = part.z / spread;
  const size = unitsOf(scale);
  return {
    points: part.total / size,
    interval: [(centre + (low - centre) * spread) / size, (centre + (high - centre) * spread) / size],
    z,
    certainty: certaintyOf(z),
  };
}

async function readGroups(
  { store }: Pick<ReadDeps, 'store'>,
  measure: ExpectedMeasure,
  unit: string | null,
  below: readonly string[],
  period: Period,
): Promise<NestedCell[]> {
  const filter = { ...period, unit, channel: null, lang: null };
  const dimensions: readonly CellDimension[] = ['channel', ...measureCells(measure)];
  const [all, parts] = await Promise.all([
    store.readCells(filter, dimensions),
    below.length === 0 ? [] : store.readCells(filter, ['unit', ...dimensions], below),
  ]);
  const cells: NestedCell[] = [];
  for (const [channel, some] of groupBy(all, 'channel')) {
    let left = countsOf(measure, some);
    for (const [code, ofUnit] of groupBy(
      parts.filter((cell) => cell.channel === channel),
      'unit',
    )) {
      const counts = countsOf(measure, ofUnit);
      left = subtractCounts(left, counts);
      cells.push({ rows: ALL, groups: [code, channel], classes: counts });
    }
    // what was filed to the unit itself
    cells.push({ rows: ALL, groups: below.length > 0 ? [unit ?? '', channel] : [channel], classes: left });
  }
  return cells.filter(({ classes }) => countAnswers(classes) > 0);
}

function countsOf(measure: ExpectedMeasure, cells: readonly Cell[]): ClassCounts {
  return measureOf(measure, tallyCells(cells)).counts;
}

function groupBy(cells: readonly Cell[], dimension: 'channel' | 'unit'): Map<string, Cell[]> {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = cell[dimension] ?? '';
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return groups;
}
