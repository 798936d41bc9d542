/** What an own theme's head reads of a text: its standardised span vectors, and the tf-idf of its character n-grams. */
import type { Heads } from './heads.js';
import type { EmbeddedText } from './learner.js';
import { createGramCounter } from './lexical.js';
import { decodeSpanVectors, type SpanVectors } from './spanVectors.js';

/** Sparse vector of length 1 (or 0 without any n-gram that has an idf), by bucket. */
export interface SparseVector {
  readonly buckets: Int32Array;
  readonly values: Float64Array;
}

export interface TextFeatures {
  readonly vectors: SpanVectors;
  readonly grams: SparseVector;
}

/** @throws when a text's vectors are of another length than the heads read */
export function createFeatureReader(heads: Heads): (text: EmbeddedText) => TextFeatures {
  const countGrams = createGramCounter(heads.lexical);
  const { idf } = heads.lexical.theme;
  return ({ text, vectors: bytes }) => {
    const vectors = decodeSpanVectors(bytes);
    if (vectors.hidden !== heads.hidden) {
      throw new Error(`expected vectors of ${heads.hidden} numbers for these heads, got ${vectors.hidden}`);
    }
    const entries: (readonly [bucket: number, value: number])[] = [];
    let squares = 0;
    for (const [bucket, count] of countGrams(text)) {
      const value = (1 + Math.log(count)) * idf[bucket]!;
      if (value === 0) continue;
      squares += value * value;
      entries.push([bucket, value]);
    }
    const length = Math.sqrt(squares) || 1;
    return {
      vectors,
      grams: {
        buckets: Int32Array.from(entries, ([bucket]) => bucket),
        values: Float64Array.from(entries, ([, value]) => value / length),
      },
    };
  };
}

/** Encoder logit of one span (formula 4) for weights on standardised vectors, without bias. */
export function spanLogit({ hidden, values, scales }: SpanVectors, row: number, weight: ArrayLike<number>): number {
  let sum = 0;
  const start = row * hidden;
  for (let i = 0; i < hidden; i += 1) sum += weight[i]! * values[start + i]!;
  return sum * scales[row]!;
}

/** The span with the highest encoder logit, and that logit. */
export function bestSpan(
  vectors: SpanVectors,
  weight: ArrayLike<number>,
): { readonly row: number; readonly logit: number } {
  let best = { row: 0, logit: -Infinity };
  for (let row = 0; row < vectors.spans.length; row += 1) {
    const logit = spanLogit(vectors, row, weight);
    if (logit > best.logit) best = { row, logit };
  }
  return best;
}
