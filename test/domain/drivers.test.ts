import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { estimateDrivers, ranksOf, type DriverCell } from '../../src/domain/drivers.js';
import { splitRSquared } from '../../src/domain/importance.js';
import { fitLinear, fromCorrelations, varianceInflation } from '../../src/domain/linearModel.js';
import { seededRandom } from '../../src/domain/random.js';
import { relativeWeights } from '../../src/domain/relativeWeights.js';

/** r12 = .5, r13 = .3, r23 = .4; with the outcome .6, .5, .3. */
const EXAMPLE = fromCorrelations(
  [
    [1, 0.5, 0.3],
    [0.5, 1, 0.4],
    [0.3, 0.4, 1],
  ],
  [0.6, 0.5, 0.3],
);
const sixDigits = (values: readonly number[]): string[] => values.map((value) => value.toFixed(6));

test('the worked example has R² .416774 and standardised effects .458065, .245161, .064516', () => {
  const fit = fitLinear(EXAMPLE);
  assert.equal(fit?.rSquared.toFixed(6), '0.416774');
  assert.deepEqual(sixDigits(fit.effects), ['0.458065', '0.245161', '0.064516']);
});

test('its variance inflation is 1.3548, 1.4677, 1.2097', () => {
  assert.deepEqual(
    varianceInflation(EXAMPLE).map((value) => value.toFixed(4)),
    ['1.3548', '1.4677', '1.2097'],
  );
});

test('its R² splits into .246483, .134523, .035768', () => {
  assert.deepEqual(sixDigits(splitRSquared(EXAMPLE)), ['0.246483', '0.134523', '0.035768']);
});

test('its relative weights are .247124, .133337, .036313', () => {
  assert.deepEqual(sixDigits(relativeWeights(EXAMPLE)), ['0.247124', '0.133337', '0.036313']);
});

/** Correlations of random data, so that they are possible. */
function randomCross(columns: readonly (readonly number[])[]): ReturnType<typeof fromCorrelations> {
  const centred = columns.map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  });
  const product = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  const size = centred.length;
  return {
    predictors: size - 1,
    sums: Float64Array.from({ length: size * size }, (_, place) =>
      product(centred[Math.floor(place / size)] ?? [], centred[place % size] ?? []),
    ),
  };
}

test('parts are not negative, add up to R², and are those of the average over all orders', () => {
  const column = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(column, { minLength: 4, maxLength: 4 }), (columns) => {
      const cross = randomCross(columns);
      const fit = fitLinear(cross);
      const parts = splitRSquared(cross);
      if (!fit) {
        assert.deepEqual(parts, [0, 0, 0]);
        return;
      }
      assert.ok(parts.every((part) => part >= 0));
      assert.ok(Math.abs(parts.reduce((sum, part) => sum + part, 0) - fit.rSquared) < 1e-9);
      const only = (chosen: readonly number[]): number =>
        fitLinear(randomCross([...chosen.map((index) => columns[index] ?? []), columns[3] ?? []]))?.rSquared ?? 0;
      // K = 3 by hand: alone 1/3, with one of the others 1/6 each, last 1/3
      const first =
        only([0]) / 3 +
        (only([1, 0]) - only([1])) / 6 +
        (only([2, 0]) - only([2])) / 6 +
        (only([0, 1, 2]) - only([1, 2])) / 3;
      assert.ok(Math.abs((parts[0] ?? 0) - first) < 1e-9);
    }),
    { numRuns: 200 },
  );
});

test('a predictor that others determine has no effect of its own and an infinite inflation; nothing is NaN', () => {
  const cross = fromCorrelations(
    [
      [1, 1],
      [1, 1],
    ],
    [0.5, 0.5],
  );
  assert.deepEqual(fitLinear(cross)?.effects, [0.5, 0]);
  assert.deepEqual(varianceInflation(cross)[1], Infinity);
  assert.deepEqual(splitRSquared(cross), [0.125, 0.125]);
});

test('more predictors than can be split up are refused', () => {
  const fifteen = Array.from({ length: 15 }, (_, row) =>
    Array.from({ length: 15 }, (__, column) => (row === column ? 1 : 0)),
  );
  assert.throws(
    () =>
      splitRSquared(
        fromCorrelations(
          fifteen,
          fifteen.map(() => 0),
        ),
      ),
    /at most 14 predictors, got 15/,
  );
});

test('ranks start from 1 for the largest', () => {
  assert.deepEqual(ranksOf([0.2, 0.5, 0.1]), [2, 1, 3]);
});

const CELLS: DriverCell[] = [
  { group: 'a', holds: [0], outcome: -100, count: 60 },
  { group: 'a', holds: [0], outcome: 100, count: 20 },
  { group: 'a', holds: [1], outcome: 100, count: 50 },
  { group: 'a', holds: [], outcome: 100, count: 150 },
  { group: 'a', holds: [], outcome: -100, count: 50 },
];

test('effects are differences of NPS: −50 with the first, +100 with the second, 50 with neither', () => {
  const estimate = estimateDrivers(CELLS, 2, { random: seededRandom(1) });
  assert.equal(estimate?.respondents, 330);
  // with: −50, neither: (150 − 50)/200 = 50, second: 100
  assert.equal(estimate.drivers[0]?.effect.toFixed(6), '-100.000000');
  assert.equal(estimate.drivers[1]?.effect.toFixed(6), '50.000000');
  assert.equal(estimate.drivers[0].rank, 1);
  assert.ok(estimate.drivers[0].effectInterval[0] < -100 && estimate.drivers[0].effectInterval[1] > -100);
  assert.ok(Math.abs(estimate.drivers.reduce((sum, driver) => sum + driver.share, 0) - 1) < 1e-9);
});

test('what differs between groups only explains nothing', () => {
  // group b is unhappy and says the first; within it nobody differs
  const cells: DriverCell[] = [
    { group: 'a', holds: [], outcome: 100, count: 80 },
    { group: 'a', holds: [], outcome: -100, count: 20 },
    { group: 'b', holds: [0], outcome: 100, count: 20 },
    { group: 'b', holds: [0], outcome: -100, count: 80 },
  ];
  const estimate = estimateDrivers(cells, 1, { random: seededRandom(1) });
  assert.equal(estimate?.rSquared.toFixed(9), '0.000000000');
  assert.equal(estimate.drivers[0]?.effect, 0);
});

test('an outcome that does not vary has no drivers', () => {
  assert.equal(
    estimateDrivers([{ group: 'a', holds: [0], outcome: 100, count: 9 }], 1, { random: seededRandom(1) }),
    null,
  );
});

test('the interval of an effect from 400 blocks is that of the formula, for few respondents and for many', () => {
  for (const times of [1, 40]) {
    const cells = CELLS.map((cell) => ({ ...cell, count: cell.count * times }));
    const estimate = estimateDrivers(cells, 2, { random: seededRandom(3) });
    // with 80·times: variance of ±100 at 1/4 is 7500; neither 200·times: 1/4 as well
    const spread = Math.sqrt(7500 / (80 * times) + 7500 / (200 * times));
    const [low, high] = estimate?.drivers[0]?.effectInterval ?? [0, 0];
    const found = (high - low) / (2 * 1.96);
    assert.ok(Math.abs(found / spread - 1) < 0.15, `${found} beside ${spread}`);
  }
});
