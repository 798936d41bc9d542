import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  adjustedDifference,
  certaintyOf,
  distributionTest,
  npsDifference,
  twoSidedP,
  waldDifference,
  type MeanDifference,
} from '../../src/domain/difference.js';
import { npsEstimate } from '../../src/domain/nps.js';
import { answersForDifference, answersForMargin } from '../../src/domain/sampleSize.js';

const of = (promoters: number, passives: number, detractors: number) => ({ promoters, passives, detractors });
const BEFORE = of(60, 25, 15);
const AFTER = of(140, 40, 20);

function digits(found: MeanDifference | null): string[] {
  assert.ok(found);
  const { difference, standardError, z, interval } = found;
  const ends = interval.map((end) => end.toFixed(3));
  return [difference.toFixed(3), standardError.toFixed(4), z.toFixed(4), twoSidedP(z).toFixed(4), ...ends];
}

test('60/25/15 to 140/40/20 is a Wald difference of 15.000 with z 1.7122 and p 0.0869', () => {
  assert.deepEqual(digits(waldDifference(BEFORE, AFTER)), ['15.000', '8.7607', '1.7122', '0.0869', '-2.171', '32.171']);
});

test('60/25/15 to 140/40/20 is an adjusted difference of 15.424 with z 1.7745 and p 0.0760', () => {
  assert.deepEqual(digits(adjustedDifference(BEFORE, AFTER)), [
    '15.424',
    '8.6922',
    '1.7745',
    '0.0760',
    '-1.612',
    '32.460',
  ]);
});

test('the change shown is the raw one with the adjusted interval', () => {
  const { points, interval, certainty } = npsDifference(npsEstimate(BEFORE), npsEstimate(AFTER));
  assert.equal(points, 15);
  assert.deepEqual(
    interval?.map((end) => end.toFixed(3)),
    ['-1.612', '32.460'],
  );
  assert.equal(certainty, 'chance');
});

test('a change to or from nobody, or a hidden base, is null throughout', () => {
  const nothing = { points: null, interval: null, certainty: null };
  assert.deepEqual(npsDifference(npsEstimate(of(0, 0, 0)), npsEstimate(AFTER)), nothing);
  assert.deepEqual(npsDifference(npsEstimate(BEFORE), npsEstimate(of(1, 1, 1))), nothing);
});

test('certainty turns at |z| 1.96 and 2.58', () => {
  assert.deepEqual([1.9599, 1.96, 2.5799, 2.58].map(certaintyOf), ['chance', 'fairlySure', 'fairlySure', 'sure']);
  assert.deepEqual([-1.9599, -1.96, -2.58].map(certaintyOf), ['chance', 'fairlySure', 'sure']);
});

test('χ² of the two distributions is 3.198 with p 0.202, and no test where a class is empty on both sides', () => {
  const found = distributionTest(BEFORE, AFTER);
  assert.ok(found);
  assert.equal(found.chiSquare.toFixed(3), '3.198');
  assert.equal(found.p.toFixed(3), '0.202');
  assert.equal(distributionTest(of(3, 0, 1), of(5, 0, 2)), null);
});

test('the change back is the change with the other sign and the same certainty', () => {
  const side = fc.tuple(fc.nat(90), fc.nat(90), fc.nat(90)).map(([p, a, d]) => npsEstimate(of(p, a, d)));
  fc.assert(
    fc.property(side, side, (one, other) => {
      const there = npsDifference(one, other);
      const back = npsDifference(other, one);
      if (there.points === null || back.points === null || !there.interval || !back.interval) {
        return there.points === back.points;
      }
      return (
        Math.abs(there.points + back.points) < 1e-9 &&
        Math.abs(there.interval[0] + back.interval[1]) < 1e-9 &&
        there.certainty === back.certainty
      );
    }),
  );
});

test('a margin of ±5 takes 1537 answers at worst, 842 at V .5475, 677 at .44 and 379 at .2464', () => {
  assert.deepEqual(
    [1, 0.5475, 0.44, 0.2464].map((variance) => answersForMargin(variance, 5)),
    [1537, 842, 677, 379],
  );
  assert.equal(answersForMargin(0.44, 3), 1879);
  assert.equal(answersForMargin(0.44, 10), 170);
});

test('a difference of 5 at V .44 takes 2763 answers in each group, of 10 takes 691, of 3 at .2464 takes 4298', () => {
  assert.equal(answersForDifference(0.44, 0.44, 5), 2763);
  assert.equal(answersForDifference(0.44, 0.44, 10), 691);
  assert.equal(answersForDifference(0.2464, 0.2464, 3), 4298);
});
