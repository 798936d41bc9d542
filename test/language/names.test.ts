import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { findNames } from '../../src/language/names.js';

const names = (text: string, lang = 'en') => findNames(text, lang).map(({ start, end }) => text.slice(start, end));

test('first and last names in English comments are found', () => {
  assert.deepEqual(names('The nurse Maria was lovely.'), ['Maria']);
  assert.deepEqual(names('John Smith saw me on time, thanks'), ['John', 'Smith']);
});

test('titles, services and days are no names', () => {
  assert.deepEqual(names('Dear Sir, the Doctor in Maisa answered on Monday'), []);
});

test('Finnish and Swedish comments and shouting name nobody', () => {
  assert.deepEqual(names('Hoitaja Maria oli ihana', 'fi'), []);
  assert.deepEqual(names('JOHN SMITH WAS RUDE'), []);
});
