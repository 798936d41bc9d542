import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { movementRows } from '../../src/domain/movement.js';
import { nestedMovement, type NestedCell, type NestedMovement } from '../../src/domain/nestedMovement.js';
import { AFTER, anyCells, BEFORE, cell, line, npsOfCells, sumOfTotals } from './movementCells.js';

function nested(base: readonly NestedCell[], current: readonly NestedCell[]): NestedMovement {
  return nestedMovement(base, current) ?? assert.fail('expected a movement');
}

const near = (one: number, other: number, within = 1e-9): boolean => Math.abs(one - other) <= within;
const sumOfAll = ({ mixes, rows }: NestedMovement): number => sumOfTotals([...mixes.flat(), ...rows]);
const ungrouped = (cells: readonly NestedCell[]): NestedCell[] => cells.map((each) => ({ ...each, groups: [] }));
const byFirst = (cells: readonly NestedCell[]): NestedCell[] =>
  cells.map((each) => ({ ...each, groups: each.groups.slice(0, 1) }));

test('Simpson: mixes of −1.6 and −2.0 come out first, and what is said in comments has the +5.6', () => {
  const { mixes, rows } = nested(
    [line('A', 0.6, 70, ['one']), line('B', 0.4, 30, ['two'])],
    [line('A', 0.5, 72, ['one']), line('B', 0.5, 40, ['two'])],
  );
  assert.deepEqual(
    mixes[0]?.map(({ row, total, rate }) => [row, total.toFixed(4), rate]),
    [
      ['one', '-1.6000', 0],
      ['two', '-2.0000', 0],
    ],
  );
  assert.deepEqual(
    rows.map(({ row, total, mix }) => [row, total.toFixed(4), Math.abs(mix)]),
    [
      ['A', '1.1000', 0],
      ['B', '4.5000', 0],
    ],
  );
});

test('where only the mix of services changed, themes have nothing', () => {
  const service = (name: string, times: number, scale: number): NestedCell[] => [
    cell('A', [6 * times, 2 * times, 2 * scale * times], [name]),
    cell('none', [9 * times, 3 * times, 1 * times], [name]),
  ];
  const { mixes, rows } = nested(
    [...service('one', 10, 1), ...service('two', 20, 8)],
    [...service('one', 30, 1), ...service('two', 10, 8)],
  );
  assert.ok(rows.every(({ total }) => near(total, 0)));
  assert.ok(Math.abs(sumOfTotals(mixes[0] ?? [])) > 5);
});

test('a unit that is new has a mix and no themes', () => {
  const { mixes, rows } = nested(
    [cell('A', [50, 0, 50], ['old'])],
    [cell('A', [50, 0, 50], ['old']), cell('B', [100, 0, 0], ['new'])],
  );
  // S̄ = 25: ½ (100 − 25) and −½ (0 − 25)
  assert.deepEqual(
    mixes[0]?.map(({ row, total }) => [row, total]),
    [
      ['old', 12.5],
      ['new', 37.5],
    ],
  );
  assert.ok(rows.every(({ total }) => total === 0));
});

test('without groups it is the plain movement', () => {
  assert.deepEqual(nestedMovement(BEFORE, AFTER), { mixes: [], rows: movementRows(BEFORE, AFTER) });
});

test('one group for all leaves the parts as they are', () => {
  const grouped = (cells: readonly NestedCell[]): NestedCell[] => cells.map((each) => ({ ...each, groups: ['all'] }));
  const { mixes, rows } = nested(grouped(BEFORE), grouped(AFTER));
  const plain = movementRows(BEFORE, AFTER) ?? [];
  assert.deepEqual(
    mixes[0]?.map(({ total }) => total),
    [0],
  );
  for (const [index, row] of rows.entries()) {
    assert.ok(near(row.total, plain[index]?.total ?? NaN));
    assert.ok(near(row.standardError, plain[index]?.standardError ?? NaN));
  }
});

test('parts of any two samples add up to the change, in one level of groups and in two', () => {
  fc.assert(
    fc.property(anyCells, anyCells, (base, current) => {
      const [before, after] = [npsOfCells(base), npsOfCells(current)];
      return [ungrouped, byFirst, (cells: readonly NestedCell[]) => cells].every((shape) => {
        const movement = nestedMovement(shape(base), shape(current));
        if (before === null || after === null) return movement === null;
        return movement !== null && near(sumOfAll(movement), after - before);
      });
    }),
  );
});

test('nothing moves between a sample and itself, and with the samples swapped every sign turns', () => {
  fc.assert(
    fc.property(anyCells, anyCells, (base, current) => {
      const still = nestedMovement(base, base);
      if (still && ![...still.mixes.flat(), ...still.rows].every(({ total }) => near(total, 0))) return false;
      const there = nestedMovement(base, current);
      const back = nestedMovement(current, base);
      if (!there || !back) return there === back;
      const totals = ({ mixes, rows }: NestedMovement): Map<string, number> =>
        new Map([...mixes, rows].flatMap((parts, place) => parts.map(({ row, total }) => [`${place} ${row}`, total])));
      const others = totals(back);
      return [...totals(there)].every(([name, total]) => near(total, -(others.get(name) ?? NaN)));
    }),
  );
});

test('standard errors are those of the derivatives of each part by each kind of answer', () => {
  // Deterministic check of the influence functions: the derivative of a part by the weight of each cell, by small steps
  const base = [
    cell('A', [30, 10, 5], ['g', 'sms']),
    cell('B', [10, 10, 25], ['g', 'web']),
    cell('A B', [20, 5, 10], ['h', 'sms']),
    cell('none', [40, 10, 5], ['h', 'web']),
    cell('none', [20, 10, 5], ['g', 'sms']),
    cell('B', [10, 5, 15], ['h', 'web']),
  ];
  const current = [
    cell('A', [50, 5, 5], ['g', 'sms']),
    cell('B', [15, 10, 10], ['g', 'web']),
    cell('A B', [10, 15, 10], ['h', 'sms']),
    cell('none', [30, 10, 15], ['h', 'web']),
    cell('B', [20, 10, 5], ['g', 'sms']),
    cell('A', [20, 5, 15], ['h', 'web']),
  ];
  const single = (cells: readonly NestedCell[]): NestedCell[] =>
    cells.flatMap(({ rows, groups, classes: { promoters, passives, detractors } }) =>
      [
        [promoters, 0, 0],
        [0, passives, 0],
        [0, 0, detractors],
      ].map(([p = 0, a = 0, d = 0]) => cell(rows.join(' '), [p, a, d], groups)),
    );
  const samples = { base: single(base), current: single(current) };
  const partsOf = (movement: NestedMovement): number[] =>
    [...movement.mixes.flat(), ...movement.rows].map(({ total }) => total);
  const step = 1e-4;
  const variances = partsOf(nested(samples.base, samples.current)).map(() => 0);
  for (const side of ['base', 'current'] as const) {
    const cells = samples[side];
    const sizes = cells.map(({ classes }) => classes.promoters + classes.passives + classes.detractors);
    const n = sizes.reduce((sum, size) => sum + size, 0);
    const slopes = cells.map((_, changed) => {
      const moved = (by: number): number[] => {
        const others = cells.map((each, index) =>
          index === changed ? { ...each, classes: scaled(each.classes, 1 + by / (sizes[index] ?? 1)) } : each,
        );
        return partsOf(side === 'base' ? nested(others, samples.current) : nested(samples.base, others));
      };
      const [up, down] = [moved(step), moved(-step)];
      // One answer more of this kind, times n: its influence
      return up.map((value, part) => (n * (value - (down[part] ?? 0))) / (2 * step));
    });
    for (const part of variances.keys()) {
      const square = slopes.reduce((sum, slope, index) => sum + ((sizes[index] ?? 0) / n) * (slope[part] ?? 0) ** 2, 0);
      variances[part] = (variances[part] ?? 0) + square / n;
    }
  }
  const movement = nested(samples.base, samples.current);
  for (const [part, { row, standardError }] of [...movement.mixes.flat(), ...movement.rows].entries()) {
    assert.ok(
      near(standardError, Math.sqrt(variances[part] ?? NaN), 1e-4),
      `${row}: ${standardError}, ${Math.sqrt(variances[part] ?? NaN)}`,
    );
  }
});

function scaled({ promoters, passives, detractors }: NestedCell['classes'], by: number): NestedCell['classes'] {
  return { promoters: promoters * by, passives: passives * by, detractors: detractors * by };
}
