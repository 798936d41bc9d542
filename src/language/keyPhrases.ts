/** The words and word pairs that mark comments about a theme against comments that are not. */
import ngrams from 'natural/lib/natural/ngrams/ngrams.js';
import TfIdf from 'natural/lib/natural/tfidf/tfidf.js';
import type { Language } from '../domain/theme.js';
import { splitClauses } from './clauses.js';
import { STOP_WORDS } from './frequentWords.js';
import { stemWord } from './stems.js';
import { splitWords } from './words.js';

export interface KeyPhrase {
  /** As most people wrote it, lower case. */
  readonly phrase: string;
  /** Comments with the theme that have it in any form; at least MIN_COMMENTS. */
  readonly comments: number;
}

/** Fewer comments behind a phrase could point at a person. */
const MIN_COMMENTS = 5;
/** A phrase must be this many times as common in comments with the theme as in those without. */
const MIN_RATIO = 2;
/** Phrases weighed by idf: it changes the order of those that differ most, and brings none up from far below. */
const MOST_CANDIDATES = 200;
/** A word is left out for a pair that has it when the pair makes up at least this share of its comments. */
const PAIR_SHARE = 0.6;

/** A comment's phrases: stems → the form as written. */
type Phrases = ReadonlyMap<string, string>;

/**
 * Phrases ranked by the difference of their mean tf–idf weight in comments with the theme and without it (a phrase counts once
 * a comment): idf · (share with − share without). At most `limit`, best first; stop words never begin or end a phrase.
 */
export function keyPhrases(
  withTheme: readonly string[],
  without: readonly string[],
  lang: Language,
  limit: number,
): KeyPhrase[] {
  const about = withTheme.map((text) => commentPhrases(text, lang));
  const other = without.map((text) => commentPhrases(text, lang));
  const commentsAbout = countComments(about);
  const commentsOther = countComments(other);
  const candidates = new Map(
    [...commentsAbout]
      .map(([key, comments]) => {
        const share = comments / about.length;
        const shareWithout = (commentsOther.get(key) ?? 0) / Math.max(1, other.length);
        return [key, { key, comments, difference: share - shareWithout, ratio: share / shareWithout }] as const;
      })
      .filter(([, found]) => found.comments >= MIN_COMMENTS && found.ratio >= MIN_RATIO && found.difference > 0)
      .sort(([, a], [, b]) => b.difference - a.difference)
      .slice(0, MOST_CANDIDATES),
  );
  // idf walks through every comment for each phrase, so it is given only those that can still be shown
  const tfIdf = new TfIdf();
  for (const phrases of [...about, ...other]) {
    tfIdf.addDocument([...phrases.keys()].filter((key) => candidates.has(key)));
  }
  const ranked = [...candidates.values()]
    .map((found) => ({ ...found, weight: tfIdf.idf(found.key) * found.difference }))
    .filter((found) => found.weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1));
  const covered = coveredWords(ranked);
  return ranked
    .filter((found) => (covered.get(found.key) ?? 0) < PAIR_SHARE * found.comments)
    .slice(0, limit)
    .map(({ key, comments }) => ({ phrase: commonForm(about, key), comments }));
}

/** Most comments of any ranked pair that a word is part of, by word. */
function coveredWords(ranked: readonly { readonly key: string; readonly comments: number }[]): Map<string, number> {
  const covered = new Map<string, number>();
  for (const { key, comments } of ranked) {
    const parts = key.split(' ');
    if (parts.length !== 2) continue;
    for (const word of parts) covered.set(word, Math.max(comments, covered.get(word) ?? 0));
  }
  return covered;
}

/** Words and pairs of neighbouring words within a clause, by their stems. */
function commentPhrases(text: string, lang: Language): Phrases {
  const stem = (word: string) => stemWord(word, lang);
  const isContent = (word: string) => word.length > 2 && /\p{L}/u.test(word) && !STOP_WORDS[lang].has(word);
  const phrases = new Map<string, string>();
  for (const { start, end } of splitClauses(text)) {
    const words = splitWords(text.slice(start, end));
    for (const word of words) if (isContent(word)) phrases.set(stem(word), word);
    for (const [first, second] of ngrams.bigrams(words)) {
      if (isContent(first) && isContent(second)) phrases.set(`${stem(first)} ${stem(second)}`, `${first} ${second}`);
    }
  }
  return phrases;
}

function countComments(comments: readonly Phrases[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const phrases of comments) for (const key of phrases.keys()) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function commonForm(comments: readonly Phrases[], key: string): string {
  const counts = new Map<string, number>();
  for (const phrases of comments) {
    const form = phrases.get(key);
    if (form !== undefined) counts.set(form, (counts.get(form) ?? 0) + 1);
  }
  return [...counts].reduce((best, form) => (form[1] > best[1] ? form : best))[0];
}
