import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../src/domain/random.js';
import { meanDirection, sphericalKMeans, type Clusters } from '../../src/domain/sphericalKMeans.js';

function run(rows: readonly Float32Array[], k: number, start: readonly Float32Array[] = [], seed = 1): Clusters {
  const work = sphericalKMeans(rows, k, start, seededRandom(seed));
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

const at = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));

test('directions that point alike are one group', () => {
  const rows = [0, 5, 10, 120, 125, 130, 240, 245, 250].map(at);
  const { assigned, centres, similarities } = run(rows, 3);
  assert.equal(new Set(assigned).size, 3);
  for (const first of [0, 3, 6]) assert.deepEqual(assigned.slice(first, first + 3), Array(3).fill(assigned[first]));
  // the middle of 0, 5 and 10 degrees is 5 degrees
  assert.ok(Math.abs(centres[assigned[0]!]![1]! - Math.sin((5 * Math.PI) / 180)) < 1e-6);
  assert.ok(Math.abs(similarities[0]! - Math.cos((5 * Math.PI) / 180)) < 1e-6);
});

test('groups known before keep their place, and the same random numbers give the same groups', () => {
  const rows = [0, 5, 120, 125, 240, 245].map(at);
  const { assigned } = run(rows, 3, [at(240), at(0)]);
  assert.deepEqual(assigned, [1, 1, 2, 2, 0, 0]);
  assert.deepEqual(run(rows, 3, [], 7), run(rows, 3, [], 7));
});

test('more groups than different rows leave some out, and no row is lost', () => {
  const { assigned, centres } = run([at(0), at(0), at(90)], 5);
  assert.equal(centres.length, 2);
  assert.deepEqual([assigned[0] === assigned[1], assigned[0] === assigned[2]], [true, false]);
  assert.equal(meanDirection([]), null);
  assert.equal(meanDirection([Float32Array.of(1, 0), Float32Array.of(-1, 0)]), null);
});
