/** Groups of directions: k-means on the unit sphere (Dhillon and Modha 2001), seeded by k-means++ (Arthur and Vassilvitskii 2007). */
import type { Random } from './random.js';
import { similarityOf, type Direction } from './similarity.js';

export interface Clusters {
  /** Mean directions, of length 1; those given to start with come first, and a group that lost all its rows keeps its place. */
  readonly centres: readonly Direction[];
  /** Place of the nearest centre, by row. */
  readonly assigned: readonly number[];
  /** Of each row to its centre. */
  readonly similarities: readonly number[];
}

const MOST_ROUNDS = 40;
const ROWS_PER_STEP = 100;

/**
 * Same rows, starts and random numbers, same groups. Gives way after some milliseconds of work each time, so that whoever
 * drives it can let others go on.
 * @param k how many groups, at least 1; fewer when there are fewer different rows
 * @param start centres known before: at most k of them are used, the rest are drawn
 */
export function* sphericalKMeans(
  rows: readonly Direction[],
  k: number,
  start: readonly Direction[],
  random: Random,
): Generator<undefined, Clusters> {
  const centres = start.slice(0, k);
  yield* drawCentres(rows, k, centres, random);
  const assigned = rows.map(() => -1);
  const similarities = rows.map(() => 0);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let moved = 0;
    for (const [row, direction] of rows.entries()) {
      let best = 0;
      let nearest = -Infinity;
      for (const [place, centre] of centres.entries()) {
        const similarity = similarityOf(direction, centre);
        if (similarity > nearest) [best, nearest] = [place, similarity];
      }
      if (assigned[row] !== best) moved += 1;
      assigned[row] = best;
      similarities[row] = nearest;
      if (row % ROWS_PER_STEP === ROWS_PER_STEP - 1) yield;
    }
    if (moved === 0) break;
    for (const place of centres.keys()) {
      const centre = meanDirection(rows.filter((_, row) => assigned[row] === place));
      if (centre) centres[place] = centre;
    }
    yield;
  }
  return { centres, assigned, similarities };
}

/** Adds centres far from those there are: a row is drawn with a chance in proportion to its squared distance from the nearest. */
function* drawCentres(
  rows: readonly Direction[],
  k: number,
  centres: Direction[],
  random: Random,
): Generator<undefined, void> {
  const distances = rows.map(() => Infinity);
  const approach = (centre: Direction): void => {
    rows.forEach((row, index) => {
      // of two points on the unit sphere the squared distance is 2 − 2 cos
      distances[index] = Math.min(distances[index]!, Math.max(0, 2 - 2 * similarityOf(row, centre)));
    });
  };
  for (const centre of centres) {
    approach(centre);
    yield;
  }
  while (centres.length < k) {
    const chosen = centres.length === 0 ? Math.floor(random() * rows.length) : drawByDistance(distances, random);
    const centre = rows[chosen];
    if (!centre) return;
    centres.push(centre);
    approach(centre);
    yield;
  }
}

/** A row's place; −1 when every row is a centre. */
function drawByDistance(distances: readonly number[], random: Random): number {
  // rounding leaves a hair between equal rows
  const chances = distances.map((distance) => (distance > 1e-6 ? distance : 0));
  let left = random() * chances.reduce((sum, chance) => sum + chance, 0);
  for (const [index, chance] of chances.entries()) {
    if (chance === 0) continue;
    left -= chance;
    if (left <= 0) return index;
  }
  return chances.findLastIndex((chance) => chance > 0);
}

/** Null without rows, or where they cancel out. */
export function meanDirection(rows: readonly Direction[]): Direction | null {
  const [first] = rows;
  if (!first) return null;
  const sum = new Float64Array(first.length);
  for (const row of rows) row.forEach((value, index) => (sum[index]! += value));
  const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
  return length === 0 ? null : Float32Array.from(sum, (value) => value / length);
}
