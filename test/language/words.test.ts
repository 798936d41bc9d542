import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { normaliseLanguage } from '../../src/language/languageTag.js';
import { splitWords } from '../../src/language/words.js';

test('words are lower case, composed, without punctuation at their ends', () => {
  assert.deepEqual(splitWords("Hoitaja sanoi: 'EI, ei!' ha\u0308n-kin don’t -"), [
    'hoitaja',
    'sanoi',
    'ei',
    'ei',
    'hän-kin',
    "don't",
  ]);
});

test('language tags come in many spellings', () => {
  assert.equal(normaliseLanguage('fi-FI'), 'fi');
  assert.equal(normaliseLanguage('sv_FI'), 'sv');
  assert.equal(normaliseLanguage(' EN '), 'en');
  assert.equal(normaliseLanguage('fin'), 'fi');
  assert.equal(normaliseLanguage('und'), null);
  assert.equal(normaliseLanguage(''), null);
  assert.equal(normaliseLanguage('ei tiedossa'), null);
});
