import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthOf } from '../../src/domain/groupGrowth.js';

const group = (before: number, recent: number, basis: readonly [number, number] = [4000, 1000]) => ({
  before: { count: before, base: basis[0] },
  recent: { count: recent, base: basis[1] },
});

test('a group grows when its share is clearly larger than before and by enough to matter', () => {
  const [steady, doubled, larger, few] = growthOf([
    group(40, 10),
    // 1 % → 4 %
    group(40, 40),
    // 10 % → 13 %: clear, but not half as large again
    group(400, 130),
    // 0 → 4 of 1,000: an episode
    group(0, 4),
  ]);
  assert.deepEqual(
    [steady, doubled, larger, few].map((each) => each?.grows),
    [false, true, false, false],
  );
  assert.ok(Math.abs((doubled?.difference?.share ?? 0) - 0.03) < 1e-12);
  const [low, high] = doubled?.difference?.interval ?? [0, 0];
  assert.ok(low > 0.018 && low < 0.03 && high > 0.03 && high < 0.05, `${low} … ${high}`);
});

test('what a single group would be called, one of many may be chance', () => {
  // 2 % → 4 %: z about 2.7 by itself, not among three hundred that stay
  const single = growthOf([group(20, 20, [1000, 500])]);
  const many = growthOf([group(20, 20, [1000, 500]), ...Array.from({ length: 300 }, () => group(20, 10, [1000, 500]))]);
  assert.equal(single[0]?.grows, true);
  assert.equal(many[0]?.grows, false);
});

test('without comments on one side nothing is said', () => {
  assert.deepEqual(growthOf([group(0, 20, [0, 1000])])[0], {
    before: { count: 0, base: 0 },
    recent: { count: 20, base: 1000 },
    difference: null,
    grows: false,
  });
});
