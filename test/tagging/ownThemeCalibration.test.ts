import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calibrate, type Calibration, type HeldScore } from '../../src/tagging/ownThemeCalibration.js';

const scores = (values: readonly number[], present: boolean, origin: HeldScore['origin']): HeldScore[] =>
  values.map((score) => ({ score, present, origin }));
const range = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));

/** The score at which the theme begins to be given. */
function lineOf({ slope, intercept, threshold }: Calibration): number {
  return (Math.log(threshold / (1 - threshold)) - intercept) / slope;
}

test('before there are answers the line lets three of four held-out examples pass', () => {
  // a quarter of the way through 4, 6, 8, 10, 12 is 6; the background ends at 2
  const held = [...scores([4, 6, 8, 10, 12], true, 'example'), ...scores(range(-2, 2, 100), false, 'background')];
  assert.ok(Math.abs(lineOf(calibrate(held)) - 6) < 1e-9);
});

test('but not more stored comments than the theme is likely to have', () => {
  // median of the examples 1; of 100 comments from 0 to 1.98 in steps of 0.02 49 lie above it, yet no more than 5 % pass:
  // 0.95 of the way through the places 0 to 99 is 94.05, and so 1.881
  const held = [
    ...scores([-1, 0, 1, 2, 3], true, 'example'),
    ...scores(
      Array.from({ length: 100 }, (_, index) => 0.02 * index),
      false,
      'background',
    ),
  ];
  const calibration = calibrate(held);
  assert.ok(Math.abs(lineOf(calibration) - 1.881) < 1e-9, JSON.stringify(calibration));
});

test('answers set the probability: at a score where half of them are yes it is one half', () => {
  const answers = [...range(-1, 1, 21), ...range(-1, 1, 21)];
  const held = [
    ...scores(answers.slice(0, 21), true, 'person'),
    ...scores(answers.slice(21), false, 'person'),
    ...scores(range(5, 9, 10), true, 'example'),
  ];
  const { intercept } = calibrate(held);
  assert.ok(Math.abs(1 / (1 + Math.exp(-intercept)) - 0.5) < 0.01);
});

test('with twenty answers the threshold is where F1 is best on comments drawn at random', () => {
  // both sides alike: slope and intercept make P = ½ at 0. Of the background 90 hardly have a chance and 10 lie at P = 0.4:
  // giving those 10 has F1 = 2 · 4 / (10 + 4), giving none 0; so the line lies below 0.4
  const answers = range(-2, 2, 41);
  const yes = scores(
    answers.filter((score) => score > -0.5),
    true,
    'person',
  );
  const no = scores(
    answers.filter((score) => score < 0.5),
    false,
    'person',
  );
  const plain = calibrate([...yes, ...no]);
  assert.equal(plain.threshold, 0.5);
  const at = (Math.log(0.4 / 0.6) - plain.intercept) / plain.slope;
  const background = [
    ...scores(range(-30, -29, 90), false, 'background'),
    ...scores(Array(10).fill(at), false, 'background'),
  ];
  const { threshold } = calibrate([...yes, ...no, ...background]);
  assert.ok(threshold < 0.4, String(threshold));
});
