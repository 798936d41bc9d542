/**
 * Least squares from sums of cross-products. Whoever counts respondents in cells needs no more than these sums: neither the fit nor
 * what is made of it looks at a single respondent.
 */

/**
 * Sums of products of centred variables, row by row in a square of `predictors` + 1: the predictors in their order, the outcome
 * last. Centred by the overall mean, or by the mean of each group where groups are held equal.
 */
export interface CrossProducts {
  readonly predictors: number;
  readonly sums: Float64Array;
}

export interface LinearFit {
  /** Change of the outcome per unit of each predictor, the others held equal; 0 for one that the others determine. */
  readonly effects: readonly number[];
  /** Share of the outcome's variance that the predictors explain together, 0–1. */
  readonly rSquared: number;
}

/** A pivot under this part of its own sum of squares is what rounding leaves of a predictor that others determine. */
const COLLINEAR = 1e-9;

/** From correlations between predictors and of each with the outcome, as tables give them. */
export function fromCorrelations(
  between: readonly (readonly number[])[],
  withOutcome: readonly number[],
): CrossProducts {
  const predictors = withOutcome.length;
  const size = predictors + 1;
  const sums = new Float64Array(size * size);
  sums[size * size - 1] = 1;
  for (const [row, correlations] of between.entries()) {
    for (const [column, correlation] of correlations.entries()) sums[row * size + column] = correlation;
    const outcome = withOutcome[row] ?? 0;
    sums[row * size + predictors] = outcome;
    sums[predictors * size + row] = outcome;
  }
  return { predictors, sums };
}

/** Ordinary least squares; null when the outcome does not vary. */
export function fitLinear(cross: CrossProducts): LinearFit | null {
  const { predictors } = cross;
  const size = predictors + 1;
  const total = cross.sums[size * size - 1] ?? 0;
  if (!(total > 0)) return null;
  const { swept, determined } = sweepPredictors(cross);
  const left = Math.max(0, swept[size * size - 1] ?? 0);
  return {
    effects: Array.from({ length: predictors }, (_, row) =>
      determined[row] ? 0 : (swept[row * size + predictors] ?? 0),
    ),
    rSquared: 1 - left / total,
  };
}

/**
 * Variance inflation of each predictor: 1 / (1 − R² of it on the others), from 1; how many times wider its effect is than if it
 * were unrelated to them. Infinite for one that the others determine; over 5 two predictors tell much the same.
 */
export function varianceInflation(cross: CrossProducts): number[] {
  const size = cross.predictors + 1;
  const { swept, determined } = sweepPredictors(cross);
  return Array.from({ length: cross.predictors }, (_, row) =>
    determined[row] ? Infinity : -(swept[row * size + row] ?? 0) * (cross.sums[row * size + row] ?? 0),
  );
}

/**
 * The sweep operator (Goodnight 1979) over all predictors: minus their inverse in the upper left, the effects in the last column,
 * what is left of the outcome in the corner.
 */
function sweepPredictors({ predictors, sums }: CrossProducts): { swept: Float64Array; determined: boolean[] } {
  const size = predictors + 1;
  const swept = Float64Array.from(sums);
  const determined: boolean[] = [];
  for (let pivot = 0; pivot < predictors; pivot += 1) {
    const value = swept[pivot * size + pivot] ?? 0;
    const unusable = !(value > COLLINEAR * (sums[pivot * size + pivot] ?? 0));
    determined.push(unusable);
    if (!unusable) sweep(swept, size, pivot, value);
  }
  return { swept, determined };
}

function sweep(matrix: Float64Array, size: number, pivot: number, value: number): void {
  for (let row = 0; row < size; row += 1) {
    if (row === pivot) continue;
    const factor = matrix[row * size + pivot]! / value;
    for (let column = 0; column < size; column += 1) {
      if (column !== pivot) matrix[row * size + column]! -= factor * matrix[pivot * size + column]!;
    }
  }
  for (let place = 0; place < size; place += 1) {
    if (place === pivot) continue;
    matrix[place * size + pivot]! /= value;
    matrix[pivot * size + place]! /= value;
  }
  matrix[pivot * size + pivot] = -1 / value;
}
