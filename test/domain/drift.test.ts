import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countNewWords,
  countOwnNewWords,
  directionDrift,
  hasDrifted,
  newWordsZ,
  summariseDirections,
  vocabularyOf,
} from '../../src/domain/drift.js';
import { seededRandom } from '../../src/domain/random.js';

test('a summary of two directions at right angles is that counted by hand', () => {
  const summary = summariseDirections([
    [3, 0],
    [0, 7],
  ]);
  assert.ok(summary);
  assert.deepEqual([...summary.mean], [0.5, 0.5]);
  // mean of squared lengths 1 less |mean|² = ½, times 2/1
  assert.equal(summary.spread, 1);
  // (½, −½)·(−½, ½) = −½, squared
  assert.equal(summary.squaredSpread, 0.25);
  assert.equal(summariseDirections([[1, 0]]), null);
  assert.equal(
    summariseDirections([
      [1, 0],
      [0, 0],
    ]),
    null,
  );
});

/** `n` directions around one, from noise of the generator. */
function directions(seed: number, n: number, shift: number): number[][] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () =>
    Array.from({ length: 24 }, (_, i) => random() - 0.5 + (i === 0 ? 0.5 + shift : 0)),
  );
}

const driftOf = (one: number[][], other: number[][]) => {
  const [first, month] = [summariseDirections(one), summariseDirections(other)];
  assert.ok(first && month);
  return directionDrift(first, month);
};

test('samples of the same are within a few standard errors, on average none at all', () => {
  const z = Array.from({ length: 60 }, (_, k) => driftOf(directions(k, 100, 0), directions(1000 + k, 60, 0)).z);
  const mean = z.reduce((sum, value) => sum + value, 0) / z.length;
  const spread = Math.sqrt(z.reduce((sum, value) => sum + (value - mean) ** 2, 0) / z.length);
  assert.ok(Math.abs(mean) < 0.3 && spread > 0.7 && spread < 1.3, `${mean} ${spread}`);
  assert.ok(z.filter((value) => Math.abs(value) > 3).length <= 2, String(z));
});

test('a shift is found, and its distance does not grow with the sample', () => {
  const small = driftOf(directions(1, 100, 0), directions(2, 100, 0.4));
  const large = driftOf(directions(3, 1000, 0), directions(4, 1000, 0.4));
  assert.ok(small.z > 3 && large.z > 5 * small.z, `${small.z} ${large.z}`);
  assert.ok(Math.abs(small.distance - large.distance) < 0.1, `${small.distance} ${large.distance}`);
});

test('identical vectors have neither distance nor noise', () => {
  const same = [
    [1, 0],
    [1, 0],
  ];
  assert.deepEqual(driftOf(same, same), { distance: 0, z: 0 });
});

const first = [['jono', 'pitkä'], ['jono', 'lyhyt'], ['kiitos']];

test('new words are those that no first comment has; among the first themselves, those that no other has', () => {
  const vocabulary = vocabularyOf(first);
  assert.equal(vocabulary.get('jono'), 2);
  const own = countOwnNewWords(first, vocabulary);
  // pitkä, lyhyt and kiitos occur in one comment each
  assert.deepEqual([own.newWords, own.words], [3, 5]);
  const later = countNewWords([['jono', 'chatti'], ['chatti']], vocabulary);
  assert.deepEqual([later.newWords, later.words], [2, 3]);
  // share 2/3; residuals 1 − 4/3 and 1 − 2/3: √(2/9)/3
  assert.ok(Math.abs(later.standardError - Math.sqrt(2 / 9) / 3) < 1e-12);
  assert.equal(newWordsZ({ words: 0, newWords: 0, standardError: 0 }, later), null);
  // √(.03² + .04²) = .05; one by one √(.3·.7·2/1000) = .0205 is less
  const [few, many] = [
    { words: 1000, newWords: 200, standardError: 0.03 },
    { words: 1000, newWords: 400, standardError: 0.04 },
  ];
  const z = newWordsZ(few, many);
  assert.ok(Math.abs((z ?? 0) - 4) < 1e-12);
});

test('comments that are all alike do not make any difference certain', () => {
  const [none, all] = [
    { words: 8, newWords: 0, standardError: 0 },
    { words: 8, newWords: 8, standardError: 0 },
  ];
  // √(½·½·2/8) = ¼
  assert.equal(newWordsZ(none, all), 4);
  assert.equal(newWordsZ(none, none), 0);
});

test('one odd month is not drift; two of the last three are', () => {
  assert.equal(hasDrifted([0, 5, 0, 0]), false);
  assert.equal(hasDrifted([0, 0, 0, 5]), false);
  assert.equal(hasDrifted([0, 5, null, 0, -4]), true);
  assert.equal(hasDrifted([9, 9, 9, 0, 0, 1]), false);
  assert.equal(hasDrifted([]), false);
});
