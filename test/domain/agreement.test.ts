import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cohensKappa, shareAgreed } from '../../src/domain/agreement.js';

test('20 yes and 15 no of 50 in common are a kappa of .40', () => {
  // observed .7; the first says yes in 25 of 50, the second in 30: expected .5·.6 + .5·.4 = .5; (.7 − .5)/(1 − .5) = .4
  const counts = { both: 20, onlyFirst: 5, onlySecond: 10, neither: 15 };
  assert.equal(shareAgreed(counts), 0.7);
  assert.ok(Math.abs((cohensKappa(counts) ?? 0) - 0.4) < 1e-12);
});

test('agreement as often as chance makes it is a kappa of 0, and full disagreement one of −1', () => {
  assert.equal(cohensKappa({ both: 25, onlyFirst: 25, onlySecond: 25, neither: 25 }), 0);
  assert.equal(cohensKappa({ both: 0, onlyFirst: 10, onlySecond: 10, neither: 0 }), -1);
});

test('judges who never differ in what they say, and no things judged, have no kappa', () => {
  assert.equal(cohensKappa({ both: 0, onlyFirst: 0, onlySecond: 0, neither: 9 }), null);
  assert.equal(cohensKappa({ both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 }), null);
});
