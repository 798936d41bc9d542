import assert from 'node:assert/strict';
import { test } from 'node:test';
import { basedLimits, shareLimits, xmrLimits, xmrSignals } from '../../src/domain/controlChart.js';

const SERIES = [54, 57, 55, 58, 56, 59, 57, 60, 55, 58, 57, 56, 63, 47, 58, 59, 60, 59, 61, 58, 60];

function numbersOf(flags: readonly boolean[]): number[] {
  return flags.flatMap((flag, index) => (flag ? [index + 1] : []));
}

test('twelve baseline points give mean 56.8333, limits 50.0624–63.6042 and near limits 52.3194–61.3473', () => {
  const chart = xmrLimits(SERIES);
  assert.ok(chart);
  assert.equal(chart.mean.toFixed(4), '56.8333');
  assert.equal(chart.meanMovingRange.toFixed(4), '2.5455');
  assert.deepEqual(
    chart.limits.map((end) => end.toFixed(4)),
    ['50.0624', '63.6042'],
  );
  assert.deepEqual(
    chart.near.map((end) => end.toFixed(4)),
    ['52.3194', '61.3473'],
  );
  assert.equal(chart.trial, false);
});

test('only point 14 is outside, points 15–21 are a shift, and there is no trend and no two of three', () => {
  const chart = xmrLimits(SERIES);
  assert.ok(chart);
  const signals = xmrSignals(SERIES, chart);
  assert.deepEqual(numbersOf(signals.map((point) => point.outside)), [14]);
  assert.deepEqual(numbersOf(signals.map((point) => point.shift)), [15, 16, 17, 18, 19, 20, 21]);
  assert.deepEqual(numbersOf(signals.map((point) => point.trend)), []);
  assert.deepEqual(numbersOf(signals.map((point) => point.nearLimit)), []);
  // Six on one side are not a shift yet
  assert.deepEqual(numbersOf(xmrSignals(SERIES.slice(0, 20), chart).map((point) => point.shift)), []);
});

test('seven rising points are a trend, six are not', () => {
  const chart = xmrLimits(SERIES);
  assert.ok(chart);
  const rising = [55, 55.5, 56, 56.5, 57, 57.5, 58, 57];
  assert.deepEqual(numbersOf(xmrSignals(rising, chart).map((point) => point.trend)), [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(numbersOf(xmrSignals(rising.slice(1), chart).map((point) => point.trend)), []);
});

test('two of three beyond the near limit on one side are marked, a point outside does not count as near', () => {
  const chart = xmrLimits(SERIES);
  assert.ok(chart);
  assert.deepEqual(numbersOf(xmrSignals([57, 62, 58, 62.5, 55], chart).map((point) => point.nearLimit)), [2, 4]);
  assert.deepEqual(numbersOf(xmrSignals([62, 55, 62.5], chart).map((point) => point.nearLimit)), []);
  assert.deepEqual(numbersOf(xmrSignals([62, 58, 70], chart).map((point) => point.nearLimit)), []);
});

test('fewer than twelve points give trial limits, one point none', () => {
  assert.equal(xmrLimits(SERIES.slice(0, 8))?.trial, true);
  assert.equal(xmrLimits([50]), null);
});

const BASES = [4000, 4200, 3900, 4100, 4050, 3950, 4300, 4150, 3800, 4000, 4100, 4250];
const COUNTS = [480, 546, 429, 533, 446, 514, 473, 581, 418, 500, 492, 531];
const POINTS = BASES.map((base, index) => ({ base, count: COUNTS[index] ?? 0 }));

test('the p chart has centre .12178, first limits .10627–.13730, largest |z| 3.588 and one point outside', () => {
  const chart = shareLimits(POINTS, false);
  assert.ok(chart);
  assert.equal(chart.centre.toFixed(5), '0.12178');
  assert.deepEqual(
    chart.points[0]?.limits.map((end) => end.toFixed(5)),
    ['0.10627', '0.13730'],
  );
  assert.equal(Math.max(...chart.points.map((point) => Math.abs(point.z))).toFixed(3), '3.588');
  assert.equal(chart.points.filter((point) => point.outside).length, 1);
});

test('the p′ chart of the same shares has σ_z 3.0609, first limits .07430–.16927 and no point outside', () => {
  const chart = shareLimits(POINTS, true);
  assert.ok(chart);
  assert.equal(chart.sigmaZ.toFixed(4), '3.0609');
  assert.deepEqual(
    chart.points[0]?.limits.map((end) => end.toFixed(5)),
    ['0.07430', '0.16927'],
  );
  assert.equal(chart.points.filter((point) => point.outside).length, 0);
});

test('limits are clipped to the range, also for NPS', () => {
  const shares = shareLimits(
    [
      { count: 1, base: 10 },
      { count: 0, base: 12 },
    ],
    false,
  );
  assert.equal(shares?.points[0]?.limits[0], 0);
  const nps = basedLimits(60, [{ value: 70, sigma: 20 }], true, [-100, 100]);
  assert.deepEqual(nps.points[0]?.limits, [0, 100]);
  assert.equal(nps.sigmaZ, 1);
  assert.equal(shareLimits([], true), null);
});
