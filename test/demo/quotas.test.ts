import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allocate, fitTable, split } from '../../data/demo/quotas.js';

test('7 split by 5 : 3 : 2 is 4, 2 and 1', () => {
  // 3.5, 2.1, 1.4: one is left after rounding down, and 0.5 is the largest remainder
  assert.deepEqual(split(7, [5, 3, 2]), [4, 2, 1]);
});

test('a share over its limit goes to the others', () => {
  assert.deepEqual(allocate(10, [8, 1, 1], [5, 9, 9]), [5, 3, 2]);
});

test('more than the limits hold is refused with both numbers', () => {
  assert.throws(() => allocate(4, [2, 2], [1, 2]), /expected room for 4, found 3/);
});

test('an allocation adds up and keeps within its limits', () => {
  const cells = fc.array(fc.tuple(fc.double({ min: 0, max: 50, noNaN: true }), fc.integer({ min: 0, max: 60 })), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(cells, fc.double({ min: 0, max: 1, noNaN: true }), (pairs, part) => {
      const limits = pairs.map(([, limit]) => limit);
      const total = Math.floor(part * limits.reduce((sum, limit) => sum + limit, 0));
      const targets = pairs.map(([target]) => target);
      const shares = allocate(total, targets, limits);
      assert.equal(
        shares.reduce((sum, share) => sum + share, 0),
        total,
      );
      assert.ok(shares.every((share, index) => share >= 0 && share <= limits[index]!));
    }),
  );
});

test('a fitted table has exactly the margins asked for', () => {
  const table = fitTable(
    [
      [10.4, 20.2, 9.3],
      [5.1, 4.9, 5],
    ],
    [
      [20, 40, 20],
      [10, 10, 10],
    ],
    [41, 16],
    [16, 26, 15],
  );
  assert.deepEqual(
    table.map((row) => row.reduce((sum, cell) => sum + cell, 0)),
    [41, 16],
  );
  assert.deepEqual(
    [0, 1, 2].map((column) => table[0]![column]! + table[1]![column]!),
    [16, 26, 15],
  );
});
