import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecentlyUsed } from '../../src/domain/recentlyUsed.js';

function countingMemo(capacity: number) {
  const computed: string[] = [];
  const memo = new RecentlyUsed<string, string>(capacity);
  const ask = (key: string): string =>
    memo.getOrCompute(key, (asked) => {
      computed.push(asked);
      return asked.toUpperCase();
    });
  return { ask, computed };
}

test('a value is computed once while it is remembered', () => {
  const { ask, computed } = countingMemo(4);
  assert.deepEqual(['a', 'a', 'b', 'a'].map(ask), ['A', 'A', 'B', 'A']);
  assert.deepEqual(computed, ['a', 'b']);
});

test('what is asked for again and again outlives what passes by', () => {
  const { ask, computed } = countingMemo(4);
  for (const key of ['a', 'b', 'a', 'c', 'a', 'd', 'a', 'e', 'a', 'f', 'a']) ask(key);
  assert.deepEqual(computed, ['a', 'b', 'c', 'd', 'e', 'f']);
});

test('what has not been asked for while as many others as the capacity came is computed again', () => {
  const { ask, computed } = countingMemo(4);
  for (const key of ['a', 'b', 'c', 'd', 'e', 'a']) ask(key);
  assert.deepEqual(computed, ['a', 'b', 'c', 'd', 'e', 'a']);
});

test('a capacity under 1 is refused', () => {
  assert.throws(() => new RecentlyUsed(0), /expected a capacity of at least 1, got 0/);
});
