import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { npsEstimate, npsOf } from '../../src/domain/nps.js';

const of = (promoters: number, passives: number, detractors: number) => ({ promoters, passives, detractors });

test('NPS is 100 times promoters less detractors over all who answered', () => {
  assert.equal(npsOf(of(60, 25, 15)), 45);
  assert.equal(npsOf(of(0, 3, 0)), 0);
});

test('nobody who answered is an absence with a base of 0, not an NPS of 0', () => {
  assert.equal(npsOf(of(0, 0, 0)), null);
  const estimate = npsEstimate(of(0, 0, 0));
  assert.deepEqual(
    [estimate.strength, estimate.n, estimate.promoters, estimate.nps, estimate.interval],
    ['none', 0, 0, null, null],
  );
});

test('four answers are suppressed with every count, five are indicative, thirty are normal', () => {
  assert.deepEqual(npsEstimate(of(2, 1, 1)), {
    strength: 'suppressed',
    n: null,
    promoters: null,
    passives: null,
    detractors: null,
    nps: null,
    interval: null,
  });
  assert.equal(npsEstimate(of(3, 1, 1)).strength, 'indicative');
  assert.equal(npsEstimate(of(20, 5, 4)).strength, 'indicative');
  assert.equal(npsEstimate(of(20, 5, 5)).strength, 'normal');
});

test('an installation may set a higher disclosure limit', () => {
  assert.equal(npsEstimate(of(7, 1, 1), 10).strength, 'suppressed');
  assert.equal(npsEstimate(of(8, 1, 1), 10).strength, 'indicative');
});

test('60 promoters, 25 passives and 15 detractors are shown as 45 with the adjusted interval 29.343..58.036', () => {
  const { nps, interval, n } = npsEstimate(of(60, 25, 15));
  assert.equal(nps, 45);
  assert.equal(n, 100);
  assert.deepEqual(
    interval?.map((end) => end.toFixed(3)),
    ['29.343', '58.036'],
  );
});

test('no figure of a base under the limit is anything but null', () => {
  fc.assert(
    fc.property(fc.nat(8), fc.nat(8), fc.nat(8), fc.integer({ min: 1, max: 20 }), (p, a, d, limit) => {
      const { strength, ...figures } = npsEstimate(of(p, a, d), limit);
      const n = p + a + d;
      const hidden = n > 0 && n < limit;
      return (strength === 'suppressed') === hidden && (!hidden || Object.values(figures).every((x) => x === null));
    }),
  );
});
