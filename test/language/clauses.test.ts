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

/** The borders as models/MODEL.md writes them, in one expression. */
const BORDER =
  /(?<=[.!?…;])\s+|\n+|,\s+(?=(?:mutta|vaan|kun taas|men|fast|but|although|though|however)(?![\p{L}\p{N}_]))|\s+(?=(?:mutta|men|but)\s)|\s+[-–—]\s+/giu;

function clausesByExpression(text: string): { start: number; end: number }[] {
  const found = [];
  let start = 0;
  for (const border of text.matchAll(BORDER)) {
    if (border.index > start) found.push({ start, end: border.index });
    start = border.index + border[0].length;
  }
  if (start < text.length) found.push({ start, end: text.length });
  const kept = found.filter((clause) => /\w|[^\p{ASCII}]/u.test(text.slice(clause.start, clause.end)));
  return kept.length > 0 ? kept : [{ start: 0, end: text.length }];
}

test('clauses are those of the documented expression, whatever the text', () => {
  const piece = fc.constantFrom(
    'a',
    'Men',
    'men',
    'mutta',
    'BUT',
    'fast',
    'kun taas',
    '.',
    ',',
    '-',
    '–',
    '…',
    '👍',
    'é',
    ';',
  );
  const space = fc.constantFrom('', ' ', '  ', '\n', '\n\n', ' \n', '\n ', ' \n \n', '\t', '\r\n', '\u00a0');
  fc.assert(
    fc.property(fc.array(fc.tuple(piece, space), { maxLength: 14 }), space, (pairs, first) => {
      const text = first + pairs.flat().join('');
      assert.deepEqual(splitClauses(text), clausesByExpression(text), JSON.stringify(text));
    }),
    { numRuns: 5000 },
  );
});

test('a hundred thousand spaces or line breaks are read in well under a second', () => {
  for (const filler of [' ', '\n', '\n ', ' -', ', ']) {
    const started = performance.now();
    splitClauses(`a${filler.repeat(100_000)}b`);
    assert.ok(performance.now() - started < 1000, JSON.stringify(filler));
  }
});
