import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calibrationBins, calibrationError } from '../../src/domain/calibration.js';
import { f1Interval, f1Of } from '../../src/domain/f1.js';
import { drawBinomial, seededRandom } from '../../src/domain/random.js';
import { agreementFrom, measurePairs, type JudgedPair } from '../../src/domain/tagQuality.js';

test('F1 of 30 hits among 40 given and 50 labelled is 2/3, from .548 to .767', () => {
  const counts = { hits: 30, given: 40, labelled: 50 };
  assert.equal(f1Of(counts), 60 / 90);
  // J = 30 of 60; its Wilson interval is (.5 + 1.9207/60 ± 1.95996·√(.25/60 + 3.8415/14400)) / (1 + 3.8415/60) = .3774–.6226;
  // 2J/(1 + J): .5480 and .7674
  const [low, high] = f1Interval(counts) ?? [NaN, NaN];
  assert.ok(Math.abs(low - 0.548) < 5e-4 && Math.abs(high - 0.7674) < 5e-4, `${low} ${high}`);
});

test('no hit and all hits have a width, and nothing has no interval', () => {
  assert.equal(f1Interval({ hits: 0, given: 3, labelled: 5 })?.[0], 0);
  assert.ok((f1Interval({ hits: 0, given: 3, labelled: 5 })?.[1] ?? 0) > 0.2);
  assert.equal(f1Interval({ hits: 9, given: 9, labelled: 9 })?.[1], 1);
  assert.ok((f1Interval({ hits: 9, given: 9, labelled: 9 })?.[0] ?? 1) < 0.9);
  assert.equal(f1Interval({ hits: 0, given: 0, labelled: 0 }), null);
});

test('the interval of F1 holds the truth in about 95 of 100 samples', () => {
  // 100 comments; theme in 30 %, found 70 %, false finds 10 %: F1 = 2·21/(21 + 7 + 30)
  const truth = 42 / 58;
  const random = seededRandom(11);
  let held = 0;
  for (let sample = 0; sample < 2000; sample += 1) {
    const labelled = drawBinomial(random, 100, 0.3);
    const hits = drawBinomial(random, labelled, 0.7);
    const [low, high] = f1Interval({ hits, given: hits + drawBinomial(random, 100 - labelled, 0.1), labelled }) ?? [
      1, 0,
    ];
    if (low <= truth && truth <= high) held += 1;
  }
  assert.ok(held > 1870 && held < 1940, `${held} of 2000`);
});

test('calibration bins hold confidence, share right and the gap counted by hand', () => {
  const bins = calibrationBins([
    { confidence: 0.05, right: false },
    { confidence: 0.72, right: true },
    { confidence: 0.78, right: false },
    { confidence: 1, right: true },
  ]);
  assert.equal(bins.length, 10);
  assert.deepEqual([bins[7]?.n, bins[7]?.confidence, bins[7]?.share], [2, 0.75, 0.5]);
  assert.equal(bins[9]?.n, 1);
  assert.deepEqual([bins[3]?.n, bins[3]?.share, bins[3]?.interval], [0, null, null]);
  // .05 once, .25 twice, 0 once, over 4
  assert.ok(Math.abs((calibrationError(bins) ?? 0) - 0.55 / 4) < 1e-12);
  assert.equal(calibrationError(calibrationBins([])), null);
  assert.throws(() => calibrationBins([{ confidence: NaN, right: true }]), /expected a confidence of 0–1/);
});

const pair = (theme: string, present: boolean, given: boolean, right = true): JudgedPair => ({
  theme,
  present,
  truePolarity: present ? 'neg' : null,
  given,
  confidence: given ? 0.8 : 0.2,
  polarity: right ? 'neg' : 'pos',
});

test('agreement counts found, missed, false and rightly not given', () => {
  const quality = measurePairs(
    [
      pair('a', true, true),
      pair('a', true, true, false),
      pair('a', true, false),
      pair('a', false, true),
      pair('a', false, false),
      pair('a', false, false),
      pair('b', true, true),
    ],
    ['a'],
  );
  const [a] = quality.themes;
  assert.deepEqual(
    [a?.known, a?.labelled, a?.precision.hits, a?.precision.n, a?.recall.n, a?.specificity.hits, a?.specificity.n],
    [6, 3, 2, 3, 3, 2, 3],
  );
  assert.deepEqual([a?.polarity.hits, a?.polarity.n], [1, 2]);
  // b is not asked for
  assert.equal(quality.micro.known, 6);
  assert.equal(quality.jointF1, (2 * 1) / 6);
});

test('a label whose polarity nobody gave counts for its theme, not for polarity', () => {
  const { micro, polarityOfFound } = measurePairs([{ ...pair('a', true, true), truePolarity: null }], ['a']);
  assert.deepEqual([micro.recall.n, polarityOfFound.n], [1, 0]);
});

test('the same figures come from counts', () => {
  const { precision, recall, specificity, f1 } = agreementFrom({ hits: 2, given: 3, labelled: 3 }, 6);
  assert.deepEqual([precision.value, recall.value, specificity.value, f1], [2 / 3, 2 / 3, 2 / 3, 2 / 3]);
});
