import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LANGUAGES, type Language } from '../../src/domain/theme.js';
import type { ThemeReason } from '../../src/tagging/tagger.js';
import { translator } from '../../src/web/language.js';
import { momentWords } from '../../src/web/moments.js';
import { numberWords } from '../../src/web/numbers.js';
import { reasonSum } from '../../src/web/pages/reasonSum.js';
import type { PageWords } from '../../src/web/render.js';

function wordsIn(lang: Language): PageWords {
  return {
    lang,
    t: translator(lang),
    numbers: numberWords(lang),
    moments: momentWords(lang, 'Europe/Helsinki'),
    taxonomy: { version: '1', themes: [] },
    units: new Map(),
    title: '',
    may: () => true,
    mayOverAll: () => true,
  };
}

/** A printed number as a whole number of hundredths. */
function hundredths(printed: string | null): number {
  if (printed === null) return 0;
  assert.match(printed, /^[+−]?\d+[.,]\d\d$/u);
  return Number(printed.replace('−', '-').replace('+', '').replace(/[.,]/, ''));
}

function reasonOf(
  clauses: readonly (readonly [encoder: number, lexical: number])[],
  rest: readonly [number, number],
  constant: number,
): ThemeReason {
  const encoder = clauses.reduce((sum, [each]) => sum + each, rest[0]);
  const lexical = clauses.reduce((sum, [, each]) => sum + each, rest[1]);
  return {
    theme: 'food',
    given: true,
    confidence: 1 / (1 + Math.exp(-(encoder + lexical + constant))),
    threshold: 0.5,
    polarity: 'neg',
    polarityProbabilities: { pos: 0.1, neg: 0.8, neu: 0.1 },
    evidence: [],
    encoder,
    lexical,
    constant,
    clauses: clauses.map(([e, l], index) => ({
      span: { start: 3 * index, end: 3 * index + 2 },
      logit: 0,
      encoder: e,
      lexical: l,
    })),
    rest: { encoder: rest[0], lexical: rest[1] },
  };
}

test('what is printed is what was worked out by hand', () => {
  const view = reasonSum(
    reasonOf(
      [
        [1.234, 0.5],
        [0, -0.126],
      ],
      [0.001, 0.2],
      -2,
    ),
    'ab cd',
    wordsIn('en'),
  );
  // 123.4 + 50 + 0 − 12.6 + 0.1 + 20 − 200 = −19.1: the sum is −19, so of the parts only one more than all floors goes up
  assert.equal(view.sum, '−0.19');
  assert.deepEqual(
    view.rows.map((row) => [row.label, row.encoder, row.lexical, row.total]),
    [
      ['ab', '+1.24', '+0.50', '+1.74'],
      ['cd', '0.00', '−0.13', '−0.13'],
      ['between the clauses, and rounding', '0.00', '+0.20', '+0.20'],
      ['before a word is read: how rare the theme is', null, null, '−2.00'],
    ],
  );
  assert.deepEqual([view.encoder, view.lexical], ['+1.24', '+0.57']);
  // 1 / (1 + e^0.191) = 0.452; a threshold of one half asks for log-odds of 0
  assert.equal(
    view.meaning,
    'These add up exactly to −0.19 (log-odds), which is a confidence of 45%. The theme is given from 0.00, which is the threshold of 50%.',
  );
});

const logOdds = fc.double({ min: -30, max: 30, noNaN: true });

test('in every language the printed rows and columns add up exactly, and none is off by more than a hundredth', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(logOdds, logOdds), { maxLength: 8 }),
      fc.tuple(logOdds, logOdds),
      logOdds,
      fc.constantFrom(...LANGUAGES),
      (clauses, rest, constant, lang) => {
        const reason = reasonOf(clauses, rest, constant);
        const { rows, sum, encoder, lexical } = reasonSum(reason, 'x'.repeat(30), wordsIn(lang));
        const column = (read: (row: (typeof rows)[number]) => string | null): number =>
          rows.reduce((total, row) => total + hundredths(read(row)), 0);
        for (const row of rows) {
          const parts = hundredths(row.encoder) + hundredths(row.lexical);
          if (row.encoder !== null) assert.equal(hundredths(row.total), parts);
        }
        assert.equal(
          column((row) => row.total),
          hundredths(sum),
        );
        assert.equal(
          column((row) => row.encoder),
          hundredths(encoder),
        );
        assert.equal(
          column((row) => row.lexical),
          hundredths(lexical),
        );
        const exact = reason.encoder + reason.lexical + reason.constant;
        assert.ok(Math.abs(hundredths(sum) / 100 - exact) <= 0.005 + 1e-9);
        clauses.forEach(([e, l], index) => {
          assert.ok(Math.abs(hundredths(rows[index]?.encoder ?? null) / 100 - e) <= 0.01 + 1e-9);
          assert.ok(Math.abs(hundredths(rows[index]?.lexical ?? null) / 100 - l) <= 0.01 + 1e-9);
        });
        for (const { bar } of rows) assert.ok(bar.x >= 0 && bar.width >= 0 && bar.x + bar.width <= 100.2);
      },
    ),
  );
});

test('thresholds of 0 and 1 leave finite figures', () => {
  for (const threshold of [0, 1]) {
    const view = reasonSum({ ...reasonOf([[1, 1]], [0, 0], 0), threshold }, 'ab', wordsIn('fi'));
    assert.doesNotMatch(JSON.stringify(view), /Infinity|NaN|∞/u);
  }
});
