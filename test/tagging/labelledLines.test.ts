import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { parseLabelledLines } from '../../src/tagging/labelledLines.js';

const THEMES = ['premises'];
const line =
  '{"id":"1","lang":"fi","score":3,"text":"kylmä","labels":[{"theme":"premises","polarity":"neg","quote":"kylmä"}]}';

test('fields that judging does not need are left out, empty lines and a byte order mark too', () => {
  assert.deepEqual(parseLabelledLines(`\uFEFF${line}\r\n\n`, 'x', THEMES), [
    { lang: 'fi', text: 'kylmä', labels: [{ theme: 'premises', polarity: 'neg', quote: 'kylmä' }] },
  ]);
});

test('a line that is wrong is named by number and file', () => {
  assert.throws(
    () => parseLabelledLines(`${line}\n{`, 'labels.jsonl', THEMES),
    /expected JSON on line 2 of labels.jsonl/,
  );
  assert.throws(() => parseLabelledLines('{"lang":"fi","text":"x"}', 'l', THEMES), /line 1 of l, got labels:/);
  assert.throws(
    () => parseLabelledLines(line, 'l', ['access']),
    /expected a theme of access on line 1 of l, got premises/,
  );
});
