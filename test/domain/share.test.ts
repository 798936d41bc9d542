import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { correctedShare, newcombeInterval, pooledZ, wilsonInterval } from '../../src/domain/share.js';

const ends = (interval: readonly [number, number] | null, digits: number) =>
  interval?.map((end) => end.toFixed(digits));

test('60 of 200 is .24075–.36679 by Wilson, 0 of 20 is 0–.16113, 3 of 8 is .13684–.69426', () => {
  assert.deepEqual(ends(wilsonInterval(60, 200), 5), ['0.24075', '0.36679']);
  assert.deepEqual(ends(wilsonInterval(0, 20), 5), ['0.00000', '0.16113']);
  assert.deepEqual(ends(wilsonInterval(3, 8), 5), ['0.13684', '0.69426']);
});

test('60 of 200 to 55 of 250 is a pooled z of −1.9333', () => {
  assert.equal(pooledZ({ count: 60, base: 200 }, { count: 55, base: 250 })?.toFixed(4), '-1.9333');
});

test('56 of 70 less 48 of 80 is .0524–.3339, as in Newcombe’s own table', () => {
  assert.deepEqual(ends(newcombeInterval({ count: 48, base: 80 }, { count: 56, base: 70 }), 4), ['0.0524', '0.3339']);
});

test('0 of 10 on both sides still leaves a difference of ±.2775 open', () => {
  assert.deepEqual(ends(newcombeInterval({ count: 0, base: 10 }, { count: 0, base: 10 }), 4), ['-0.2775', '0.2775']);
  assert.equal(pooledZ({ count: 0, base: 10 }, { count: 0, base: 10 }), 0);
});

test('no base has no interval and no test', () => {
  assert.equal(wilsonInterval(0, 0), null);
  assert.equal(pooledZ({ count: 0, base: 0 }, { count: 1, base: 9 }), null);
  assert.equal(newcombeInterval({ count: 1, base: 9 }, { count: 0, base: 0 }), null);
});

test('an observed share of .20 at sensitivity .85 and specificity .97 is a true one of .20732', () => {
  assert.equal(correctedShare(0.2, 0.85, 0.97)?.toFixed(5), '0.20732');
  assert.equal(correctedShare(0.01, 0.85, 0.97), 0);
  assert.equal(correctedShare(0.2, 0.5, 0.5), null);
});

const proportion = fc
  .tuple(fc.integer({ min: 1, max: 3000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([base, part]) => ({ base, count: Math.round(base * part) }));

test('a Wilson interval holds its share, stays within 0–1 and has a width', () => {
  fc.assert(
    fc.property(proportion, ({ count, base }) => {
      const interval = wilsonInterval(count, base);
      assert.ok(interval);
      const [low, high] = interval;
      return low >= 0 && high <= 1 && low <= count / base + 1e-12 && count / base <= high + 1e-12 && low < high;
    }),
  );
});

test('one more mention moves both ends of a Wilson interval up', () => {
  fc.assert(
    fc.property(proportion, ({ count, base }) => {
      if (count === base) return true;
      const one = wilsonInterval(count, base);
      const more = wilsonInterval(count + 1, base);
      assert.ok(one && more);
      return more[0] > one[0] && more[1] > one[1];
    }),
  );
});

test('a Newcombe interval holds its difference and stays within −1..1', () => {
  fc.assert(
    fc.property(proportion, proportion, (before, after) => {
      const interval = newcombeInterval(before, after);
      assert.ok(interval);
      const difference = after.count / after.base - before.count / before.base;
      const [low, high] = interval;
      return low >= -1 - 1e-12 && high <= 1 + 1e-12 && low <= difference + 1e-12 && difference <= high + 1e-12;
    }),
  );
});
