/**
 * How much of the explained variance goes with each predictor (LMG: Lindeman, Merenda & Gold 1980; the Shapley value of R²). The
 * parts are not negative and add up to R². relativeWeights.ts comes close for a fraction of the work.
 */
import type { CrossProducts } from './linearModel.js';

/** Most predictors that are split up: all 2^K subsets are gone through. */
export const MOST_PREDICTORS = 14;
const COLLINEAR = 1e-9;

/**
 * Parts of R² in the order of the predictors, each averaged over all orders in which predictors can enter; zeros when the outcome
 * does not vary.
 * @throws with more than 14 predictors
 */
export function splitRSquared(cross: CrossProducts): number[] {
  const { predictors } = cross;
  if (predictors > MOST_PREDICTORS) {
    throw new Error(`expected at most ${MOST_PREDICTORS} predictors, got ${predictors}`);
  }
  return new SubsetWalk(cross).parts();
}

/**
 * Walks all subsets depth first. Including a predictor takes it out of the others and the outcome (one step of Gaussian
 * elimination), and leaving it out costs nothing, so that a subset is a few multiplications after the one before it.
 *
 * A predictor's part is Σ over subsets without it of w(|S|) [R²(S + it) − R²(S)] with w(s) = s! (K − 1 − s)! / K!. Sorted by
 * subset that is Σ over subsets with it of (w(s − 1) + w(s)) R² less Σ over all subsets of w(s) R²: one sum per subset.
 */
class SubsetWalk {
  private readonly size: number;
  private readonly total: number;
  /** What is left of the sums after the predictors taken in so far, one square per depth; upper halves only. */
  private readonly levels: Float64Array[];
  private readonly floors: number[];
  private readonly own: Float64Array;
  private readonly both: Float64Array;
  private readonly withIt: Float64Array;
  private overall = 0;

  constructor({ predictors, sums }: CrossProducts) {
    this.size = predictors + 1;
    this.total = sums[this.size * this.size - 1] ?? 0;
    this.levels = Array.from({ length: predictors + 1 }, () => new Float64Array(this.size * this.size));
    this.levels[0]!.set(sums);
    this.floors = Array.from({ length: predictors }, (_, row) => COLLINEAR * (sums[row * this.size + row] ?? 0));
    this.own = Float64Array.from({ length: predictors + 1 }, (_, s) => (s < predictors ? weight(s, predictors) : 0));
    this.both = this.own.map((value, s) => value + (s > 0 ? (this.own[s - 1] ?? 0) : 0));
    this.withIt = new Float64Array(predictors);
  }

  parts(): number[] {
    if (!(this.total > 0)) return Array.from(this.withIt, () => 0);
    this.walk(0, 0, 0, this.levels[0]!);
    return Array.from(this.withIt, (sum) => Math.max(0, (sum - this.overall) / this.total));
  }

  /** Sum over the subsets below of (w(s − 1) + w(s)) times what they explain. */
  private walk(depth: number, included: number, explained: number, left: Float64Array): number {
    const { size } = this;
    if (depth === size - 1) {
      this.overall += this.own[included]! * explained;
      return this.both[included]! * explained;
    }
    const pivot = left[depth * size + depth]!;
    let gain = 0;
    let next = left;
    if (pivot > this.floors[depth]!) {
      gain = left[depth * size + size - 1]! ** 2 / pivot;
      if (depth < size - 2) {
        next = this.levels[depth + 1]!;
        for (let row = depth + 1; row < size - 1; row += 1) {
          const factor = left[depth * size + row]! / pivot;
          const from = row * size;
          for (let column = row; column < size; column += 1) {
            next[from + column] = left[from + column]! - factor * left[depth * size + column]!;
          }
        }
      }
    }
    const inside = this.walk(depth + 1, included + 1, explained + gain, next);
    this.withIt[depth]! += inside;
    return inside + this.walk(depth + 1, included, explained, left);
  }
}

/** s! (K − 1 − s)! / K!, as 1 / (K · C(K − 1, s)) so that nothing overflows. */
function weight(s: number, predictors: number): number {
  let ways = 1;
  for (let step = 1; step <= s; step += 1) ways = (ways * (predictors - step)) / step;
  return 1 / (predictors * ways);
}
