import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cohensKappaWithInterval,
  fleissKappa,
  krippendorffsAlpha,
  ordinalAlpha,
} from '../../src/domain/raterAgreement.js';

function assertNear(actual: number | undefined, expected: number, tolerance: number): void {
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

test('ten things judged by fourteen people: Fleiss kappa is 0.210', () => {
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
  const found = fleissKappa(counts);
  assertNear(found?.value, 0.20993, 0.00001);
  assert.ok(found?.interval && found.interval[0] < 0.21 && found.interval[1] > 0.21);
  assert.deepEqual(fleissKappa(counts), found, 'the same each time');
});

test('Krippendorff 2011, example C: four observers, twelve units, answers missing: alpha is 0.743', () => {
  const blank = null;
  const observers = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, blank, blank, blank],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, blank, 3],
    [blank, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, blank],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, blank],
  ];
  const units = observers[0]!.map((_, unit) => observers.map((answers) => answers[unit]!));
  const found = krippendorffsAlpha(units);
  assertNear(found?.value, 0.743, 0.0005);
  assert.ok(found?.interval && found.interval[0] < 0.743 && found.interval[1] <= 1);
  // section D of the same paper takes the five classes as steps of a scale
  assertNear(ordinalAlpha(units)?.value, 0.815, 0.0005);
});

test('on a scale, answers side by side disagree less than the ends of it', () => {
  const near = ordinalAlpha([
    [1, 2],
    [5, 4],
    [3, 3],
  ]);
  const far = ordinalAlpha([
    [1, 5],
    [5, 1],
    [3, 3],
  ]);
  assert.ok(near && far && near.value > 0.5 && far.value < 0, `${near?.value} ${far?.value}`);
  assert.equal(ordinalAlpha([[3, 3]]), null);
});

test('Krippendorff 2011, example A: two observers, ten units, two classes: alpha is 0.095', () => {
  const meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0];
  const owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
  assertNear(krippendorffsAlpha(meg.map((answer, unit) => [answer, owen[unit]!]))?.value, 0.095, 0.0005);
});

test('two judges of fifty applications who agree on 35: kappa is 0.4 with a standard error of 0.127', () => {
  // observed 0.7, expected 0.5; Fleiss, Cohen and Everitt: variance 0.01618 worked out by hand
  const found = cohensKappaWithInterval({ both: 20, onlyFirst: 5, onlySecond: 10, neither: 15 });
  assertNear(found?.value, 0.4, 1e-12);
  const half = ((found?.interval?.[1] ?? 0) - (found?.interval?.[0] ?? 0)) / 2;
  assertNear(half / 1.959964, 0.1272, 0.0005);
});

test('agreement on everything has no room for chance: none is said', () => {
  assert.equal(fleissKappa([]), null);
  assert.equal(
    fleissKappa([
      [3, 0],
      [3, 0],
    ]),
    null,
  );
  assert.equal(krippendorffsAlpha([[1, null], [null]]), null);
  assert.equal(cohensKappaWithInterval({ both: 4, onlyFirst: 0, onlySecond: 0, neither: 0 }), null);
});

test('all agree on several classes: agreement is 1', () => {
  assert.equal(
    fleissKappa([
      [3, 0],
      [0, 3],
    ])?.value,
    1,
  );
  assert.equal(
    krippendorffsAlpha([
      ['a', 'a'],
      ['b', 'b'],
    ])?.value,
    1,
  );
});

test('a thing that another number of people judged is named', () => {
  assert.throws(
    () =>
      fleissKappa([
        [2, 1],
        [1, 1],
      ]),
    /expected the same number of answers/,
  );
});
