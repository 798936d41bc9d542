import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { fitLogisticRegression } from '../../src/tagging/logisticRegression.js';

const close = (a: number | undefined, b: number, by = 1e-4) => assert.ok(Math.abs(a! - b) < by, `${a} is not ${b}`);

test('without anything to go by, the bias is the log-odds of the class', () => {
  const model = fitLogisticRegression(
    { x: Float64Array.of(0, 0, 0, 0), columns: 1, y: Uint8Array.of(1, 1, 1, 0) },
    2,
    1,
  );
  close(model.weight[0], 0);
  close(model.bias[0], Math.log(3));
});

test('row weights count as so many rows', () => {
  const model = fitLogisticRegression(
    { x: Float64Array.of(0, 0), columns: 1, y: Uint8Array.of(1, 0), rowWeights: Float64Array.of(9, 1) },
    2,
    1,
  );
  close(model.bias[0], Math.log(9));
});

test('the weight of two mirrored points solves w = 2 / (1 + e^w)', () => {
  // ½ w² + 2 · ln(1 + e^−w), x = ±1: w = 2 / (1 + e^w) at w = 0.685463…: 2 / (1 + e^0.685463) = 0.685 (by bisection)
  const model = fitLogisticRegression({ x: Float64Array.of(1, -1), columns: 1, y: Uint8Array.of(1, 0) }, 2, 1);
  const w = model.weight[0]!;
  close(w, 2 / (1 + Math.exp(w)));
  close(model.bias[0], 0);
});

test('a stronger penalty gives smaller weights', () => {
  const rows = { x: Float64Array.of(1, 2, -1, -2, 0.5, -0.5), columns: 1, y: Uint8Array.of(1, 1, 0, 0, 1, 0) };
  const weights = [100, 1, 0.01].map((c) => fitLogisticRegression(rows, 2, c).weight[0]!);
  assert.ok(weights[0]! > weights[1]! && weights[1]! > weights[2]! && weights[2]! > 0);
});

test('three classes get the logs of their shares, and weights that sum to 0', () => {
  const shares = fitLogisticRegression(
    { x: new Float64Array(6), columns: 1, y: Uint8Array.of(0, 0, 0, 1, 1, 2) },
    3,
    1,
  ).bias;
  close(shares[0]! - shares[2]!, Math.log(3));
  close(shares[1]! - shares[2]!, Math.log(2));
  const { weight } = fitLogisticRegression(
    { x: Float64Array.of(1, 0, 0, 1, -1, -1), columns: 2, y: Uint8Array.of(0, 1, 2) },
    3,
    5,
  );
  close(weight[0]! + weight[2]! + weight[4]!, 0);
  assert.ok(weight[0]! > weight[2]! && weight[0]! > weight[4]!);
});

test('a class that never occurs is an error', () => {
  const rows = { x: Float64Array.of(1, 2), columns: 1, y: Uint8Array.of(0, 0) };
  assert.throws(() => fitLogisticRegression(rows, 2, 1), /expected each of 2 classes among 2 rows, got none of 1/);
  assert.throws(() => fitLogisticRegression({ ...rows, columns: 2 }, 2, 1), /expected 2 rows of 2 numbers, got 2/);
});
