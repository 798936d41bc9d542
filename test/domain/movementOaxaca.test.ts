import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { oaxacaBlinder } from '../../src/domain/oaxaca.js';
import { AFTER, anyCells, BEFORE, cell, npsOfCells } from './movementCells.js';

test('least squares takes the worked change of 18.4 apart into 6.3709 of silence and three themes', () => {
  const found = oaxacaBlinder(BEFORE, AFTER, ['A', 'B', 'C']);
  assert.equal(found?.intercept.toFixed(4), '6.3709');
  assert.deepEqual(
    found.parts.map(({ row, rate, mix }) => [row, rate.toFixed(4), mix.toFixed(4)]),
    [
      ['A', '0.9578', '1.2542'],
      ['B', '5.0994', '6.1488'],
      ['C', '-0.3341', '-1.0970'],
    ],
  );
  const sum = found.parts.reduce((total, { rate, mix }) => total + rate + mix, found.intercept);
  assert.ok(Math.abs(sum - 18.4) < 1e-9);
});

test('there is no fit with a row that is absent, that follows from the others, or of answers all alike', () => {
  assert.equal(oaxacaBlinder(BEFORE, AFTER, ['A', 'D']), null);
  assert.equal(
    oaxacaBlinder(
      [cell('A', [3, 1, 1]), cell('B', [2, 2, 2])],
      [cell('A', [3, 1, 1]), cell('B', [4, 2, 2])],
      ['A', 'B'],
    ),
    null,
  );
  assert.equal(oaxacaBlinder([cell('A', [9, 0, 0]), cell('B', [9, 0, 0])], AFTER, ['A']), null);
  assert.equal(oaxacaBlinder([], AFTER, ['A']), null);
});

test('the parts and the intercept of any two samples add up to the change', () => {
  fc.assert(
    fc.property(anyCells, anyCells, (base, current) => {
      const found = oaxacaBlinder(base, current, ['A', 'B', 'C', 'D']);
      if (!found) return true;
      const sum = found.parts.reduce((total, { rate, mix }) => total + rate + mix, found.intercept);
      return Math.abs(sum - ((npsOfCells(current) ?? NaN) - (npsOfCells(base) ?? NaN))) < 1e-6;
    }),
  );
});
