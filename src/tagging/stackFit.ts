/** What stands on top of encoder and character model: stacking (Wolpert 1992), calibration (Platt 1999), thresholds. */
import { POLARITIES, type Polarity } from '../domain/theme.js';
import type { Heads } from './heads.js';
import { fitLogisticRegression, type LinearModel } from './logisticRegression.js';

/** One comment and theme as the scorer sees it, with what people said. */
export interface StackExample {
  readonly encoderLogit: number;
  readonly lexicalLogit: number;
  readonly label: Polarity | null;
  /** The nine numbers of formula 7. */
  readonly polarityFeatures: readonly number[];
}

export type FittedStack = Pick<Heads, 'stack' | 'thresholds' | 'polarityStack'>;

const THEME_C = 10;
const POLARITY_C = 1;
const THRESHOLDS = Array.from({ length: 9 }, (_, index) => 0.25 + 0.05 * index);

/**
 * Fits on comments that neither the encoder's heads nor the character model have seen: `examples[k]` are those of theme k. A
 * threshold is the grid point with the best F1, smoothed over its neighbours (¼, ½, ¼).
 */
export function fitStack(examples: readonly (readonly StackExample[])[]): FittedStack {
  const themes = examples.map((rows) => {
    const model = fitLogisticRegression(
      {
        x: Float64Array.from(rows.flatMap((row) => [row.encoderLogit, row.lexicalLogit])),
        columns: 2,
        y: Uint8Array.from(rows, (row) => (row.label === null ? 0 : 1)),
      },
      2,
      THEME_C,
    );
    return { model, threshold: bestThreshold(rows, model) };
  });
  const labelled = examples.flat().filter((row) => row.label !== null);
  const features = labelled[0]?.polarityFeatures.length ?? 0;
  const polarity = fitLogisticRegression(
    {
      x: Float64Array.from(labelled.flatMap((row) => row.polarityFeatures)),
      columns: features,
      y: Uint8Array.from(labelled, (row) => POLARITIES.findIndex((known) => known === row.label)),
    },
    POLARITIES.length,
    POLARITY_C,
  );
  return {
    stack: {
      encoder: themes.map(({ model }) => model.weight[0]!),
      lexical: themes.map(({ model }) => model.weight[1]!),
      bias: themes.map(({ model }) => model.bias[0]!),
    },
    thresholds: themes.map(({ threshold }) => threshold),
    polarityStack: {
      weight: POLARITIES.map((_, p) => [...polarity.weight.subarray(p * features, (p + 1) * features)]),
      bias: [...polarity.bias],
    },
  };
}

function bestThreshold(rows: readonly StackExample[], model: LinearModel): number {
  const probabilities = rows.map(
    (row) =>
      1 / (1 + Math.exp(-(model.weight[0]! * row.encoderLogit + model.weight[1]! * row.lexicalLogit + model.bias[0]!))),
  );
  const scores = THRESHOLDS.map((threshold) => {
    const given = probabilities.filter((probability) => probability > threshold).length;
    const labelled = rows.filter((row) => row.label !== null).length;
    const hits = rows.filter((row, index) => row.label !== null && probabilities[index]! > threshold).length;
    return (2 * hits) / Math.max(1, given + labelled);
  });
  const smooth = scores.map(
    (score, i) => 0.25 * (scores[i - 1] ?? score) + 0.5 * score + 0.25 * (scores[i + 1] ?? score),
  );
  return THRESHOLDS[smooth.indexOf(Math.max(...smooth))]!;
}
