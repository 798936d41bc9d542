import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whiten } from '../../src/tagging/shrunkWhitening.js';

function near(found: number, expected: number): void {
  assert.ok(Math.abs(found - expected) < 1e-9, `expected ${expected}, found ${found}`);
}

test('each direction is divided by its standard deviation, drawn halfway towards the mean variance', () => {
  // around (1, 0): variances 2 and 0.5, their mean 1.25; halfway: 1.625 and 0.875
  const rows = [
    [3, 0],
    [-1, 0],
    [1, 1],
    [1, -1],
  ];
  const { forward } = whiten(rows, 2, 0.5);
  const [first, second] = forward([2, 1]);
  near(first!, 1 / Math.sqrt(1.625));
  near(second!, 1 / Math.sqrt(0.875));
});

test('correlated directions are made independent', () => {
  // variances 2.5 and 2.5, covariance 1.5; with next to no shrinkage the whitened rows have the identity as covariance
  const rows = [
    [2, 2],
    [-2, -2],
    [1, -1],
    [-1, 1],
  ];
  const whitened = rows.map(whiten(rows, 2, 1e-12).forward);
  const covariance = (i: number, j: number): number =>
    whitened.reduce((sum, row) => sum + row[i]! * row[j]!, 0) / rows.length;
  near(covariance(0, 0), 1);
  near(covariance(1, 1), 1);
  near(covariance(0, 1), 0);
});

test('a weight on whitened coordinates is the same function on plain ones', () => {
  const rows = [
    [1, 2, 0],
    [0, -1, 4],
    [3, 1, 1],
  ];
  const { forward, backward } = whiten(rows, 3, 0.3);
  const weight = [0.5, -1, 2];
  const { plain, offset } = backward(weight);
  for (const row of [...rows, [7, -3, 2]]) {
    const whitened = forward(row).reduce((sum, value, i) => sum + value * weight[i]!, 0);
    near(
      row.reduce((sum, value, i) => sum + value * plain[i]!, offset),
      whitened,
    );
  }
});

test('rows that are all alike have a whitening too; none have none', () => {
  assert.deepEqual([...whiten([[1, 1]], 2, 0.5).forward([1, 1])], [0, 0]);
  assert.throws(() => whiten([], 2, 0.5), /expected rows/);
});
