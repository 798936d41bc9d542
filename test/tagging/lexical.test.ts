import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { BucketCounts, createGramCounter, gramBuckets, lexicalLogits } from '../../src/tagging/lexical.js';

const shape = { bits: 17, nMin: 2, nMax: 5 };

/** FNV-1a, 32 bits, by the book: whole n-gram at once, in exact integers. */
function bucketOf(gram: string): number {
  let hash = 2166136261n;
  for (const byte of Buffer.from(gram, 'utf8')) hash = ((hash ^ BigInt(byte)) * 16777619n) % 2n ** 32n;
  return Number(hash & 131071n);
}

test('n-grams of a word are those of the word with a space before and after', () => {
  const expected = [' h', 'hä', 'ä ', ' hä', 'hä ', ' hä '].map(bucketOf).sort();
  assert.deepEqual(gramBuckets('hä', shape).sort(), expected);
});

test('n-grams are of code points, not of UTF-16 units', () => {
  assert.deepEqual(gramBuckets('👍', shape).sort(), [' 👍', '👍 ', ' 👍 '].map(bucketOf).sort());
});

test('the hash of "foobar" is the published one', () => {
  // FNV-1a 32 of "foobar" is 0xbf9cf968 in the authors' test vectors; here it is one of the 6-grams of " foobar "
  const hashes = gramBuckets('foobar', { bits: 32, nMin: 6, nMax: 6 }).map((hash) => hash >>> 0);
  assert.equal(hashes.length, 3);
  assert.ok(hashes.includes(0xbf9cf968));
});

test('case and compatibility forms do not matter', () => {
  const count = createGramCounter(shape);
  assert.deepEqual([...count('HYVÄ ﬁ')].sort(), [...count('hyva\u0308 fi')].sort());
});

test('logits are the product of the length-1 tf-idf vector and the weights', () => {
  const layer = {
    idf: Float32Array.of(2, 0, 1),
    weight: Float32Array.of(1, 10, 5, 5, 0, 100),
    bias: Float32Array.of(0.5, 0),
  };
  // tf-idf: bucket 0 once 1 · 2 = 2, bucket 1 has idf 0, bucket 2 once 1 · 1; length √5
  const [first, second] = lexicalLogits(new BucketCounts(Int32Array.of(0, 1, 2), Int32Array.of(1, 7, 1)), layer);
  assert.ok(Math.abs(first! - (2 / Math.sqrt(5) + 0.5)) < 1e-9);
  assert.ok(Math.abs(second! - (20 + 100) / Math.sqrt(5)) < 1e-9);
  assert.deepEqual(lexicalLogits(new BucketCounts(new Int32Array(0), new Int32Array(0)), layer), [0.5, 0]);
});
