/** From scores to probabilities and a threshold, for an own theme. */
import { quantileOf } from '../domain/random.js';
import { fitLogisticRegression } from './logisticRegression.js';
import type { OwnThemeExample } from './learner.js';
import { sigmoid } from './weightedLogistic.js';

/** A score that was given without knowing the example. */
export interface HeldScore {
  readonly score: number;
  readonly present: boolean;
  readonly origin: OwnThemeExample['origin'];
}

/** P = sigmoid(slope · score + intercept). */
export interface Calibration {
  readonly slope: number;
  readonly intercept: number;
  readonly threshold: number;
}

/** From so many answers on the threshold is the one with the best F1; until then 0.5, or what the examples say. */
export const ANSWERS_FOR_THRESHOLD = 20;
const THRESHOLDS = Array.from({ length: 9 }, (_, index) => 0.25 + 0.05 * index);
/** With fewer yes or no answers than this, examples set the line. */
const LEAST_OF_EACH = 5;
const LEAST_SHARE = 0.02;
const MOST_SHARE = 0.05;
/** A theme is not given on a chance of less than this, and is on one of more than that. */
const LEAST_THRESHOLD = 0.1;
const MOST_THRESHOLD = 0.5;
/** Before there are answers, so much of the held-out examples should pass. */
const EXAMPLES_OVER_LINE = 0.75;
/** Two numbers from few scores: a weak pull towards a flat line (C of the regression). */
const PLATT_C = 10;
const LEAST_SLOPE = 0.01;

/**
 * Platt scaling (1999) on held-out scores. How a comment came to be asked about depends on its score alone, so answers give the
 * probability at a score without bias, whatever was asked. They say little of low scores, where nobody asks: there the background,
 * which is a random sample and nearly all absent, stands in. While there are too few answers the line is set by the examples: three
 * of four held-out ones should pass, but no more stored comments than the theme is likely to have.
 */
export function calibrate(held: readonly HeldScore[]): Calibration {
  const answers = held.filter(({ origin }) => origin === 'person');
  const background = held.filter(({ origin }) => origin === 'background');
  const yes = answers.filter(({ present }) => present);
  const no = answers.filter(({ present }) => !present);
  if (yes.length < LEAST_OF_EACH || no.length < LEAST_OF_EACH) return byExamples(held, background);
  const line = fitLine([
    ...weigh(answers, 1),
    ...weigh(belowMedian(background, no), no.length / Math.max(1, background.length)),
  ]);
  const isEnough = answers.length >= ANSWERS_FOR_THRESHOLD && background.length > 0;
  return { ...line, threshold: isEnough ? bestThreshold(background, line) : MOST_THRESHOLD };
}

function byExamples(held: readonly HeldScore[], background: readonly HeldScore[]): Calibration {
  const present = held.filter((score) => score.present);
  const absent = held.filter((score) => !score.present && score.origin !== 'background');
  const share = shareOf(present, background);
  const size = Math.max(1, background.length);
  const { slope, intercept } = fitLine([
    ...weigh(present, (share * size) / present.length),
    ...weigh(absent, 1),
    ...weigh(background, 1 - share),
  ]);
  const passing = quantileOf(scoresOf(present), 1 - EXAMPLES_OVER_LINE);
  const likely = quantileOf(scoresOf(background), 1 - share);
  // without background there is nothing but the regression to go by
  if (passing === null || likely === null) return { slope, intercept, threshold: MOST_THRESHOLD };
  const line = Math.max(passing, likely);
  const threshold = Math.min(MOST_THRESHOLD, Math.max(LEAST_THRESHOLD, sigmoid(slope * line + intercept)));
  return { slope, intercept: Math.log(threshold / (1 - threshold)) - slope * line, threshold };
}

function fitLine(rows: readonly WeightedScore[]): Line {
  const { weight, bias } = fitLogisticRegression(
    {
      x: Float64Array.from(rows, ({ score }) => score),
      columns: 1,
      y: Uint8Array.from(rows, ({ present }) => (present ? 1 : 0)),
      rowWeights: Float64Array.from(rows, (row) => row.weight),
    },
    2,
    PLATT_C,
  );
  // a score that says nothing must not turn the order of texts round
  return { slope: Math.max(LEAST_SLOPE, weight[0]!), intercept: bias[0]! };
}

type Line = Pick<Calibration, 'slope' | 'intercept'>;
type WeightedScore = HeldScore & { readonly weight: number };

function weigh(scores: readonly HeldScore[], weight: number): WeightedScore[] {
  return scores.map((score) => ({ ...score, weight }));
}

function scoresOf(scores: readonly HeldScore[]): number[] {
  return scores.map(({ score }) => score);
}

function belowMedian(background: readonly HeldScore[], no: readonly HeldScore[]): HeldScore[] {
  const line = quantileOf(scoresOf(no), 0.5) ?? Infinity;
  return background.filter(({ score }) => score <= line);
}

/**
 * Share of stored comments that are likely to hold the theme: half of them score above the median of the present examples, where
 * hardly anything else does.
 */
function shareOf(present: readonly HeldScore[], background: readonly HeldScore[]): number {
  const median = quantileOf(scoresOf(present), 0.5) ?? Infinity;
  const above = background.filter(({ score }) => score > median).length;
  return Math.min(MOST_SHARE, Math.max(LEAST_SHARE, (2 * above) / Math.max(1, background.length)));
}

/**
 * The grid point with the best expected F1 on stored comments, smoothed over its neighbours (¼, ½, ¼). With calibrated
 * probabilities, those over the line sum to the comments rightly given, and all of them to those that hold the theme.
 */
function bestThreshold(comments: readonly HeldScore[], { slope, intercept }: Line): number {
  const probabilities = comments.map(({ score }) => sigmoid(slope * score + intercept));
  const holding = sumOf(probabilities);
  const scores = THRESHOLDS.map((threshold) => {
    const given = probabilities.filter((probability) => probability > threshold);
    return (2 * sumOf(given)) / (given.length + holding);
  });
  const smooth = scores.map(
    (score, i) => 0.25 * (scores[i - 1] ?? score) + 0.5 * score + 0.25 * (scores[i + 1] ?? score),
  );
  return THRESHOLDS[smooth.indexOf(Math.max(...smooth))]!;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
