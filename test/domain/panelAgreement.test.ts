import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nominalAgreement, pairShare, scaleAgreement, taggerAgainstPanel } from '../../src/domain/panelAgreement.js';

const near = (actual: number | undefined, expected: number, tolerance = 5e-4): void =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

/** Krippendorff 2011, example C: answers of four observers about twelve units. */
const EXAMPLE_C = [
  [1, 1, null, 1],
  [2, 2, 3, 2],
  [3, 3, 3, 3],
  [3, 3, 3, 3],
  [2, 2, 2, 2],
  [1, 2, 3, 4],
  [4, 4, 4, 4],
  [1, 1, 2, 1],
  [2, 2, 2, 2],
  [null, 5, 5, 5],
  [null, null, 1, 1],
  [null, 3, null, null],
] as const;

test('answers that are missing do not stop alpha: 0.743 without order, 0.815 on a scale', () => {
  const nominal = nominalAgreement(EXAMPLE_C);
  near(nominal.alpha?.value, 0.743);
  near(scaleAgreement(EXAMPLE_C).alpha?.value, 0.815);
  // one unit has a single answer
  assert.deepEqual([nominal.things, nominal.people, nominal.judgements], [11, 4, 40]);
  // units that all four judged: the second to the ninth
  assert.equal(nominal.kappaThings, 8);
});

test('Fleiss’ kappa is of those that everybody judged: the published 0.210 with a thing that somebody left out', () => {
  const counts = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
  ];
  const answers: (number | null)[][] = counts.map((row) => row.flatMap((n, value) => Array<number>(n).fill(value)));
  answers.push([null, ...Array<number>(13).fill(4)]);
  const found = nominalAgreement(answers);
  near(found.kappa?.value, 0.20993, 1e-5);
  assert.equal(found.kappaThings, 10);
});

test('too little is said to be too little, and sameness is not called agreement beyond chance', () => {
  assert.equal(
    nominalAgreement([
      ['a', 'b', 'a'],
      ['b', 'b', 'b'],
    ]).strength,
    'tooFew',
    'two things',
  );
  assert.equal(
    nominalAgreement([
      ['a', 'b'],
      ['b', 'b'],
      ['a', 'a'],
    ]).strength,
    'tooFew',
    'two people',
  );
  assert.equal(nominalAgreement([]).strength, 'tooFew');
  const few = ['aaa', 'bbb', 'aaa', 'bbb', 'bbb'].map((row) => [...row]);
  assert.equal(nominalAgreement(few).strength, 'tooFew', 'five without an exception');
  const same = nominalAgreement(Array.from({ length: 6 }, () => ['a', 'a', 'a']));
  assert.deepEqual([same.strength, same.alpha], ['allSame', null]);
});

test('strength goes by the interval first, then by 0.667 and 0.8', () => {
  const rows = (pattern: readonly string[], times: number): string[][] =>
    Array.from({ length: times }, () => pattern.map((row) => [...row])).flat();
  assert.equal(nominalAgreement(rows(['aaa', 'bbb'], 10)).strength, 'strong');
  // two of three in every row, both ways: alpha is just under 0
  assert.equal(nominalAgreement(rows(['aab', 'bba'], 10)).strength, 'chance');
  // one of five rows is split: seen 20, by chance (150² − 70² − 80²)/149 = 75.2, alpha 0.734
  assert.equal(nominalAgreement(rows(['aaa', 'bbb', 'aaa', 'bbb', 'bba'], 10)).strength, 'fair');
  // two of four are: 48 and 72.5, alpha 0.338
  assert.equal(nominalAgreement(rows(['aaa', 'bba', 'bbb', 'aab'], 12)).strength, 'some');
});

test('pairs of people who said the same', () => {
  // three pairs, one of them the same; one pair, the same; nobody to pair with
  const found = pairShare([
    ['a', 'a', 'b'],
    ['a', 'a', null],
    ['a', null, null],
  ]);
  assert.equal(found.pairs, 4);
  assert.equal(found.same?.value, 0.5);
  assert.ok(found.same.interval && found.same.interval[0] <= 0.5 && found.same.interval[1] >= 0.5);
  assert.deepEqual(pairShare([['a', null]]), { pairs: 0, same: null });
});

test('the tagger against the panel: right in 2 of 3 that it gave, found 2 of 4', () => {
  const pair = (present: boolean, given: boolean) => ({ theme: 'access', present, given });
  const found = taggerAgainstPanel([
    ...[pair(true, true), pair(true, true), pair(false, true)],
    ...[pair(true, false), pair(true, false), pair(false, false)],
  ]);
  assert.deepEqual([found.precision.hits, found.precision.n, found.recall.hits, found.recall.n], [2, 3, 2, 4]);
  // Wilson for 2 of 4: 0.1500–0.8500
  near(found.recall.interval?.[0], 0.15, 1e-3);
});
