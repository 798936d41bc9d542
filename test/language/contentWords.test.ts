import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentWords } from '../../src/language/contentWords.js';

test('thanks, praise of everything, signs and masked names say nothing', () => {
  for (const [text, lang] of [
    ['Kiitos!', 'fi'],
    ['-', 'fi'],
    ['👍👍', 'und'],
    ['Kaikki hyvin, kiitos', 'fi'],
    ['tack', 'sv'],
    ['Excellent service, thank you', 'en'],
    ['Terveisin [NIMI]', 'fi'],
  ] as const) {
    assert.deepEqual(contentWords(text, lang), [], text);
  }
});

test('what a comment is about remains', () => {
  assert.deepEqual(contentWords('The food was cold, thanks', 'en'), ['food', 'cold']);
  assert.deepEqual(contentWords('opasteet isommalla', 'fi'), ['opasteet', 'isommalla']);
});
