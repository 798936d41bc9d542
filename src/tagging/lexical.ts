/**
 * Character n-gram model: hashed n-grams within words, sublinear tf, idf, length 1, linear. It sees inflection and typing
 * errors that a small encoder misses (models/MODEL.md, "From a comment to tags", 5).
 */
import { RecentlyUsed } from '../domain/recentlyUsed.js';
import type { Heads, LexicalLayer } from './heads.js';

/** bits: there are 2^bits buckets; n-grams of nMin … nMax characters. */
export type GramShape = Pick<Heads['lexical'], 'bits' | 'nMin' | 'nMax'>;

/** Occurrences of each n-gram bucket of one text, in the order in which the buckets first occur: sums depend on it in their last bit. */
export class BucketCounts implements Iterable<readonly [bucket: number, count: number]> {
  constructor(
    /** Each bucket once. */
    readonly buckets: Int32Array,
    readonly counts: Int32Array,
  ) {}

  *[Symbol.iterator](): Iterator<readonly [bucket: number, count: number]> {
    for (let i = 0; i < this.buckets.length; i += 1) yield [this.buckets[i]!, this.counts[i]!];
  }
}

export interface GramCounter {
  /** Buckets of the whole text. */
  (text: string): BucketCounts;
  /** Occurrences of each bucket, repeats included, of the words between `start` and `end` of a text as it is written. */
  occurrences(word: string): Int32Array;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const REMEMBERED_WORDS = 20_000;
const LONGEST_REMEMBERED_WORD = 64;
const WORD = /\S+/gu;
/** 1 + ln count by count, from 1 on; logarithms would take as long as the weights. */
const TF = Float64Array.from({ length: 64 }, (_, count) => 1 + Math.log(count));

/** Makes the function that counts the n-gram buckets of a text. It is not re-entrant, and need not be: it never waits. */
export function createGramCounter(shape: GramShape): GramCounter {
  const remembered = new RecentlyUsed<string, Int32Array>(REMEMBERED_WORDS);
  const computeBuckets = (word: string): Int32Array => Int32Array.from(gramBuckets(word, shape));
  // a Map of counts costs several times what the counting does; the table is all zeros between texts
  const table = new Int32Array(2 ** shape.bits);
  let order: Int32Array = new Int32Array(1024);

  const bucketsOf = (word: string): Int32Array =>
    word.length > LONGEST_REMEMBERED_WORD ? computeBuckets(word) : remembered.getOrCompute(word, computeBuckets);

  const count = (text: string): BucketCounts => {
    let distinct = 0;
    for (const word of plainWords(text)) {
      const buckets = bucketsOf(word);
      if (distinct + buckets.length > order.length) order = longer(order, distinct + buckets.length);
      for (let i = 0; i < buckets.length; i += 1) {
        const bucket = buckets[i]!;
        const before = table[bucket]!;
        if (before === 0) order[distinct++] = bucket;
        table[bucket] = before + 1;
      }
    }
    const buckets = order.slice(0, distinct);
    const counts = new Int32Array(distinct);
    for (let i = 0; i < distinct; i += 1) {
      counts[i] = table[buckets[i]!]!;
      table[buckets[i]!] = 0;
    }
    return new BucketCounts(buckets, counts);
  };
  return Object.assign(count, { occurrences: (word: string) => joined(plainWords(word).map(bucketsOf)) });
}

/** Words as they are counted: NFKC, lower case, divided at white space. */
function plainWords(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(WORD) ?? [];
}

function longer(list: Int32Array, atLeast: number): Int32Array {
  const grown = new Int32Array(Math.max(2 * list.length, atLeast));
  grown.set(list);
  return grown;
}

function joined(lists: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

/** Bucket (0 … 2^bits − 1) of each n-gram of the word with one space before and after, repeats included. */
export function gramBuckets(word: string, shape: GramShape): number[] {
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

/** Sublinear tf · idf of one bucket, before the text's vector is brought to length 1. */
export function tfIdf(count: number, idf: number): number {
  return (count < TF.length ? TF[count]! : 1 + Math.log(count)) * idf;
}

/** Length of a text's tf-idf vector; 1 for a text without any n-gram that the idf knows. */
export function tfIdfLength({ buckets, counts }: BucketCounts, idf: Float32Array): number {
  let squares = 0;
  for (let i = 0; i < buckets.length; i += 1) {
    const value = tfIdf(counts[i]!, idf[buckets[i]!]!);
    squares += value * value;
  }
  return squares > 0 ? Math.sqrt(squares) : 1;
}

/** Logits of a linear layer on the tf-idf vector of counted n-grams: one per bias. */
export function lexicalLogits({ buckets, counts }: BucketCounts, layer: LexicalLayer): number[] {
  const { idf, weight, bias } = layer;
  const outputs = bias.length;
  const sums = new Float64Array(outputs);
  let squares = 0;
  for (let i = 0; i < buckets.length; i += 1) {
    const bucket = buckets[i]!;
    const value = tfIdf(counts[i]!, idf[bucket]!);
    if (value === 0) continue;
    squares += value * value;
    const row = bucket * outputs;
    for (let output = 0; output < outputs; output += 1) sums[output]! += value * weight[row + output]!;
  }
  const length = squares > 0 ? Math.sqrt(squares) : 1;
  return Array.from(sums, (sum, output) => sum / length + bias[output]!);
}
