/** Counted cells as the samples that a movement is taken from, with rows and groups on too few people put together. */
import { hiddenRows, isTooSmall } from '../domain/disclosure.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import { NO_ROW, sumCells, type RowSums } from '../domain/movement.js';
import type { NestedCell } from '../domain/nestedMovement.js';
import { countAnswers, type ClassCounts } from '../domain/nps.js';
import type { ScoreClass } from '../domain/response.js';
import { parseThemeSetKey, type Taxonomy, type ThemeSetKey } from '../domain/theme.js';
import type { Cell, CellDimension, Store } from '../store/store.js';
import { THEME_CELLS } from './overview.js';

/** What a movement is split by before its rows, outermost first. */
export type MovementLevel = 'unit' | 'channel';

/** Names of rows that are no theme; theme keys are lower case, so none is called like these. */
export const NO_COMMENT = 'noComment';
export const NO_THEME = 'noTheme';
export const UNREAD = 'unread';
export const HIDDEN_ROW = 'hidden';
/** Name of the group that holds all groups on too few people; no unit or channel is called so. */
export const HIDDEN_GROUP = '';

/** Answers of one period. */
export interface MovementSample {
  /** All classes, and answers with and without a score. */
  readonly classes: ClassCounts;
  readonly responses: number;
  /** One cell per row set, groups and class; those without a score left out. */
  readonly cells: readonly NestedCell[];
  /** By unit below; under the code of the unit itself what was filed to it directly. */
  readonly units: ReadonlyMap<string, ClassCounts>;
}

/** Units below the one that is asked for, and its own code (null for the organisation). */
export interface MovementUnits {
  readonly own: string | null;
  readonly below: readonly string[];
}

/** Two queries: all answers, and the units below. */
export async function readSample(
  store: Pick<Store, 'readCells'>,
  taxonomy: Taxonomy,
  filter: FeedbackFilter,
  units: MovementUnits,
  levels: readonly MovementLevel[],
): Promise<MovementSample> {
  const byUnit = levels.includes('unit');
  const dimensions: readonly CellDimension[] = levels.includes('channel') ? [...THEME_CELLS, 'channel'] : THEME_CELLS;
  const unitDimensions: readonly CellDimension[] = ['unit', ...(byUnit ? dimensions : (['scoreClass'] as const))];
  const [all, below] = await Promise.all([
    store.readCells(filter, dimensions),
    units.below.length === 0 ? [] : store.readCells(filter, unitDimensions, units.below),
  ]);
  const classes = sumClasses(all);
  const unitCells = byUnit ? [...below, ...directly(all, below, units.own)] : below;
  return {
    classes,
    responses: all.reduce((sum, cell) => sum + cell.count, 0),
    cells: nestedCells(byUnit ? unitCells : all, taxonomy, levels),
    units: unitClasses(below, classes, units.own),
  };
}

/** What is in the whole and in no unit below, as cells of the unit itself. */
function directly(all: readonly Cell[], below: readonly Cell[], own: string | null): Cell[] {
  if (own === null) return [];
  const keyOf = (cell: Cell): string =>
    [cell.scoreClass, cell.commentState, cell.channel ?? '', cell.themes ?? ''].join('|');
  const counted = new Map<string, number>();
  for (const cell of below) counted.set(keyOf(cell), (counted.get(keyOf(cell)) ?? 0) + cell.count);
  return all
    .map((cell) => ({ ...cell, unit: own, count: cell.count - (counted.get(keyOf(cell)) ?? 0) }))
    .filter((cell) => cell.count > 0);
}

function sumClasses(cells: readonly Cell[]): Counts {
  const sums = { promoters: 0, passives: 0, detractors: 0 };
  for (const cell of cells) {
    const place = placeOf(cell.scoreClass);
    if (place !== null) sums[place] += cell.count;
  }
  return sums;
}

function unitClasses(below: readonly Cell[], all: ClassCounts, own: string | null): Map<string, ClassCounts> {
  const cellsOf = new Map<string, Cell[]>();
  for (const cell of below) {
    const code = cell.unit ?? HIDDEN_GROUP;
    const cells = cellsOf.get(code);
    if (cells) cells.push(cell);
    else cellsOf.set(code, [cell]);
  }
  const units = new Map<string, ClassCounts>([...cellsOf].map(([code, cells]) => [code, sumClasses(cells)]));
  if (own === null || units.size === 0) return units;
  const rest = { ...all };
  for (const { promoters, passives, detractors } of units.values()) {
    rest.promoters -= promoters;
    rest.passives -= passives;
    rest.detractors -= detractors;
  }
  return countAnswers(rest) > 0 ? units.set(own, rest) : units;
}

/** Cells that differ in the polarity of themes or in class alone are one. */
function nestedCells(cells: readonly Cell[], taxonomy: Taxonomy, levels: readonly MovementLevel[]): NestedCell[] {
  const rowsOf = rowReader(taxonomy);
  const nested = new Map<string, { rows: readonly string[]; groups: readonly string[]; classes: Counts }>();
  for (const cell of cells) {
    const place = placeOf(cell.scoreClass);
    if (place === null) continue;
    const { key, rows } = rowsOf(cell);
    const groups = levels.map((level) => cell[level] ?? HIDDEN_GROUP);
    const name = [...groups, key].join('|');
    let sum = nested.get(name);
    if (!sum) nested.set(name, (sum = { rows, groups, classes: { promoters: 0, passives: 0, detractors: 0 } }));
    sum.classes[place] += cell.count;
  }
  return [...nested.values()];
}

type Counts = { -readonly [name in keyof ClassCounts]: number };

function placeOf(scoreClass: ScoreClass | undefined): keyof ClassCounts | null {
  switch (scoreClass) {
    case 'promoter':
      return 'promoters';
    case 'passive':
      return 'passives';
    case 'detractor':
      return 'detractors';
    case 'none':
    case undefined:
      return null;
  }
}

/** The rows that an answer counts to. */
interface RowSet {
  /** The same for the same rows. */
  readonly key: string;
  readonly rows: readonly string[];
}

const setOf = (rows: readonly string[]): RowSet => ({ key: rows.join(','), rows });

/** Themes that left the taxonomy are no rows. */
function rowReader(taxonomy: Taxonomy): (cell: Cell) => RowSet {
  const known = new Set(taxonomy.themes.map((theme) => theme.key));
  const [noComment, noTheme, unread] = [setOf([NO_COMMENT]), setOf([NO_THEME]), setOf([UNREAD])];
  const sets = new Map<ThemeSetKey, RowSet>();
  return ({ commentState, themes = '' }) => {
    if (commentState === 'none') return noComment;
    if (commentState !== 'tagged') return unread;
    let rows = sets.get(themes);
    if (!rows) {
      const keys = parseThemeSetKey(themes).flatMap(({ theme }) => (known.has(theme) ? [theme] : []));
      sets.set(themes, (rows = keys.length === 0 ? noTheme : setOf(keys)));
    }
    return rows;
  };
}

/** The cells of both periods. */
export interface CellPair {
  readonly base: readonly NestedCell[];
  readonly current: readonly NestedCell[];
}

/**
 * Rows on 1 to `limit` − 1 people in either period are counted as one row, with the lightest of the others until that row is of two
 * rows or more and holds answers of at least `limit` people in each period that it is in: else a hidden row would follow from the
 * change and the rows shown.
 */
export function foldRows({ base, current }: CellPair, limit: number): CellPair {
  const old = sumCells(base).rows;
  const young = sumCells(current).rows;
  const names = [...new Set([...old.keys(), ...young.keys()])];
  const peopleIn = (rows: ReadonlyMap<string, RowSums>, name: string): number => rows.get(name)?.people ?? 0;
  // The weight, not the people, is added up: it counts nobody twice
  const weightIn = (rows: ReadonlyMap<string, RowSums>, among: Iterable<string>): number =>
    [...among].reduce((sum, name) => sum + countAnswers((rows.get(name) ?? NO_ROW).weight), 0);
  const hidden = new Set(
    names.filter((name) => isTooSmall(peopleIn(old, name), limit) || isTooSmall(peopleIn(young, name), limit)),
  );
  if (hidden.size === 0) return { base, current };
  const isCovered = (): boolean =>
    hidden.size >= 2 && ![old, young].some((rows) => isTooSmall(weightIn(rows, hidden), limit));
  const others = names
    .filter((name) => !hidden.has(name))
    .sort(
      (one, other) => weightIn(old, [one]) + weightIn(young, [one]) - weightIn(old, [other]) - weightIn(young, [other]),
    );
  for (const name of others) {
    if (isCovered()) break;
    hidden.add(name);
  }
  const fold = (cells: readonly NestedCell[]): NestedCell[] =>
    cells.map((cell) => ({ ...cell, rows: cell.rows.map((name) => (hidden.has(name) ? HIDDEN_ROW : name)) }));
  return { base: fold(base), current: fold(current) };
}

/** From so many answers in each period a unit or channel is a group of its own when mix is taken out. */
const SMALLEST_GROUP = 10;

/**
 * Groups of one level on too few answers counted as one: those that must be hidden beside their total, and those under 10 answers in
 * a period that they are in, whose NPS says next to nothing.
 */
export function foldGroups({ base, current }: CellPair, level: number, limit: number): CellPair {
  const sizesOf = (cells: readonly NestedCell[]): Map<string, number> => {
    const sizes = new Map<string, number>();
    for (const { groups, classes } of cells) {
      const name = groups[level] ?? HIDDEN_GROUP;
      sizes.set(name, (sizes.get(name) ?? 0) + countAnswers(classes));
    }
    return sizes;
  };
  const old = sizesOf(base);
  const young = sizesOf(current);
  const hidden = hiddenInEither(old, young, limit);
  for (const name of new Set([...old.keys(), ...young.keys()])) {
    const sizes = [old.get(name) ?? 0, young.get(name) ?? 0];
    if (sizes.some((size) => isTooSmall(size, SMALLEST_GROUP))) hidden.add(name);
  }
  const fold = (cells: readonly NestedCell[]): NestedCell[] =>
    cells.map((cell) => ({
      ...cell,
      groups: cell.groups.map((name, place) => (place === level && hidden.has(name) ? HIDDEN_GROUP : name)),
    }));
  return { base: fold(base), current: fold(current) };
}

/** Parts of the whole that must be hidden in at least one of the periods. */
export function hiddenInEither(
  base: ReadonlyMap<string, number>,
  current: ReadonlyMap<string, number>,
  limit: number,
): Set<string> {
  const names = [...new Set([...base.keys(), ...current.keys()])];
  const line = { total: null, parts: names.map((_, index) => index), rest: 0 };
  const hidden = [base, current].map((sizes) =>
    hiddenRows(
      names.map((name) => sizes.get(name) ?? 0),
      [line],
      limit,
    ),
  );
  return new Set(names.filter((_, index) => hidden.some((rows) => rows[index])));
}
