/**
 * Logistic regression with L2 penalty, fitted by L-BFGS (Liu & Nocedal 1989): minimises C · Σ weight · loss + ½ |weights|²,
 * biases not penalised. Two classes have one output (sigmoid), more have one each (softmax).
 */

export interface LabelledRows {
  /** Row-major, `columns` numbers a row. */
  readonly x: Float32Array | Float64Array;
  readonly columns: number;
  /** Class of each row, 0 … classes − 1. */
  readonly y: Uint8Array;
  /** Weight of each row; 1 when left out. */
  readonly rowWeights?: Float64Array;
}

export interface LinearModel {
  /** One row of `columns` numbers per output. */
  readonly weight: Float64Array;
  /** One number per output. */
  readonly bias: Float64Array;
}

/** `c`: inverse strength of the penalty, above 0. Throws when a class never occurs. */
export function fitLogisticRegression(rows: LabelledRows, classes: number, c: number): LinearModel {
  const { columns, y } = rows;
  if (rows.x.length !== y.length * columns) {
    throw new Error(`expected ${y.length} rows of ${columns} numbers, got ${rows.x.length} numbers`);
  }
  for (let label = 0; label < classes; label += 1) {
    if (!y.includes(label))
      throw new Error(`expected each of ${classes} classes among ${y.length} rows, got none of ${label}`);
  }
  const outputs = classes === 2 ? 1 : classes;
  const parameters = minimise(penalisedLoss(rows, outputs, c), new Float64Array(outputs * (columns + 1)));
  return { weight: parameters.slice(0, outputs * columns), bias: parameters.slice(outputs * columns) };
}

/** Value at a point; writes the gradient there into `gradient`. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

function penalisedLoss({ x, columns, y, rowWeights }: LabelledRows, outputs: number, c: number): Objective {
  const logits = new Float64Array(outputs);
  return (point, gradient) => {
    const biases = outputs * columns;
    gradient.fill(0);
    let value = 0;
    for (let i = 0; i < biases; i += 1) {
      value += 0.5 * point[i]! ** 2;
      gradient[i] = point[i]!;
    }
    for (let row = 0; row < y.length; row += 1) {
      const start = row * columns;
      for (let output = 0; output < outputs; output += 1) {
        let sum = point[biases + output]!;
        for (let i = 0; i < columns; i += 1) sum += point[output * columns + i]! * x[start + i]!;
        logits[output] = sum;
      }
      const weight = c * (rowWeights?.[row] ?? 1);
      value += weight * lossAndSlopes(logits, y[row]!);
      for (let output = 0; output < outputs; output += 1) {
        const slope = weight * logits[output]!;
        for (let i = 0; i < columns; i += 1) gradient[output * columns + i]! += slope * x[start + i]!;
        gradient[biases + output]! += slope;
      }
    }
    return value;
  };
}

/** −ln of the probability of the class; the logits are replaced by the loss's slopes (probability − 1 or − 0). */
function lossAndSlopes(logits: Float64Array, label: number): number {
  if (logits.length === 1) {
    const logit = logits[0]!;
    logits[0] = 1 / (1 + Math.exp(-logit)) - label;
    const signed = label === 1 ? logit : -logit;
    return Math.max(0, -signed) + Math.log1p(Math.exp(-Math.abs(signed)));
  }
  const largest = logits.reduce((max, logit) => Math.max(max, logit), -Infinity);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  const loss = Math.log(total) + largest - logits[label]!;
  for (let i = 0; i < logits.length; i += 1) logits[i] = Math.exp(logits[i]! - largest) / total - (i === label ? 1 : 0);
  return loss;
}

const REMEMBERED_STEPS = 10;
const MOST_ITERATIONS = 300;
/** Largest component of the gradient at which the search ends, relative to the value. */
const TOLERANCE = 1e-6;

/** L-BFGS with backtracking (Armijo). `tolerance`: largest component of the gradient at which it ends, relative to the value. */
export function minimise(
  objective: Objective,
  start: Float64Array,
  { iterations = MOST_ITERATIONS, tolerance = TOLERANCE } = {},
): Float64Array {
  let point = start;
  let gradient = new Float64Array(start.length);
  let value = objective(point, gradient);
  const history: { readonly step: Float64Array; readonly change: Float64Array; readonly inverse: number }[] = [];
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    if (gradient.every((slope) => Math.abs(slope) <= tolerance * Math.max(1, Math.abs(value)))) break;
    const direction = descent(gradient, history);
    const slope = dot(direction, gradient);
    const next = new Float64Array(point.length);
    const nextGradient = new Float64Array(point.length);
    let length = iteration === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    let nextValue = Infinity;
    for (let tries = 0; tries < 40; tries += 1, length /= 2) {
      for (let i = 0; i < point.length; i += 1) next[i] = point[i]! + length * direction[i]!;
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + 1e-4 * length * slope) break;
    }
    // no step goes down any more: rounding has the last word
    if (!(nextValue < value)) break;
    const step = next.map((to, i) => to - point[i]!);
    const change = nextGradient.map((to, i) => to - gradient[i]!);
    const curvature = dot(step, change);
    if (curvature > 1e-12) history.push({ step, change, inverse: 1 / curvature });
    if (history.length > REMEMBERED_STEPS) history.shift();
    [point, gradient, value] = [next, nextGradient, nextValue];
  }
  return point;
}

/** Two-loop recursion: minus the inverse Hessian, as the last steps suggest it, times the gradient. */
function descent(
  gradient: Float64Array,
  history: readonly { readonly step: Float64Array; readonly change: Float64Array; readonly inverse: number }[],
): Float64Array {
  const direction = gradient.map((slope) => -slope);
  const factors: number[] = [];
  for (const { step, change, inverse } of history.toReversed()) {
    const factor = inverse * dot(step, direction);
    factors.unshift(factor);
    for (let i = 0; i < direction.length; i += 1) direction[i]! -= factor * change[i]!;
  }
  const last = history.at(-1);
  if (last) {
    const scale = 1 / (last.inverse * dot(last.change, last.change));
    for (let i = 0; i < direction.length; i += 1) direction[i]! *= scale;
  }
  history.forEach(({ step, change, inverse }, index) => {
    const factor = factors[index]! - inverse * dot(change, direction);
    for (let i = 0; i < direction.length; i += 1) direction[i]! += factor * step[i]!;
  });
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}
