import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import type { Polarity } from '../../src/domain/theme.js';
import { measureLanguages, measureQuality, type Judgement, type LabelledComment } from '../../src/tagging/quality.js';

const judge = (
  theme: string,
  confidence: number,
  polarity: Polarity = 'neg',
  span = { start: 0, end: 4 },
): Judgement => ({
  theme,
  given: confidence > 0.5,
  confidence,
  polarity,
  evidence: [span],
  clauses: [1, 2],
});

const comments: LabelledComment[] = [
  { lang: 'fi', text: 'jono, ok', labels: [{ theme: 'a', polarity: 'neg', quote: 'jono' }] },
  { lang: 'fi', text: 'tila on', labels: [{ theme: 'b', polarity: 'neu', quote: 'on' }] },
  { lang: 'fi', text: 'kiitos', labels: [] },
];
const judgements = [
  [judge('a', 0.9), judge('b', 0.2)],
  [judge('a', 0.6), judge('b', 0.4, 'neu')],
  [judge('a', 0.1), judge('b', 0.7)],
];

test('precision, recall and F1 per theme and over all are those counted by hand', () => {
  const quality = measureQuality(comments, judgements, ['a', 'b']);
  const [a, b] = quality.themes;
  // a: given twice, once right, labelled once; b: given once, wrongly, labelled once
  assert.deepEqual([a?.precision.value, a?.recall.value, a?.f1], [0.5, 1, 2 / 3]);
  assert.deepEqual([b?.precision.value, b?.recall.value, b?.f1], [0, 0, 0]);
  assert.equal(quality.micro.f1, (2 * 1) / (3 + 2));
  assert.equal(quality.macroF1, 1 / 3);
  assert.equal(quality.jointF1, 0.4);
});

test('precision carries its Wilson interval: 1 of 2 lies in 9.5 to 90.5 %', () => {
  const [low, high] = measureQuality(comments, judgements, ['a', 'b']).themes[0]!.precision.interval!;
  assert.ok(Math.abs(low - 0.0945) < 5e-4 && Math.abs(high - 0.9055) < 5e-4);
});

test('polarity is judged on labelled themes, found or not', () => {
  const quality = measureQuality(comments, judgements, ['a', 'b']);
  assert.deepEqual([quality.polarityOfLabelled.hits, quality.polarityOfLabelled.n], [2, 2]);
  assert.deepEqual([quality.polarityOfFound.hits, quality.polarityOfFound.n], [1, 1]);
  assert.equal(quality.neutralF1, 1);
});

test('calibration error is the mean gap of ten bins', () => {
  // bins of P − label: 0.9: −0.1; 0.2: 0.2; 0.6: 0.6; 0.4: −0.6; 0.1: 0.1; 0.7: 0.7; sum of absolutes 2.3 over 6 pairs
  const { calibrationError } = measureQuality(comments, judgements, ['a', 'b']);
  assert.ok(Math.abs(calibrationError! - 2.3 / 6) < 1e-9);
});

test('evidence is right when it shares half of the quote or of itself', () => {
  // "jono" lies in 0–4; "on" at 5–7 does not
  const { evidence } = measureQuality(comments, judgements, ['a', 'b']);
  assert.deepEqual([evidence.hits, evidence.n], [1, 2]);
});

test('nothing labelled and nothing given has no figures', () => {
  const quality = measureQuality([comments[2]!], [[judge('a', 0.1), judge('b', 0.1)]], ['a', 'b']);
  assert.deepEqual(
    [quality.micro.f1, quality.macroF1, quality.micro.precision.value, quality.evidence.interval],
    [null, null, null, null],
  );
});

test('a judgement that is missing is an error, not a miss', () => {
  assert.throws(() => measureQuality(comments, judgements, ['a', 'c']), /expected a judgement of theme c/);
});

test('of a comment whose verdict is known for some themes only these count', () => {
  const partial: LabelledComment = { ...comments[0]!, known: ['a'] };
  const quality = measureQuality([partial, comments[1]!], judgements.slice(0, 2), ['a', 'b']);
  assert.deepEqual(
    quality.themes.map((theme) => [theme.known, theme.labelled]),
    [
      [2, 1],
      [1, 1],
    ],
  );
  // and a theme that nobody looked for needs no judgement
  assert.equal(measureQuality([partial], [[judge('a', 0.9)]], ['a', 'b']).micro.known, 1);
});

test('languages are measured apart, then together', () => {
  const other: LabelledComment = { ...comments[1]!, lang: 'sv' };
  const measured = measureLanguages([comments[0]!, other], judgements.slice(0, 2), ['a', 'b']);
  assert.deepEqual(
    measured.map(({ lang, comments: n, themes }) => [lang, n, themes[0]?.precision.n, themes[0]?.labelled]),
    [
      ['fi', 1, 1, 1],
      ['sv', 1, 1, 0],
      [null, 2, 2, 1],
    ],
  );
  assert.deepEqual(
    measureLanguages([comments[0]!], [judgements[0]!], ['a']).map(({ lang }) => lang),
    ['fi'],
  );
});
