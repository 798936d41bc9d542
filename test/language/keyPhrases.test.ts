import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { keyPhrases } from '../../src/language/keyPhrases.js';

const times = (n: number, text: string) => Array.from({ length: n }, () => text);

test('words that mark the theme come with the comments that have them in any form', () => {
  const about = [...times(4, 'jonossa seisottiin'), ...times(3, 'jono oli pitkä'), ...times(3, 'Jonossa taas')];
  const [first] = keyPhrases(about, times(20, 'hoitaja oli kiva'), 'fi', 5);
  assert.deepEqual(first, { phrase: 'jonossa', comments: 10 });
});

test('a phrase of fewer than five comments is never shown', () => {
  const about = [...times(4, 'Parkkihalli täynnä'), ...times(6, 'kylmä aula')];
  const phrases = keyPhrases(about, times(10, 'kiitos'), 'fi', 10).map((found) => found.phrase);
  assert.ok(phrases.length > 0);
  assert.ok(!phrases.some((phrase) => phrase.includes('parkki')));
});

test('a word that is as common without the theme marks nothing', () => {
  const about = times(8, 'Nurse. Waited.');
  const other = times(8, 'Nurse. Smiled.');
  assert.deepEqual(
    keyPhrases(about, other, 'en', 10).map((found) => found.phrase),
    ['waited'],
  );
});

test('a pair stands for its words where they mostly occur together', () => {
  const phrases = keyPhrases(times(9, 'Long waiting time'), times(9, 'Kind doctor'), 'en', 10);
  assert.deepEqual(
    phrases.map((found) => found.phrase),
    ['long waiting', 'waiting time'],
  );
});

test('stop words are no phrases, and limit is kept', () => {
  const phrases = keyPhrases(times(9, 'se oli niin kylmä huone siellä'), times(9, 'ei mitään'), 'fi', 1);
  assert.deepEqual(phrases, [{ phrase: 'kylmä huone', comments: 9 }]);
});

test('no comments give no phrases', () => {
  assert.deepEqual(keyPhrases([], [], 'sv', 10), []);
});
