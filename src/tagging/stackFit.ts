/** What stands on top of encoder and character model: stacking (Wolpert 1992), calibration (Platt 1999), thresholds. */
import { POLARITIES, type Polarity } from '../domain/theme.js';
import type { Heads } from './heads.js';
import { fitLogisticRegression } from './logisticRegression.js';
import type { HeadsOverlay, ThemeStack } from './overlay.js';

/** One comment and theme as the scorer sees it, with what people said. */
export interface StackExample {
  readonly encoderLogit: number;
  readonly lexicalLogit: number;
  readonly label: Polarity | null;
  /** The nine numbers of formula 7. */
  readonly polarityFeatures: readonly number[];
}

export type FittedStack = Pick<Heads, 'stack' | 'thresholds' | 'polarityStack'>;

/** Whether a comment has a theme, and the theme's two logits. */
export interface ThemeExample extends Pick<StackExample, 'encoderLogit' | 'lexicalLogit'> {
  readonly present: boolean;
  /** How much it counts; 1 when left out. */
  readonly weight?: number;
}

export interface PolarityExample {
  readonly polarity: Polarity;
  readonly polarityFeatures: readonly number[];
  readonly weight?: number;
}

const THEME_C = 10;
const POLARITY_C = 1;
/** Of F1, 0–1. */
const LEAST_GAIN = 0.01;
const THRESHOLD_STEP = 0.05;
const THRESHOLDS = Array.from({ length: 9 }, (_, index) => 0.25 + THRESHOLD_STEP * index);

/**
 * Fits on comments that neither the encoder's heads nor the character model have seen: `examples[k]` are those of theme k. Throws
 * when a theme or a polarity never occurs.
 */
export function fitStack(examples: readonly (readonly StackExample[])[]): FittedStack {
  const themes = examples.map((rows) => fitThemeStack(rows.map((row) => ({ ...row, present: row.label !== null }))));
  const labelled = examples
    .flat()
    .flatMap(({ label, polarityFeatures }) => (label === null ? [] : [{ polarity: label, polarityFeatures }]));
  return {
    stack: {
      encoder: themes.map(({ stack }) => stack.encoder),
      lexical: themes.map(({ stack }) => stack.lexical),
      bias: themes.map(({ stack }) => stack.bias),
    },
    thresholds: themes.map(({ threshold }) => threshold),
    polarityStack: fitPolarityStack(labelled),
  };
}

/**
 * Stack and threshold of one theme. The threshold is the grid point with the best F1, smoothed over its neighbours (¼, ½, ¼).
 * Rows of less weight are a selection and say nothing about how often the theme is there: they shape the stack, not the threshold.
 * Throws when the theme is there in all of the rows, or in none.
 */
export function fitThemeStack(rows: readonly ThemeExample[]): { stack: ThemeStack; threshold: number } {
  const model = fitLogisticRegression(
    {
      x: Float64Array.from(rows.flatMap((row) => [row.encoderLogit, row.lexicalLogit])),
      columns: 2,
      y: Uint8Array.from(rows, (row) => (row.present ? 1 : 0)),
      rowWeights: Float64Array.from(rows, weightOf),
    },
    2,
    THEME_C,
  );
  const stack = { encoder: model.weight[0]!, lexical: model.weight[1]!, bias: model.bias[0]! };
  return { stack, threshold: chooseThreshold(rows, stack, null) };
}

/**
 * Threshold for a stack. Which grid point comes out best is mostly chance (from fold to fold it moves by 0.04), so one that is in
 * use (`kept`) stays until another is better by LEAST_GAIN.
 */
export function chooseThreshold(rows: readonly ThemeExample[], stack: ThemeStack, kept: number | null): number {
  const whole = rows.filter((row) => weightOf(row) === 1);
  return bestThreshold(whole.length > 0 ? whole : rows, stack, kept);
}

/** Formula 7. Throws when a polarity never occurs. */
export function fitPolarityStack(rows: readonly PolarityExample[]): NonNullable<HeadsOverlay['polarityStack']> {
  const columns = rows[0]?.polarityFeatures.length ?? 0;
  const { weight, bias } = fitLogisticRegression(
    {
      x: Float64Array.from(rows.flatMap((row) => row.polarityFeatures)),
      columns,
      y: Uint8Array.from(rows, (row) => POLARITIES.indexOf(row.polarity)),
      rowWeights: Float64Array.from(rows, weightOf),
    },
    POLARITIES.length,
    POLARITY_C,
  );
  return { weight: POLARITIES.map((_, p) => [...weight.subarray(p * columns, (p + 1) * columns)]), bias: [...bias] };
}

/** Probability of a theme (formula 6), 0–1. */
export function stackProbability(stack: ThemeStack, encoderLogit: number, lexicalLogit: number): number {
  return 1 / (1 + Math.exp(-(stack.encoder * encoderLogit + stack.lexical * lexicalLogit + stack.bias)));
}

function bestThreshold(rows: readonly ThemeExample[], stack: ThemeStack, kept: number | null): number {
  const probabilities = rows.map((row) => stackProbability(stack, row.encoderLogit, row.lexicalLogit));
  const labelled = rows.filter((row) => row.present).length;
  const f1At = (threshold: number): number => {
    const given = probabilities.filter((probability) => probability > threshold).length;
    const hits = rows.filter((row, index) => row.present && probabilities[index]! > threshold).length;
    return (2 * hits) / Math.max(1, given + labelled);
  };
  const scores = THRESHOLDS.map(f1At);
  const smooth = scores.map(
    (score, i) => 0.25 * (scores[i - 1] ?? score) + 0.5 * score + 0.25 * (scores[i + 1] ?? score),
  );
  const best = Math.max(...smooth);
  if (kept !== null) {
    const around = 0.25 * f1At(kept - THRESHOLD_STEP) + 0.5 * f1At(kept) + 0.25 * f1At(kept + THRESHOLD_STEP);
    if (best < around + LEAST_GAIN) return kept;
  }
  return THRESHOLDS[smooth.indexOf(best)]!;
}

function weightOf({ weight = 1 }: { readonly weight?: number }): number {
  return weight;
}
