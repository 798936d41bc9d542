/** Whether what is written now is still what it was in the first months: meaning, words, and how sure the tagger is of it. */

/** What the directions of a month's vectors say together. */
export interface DirectionSummary {
  readonly n: number;
  /** Mean of the vectors, each of length 1. */
  readonly mean: Float64Array;
  /** Trace of their covariance: how far one comment lies from another. */
  readonly spread: number;
  /** Trace of its square: how much of that lies along few directions. */
  readonly squaredSpread: number;
}

/** More comments than this say hardly more of the spread's square, and pairs cost time. */
const MOST_PAIRED = 150;

/** Of at least two vectors with a direction; null of fewer. Only directions count, not lengths. */
export function summariseDirections(vectors: readonly ArrayLike<number>[]): DirectionSummary | null {
  const directions = vectors.map(toDirection).filter((direction) => direction !== null);
  const n = directions.length;
  const [first] = directions;
  if (first === undefined || n < 2) return null;
  const mean = new Float64Array(first.length);
  for (const direction of directions) direction.forEach((value, i) => (mean[i]! += value / n));
  const paired = directions.slice(0, MOST_PAIRED).map((direction) => direction.map((value, i) => value - mean[i]!));
  let squares = 0;
  let pairs = 0;
  for (let one = 0; one < paired.length; one += 1) {
    for (let other = one + 1; other < paired.length; other += 1) {
      squares += dot(paired[one]!, paired[other]!) ** 2;
      pairs += 1;
    }
  }
  // each vector has length 1, so that their mean square is 1
  return { n, mean, spread: ((1 - dot(mean, mean)) * n) / (n - 1), squaredSpread: squares / pairs };
}

function toDirection(vector: ArrayLike<number>): Float64Array | null {
  const values = Float64Array.from(vector);
  const length = Math.sqrt(dot(values, values));
  return length === 0 ? null : values.map((value) => value / length);
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i += 1) sum += one[i]! * other[i]!;
  return sum;
}

export interface DirectionDrift {
  /** Distance of the mean directions, with what sampling alone makes taken out; 0–2. */
  readonly distance: number;
  /** The squared distance beyond what sampling makes, in standard errors: about 0 when nothing changed. */
  readonly z: number;
}

/**
 * Distance of two months' mean directions by Chen & Qin (2010, Annals of Statistics 38:808): the squared distance less what two
 * samples of the same comments would have, over its standard error. Both months are taken to spread alike.
 */
export function directionDrift(first: DirectionSummary, month: DirectionSummary): DirectionDrift {
  const difference = first.mean.map((value, i) => value - (month.mean[i] ?? 0));
  const beyond = dot(difference, difference) - first.spread / first.n - month.spread / month.n;
  const squaredSpread = (first.squaredSpread * first.n + month.squaredSpread * month.n) / (first.n + month.n);
  const error = Math.sqrt(2 * squaredSpread) * (1 / first.n + 1 / month.n);
  return { distance: Math.sqrt(Math.max(0, beyond)), z: error > 0 ? beyond / error : 0 };
}

/** Share of words that are new, with its standard error over comments (a comment's words come together). */
export interface NewWords {
  readonly words: number;
  readonly newWords: number;
  readonly standardError: number;
}

/** Words of comments that no comment of `vocabulary` (word → comments that have it) has. */
export function countNewWords(
  comments: readonly (readonly string[])[],
  vocabulary: ReadonlyMap<string, number>,
): NewWords {
  return countWords(comments, (word) => !vocabulary.has(word));
}

/**
 * The same among the comments that the vocabulary was made of, each against all others: how many new words there are when nothing
 * has changed, since no vocabulary is ever complete.
 */
export function countOwnNewWords(
  comments: readonly (readonly string[])[],
  vocabulary: ReadonlyMap<string, number>,
): NewWords {
  return countWords(comments, (word) => (vocabulary.get(word) ?? 0) <= 1);
}

/** Word → comments that have it. */
export function vocabularyOf(comments: readonly (readonly string[])[]): Map<string, number> {
  const vocabulary = new Map<string, number>();
  for (const words of comments) {
    for (const word of new Set(words)) vocabulary.set(word, (vocabulary.get(word) ?? 0) + 1);
  }
  return vocabulary;
}

function countWords(comments: readonly (readonly string[])[], isNew: (word: string) => boolean): NewWords {
  const counts = comments.map((words) => ({ words: words.length, newWords: words.filter(isNew).length }));
  const words = counts.reduce((sum, count) => sum + count.words, 0);
  const newWords = counts.reduce((sum, count) => sum + count.newWords, 0);
  if (words === 0) return { words, newWords, standardError: 0 };
  const share = newWords / words;
  // ratio of two sums over comments, linearised (Cochran 1977, ch. 6)
  const squares = counts.reduce((sum, count) => sum + (count.newWords - share * count.words) ** 2, 0);
  return { words, newWords, standardError: Math.sqrt(squares) / words };
}

/**
 * Standard errors between two shares of new words, `month` over `first`; null without words. The error is at least that of words that
 * come one by one: comments that are all alike seem to have none.
 */
export function newWordsZ(first: NewWords, month: NewWords): number | null {
  if (first.words === 0 || month.words === 0) return null;
  const pooled = (first.newWords + month.newWords) / (first.words + month.words);
  const least = Math.sqrt(pooled * (1 - pooled) * (1 / first.words + 1 / month.words));
  const error = Math.max(least, Math.hypot(first.standardError, month.standardError));
  return error === 0 ? 0 : (month.newWords / month.words - first.newWords / first.words) / error;
}

/** Standard errors from which on a month differs: chance alone does it in fewer than 3 of 1000. */
export const DRIFT_LIMIT = 3;
/** One month alone may be a holiday or an outbreak of flu. */
const MONTHS_LOOKED_AT = 3;
const MONTHS_NEEDED = 2;

/** True when at least two of the last three months differ from the first one. @param z by month, oldest first; null: not known */
export function hasDrifted(z: readonly (number | null)[]): boolean {
  const last = z.filter((value) => value !== null).slice(-MONTHS_LOOKED_AT);
  return last.filter((value) => Math.abs(value) > DRIFT_LIMIT).length >= MONTHS_NEEDED;
}
