import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shrink } from '../../src/domain/shrinkage.js';
import { effectiveAnswers, postStratificationWeights, standardise } from '../../src/domain/standardisation.js';

/** Classes with a given NPS and variance of n answers: p + d = V + (s/100)², p − d = s/100. */
function classes(
  n: number,
  nps: number,
  variance: number,
): { promoters: number; passives: number; detractors: number } {
  const mean = nps / 100;
  const sum = variance + mean * mean;
  const promoters = (n * (sum + mean)) / 2;
  const detractors = (n * (sum - mean)) / 2;
  return { promoters, passives: n - promoters - detractors, detractors };
}

const MIX = [0.35, 0.1, 0.2, 0.15, 0.2];
const ANSWERS = [800, 200, 400, 200, 400];
const VARIANCES = [0.55, 0.53, 0.47, 0.57, 0.45];
const strata = (scores: readonly number[]): Parameters<typeof standardise>[0] =>
  scores.map((score, k) => ({ weight: MIX[k] ?? 0, counts: classes(ANSWERS[k] ?? 0, score, VARIANCES[k] ?? 0) }));

test('five service lines standardised to one mix go from 54.600 to 59.350, with a standard error of 1.6335', () => {
  const before = standardise(strata([50, 55, 60, 48, 62]));
  const after = standardise(strata([56, 58, 64, 53, 66]));
  assert.equal(before?.nps.toFixed(3), '54.600');
  assert.equal(after?.nps.toFixed(3), '59.350');
  assert.equal(before.standardError.toFixed(4), '1.6335');
  assert.equal(before.coverage, 1);
});

test('a line with nine answers is left out, and how much of the mix is covered says so', () => {
  const lines = [
    { weight: 0.6, counts: { promoters: 8, passives: 2, detractors: 0 } },
    { weight: 0.4, counts: { promoters: 0, passives: 0, detractors: 9 } },
  ];
  const figure = standardise(lines);
  assert.equal(figure?.nps, 80);
  assert.equal(figure.coverage, 0.6);
  assert.equal(standardise(lines.slice(1)), null);
});

test('50 answers of weight 1, 30 of 2 and 20 of 4 are worth 36100 ÷ 490 = 73.6735', () => {
  const effective = effectiveAnswers([
    { weight: 1, answers: 50 },
    { weight: 2, answers: 30 },
    { weight: 4, answers: 20 },
  ]);
  assert.equal(effective.toFixed(4), '73.6735');
  assert.equal(effectiveAnswers([]), 0);
});

test('weights are visits per answer, cut at five times the median over answers', () => {
  const weights = postStratificationWeights([
    { visits: 200, answers: 100 },
    { visits: 300, answers: 100 },
    { visits: 4000, answers: 50 },
    { visits: 500, answers: 0 },
  ]);
  // answers in order of weight: 100 at 2, 100 at 3, 50 at 80: the middle one of 250 has 3
  assert.deepEqual(weights, [2, 3, 15, null]);
});

test('two units 20 apart with standard errors 5 and 5 have τ² 175 and keep 0.875 of their distance', () => {
  // Q = 2·10²/25 = 8, c = 2/25 − (2/625)/(2/25) = 0.04, τ² = (8 − 1)/0.04 = 175; λ = 175/200
  const found = shrink([
    { value: 40, standardError: 5 },
    { value: 60, standardError: 5 },
  ]);
  assert.equal(found?.mean, 50);
  assert.equal(found.tauSquared.toFixed(9), '175.000000000');
  assert.deepEqual(
    found.units.map((unit) => [unit.value.toFixed(2), unit.weight.toFixed(3)]),
    [
      ['41.25', '0.875'],
      ['58.75', '0.875'],
    ],
  );
});

test('units that differ no more than sampling would have it all become the mean; a smaller base is drawn further', () => {
  assert.deepEqual(
    shrink([
      { value: 49, standardError: 10 },
      { value: 51, standardError: 10 },
    ])?.units.map((unit) => unit.value),
    [50, 50],
  );
  const [large, small] =
    shrink([
      { value: 40, standardError: 2 },
      { value: 80, standardError: 12 },
      { value: 60, standardError: 2 },
    ])?.units ?? [];
  assert.ok((large?.weight ?? 0) > (small?.weight ?? 1));
  assert.equal(shrink([]), null);
});
