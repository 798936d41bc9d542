/**
 * What each clause adds to a theme's log-odds. Exact, not an estimate: the whole comment's vector is the mean over its tokens, so
 * its logit is the token-weighted sum of its clauses' logits, and an n-gram's part of the character model is divided by where it
 * occurs. What no clause adds (words between clauses, rounding of stored vectors) is named as such.
 */
import type { Span } from '../domain/theme.js';
import { tfIdf, tfIdfLength, type BucketCounts } from './lexical.js';
import type { Heads } from './heads.js';
import type { ScoringModel } from './scoringModel.js';
import type { SpanVectors } from './spanVectors.js';
import type { ThemeReason } from './tagger.js';
import { weightedSum } from './vectorLayer.js';

/** What of a theme's score decides how it is divided. */
export interface ScoredTheme {
  readonly bestSpan: number;
  readonly lexicalLogit: number;
  readonly clauses: readonly { readonly span: Span; readonly logit: number }[];
}

export type Attribution = Pick<ThemeReason, 'encoder' | 'lexical' | 'constant' | 'clauses' | 'rest'>;

/** One attribution per theme, in the order of `scores`. */
export function attribute(
  model: ScoringModel,
  heads: Heads,
  text: string,
  vectors: SpanVectors,
  scores: readonly ScoredTheme[],
): Attribution[] {
  const clauses = scores[0]?.clauses.map((clause) => clause.span) ?? [];
  const grams = divideGrams(model, heads, text, clauses);
  const places = clauses.length + 1;
  return scores.map((score, k) => {
    const stack = model.stacks[k]!;
    const encoder = stack.encoder * weightedSum(model.encoder, k, vectors, score.bestSpan);
    const encoderShares = divideEncoder(model, k, vectors, score.bestSpan).map((share) => stack.encoder * share);
    const lexicalShares = grams.subarray(k * places, (k + 1) * places).map((share) => stack.lexical * share);
    const lexicalBias = model.lexicalBias(k);
    return {
      encoder,
      lexical: stack.lexical * (score.lexicalLogit - lexicalBias),
      constant: stack.encoder * model.encoder.bias[k]! + stack.lexical * lexicalBias + stack.bias,
      clauses: score.clauses.map((clause, c) => ({
        ...clause,
        encoder: encoderShares[c]!,
        lexical: lexicalShares[c]!,
      })),
      rest: {
        encoder: encoder - encoderShares.reduce((sum, share) => sum + share, 0),
        lexical: lexicalShares[clauses.length]!,
      },
    };
  });
}

/** Each clause's part of the best span's logit without its bias; they need not sum to it. */
function divideEncoder(model: ScoringModel, k: number, vectors: SpanVectors, best: number): number[] {
  const { spans } = vectors;
  const sumOf = (row: number): number => weightedSum(model.encoder, k, vectors, row);
  if (spans.length === 1) return [sumOf(0)];
  const tokens = spans[0]!.tokens;
  return spans.slice(1).map((span, index) => {
    if (best > 0) return best === index + 1 ? sumOf(best) : 0;
    // without tokens a vector is the mean over the whole input, which is no clause's
    return tokens > 0 && span.tokens > 0 ? (span.tokens / tokens) * sumOf(index + 1) : 0;
  });
}

/**
 * Each theme's character logit without its bias, divided: one number per clause, then that of the words outside all clauses.
 * Row-major, one row per theme.
 */
function divideGrams(model: ScoringModel, heads: Heads, text: string, clauses: readonly Span[]): Float64Array {
  const counts = model.countGrams(text);
  const { idf } = heads.lexical.theme;
  const length = tfIdfLength(counts, idf);
  const occurrences = countByPlace(model, text, clauses, counts);
  const places = occurrences.length;
  const themes = model.themes.length;
  const shares = new Float64Array(themes * places);
  for (let i = 0; i < counts.buckets.length; i += 1) {
    const bucket = counts.buckets[i]!;
    const count = counts.counts[i]!;
    const perOccurrence = tfIdf(count, idf[bucket]!) / length / count;
    if (perOccurrence === 0) continue;
    for (let theme = 0; theme < themes; theme += 1) {
      const added = perOccurrence * model.lexicalWeight(theme, bucket);
      if (added === 0) continue;
      for (let place = 0; place < places; place += 1) {
        shares[theme * places + place]! += occurrences[place]![i]! * added;
      }
    }
  }
  return shares;
}

/** Occurrences of each of the text's buckets: one list per clause, then one for the words outside all of them. */
function countByPlace(
  { countGrams }: ScoringModel,
  text: string,
  clauses: readonly Span[],
  counts: BucketCounts,
): Int32Array[] {
  const placeOfBucket = new Map(Array.from(counts.buckets, (bucket, i) => [bucket, i]));
  const found = Array.from({ length: clauses.length + 1 }, () => new Int32Array(counts.buckets.length));
  for (const match of text.matchAll(/\S+/gu)) {
    const start = match.index;
    const end = start + match[0].length;
    // no clause ends within a word but before its closing punctuation, so a word touches one clause at most
    const touched = clauses.findIndex((clause) => start < clause.end && end > clause.start);
    const ofPlace = found[touched < 0 ? clauses.length : touched]!;
    for (const bucket of countGrams.occurrences(match[0])) ofPlace[placeOfBucket.get(bucket)!]! += 1;
  }
  return found;
}
