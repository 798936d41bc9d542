/**
 * Character n-gram model: hashed n-grams within words, sublinear tf, idf, length 1, linear. It sees inflection and typing
 * errors that a small encoder misses (models/MODEL.md, "From a comment to tags", 5).
 */
import { RecentlyUsed } from '../domain/recentlyUsed.js';
import type { Heads, LexicalLayer } from './heads.js';

/** Occurrences of each n-gram bucket of one text. */
export type BucketCounts = ReadonlyMap<number, number>;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const REMEMBERED_WORDS = 20_000;
const LONGEST_REMEMBERED_WORD = 64;

/** Makes the function that counts the n-gram buckets of a text. */
export function createGramCounter(
  shape: Pick<Heads['lexical'], 'bits' | 'nMin' | 'nMax'>,
): (text: string) => BucketCounts {
  const remembered = new RecentlyUsed<string, readonly number[]>(REMEMBERED_WORDS);
  const computeBuckets = (word: string) => gramBuckets(word, shape);
  return (text) => {
    const counts = new Map<number, number>();
    for (const [word] of text.normalize('NFKC').toLowerCase().matchAll(/\S+/gu)) {
      const buckets =
        word.length > LONGEST_REMEMBERED_WORD ? computeBuckets(word) : remembered.getOrCompute(word, computeBuckets);
      for (const bucket of buckets) counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    return counts;
  };
}

/** Bucket (0 … 2^bits − 1) of each n-gram of the word with one space before and after, repeats included. */
export function gramBuckets(word: string, shape: Pick<Heads['lexical'], 'bits' | 'nMin' | 'nMax'>): number[] {
  const characters = Array.from(` ${word} `, (character) => Buffer.from(character, 'utf8'));
  const mask = 2 ** shape.bits - 1;
  const buckets: number[] = [];
  for (let start = 0; start < characters.length; start += 1) {
    let hash = FNV_OFFSET;
    for (let size = 1; size <= shape.nMax && start + size <= characters.length; size += 1) {
      // FNV-1a reads byte after byte, so each longer n-gram goes on from the shorter one
      for (const byte of characters[start + size - 1]!) hash = Math.imul(hash ^ byte, FNV_PRIME);
      if (size >= shape.nMin) buckets.push(hash & mask);
    }
  }
  return buckets;
}

/** Logits of a linear layer on the tf-idf vector of counted n-grams: one per bias. */
export function lexicalLogits(counts: BucketCounts, layer: LexicalLayer): number[] {
  const outputs = layer.bias.length;
  const sums = new Float64Array(outputs);
  let squares = 0;
  for (const [bucket, count] of counts) {
    const value = (1 + Math.log(count)) * layer.idf[bucket]!;
    if (value === 0) continue;
    squares += value * value;
    for (let output = 0; output < outputs; output += 1)
      sums[output]! += value * layer.weight[bucket * outputs + output]!;
  }
  const length = squares > 0 ? Math.sqrt(squares) : 1;
  return Array.from(sums, (sum, output) => sum / length + layer.bias[output]!);
}
