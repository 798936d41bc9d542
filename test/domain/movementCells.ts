/** Samples written down as counts, and made up ones. */
import fc from 'fast-check';
import type { MovementCell, PartOfChange } from '../../src/domain/movement.js';
import type { NestedCell } from '../../src/domain/nestedMovement.js';

/** Answers that count to `rows` (space-separated), within groups where given. */
export function cell(
  rows: string,
  [promoters, passives, detractors]: readonly [number, number, number],
  groups: readonly string[] = [],
): NestedCell {
  return { rows: rows.split(' '), classes: { promoters, passives, detractors }, groups };
}

/** The worked example: 200 answers with an NPS of 42.0, and 250 with one of 60.4. */
export const BEFORE = [
  cell('A', [70, 6, 4]),
  cell('B', [10, 10, 20]),
  cell('C', [8, 6, 6]),
  cell('A B', [6, 8, 6]),
  cell('none', [30, 6, 4]),
];
export const AFTER = [
  cell('A', [100, 8, 2]),
  cell('B', [8, 7, 10]),
  cell('C', [12, 10, 8]),
  cell('A B', [15, 10, 5]),
  cell('none', [45, 6, 4]),
];

/** `share` of 1,000 answers with an NPS of `nps`, without passives. */
export function line(rows: string, share: number, nps: number, groups: readonly string[] = []): NestedCell {
  const answers = 1000 * share;
  return cell(rows, [(answers * (100 + nps)) / 200, 0, (answers * (100 - nps)) / 200], groups);
}

export function sumOfTotals(parts: readonly Pick<PartOfChange, 'total'>[]): number {
  return parts.reduce((sum, { total }) => sum + total, 0);
}

export function npsOfCells(cells: readonly MovementCell[]): number | null {
  let [n, balance] = [0, 0];
  for (const { classes } of cells) {
    n += classes.promoters + classes.passives + classes.detractors;
    balance += classes.promoters - classes.detractors;
  }
  return n === 0 ? null : (100 * balance) / n;
}

const counts = fc.tuple(fc.nat(60), fc.nat(60), fc.nat(60));
const rows = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D', 'none'), { minLength: 1, maxLength: 4 });
const groups = fc.tuple(fc.constantFrom('g', 'h', 'i'), fc.constantFrom('sms', 'web'));

/** Any answers of either sample, in two levels of groups; a sample may miss any row or group. */
export const anyCells = fc.array(
  fc.tuple(rows, counts, groups).map(([names, classes, path]) => cell(names.join(' '), classes, path)),
  { minLength: 1, maxLength: 14 },
);
