import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../src/domain/random.js';
import { commonDirections, comparerOf, distinctiveOf, similarityOf } from '../../src/domain/similarity.js';

const near = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-6, `${actual}`);

test('similarity is the cosine of what is left when the mean is taken out', () => {
  // of length 1: (0.6, 0.8) and (0.6, −0.8); their mean is (0.6, 0), and what is left points opposite ways
  const common = commonDirections([Int8Array.of(3, 4), Int8Array.of(3, -4)], 0);
  near(common.mean[0]!, 0.6);
  near(common.mean[1]!, 0);
  const [up, down, flat] = [Int8Array.of(30, 40), Int8Array.of(3, -4), Int8Array.of(5, 0)].map((vector) =>
    distinctiveOf(vector, common),
  ) as [Float32Array, Float32Array, Float32Array];
  near(similarityOf(up, down), -1);
  near(similarityOf(up, up), 1);
  near(similarityOf(up, flat), 0);
});

test('the axes in which texts differ most are taken out, and are at right angles', () => {
  // differ most along the first dimension, then the second; the third is what is left
  const vectors = [1, -1].flatMap((a) =>
    [1, -1].flatMap((b) => [1, -1].map((c) => Int8Array.of(100 * a, 30 * b, 10 * c))),
  );
  const common = commonDirections(vectors, 2);
  assert.equal(common.axes.length, 2);
  near(Math.abs(common.axes[0]![0]!), 1);
  near(Math.abs(common.axes[1]![1]!), 1);
  const one = distinctiveOf(Int8Array.of(100, 30, 10), common);
  near(similarityOf(one, distinctiveOf(Int8Array.of(-100, -30, 10), common)), 1);
  near(similarityOf(one, distinctiveOf(Int8Array.of(100, 30, -10), common)), -1);
});

test('a text without a direction is like nothing, and vectors of another length are refused', () => {
  const common = commonDirections([Int8Array.of(1, 2, 3), Int8Array.of(-1, -2, -3)], 1);
  near(similarityOf(distinctiveOf(Int8Array.of(0, 0, 0), common), distinctiveOf(Int8Array.of(3, 0, 0), common)), 0);
  assert.throws(() => distinctiveOf(Int8Array.of(1, 2), common), /expected a vector of 3 numbers, got one of 2/);
  assert.throws(() => commonDirections([]), /expected vectors/);
});

test('comparing many with one gives what comparing each pair gives', () => {
  const random = seededRandom(5);
  const vectors = Array.from({ length: 50 }, () =>
    Int8Array.from({ length: 24 }, () => Math.round(254 * random() - 127)),
  );
  const common = commonDirections(vectors, 2);
  const asked = distinctiveOf(vectors[0]!, common);
  const compare = comparerOf(asked, common);
  for (const vector of [...vectors, new Int8Array(24)])
    near(compare(vector), similarityOf(asked, distinctiveOf(vector, common)));
  assert.throws(() => compare(Int8Array.of(1)), /expected a vector of 24 numbers, got one of 1/);
});
