/**
 * Coordinates in which what is common to all texts weighs as little as what is rare: x → L⁻¹ (x − mean), where L Lᵀ is the covariance
 * of the rows drawn towards a multiple of the identity (Ledoit & Wolf 2004 with a fixed share). A penalty on weights in these
 * coordinates leads, for few examples, to the direction of linear discriminant analysis.
 */
export interface Whitening {
  /** Coordinates of a row. */
  readonly forward: (row: ArrayLike<number>) => Float64Array;
  /** The same linear function on plain rows: weight · L⁻¹ (x − mean) = plain · x + offset. */
  readonly backward: (weight: ArrayLike<number>) => { readonly plain: Float64Array; readonly offset: number };
}

/** @param shrinkage share of the identity, above 0 and at most 1 */
export function whiten(rows: readonly ArrayLike<number>[], columns: number, shrinkage: number): Whitening {
  if (rows.length === 0) throw new Error('expected rows to whiten by, got none');
  const mean = new Float64Array(columns);
  for (const row of rows) for (let i = 0; i < columns; i += 1) mean[i]! += row[i]! / rows.length;
  const factor = cholesky(shrunkCovariance(rows, mean, shrinkage), columns);
  return {
    forward: (row) => {
      const solved = new Float64Array(columns);
      for (let i = 0; i < columns; i += 1) {
        let sum = row[i]! - mean[i]!;
        for (let k = 0; k < i; k += 1) sum -= factor[i * columns + k]! * solved[k]!;
        solved[i] = sum / factor[i * columns + i]!;
      }
      return solved;
    },
    backward: (weight) => {
      const plain = new Float64Array(columns);
      let offset = 0;
      for (let i = columns - 1; i >= 0; i -= 1) {
        let sum = weight[i]!;
        for (let k = i + 1; k < columns; k += 1) sum -= factor[k * columns + i]! * plain[k]!;
        plain[i] = sum / factor[i * columns + i]!;
        offset -= plain[i]! * mean[i]!;
      }
      return { plain, offset };
    },
  };
}

/** Lower half, row-major. */
function shrunkCovariance(rows: readonly ArrayLike<number>[], mean: Float64Array, shrinkage: number): Float64Array {
  const columns = mean.length;
  const covariance = new Float64Array(columns * columns);
  const centred = new Float64Array(columns);
  for (const row of rows) {
    for (let i = 0; i < columns; i += 1) centred[i] = row[i]! - mean[i]!;
    for (let i = 0; i < columns; i += 1) {
      const value = centred[i]! / rows.length;
      const start = i * columns;
      for (let j = 0; j <= i; j += 1) covariance[start + j]! += value * centred[j]!;
    }
  }
  let variance = 0;
  for (let i = 0; i < columns; i += 1) variance += covariance[i * columns + i]! / columns;
  // rows that are all alike have no directions to even out
  const floor = variance > 0 ? variance : 1;
  for (let i = 0; i < columns; i += 1) {
    for (let j = 0; j <= i; j += 1) covariance[i * columns + j]! *= 1 - shrinkage;
    covariance[i * columns + i]! += shrinkage * floor;
  }
  return covariance;
}

/** In place: the lower triangle L of L Lᵀ. */
function cholesky(matrix: Float64Array, size: number): Float64Array {
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * size + j]!;
      for (let k = 0; k < j; k += 1) sum -= matrix[i * size + k]! * matrix[j * size + k]!;
      matrix[i * size + j] = i === j ? Math.sqrt(sum) : sum / matrix[j * size + j]!;
    }
  }
  return matrix;
}
