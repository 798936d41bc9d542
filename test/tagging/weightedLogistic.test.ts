import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitDense, fitSparse } from '../../src/tagging/weightedLogistic.js';

const row = (value: number, present: boolean, weight = 1) => ({ features: Float64Array.of(value), present, weight });

test('the weight is where loss and penalty hold each other: w = 2C / (1 + e^w) for one example on either side', () => {
  const [weight, bias] = fitDense([row(1, true), row(-1, false)], 1, 2);
  assert.ok(Math.abs(weight! - 4 / (1 + Math.exp(weight!))) < 1e-3, String(weight));
  assert.ok(Math.abs(bias!) < 1e-3);
});

test('an example of weight 3 counts as three of weight 1', () => {
  const heavy = fitDense([row(1, true, 3), row(-1, false), row(0.5, false)], 1, 1);
  const thrice = fitDense([row(1, true), row(1, true), row(1, true), row(-1, false), row(0.5, false)], 1, 1);
  assert.ok(Math.abs(heavy[0]! - thrice[0]!) < 1e-3 && Math.abs(heavy[1]! - thrice[1]!) < 1e-3);
});

test('sparse rows fit as dense ones do; buckets that are not asked for have no weight', () => {
  const sparse = (buckets: number[], values: number[], present: boolean) => ({
    features: { buckets: Int32Array.from(buckets), values: Float64Array.from(values) },
    present,
    weight: 1,
  });
  const model = fitSparse([sparse([7], [1], true), sparse([7, 3], [-1, 5], false)], [7], 2);
  const [weight] = fitDense([row(1, true), row(-1, false)], 1, 2);
  assert.equal(model.weights.length, 1);
  assert.equal(model.weights[0]![0], 7);
  assert.ok(Math.abs(model.weights[0]![1] - weight!) < 1e-3);
});
