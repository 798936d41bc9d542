import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import { cutWindows } from '../../src/embedding/windows.js';

test('what fits is one window, and no tokens are one empty window', () => {
  assert.deepEqual(cutWindows(5, 5, [2], [0, 2]), [[0, 5]]);
  assert.deepEqual(cutWindows(0, 5, [], []), [[0, 0]]);
});

test('windows are cut at the last clause border that fits, else at a word, else anywhere', () => {
  assert.deepEqual(cutWindows(12, 5, [2, 4, 9], [1, 2, 3, 4, 6, 8, 9]), [
    [0, 4],
    [4, 9],
    [9, 12],
  ]);
  assert.deepEqual(cutWindows(8, 5, [], [3, 6]), [
    [0, 3],
    [3, 8],
  ]);
  assert.deepEqual(cutWindows(7, 3, [], []), [
    [0, 3],
    [3, 6],
    [6, 7],
  ]);
});

test('windows cover every token once and none is too long', () => {
  const index = fc.nat(200);
  fc.assert(
    fc.property(fc.nat(200), fc.integer({ min: 1, max: 50 }), fc.array(index), fc.array(index), (n, room, a, b) => {
      const sorted = (values: number[]) => [...values].sort((x, y) => x - y);
      const windows = cutWindows(n, room, sorted(a), sorted(b));
      assert.equal(windows[0]?.[0], 0);
      assert.equal(windows.at(-1)?.[1], n);
      windows.forEach(([from, to], i) => {
        assert.ok(to - from <= room);
        if (i > 0) assert.equal(from, windows[i - 1]?.[1]);
      });
    }),
  );
});
