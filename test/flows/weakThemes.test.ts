import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measurePairs, type JudgedPair } from '../../src/domain/tagQuality.js';
import type { LanguageQuality } from '../../src/flows/measuredLanguages.js';
import { weakThemes } from '../../src/flows/weakThemes.js';

/** `hits` found of `labelled`, and as many false finds as misses. */
function quality(lang: string, hits: number, labelled: number): LanguageQuality {
  const pair = (present: boolean, given: boolean): JudgedPair => ({
    theme: 'a',
    present,
    truePolarity: null,
    given,
    confidence: 0.5,
    polarity: 'neu',
  });
  const missed = labelled - hits;
  const pairs = [
    ...Array.from({ length: hits }, () => pair(true, true)),
    ...Array.from({ length: missed }, () => pair(true, false)),
    ...Array.from({ length: missed }, () => pair(false, true)),
  ];
  return { lang, comments: pairs.length, ...measurePairs(pairs, ['a']) };
}

test('a theme is weak in a language when its F1 may be under a half', () => {
  const weak = weakThemes(['a'], ['fi', 'sv'], [quality('fi', 90, 100), quality('sv', 34, 56)], []);
  // sv: 34 of 78 in common; Wilson's low end .331 is an F1 of .50 less a hair
  assert.deepEqual(
    weak.map(({ theme, lang, reason, labelled }) => [theme, lang, reason, labelled]),
    [['a', 'sv', 'low', 56]],
  );
});

test('fewer than twenty comments with the theme say too little, however good they look', () => {
  const [weak] = weakThemes(['a'], ['fi'], [quality('fi', 19, 19)], []);
  assert.deepEqual([weak?.reason, weak?.f1, weak?.labelled], ['few', 1, 19]);
  assert.deepEqual(weakThemes(['a'], ['fi'], [quality('fi', 20, 20)], []), []);
});

test('a theme that nobody measured is weak in every language that occurs', () => {
  const weak = weakThemes(['own'], ['fi', 'sv'], [quality('fi', 20, 20)], []);
  assert.deepEqual(
    weak.map(({ lang, reason, labelled, f1 }) => [lang, reason, labelled, f1]),
    [
      ['fi', 'few', 0, null],
      ['sv', 'few', 0, null],
    ],
  );
});

test('the own sample counts once thirty of its comments have the theme', () => {
  const committed = [quality('fi', 90, 100)];
  assert.deepEqual(weakThemes(['a'], ['fi'], committed, [quality('fi', 5, 29)]), []);
  assert.equal(weakThemes(['a'], ['fi'], committed, [quality('fi', 5, 30)])[0]?.reason, 'low');
  // and where nothing else was measured, as far as it goes
  assert.equal(weakThemes(['a'], ['fi'], [], [quality('fi', 5, 5)])[0]?.labelled, 5);
});
