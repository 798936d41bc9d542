import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawBinomial, quantileOf, resampleCounts, seededRandom } from '../../src/domain/random.js';

test('the same seed gives the same numbers and another seed gives others', () => {
  const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1), draw(2));
});

test('numbers lie in [0, 1), average a half and spread like a uniform distribution', () => {
  const random = seededRandom(3);
  const values = Array.from({ length: 20_000 }, random);
  assert.ok(values.every((value) => value >= 0 && value < 1));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  // Standard errors .0020 and .0005
  assert.ok(Math.abs(mean - 0.5) < 0.008, String(mean));
  assert.ok(Math.abs(variance - 1 / 12) < 0.002, String(variance));
});

for (const [trials, probability] of [
  [12, 0.2],
  [400, 0.3],
  [400, 0.97],
  [300_000, 0.004],
  [300_000, 0.6],
] as const) {
  test(`binomial draws of ${trials} at ${probability} have their mean and variance`, () => {
    const random = seededRandom(trials);
    const draws = Array.from({ length: 20_000 }, () => drawBinomial(random, trials, probability));
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
    const expected = trials * probability * (1 - probability);
    assert.ok(draws.every((value) => Number.isInteger(value) && value >= 0 && value <= trials));
    assert.ok(Math.abs(mean - trials * probability) < 4 * Math.sqrt(expected / draws.length), String(mean));
    assert.ok(Math.abs(variance / expected - 1) < 0.05, `${variance} against ${expected}`);
  });
}

test('binomial draws of 30 at a half hit every count as often as they should (χ² under its 99.9 % point)', () => {
  const random = seededRandom(11);
  const draws = 50_000;
  const found = new Array<number>(31).fill(0);
  for (let draw = 0; draw < draws; draw += 1) {
    const count = drawBinomial(random, 30, 0.5);
    found[count] = (found[count] ?? 0) + 1;
  }
  let chance = 0.5 ** 30;
  let chiSquare = 0;
  let classes = 0;
  for (let k = 0; k <= 30; k += 1) {
    const expected = draws * chance;
    if (expected >= 5) {
      chiSquare += ((found[k] ?? 0) - expected) ** 2 / expected;
      classes += 1;
    }
    chance *= (30 - k) / (k + 1);
  }
  assert.ok(classes >= 17);
  // 99.9 % point of χ² with 22 degrees of freedom
  assert.ok(chiSquare < 48.3, String(chiSquare));
});

test('impossible and certain events need no luck', () => {
  const random = seededRandom(1);
  assert.equal(drawBinomial(random, 9, 0), 0);
  assert.equal(drawBinomial(random, 9, 1), 9);
  assert.equal(drawBinomial(random, 0, 0.4), 0);
});

test('a resample keeps the total and leaves empty cells empty', () => {
  const random = seededRandom(5);
  for (let draw = 0; draw < 200; draw += 1) {
    const sample = resampleCounts(random, [40, 0, 7, 153]);
    assert.equal(
      sample.reduce((sum, count) => sum + count, 0),
      200,
    );
    assert.equal(sample[1], 0);
  }
});

test('quantiles are interpolated between the two nearest values', () => {
  assert.equal(quantileOf([4, 1, 3, 2], 0.5), 2.5);
  assert.equal(quantileOf([10, 20], 0.25), 12.5);
  assert.equal(quantileOf([], 0.5), null);
});
