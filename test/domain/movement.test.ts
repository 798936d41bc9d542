import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { movementRows, type MovementCell, type RowMovement } from '../../src/domain/movement.js';
import { npsDifference } from '../../src/domain/difference.js';
import { npsEstimate } from '../../src/domain/nps.js';
import { AFTER, anyCells, BEFORE, cell, line, npsOfCells, sumOfTotals } from './movementCells.js';

function rowsOf(base: readonly MovementCell[], current: readonly MovementCell[]): RowMovement[] {
  return movementRows(base, current) ?? assert.fail('expected rows');
}

function rowOf(rows: readonly RowMovement[], name: string): RowMovement {
  return rows.find(({ row }) => row === name) ?? assert.fail(`expected a row ${name}`);
}

const near = (one: number, other: number, within = 1e-9): boolean => Math.abs(one - other) <= within;

// Row; share and NPS before, after; rate, mix, total; standard error
const WORKED = [
  ['A', [0.45, 220 / 3], [0.5, 82.4], [323 / 75, 4 / 3, 5.64], '3.501'],
  ['B', [0.25, -20], [0.16, 7.5], [451 / 80, 10341 / 2000, 10.808], '4.039'],
  ['C', [0.1, 10], [0.12, 40 / 3], [11 / 30, -593 / 750, -0.424], '2.818'],
  ['none', [0.2, 65], [0.22, 820 / 11], [441 / 220, 2043 / 5500, 2.376], '2.790'],
] as const;

for (const [name, before, after, [rate, mix, total], error] of WORKED) {
  test(`of a change from 42.0 to 60.4, row ${name} has ${total} points, exactly`, () => {
    const row = rowOf(rowsOf(BEFORE, AFTER), name);
    assert.ok(near(row.base.share, before[0]) && near(row.base.nps ?? 0, before[1]), JSON.stringify(row.base));
    assert.ok(near(row.current.share, after[0]) && near(row.current.nps ?? 0, after[1]), JSON.stringify(row.current));
    assert.ok(near(row.rate, rate) && near(row.mix, mix) && near(row.total, total), JSON.stringify(row));
    assert.equal(row.standardError.toFixed(3), error);
  });
}

test('the rows of the worked example have rates of 12.3154 and mixes of 6.0846, which add up to 18.4', () => {
  const rows = rowsOf(BEFORE, AFTER);
  assert.equal(rows.reduce((sum, { rate }) => sum + rate, 0).toFixed(4), '12.3154');
  assert.equal(rows.reduce((sum, { mix }) => sum + mix, 0).toFixed(4), '6.0846');
  assert.ok(near(sumOfTotals(rows), 18.4));
  assert.deepEqual(
    rows.map(({ base, current }) => [base.people, current.people]),
    [
      [100, 140],
      [60, 55],
      [20, 30],
      [40, 55],
    ],
    'people with two themes are in both rows',
  );
});

test('only row B of the worked example is beyond chance', () => {
  const rows = rowsOf(BEFORE, AFTER);
  // z of the plain standard errors: 1.61, 2.68, −.15, .85; pseudo-answers draw them a little towards 0
  assert.deepEqual(
    rows.map(({ z }) => z.toFixed(2)),
    ['1.62', '2.63', '-0.13', '0.86'],
  );
  assert.deepEqual(
    rows.map(({ interval: [low, high] }) => low > 0 || high < 0),
    [false, true, false, false],
  );
});

test('counting by sets of themes and halving each gives the same totals with other rates', () => {
  const bySet = (cells: readonly MovementCell[]): MovementCell[] =>
    cells.map(({ rows, classes }) => ({ rows: [rows.join('+')], classes }));
  const sets = rowsOf(bySet(BEFORE), bySet(AFTER));
  const themes = rowsOf(BEFORE, AFTER);
  const half = rowOf(sets, 'A+B');
  for (const [name, rate] of [
    ['A', '4.6015'],
    ['B', '4.3833'],
  ] as const) {
    const alone = rowOf(sets, name);
    assert.equal((alone.rate + half.rate / 2).toFixed(4), rate);
    assert.ok(near(alone.total + half.total / 2, rowOf(themes, name).total));
  }
  assert.equal(rowOf(sets, 'C').rate.toFixed(4), '0.3667');
  assert.equal(rowOf(sets, 'none').rate.toFixed(4), '2.0045');
});

test('Simpson: both lines score better by +5.6 and NPS rises by 2.0, since the better line answers less', () => {
  const rows = rowsOf([line('one', 0.6, 70), line('two', 0.4, 30)], [line('one', 0.5, 72), line('two', 0.5, 40)]);
  assert.deepEqual(
    rows.map(({ rate, mix }) => [rate.toFixed(4), mix.toFixed(4)]),
    [
      ['1.1000', '-1.6000'],
      ['4.5000', '-2.0000'],
    ],
  );
  assert.ok(near(sumOfTotals(rows), 2));
});

test('five service lines from 53.5 to 59.5: rates of 4.875 and mixes of 1.125', () => {
  const lines = (shares: readonly number[], scores: readonly number[]): MovementCell[] =>
    shares.map((share, index) => line(`line-${index}`, share, scores[index] ?? 0));
  const before = lines([0.45, 0.1, 0.15, 0.15, 0.15], [50, 55, 60, 48, 62]);
  const after = lines([0.4, 0.1, 0.2, 0.1, 0.2], [56, 58, 64, 53, 66]);
  const rows = rowsOf(before, after);
  assert.deepEqual(
    rows.map(({ rate, mix }) => [Number(rate.toFixed(6)), Number(mix.toFixed(6)) + 0]),
    [
      [2.55, 0.175],
      [0.3, 0],
      [0.7, 0.275],
      [0.625, 0.3],
      [0.7, 0.375],
    ],
  );
  assert.ok(near(sumOfTotals(rows), 6));
});

test('a row of one period alone is all mix', () => {
  const rows = rowsOf([cell('A', [50, 0, 50])], [cell('A', [50, 0, 50]), cell('B', [100, 0, 0])]);
  // S̄ = (0 + 50) / 2; B: ½ of the answers at 100
  const added = rowOf(rows, 'B');
  assert.deepEqual([added.rate, added.mix, added.base.nps, added.base.people], [0, 37.5, null, 0]);
  assert.equal(rowOf(rows, 'A').mix, 12.5);
});

test('without answers in a period there is no change to take apart, and answers of no row are refused', () => {
  assert.equal(movementRows([], AFTER), null);
  assert.equal(movementRows(BEFORE, [cell('A', [0, 0, 0])]), null);
  assert.throws(
    () => movementRows([{ rows: [], classes: { promoters: 1, passives: 0, detractors: 0 } }], AFTER),
    RangeError,
  );
});

test('a row named twice by an answer gets both parts of it', () => {
  const rows = rowsOf([cell('A B C', [9, 0, 0])], [cell('A X X', [0, 0, 9])]);
  assert.deepEqual([rowOf(rows, 'X').current.share, rowOf(rows, 'X').current.people], [2 / 3, 9]);
});

test('one row of all answers is the whole change, with the interval of the change', () => {
  const [base, current] = [
    { promoters: 60, passives: 25, detractors: 15 },
    { promoters: 140, passives: 40, detractors: 20 },
  ];
  const [row] = rowsOf([{ rows: ['all'], classes: base }], [{ rows: ['all'], classes: current }]);
  assert.ok(row && near(row.total, 15) && near(row.mix, 0));
  // The plain standard error of the difference; the interval is as wide as that of the difference, or a little wider
  assert.equal(row.standardError.toFixed(4), '8.7607');
  const change = npsDifference(npsEstimate(base), npsEstimate(current));
  assert.ok(change.interval && change.interval[1] - change.interval[0] <= row.interval[1] - row.interval[0] + 1e-9);
});

test('the parts of any two samples add up to the change', () => {
  fc.assert(
    fc.property(anyCells, anyCells, (base, current) => {
      const rows = movementRows(base, current);
      const [before, after] = [npsOfCells(base), npsOfCells(current)];
      if (before === null || after === null) return rows === null;
      return rows !== null && near(sumOfTotals(rows), after - before);
    }),
  );
});

test('every part is rate and mix, and lies in its interval', () => {
  fc.assert(
    fc.property(anyCells, anyCells, (base, current) =>
      (movementRows(base, current) ?? []).every(
        ({ total, rate, mix, interval: [low, high], standardError }) =>
          total === rate + mix && low <= total && total <= high && standardError >= 0,
      ),
    ),
  );
});

test('nothing moves between a sample and itself', () => {
  fc.assert(
    fc.property(anyCells, (cells) =>
      (movementRows(cells, cells) ?? []).every(
        ({ total, rate, mix, z }) => near(total, 0) && near(rate, 0) && near(mix, 0) && near(z, 0),
      ),
    ),
  );
});

test('with the samples swapped every sign turns', () => {
  fc.assert(
    fc.property(anyCells, anyCells, (base, current) => {
      const there = movementRows(base, current) ?? [];
      const back = new Map((movementRows(current, base) ?? []).map((row) => [row.row, row]));
      return there.every((row) => {
        const other = back.get(row.row);
        return (
          other !== undefined &&
          near(row.rate, -other.rate) &&
          near(row.mix, -other.mix) &&
          near(row.z, -other.z, 1e-6) &&
          near(row.interval[0], -other.interval[1], 1e-6)
        );
      });
    }),
  );
});

test('other names of the rows change nothing but the names', () => {
  const names: Readonly<Record<string, string>> = { A: 'C', B: 'A', C: 'D', D: 'none', none: 'B' };
  const renamed = (cells: readonly MovementCell[]): MovementCell[] =>
    cells.map(({ rows, classes }) => ({ rows: rows.map((row) => names[row] ?? row), classes }));
  fc.assert(
    fc.property(anyCells, anyCells, (base, current) => {
      const others = new Map((movementRows(renamed(base), renamed(current)) ?? []).map((row) => [row.row, row]));
      return (movementRows(base, current) ?? []).every((row) => {
        const other = others.get(names[row.row] ?? '');
        return other?.total === row.total && other.standardError === row.standardError;
      });
    }),
  );
});
