import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  decodeSpanVectors,
  encodeSpanVectors,
  quantiseSpans,
  standardisedVector,
} from '../../src/tagging/spanVectors.js';

const standardise = { mean: Float32Array.of(1, 0), sd: Float32Array.of(2, 0.5) };

test('vectors are standardised and the largest value becomes 127', () => {
  // (5 − 1) / 2 = 2 and (−0.25 − 0) / 0.5 = −0.5: scale 2 / 127, −0.5 becomes round(−31.75) = −32
  const vectors = quantiseSpans([{ start: 0, end: 3, tokens: 1, vector: Float32Array.of(5, -0.25) }], standardise);
  assert.deepEqual([...vectors.values], [127, -32]);
  assert.equal(vectors.scales[0], Math.fround(2 / 127));
  assert.ok(Math.abs(standardisedVector(vectors, 0)[0]! - 2) < 1e-6);
});

test('the bytes are laid out as documented', () => {
  const vectors = quantiseSpans([{ start: 130, end: 133, tokens: 2, vector: Float32Array.of(1, 0) }], standardise);
  // version, 2 numbers, 1 span, start 130 = 0x82 0x01, length 3, 2 tokens, scale 0, values 0 0
  assert.deepEqual([...encodeSpanVectors(vectors)], [1, 2, 1, 0x82, 0x01, 3, 2, 0, 0, 0, 0, 0, 0]);
});

test('what was encoded is decoded the same, from any place in a buffer', () => {
  const span = fc.record({ start: fc.nat(100_000), length: fc.nat(5000), tokens: fc.nat(3000) });
  const value = fc.float({ min: -30, max: 30, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(span, value, value), { maxLength: 20 }), (rows) => {
      const vectors = quantiseSpans(
        rows.map(([{ start, length, tokens }, a, b]) => ({
          ...{ start, end: start + length, tokens },
          vector: Float32Array.of(a, b),
        })),
        standardise,
      );
      const bytes = encodeSpanVectors(vectors);
      const shifted = new Uint8Array(bytes.length + 3);
      shifted.set(bytes, 3);
      assert.deepEqual(decodeSpanVectors(shifted.subarray(3)), vectors);
    }),
  );
});

test('bytes of another version, cut off or too many are refused', () => {
  const bytes = encodeSpanVectors(
    quantiseSpans([{ start: 0, end: 1, tokens: 1, vector: Float32Array.of(1, 1) }], standardise),
  );
  assert.throws(
    () => decodeSpanVectors(Uint8Array.of(2, ...bytes.subarray(1))),
    /expected span vectors of version 1, got 2/,
  );
  for (let length = 0; length < bytes.length; length += 1) {
    assert.throws(() => decodeSpanVectors(bytes.slice(0, length)), /expected/);
  }
  assert.throws(() => decodeSpanVectors(Uint8Array.of(...bytes, 0)), /expected 12 bytes of span vectors, got 13/);
});
