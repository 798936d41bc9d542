/**
 * How alike two texts are by their vectors: the cosine of the angle between what is distinctive in each. The vectors of all
 * feedback comments point much the same way, because they are all feedback; their mean and the directions in which they differ
 * most are taken out first, which leaves what they are about (all-but-the-top, Mu and
 * Viswanath 2018; what it gains: docs/search.md).
 */

import { seededRandom } from './random.js';

/** What the texts of a vector space have in common. */
export interface CommonDirections {
  /** Mean of the texts' vectors, each of length 1. */
  readonly mean: Float32Array;
  /** Directions of length 1, at right angles, in which the texts differ most. */
  readonly axes: readonly Float32Array[];
}

/** What is distinctive in a text, of length 1; all zeros for a text that has nothing of its own. */
export type Direction = Float32Array;

/** A second axis would find themes no better and mix praise with complaint; from the third on themes are taken apart. */
const AXES = 1;
const ROUNDS = 30;

/** The mean and the principal axes of texts that stand for all of a space. Same texts in the same order, same result. */
export function commonDirections(vectors: readonly Int8Array[], axes = AXES): CommonDirections {
  const [first] = vectors;
  if (!first) throw new Error('expected vectors to find their common directions in, got none');
  const rows = vectors.map((vector) => unit(Float64Array.from(vector)));
  const mean = new Float64Array(first.length);
  for (const row of rows) row.forEach((value, index) => (mean[index]! += value / rows.length));
  for (const row of rows) addScaled(row, mean, -1);
  const found: Float64Array[] = [];
  const random = seededRandom(1);
  for (let each = 0; each < Math.min(axes, first.length); each += 1) {
    // power iteration on what the axes before have left
    let axis = unit(Float64Array.from(mean, () => random() - 0.5));
    for (let round = 0; round < ROUNDS; round += 1) {
      const next = new Float64Array(first.length);
      for (const row of rows) addScaled(next, row, dot(row, axis));
      for (const earlier of found) addScaled(next, earlier, -dot(next, earlier));
      axis = unit(next);
    }
    found.push(axis);
  }
  return { mean: Float32Array.from(mean), axes: found.map((axis) => Float32Array.from(axis)) };
}

/** @throws when the vector is not as long as those of the space */
export function distinctiveOf(vector: Int8Array, { mean, axes }: CommonDirections): Direction {
  if (vector.length !== mean.length) {
    throw new Error(`expected a vector of ${mean.length} numbers, got one of ${vector.length}`);
  }
  const own = unit(Float64Array.from(vector));
  addScaled(own, mean, -1);
  for (const axis of axes) addScaled(own, axis, -dot(own, axis));
  return Float32Array.from(unit(own));
}

/** A direction that was found among other texts of the space, as it is among these: without their axes, of length 1. */
export function directionAmong(direction: Direction, { axes }: CommonDirections): Direction {
  const own = Float64Array.from(direction);
  for (const axis of axes) addScaled(own, axis, -dot(own, axis));
  return Float32Array.from(unit(own));
}

/** −1 to 1: 1 for the same text, around 0 for two comments drawn at random. */
export function similarityOf(one: Direction, other: Direction): number {
  return Math.max(-1, Math.min(1, dot(one, other)));
}

/**
 * The similarity of many vectors to one direction, the same as `similarityOf` to within rounding but several times as fast: all
 * that is needed of a vector are its products with the direction, the mean and the axes.
 */
export function comparerOf(direction: Direction, { mean, axes }: CommonDirections): (vector: Int8Array) => number {
  const parts = [direction, mean, ...axes];
  const ofMean = parts.map((part) => dot(part, mean));
  const products = new Float64Array(parts.length);
  return (vector) => {
    if (vector.length !== mean.length) {
      throw new Error(`expected a vector of ${mean.length} numbers, got one of ${vector.length}`);
    }
    products.fill(0);
    let square = 0;
    for (let index = 0; index < vector.length; index += 1) {
      const value = vector[index]!;
      square += value * value;
      for (let part = 0; part < parts.length; part += 1) products[part]! += parts[part]![index]! * value;
    }
    if (square === 0) return similarityOf(direction, distinctiveOf(vector, { mean, axes }));
    const length = Math.sqrt(square);
    // |x − mean|² less what lies along the axes
    let left = 1 - (2 * products[1]!) / length + ofMean[1]!;
    for (let part = 2; part < parts.length; part += 1) left -= (products[part]! / length - ofMean[part]!) ** 2;
    if (!(left > 1e-12)) return 0;
    return Math.max(-1, Math.min(1, (products[0]! / length - ofMean[0]!) / Math.sqrt(left)));
  };
}

type Numbers = Float32Array | Float64Array;

function dot(one: Numbers, other: Numbers): number {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum += one[index]! * other[index]!;
  return sum;
}

function addScaled(to: Float64Array, other: Numbers, factor: number): void {
  for (let index = 0; index < to.length; index += 1) to[index]! += factor * other[index]!;
}

/** The same direction with length 1, in place; zeros stay. */
function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  if (length > 0) for (let index = 0; index < vector.length; index += 1) vector[index]! /= length;
  return vector;
}
