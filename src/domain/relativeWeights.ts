/**
 * Johnson's relative weights (2000), an approximation of the split of R² in importance.ts. Their derivation is flawed (Thomas, Zumbo,
 * Kwan & Schweitzer 2014), so no importance is shown from them; they are close and quick enough to tell how far ranks would move in
 * a thousand other samples.
 */
import type { CrossProducts } from './linearModel.js';

const MOST_SWEEPS = 30;
/** Off-diagonal sum of squares at which a matrix counts as diagonal. */
const DIAGONAL = 1e-18;

/**
 * Parts of R², not negative, that add up to it: with R = VDVᵀ, Λ = V√DVᵀ and β = Λ⁻¹r, part j is Σ λ²_jk β²_k. Zeros when the
 * outcome does not vary; 0 for a predictor that does not.
 */
export function relativeWeights({ predictors, sums }: CrossProducts): number[] {
  const size = predictors + 1;
  const outcome = sums[size * size - 1]!;
  const scale = Array.from({ length: predictors }, (_, row) => {
    const own = sums[row * size + row]! * outcome;
    return own > 0 ? 1 / Math.sqrt(sums[row * size + row]!) : 0;
  });
  const between = new Float64Array(predictors * predictors);
  for (let row = 0; row < predictors; row += 1) {
    for (let column = 0; column < predictors; column += 1) {
      between[row * predictors + column] =
        row === column ? 1 : sums[row * size + column]! * scale[row]! * scale[column]!;
    }
  }
  const { values, vectors } = eigenOf(between, predictors);
  const withOutcome = scale.map((factor, row) =>
    outcome > 0 ? (sums[row * size + predictors]! * factor) / Math.sqrt(outcome) : 0,
  );
  const roots = values.map((value) => Math.sqrt(Math.max(0, value)));
  const projected = roots.map((root, k) => {
    let sum = 0;
    for (let row = 0; row < predictors; row += 1) sum += vectors[row * predictors + k]! * withOutcome[row]!;
    return root > 1e-6 ? sum / root : 0;
  });
  const beta = withOutcome.map((_, row) => {
    let sum = 0;
    for (let k = 0; k < predictors; k += 1) sum += vectors[row * predictors + k]! * projected[k]!;
    return sum;
  });
  return beta.map((_, j) => {
    let part = 0;
    for (let k = 0; k < predictors; k += 1) {
      let lambda = 0;
      for (let i = 0; i < predictors; i += 1) {
        lambda += vectors[j * predictors + i]! * roots[i]! * vectors[k * predictors + i]!;
      }
      part += (lambda * beta[k]!) ** 2;
    }
    return part;
  });
}

/** Eigenvalues and -vectors (in columns) of a symmetric matrix by cyclic Jacobi rotations. */
function eigenOf(matrix: Float64Array, size: number): { readonly values: number[]; readonly vectors: Float64Array } {
  const a = matrix;
  const vectors = new Float64Array(size * size);
  for (let k = 0; k < size; k += 1) vectors[k * size + k] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a, size) > DIAGONAL; sweep += 1) {
    for (let p = 0; p < size - 1; p += 1) {
      for (let q = p + 1; q < size; q += 1) rotate(a, vectors, size, p, q);
    }
  }
  return { values: Array.from({ length: size }, (_, k) => a[k * size + k]!), vectors };
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = row + 1; column < size; column += 1) sum += a[row * size + column]! ** 2;
  }
  return sum;
}

function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const off = a[p * size + q]!;
  if (Math.abs(off) < 1e-12) return;
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * off);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  a[p * size + p]! -= tangent * off;
  a[q * size + q]! += tangent * off;
  a[p * size + q] = 0;
  a[q * size + p] = 0;
  for (let k = 0; k < size; k += 1) {
    if (k !== p && k !== q) {
      const akp = a[k * size + p]!;
      const akq = a[k * size + q]!;
      const toP = cosine * akp - sine * akq;
      const toQ = sine * akp + cosine * akq;
      a[k * size + p] = toP;
      a[p * size + k] = toP;
      a[k * size + q] = toQ;
      a[q * size + k] = toQ;
    }
    const vkp = vectors[k * size + p]!;
    const vkq = vectors[k * size + q]!;
    vectors[k * size + p] = cosine * vkp - sine * vkq;
    vectors[k * size + q] = sine * vkp + cosine * vkq;
  }
}
