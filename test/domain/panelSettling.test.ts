import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settleComment, suggestState, type Reading } from '../../src/domain/panelSettling.js';
import type { Polarity } from '../../src/domain/theme.js';

const T = 'waiting_times';
/** One reading a word: the polarity in which the theme was seen, or `-`. */
const readings = (words: string): Reading[] =>
  words.split(' ').map((word) => ({
    asked: [T],
    seen: word === '-' ? [] : [{ theme: T, polarity: word as Polarity }],
  }));

test('a theme is settled by more than half of three readers or more', () => {
  for (const [said, present, polarity] of [
    ['neg neg neg', true, 'neg'],
    ['neg neg -', true, 'neg'],
    ['neg - -', false, null],
    ['- - -', false, null],
    // two readers settle nothing, however they agree
    ['neg neg', null, null],
    ['- -', null, null],
    // as many as not
    ['neg neg - -', null, null],
    ['neg neg neg - -', true, 'neg'],
    // there, but no polarity has more than half of those who saw it
    ['neg pos -', true, null],
    ['neg pos neu', true, null],
    ['neg neg pos - -', true, 'neg'],
    ['neg neg pos pos -', true, null],
  ] as const) {
    const [settled] = settleComment(readings(said), [T]);
    assert.deepEqual([settled?.present, settled?.polarity], [present, polarity], said);
  }
});

test('who was not asked about a theme is no reader of it', () => {
  const [settled] = settleComment([...readings('neg neg'), { asked: ['access'], seen: [] }], [T]);
  assert.deepEqual(settled, { theme: T, readers: 2, seen: 2, present: null, polarity: null });
});

test('what the answers speak for: a table worked out by hand', () => {
  for (const [recognise, doNotRecognise, somethingMissing, expected] of [
    [5, 0, 0, 'confirmed'],
    [3, 0, 2, 'confirmed'],
    // one of five is a fifth, one of four a quarter: both allowed
    [3, 1, 1, 'confirmed'],
    [3, 1, 0, 'confirmed'],
    // one of three is more than a quarter
    [2, 1, 0, 'disputed'],
    [3, 2, 0, 'disputed'],
    [0, 5, 0, 'disputed'],
    [2, 0, 3, 'needsMore'],
    // half is not more than half
    [2, 0, 2, 'needsMore'],
    // two answers are too few for anything
    [2, 0, 0, 'needsMore'],
    [0, 2, 0, 'needsMore'],
    [0, 0, 0, 'needsMore'],
  ] as const) {
    const counts = { recognise, doNotRecognise, somethingMissing };
    assert.equal(suggestState(counts), expected, JSON.stringify(counts));
  }
});
