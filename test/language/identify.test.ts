import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { identifyLanguage } from '../../src/language/identify.js';
import { projectRoot } from '../../src/root.js';
import { FOREIGN_COMMENTS } from './foreignComments.js';

interface Row {
  readonly lang: string;
  readonly text: string;
}

async function labelled(lang: string): Promise<Row[]> {
  const content = await readFile(join(projectRoot(), 'data', 'labels', `calibration_${lang}.jsonl`), 'utf8');
  return content
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

test('one-word answers are told apart, with and without dots', () => {
  for (const [text, lang] of [
    ['hyva', 'fi'],
    ['Hyvä!', 'fi'],
    ['Kiitos!', 'fi'],
    ['kiva', 'fi'],
    ['tack', 'sv'],
    ['Bra', 'sv'],
    ['toppen', 'sv'],
    ['thanks', 'en'],
    ['all good', 'en'],
  ] as const) {
    assert.equal(identifyLanguage(text).lang, lang, text);
  }
});

test('a text that tells nothing is undetermined, not Polish or Estonian', () => {
  for (const text of ['', '-', 'ok', 'OK!', '👍', '10', '...', 'asdf', '   ']) {
    assert.deepEqual(identifyLanguage(text), { lang: 'und', confidence: 0 }, text);
  }
});

for (const lang of ['fi', 'sv', 'en']) {
  test(`at least 97 % of ${lang} comments, and 93 % of those of one to four words, are recognised`, async () => {
    const rows = await labelled(lang);
    const short = rows.filter((row) => row.text.split(/\s+/).length <= 4);
    const share = (some: readonly Row[]) =>
      some.filter((row) => identifyLanguage(row.text).lang === lang).length / some.length;
    assert.ok(share(rows) >= 0.97, String(share(rows)));
    assert.ok(share(short) >= 0.93, String(share(short)));
  });
}

test('comments in other languages are not taken for Finnish or Swedish, and 30 of 34 are named right', () => {
  const found = FOREIGN_COMMENTS.map(([lang, text]) => ({ lang, text, got: identifyLanguage(text).lang }));
  assert.deepEqual(
    found.filter(({ got }) => got === 'fi' || got === 'sv'),
    [],
  );
  assert.equal(found.length, 34);
  assert.ok(found.filter(({ lang, got }) => got === lang).length >= 30);
});

test('confidence lies between 0 and 1', () => {
  for (const [, text] of FOREIGN_COMMENTS) {
    const { confidence } = identifyLanguage(text);
    assert.ok(confidence >= 0 && confidence <= 1, text);
  }
});
