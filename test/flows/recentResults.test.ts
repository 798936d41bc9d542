import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecentResults } from '../../src/flows/recentResults.js';

/** A cache on a clock that the test moves, and how often each key was worked out. */
function start(most: number) {
  const clock = { ms: 0 };
  const computed: string[] = [];
  const results = new RecentResults<string>(most, 1000, () => clock.ms);
  const get = (key: string): Promise<string> =>
    results.get(key, () => {
      computed.push(key);
      return Promise.resolve(key.toUpperCase());
    });
  return { clock, computed, results, get };
}

test('a result is worked out once while it is young, and again when its time is over', async () => {
  const { clock, computed, get } = start(5);
  assert.deepEqual(await Promise.all([get('a'), get('a')]), ['A', 'A']);
  clock.ms = 999;
  await get('a');
  assert.deepEqual(computed, ['a']);
  clock.ms = 1000;
  await get('a');
  assert.deepEqual(computed, ['a', 'a']);
});

test('beyond the most kept, the oldest goes', async () => {
  const { computed, get } = start(2);
  for (const key of ['a', 'b', 'c', 'b', 'a']) await get(key);
  assert.deepEqual(computed, ['a', 'b', 'c', 'a']);
});

test('a failure is not remembered', async () => {
  const { results, get } = start(2);
  await assert.rejects(
    results.get('a', () => Promise.reject(new Error('disk'))),
    /disk/,
  );
  assert.equal(await get('a'), 'A');
});
