import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import { commentSpans, splitClauses } from '../../src/language/clauses.js';

const parts = (text: string) => splitClauses(text).map(({ start, end }) => text.slice(start, end));

test('a clause ends after a sentence, before a contrast word, at a dash between spaces and at a line break', () => {
  assert.deepEqual(parts('Jono oli pitkä. Hoitaja oli kiva, mutta kiireinen'), [
    'Jono oli pitkä.',
    'Hoitaja oli kiva',
    'mutta kiireinen',
  ]);
  assert.deepEqual(parts('Bra läkare men lång kö'), ['Bra läkare', 'men lång kö']);
  assert.deepEqual(parts('Nice nurse – cold room\nno parking'), ['Nice nurse', 'cold room', 'no parking']);
});

test('a word that only begins like a contrast word divides nothing', () => {
  assert.deepEqual(parts('Hyvä, menettelee'), ['Hyvä, menettelee']);
  assert.deepEqual(parts('Ok, butter on toast'), ['Ok, butter on toast']);
  assert.deepEqual(parts('Joo, vaanå'), ['Joo, vaanå']);
});

test('a part without a letter, digit or emoji is no clause, and a text of such parts is one', () => {
  assert.deepEqual(parts('Hyvä palvelu! !!'), ['Hyvä palvelu!']);
  assert.deepEqual(parts('Kiva. 👍'), ['Kiva.', '👍']);
  assert.deepEqual(parts('. . -'), ['. . -']);
});

test('a single clause is not listed beside the whole comment', () => {
  assert.deepEqual(commentSpans('Kiitos!'), [{ start: 0, end: 7 }]);
  assert.deepEqual(commentSpans('Ei. Joo.'), [
    { start: 0, end: 8 },
    { start: 0, end: 3 },
    { start: 4, end: 8 },
  ]);
});

test('clauses are in order, apart, and within the text, whatever the text', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '. ', '\n', ' men ', ', but ', ' – ', '👍', '…', ' ')), (pieces) => {
      const text = pieces.join('');
      let last = 0;
      for (const { start, end } of splitClauses(text)) {
        assert.ok(start >= last && end <= text.length && (end > start || text === ''), JSON.stringify(text));
        last = end;
      }
    }),
  );
});
