import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { createTokenSplitter } from '../../src/embedding/tokens.js';

/** One id per letter: what the tokeniser was asked can be read from the ids. */
const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

test('every token knows the offsets of its word', () => {
  assert.deepEqual(createTokenSplitter(letters)('ab  c'), {
    ids: [97, 98, 99],
    wordStarts: [0, 0, 4],
    wordEnds: [2, 2, 5],
  });
});

test('a word is tokenised once, however often it occurs', () => {
  const asked: string[] = [];
  const split = createTokenSplitter((text) => {
    asked.push(text);
    return [1];
  });
  split('hyvä hyvä');
  split('hyvä palvelu');
  assert.deepEqual(asked, ['hyvä', 'palvelu']);
});

test('a text without words has no tokens', () => {
  assert.deepEqual(createTokenSplitter(letters)(' \n\t'), { ids: [], wordStarts: [], wordEnds: [] });
});
