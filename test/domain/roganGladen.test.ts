import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawBeta, drawGamma } from '../../src/domain/betaDraws.js';
import { seededRandom } from '../../src/domain/random.js';
import { trueShare } from '../../src/domain/roganGladen.js';

test('20 % observed with a sensitivity of .85 and a specificity of .97 are 20.732 % in truth', () => {
  const found = trueShare({ count: 200, base: 1000 }, { count: 85, base: 100 }, { count: 194, base: 200 }, 1);
  assert.equal(found?.share.toFixed(5), '0.20732');
});

test('its interval is wider than sampling alone makes it, and shrinks to that with large measurements', () => {
  const observed = { count: 200, base: 1000 };
  const small = trueShare(observed, { count: 85, base: 100 }, { count: 194, base: 200 }, 1)?.interval;
  const large = trueShare(
    observed,
    { count: 850_000, base: 1_000_000 },
    { count: 970_000, base: 1_000_000 },
    1,
  )?.interval;
  assert.ok(small && large);
  // delta method: se(p) = √(.2·.8/1000) = .01265, divided by .82 = .01543; half-width .0302
  assert.ok(Math.abs((large[1] - large[0]) / 2 - 0.0302) < 0.001, String(large));
  /*
   * Small ones add π·se(se)/.82 = .20732·.0357/.82 = .00903 and (1 − π)·se(sp)/.82 = .79268·.01206/.82 = .01166:
   * √(.01543² + .00903² + .01166²) = .02135; half-width .0418
   */
  assert.ok(Math.abs((small[1] - small[0]) / 2 - 0.0418) < 0.003, String(small));
});

test('the same seed gives the same interval', () => {
  const asked = [
    { count: 3, base: 40 },
    { count: 8, base: 10 },
    { count: 45, base: 50 },
  ] as const;
  assert.deepEqual(trueShare(...asked, 7), trueShare(...asked, 7));
  assert.notDeepEqual(trueShare(...asked, 7)?.interval, trueShare(...asked, 8)?.interval);
});

test('a tagger that tells nothing gives no share, and one that may tell nothing no interval', () => {
  assert.equal(trueShare({ count: 5, base: 10 }, { count: 5, base: 10 }, { count: 5, base: 10 }, 1), null);
  const found = trueShare({ count: 5, base: 10 }, { count: 4, base: 6 }, { count: 4, base: 6 }, 1);
  assert.equal(found?.share.toFixed(9), '0.500000000');
  assert.equal(found.interval, null);
});

test('an observed share under the false finds is 0 in truth, not less', () => {
  const found = trueShare({ count: 1, base: 100 }, { count: 85, base: 100 }, { count: 97, base: 100 }, 1);
  assert.equal(found?.share, 0);
  assert.equal(found.interval?.[0], 0);
});

test('without a base there is nothing', () => {
  assert.equal(trueShare({ count: 0, base: 0 }, { count: 1, base: 1 }, { count: 1, base: 1 }, 1), null);
});

test('beta draws have the mean and spread of their distribution', () => {
  for (const [one, other] of [
    [0.5, 0.5],
    [2, 6],
    [85.5, 15.5],
  ] as const) {
    const random = seededRandom(3);
    const draws = Array.from({ length: 20_000 }, () => drawBeta(random, one, other));
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
    const sum = one + other;
    assert.ok(Math.abs(mean - one / sum) < 0.01, `${one} ${other}: ${mean}`);
    assert.ok(
      Math.abs(variance / ((one * other) / (sum * sum * (sum + 1))) - 1) < 0.05,
      `${one} ${other}: ${variance}`,
    );
    assert.ok(draws.every((draw) => draw >= 0 && draw <= 1));
  }
});

test('gamma draws of a shape under 1 have that mean', () => {
  const random = seededRandom(5);
  const draws = Array.from({ length: 20_000 }, () => drawGamma(random, 0.3));
  assert.ok(Math.abs(draws.reduce((sum, draw) => sum + draw, 0) / draws.length - 0.3) < 0.015);
});
