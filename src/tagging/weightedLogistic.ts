/** Logistic regression of two classes on weighted rows, dense or sparse: C · Σ weight · loss + ½ |weights|², bias not penalised. */
import { minimise } from './logisticRegression.js';
import type { SparseVector } from './ownThemeFeatures.js';

export interface WeightedRow<Features> {
  readonly features: Features;
  readonly present: boolean;
  readonly weight: number;
}

/** One number per column, then the bias. */
export type Fitted = Float64Array;

/** Ranking needs no more digits. */
const SEARCH = { iterations: 60, tolerance: 1e-4 };

/** @param start weights to go out from, of an earlier fit on nearly the same rows */
export function fitDense(
  rows: readonly WeightedRow<Float64Array>[],
  columns: number,
  c: number,
  start: Fitted = new Float64Array(columns + 1),
): Fitted {
  return minimise(
    (point, gradient) => {
      let value = penalty(point, gradient, columns);
      for (const { features, present, weight } of rows) {
        let logit = point[columns]!;
        for (let i = 0; i < columns; i += 1) logit += point[i]! * features[i]!;
        const slope = c * weight * (sigmoid(logit) - (present ? 1 : 0));
        for (let i = 0; i < columns; i += 1) gradient[i]! += slope * features[i]!;
        gradient[columns]! += slope;
        value += c * weight * loss(logit, present);
      }
      return value;
    },
    start,
    SEARCH,
  );
}

export interface SparseModel {
  /** By bucket, ascending. */
  readonly weights: readonly (readonly [bucket: number, weight: number])[];
  readonly bias: number;
}

/** Weights of the buckets named; others have none. */
export function fitSparse(
  rows: readonly WeightedRow<SparseVector>[],
  buckets: readonly number[],
  c: number,
): SparseModel {
  const columnOf = new Map(buckets.map((bucket, column) => [bucket, column]));
  const columns = buckets.length;
  const known = rows.map(({ features, present, weight }) => {
    const cells: number[] = [];
    const values: number[] = [];
    features.buckets.forEach((bucket, place) => {
      const column = columnOf.get(bucket);
      if (column === undefined) return;
      cells.push(column);
      values.push(features.values[place]!);
    });
    return { cells: Int32Array.from(cells), values: Float64Array.from(values), present, weight };
  });
  const fitted = minimise(
    (point, gradient) => {
      let value = penalty(point, gradient, columns);
      for (const { cells, values, present, weight } of known) {
        let logit = point[columns]!;
        for (let k = 0; k < cells.length; k += 1) logit += point[cells[k]!]! * values[k]!;
        const slope = c * weight * (sigmoid(logit) - (present ? 1 : 0));
        for (let k = 0; k < cells.length; k += 1) gradient[cells[k]!]! += slope * values[k]!;
        gradient[columns]! += slope;
        value += c * weight * loss(logit, present);
      }
      return value;
    },
    new Float64Array(columns + 1),
    SEARCH,
  );
  const weights = buckets
    .map((bucket, column) => [bucket, fitted[column]!] as const)
    .sort(([one], [other]) => one - other);
  return { weights, bias: fitted[columns]! };
}

/** ½ |weights|²; the gradient begins with it. */
function penalty(point: Float64Array, gradient: Float64Array, columns: number): number {
  let value = 0;
  for (let i = 0; i < columns; i += 1) {
    gradient[i] = point[i]!;
    value += 0.5 * point[i]! ** 2;
  }
  gradient[columns] = 0;
  return value;
}

function loss(logit: number, present: boolean): number {
  const signed = present ? logit : -logit;
  return Math.max(0, -signed) + Math.log1p(Math.exp(-Math.abs(signed)));
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
