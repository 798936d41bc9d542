/**
 * The lines of a phrase rule, as people write them (docs/serious.md), and where they match.
 *
 *   väär* & lääk*          both in one sentence, at most eight other words between, in either order
 *   (wrong|mixed up) tablet* one of several, and then the next word
 *   left ... alone         at most four other words between; `...7` at most seven
 *   fell                   this form only; `+fall` any form of the word; `fall*` begins so; `*fall` ends so; `*fall*` contains
 *   fall* / asleep love    not where one of these stands in the same sentence
 *   ~ violen*              not where it is denied: "no violence"
 *   ? forgot*              a hint: counts only together with likeness to an example
 *   # a note
 */
import type { Span } from './theme.js';

/** A word of a comment; `word` lower case. */
export interface PositionedWord {
  readonly word: string;
  readonly stem: string;
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  /** Number of its sentence in the comment. */
  readonly sentence: number;
  /** A comma or the like stands before it. */
  readonly afterPause: boolean;
}

export interface Pattern {
  /** The line as written. */
  readonly line: string;
  readonly hint: boolean;
  readonly deniable: boolean;
  /** Sequences that must all be in one sentence. */
  readonly parts: readonly (readonly Step[])[];
  readonly except: readonly WordTest[];
}

/** One of several words, or of several words in a row, after at most `gap` others. */
interface Step {
  readonly choices: readonly (readonly WordTest[])[];
  readonly gap: number;
}

export interface WordTest {
  readonly kind: 'form' | 'stem' | 'begins' | 'ends' | 'contains';
  readonly text: string;
  /** Stem of the text, for `stem`. */
  readonly stem: string;
  /** Both as they are written without dots and rings. */
  readonly plainText: string;
  readonly plainStem: string;
}

export type PatternProblem = 'empty' | 'bracket' | 'character' | 'gap' | 'short' | 'long';

/** Words between the two sides of `&`. */
const WINDOW = 8;
const GAP = 4;
const WIDEST_GAP = 12;
/** Letters of a beginning, an ending or an inner part; fewer would find half the language. */
const SHORTEST_PART = 3;
const LONGEST_LINE = 800;

/** Reads one line; a problem names what cannot be read. Null for a blank line or a note. */
export function parsePattern(
  line: string,
  stem: (word: string) => string,
): { readonly pattern: Pattern } | { readonly problem: PatternProblem } | null {
  const text = line.normalize('NFC').trim();
  if (text === '' || text.startsWith('#')) return null;
  if (text.length > LONGEST_LINE) return { problem: 'long' };
  const marks = /^[~?\s]*/u.exec(text)?.[0] ?? '';
  const [body = '', ...excepts] = text.slice(marks.length).toLowerCase().split('/');
  try {
    const parts = body.split('&').map((part) => parseSteps(part, stem));
    const except = excepts.flatMap((each) => each.split(/[\s|]+/u).filter(Boolean)).map((each) => testOf(each, stem));
    return {
      pattern: { line: text, hint: marks.includes('?'), deniable: marks.includes('~'), parts, except },
    };
  } catch (error) {
    if (error instanceof PatternError) return { problem: error.problem };
    throw error;
  }
}

class PatternError extends Error {
  constructor(readonly problem: PatternProblem) {
    super(problem);
  }
}

function parseSteps(part: string, stem: (word: string) => string): Step[] {
  const steps: Step[] = [];
  let gap = 0;
  // brackets first, so that blanks around | do not cut them
  for (const token of part.match(/\([^()]*\)|[^\s()]+|[()]/gu) ?? []) {
    const dots = /^\.\.\.(\d*)$/u.exec(token);
    if (dots) {
      gap = dots[1] ? Number(dots[1]) : GAP;
      if (gap < 1 || gap > WIDEST_GAP || steps.length === 0) throw new PatternError('gap');
      continue;
    }
    if (token === '(' || token === ')') throw new PatternError('bracket');
    const choices = (token.startsWith('(') ? token.slice(1, -1) : token).split('|').map((choice) => choice.trim());
    steps.push({ choices: choices.map((choice) => choice.split(/\s+/u).map((word) => testOf(word, stem))), gap });
    gap = 0;
  }
  if (steps.length === 0) throw new PatternError('empty');
  if (gap > 0) throw new PatternError('gap');
  return steps;
}

function testOf(token: string, stem: (word: string) => string): WordTest {
  const anyForm = token.startsWith('+');
  const starts = token.startsWith('*');
  const ends = token.endsWith('*');
  const text = token.replace(/^[+*]|\*$/gu, '');
  if (text === '') throw new PatternError('empty');
  if (!/^[\p{L}\p{M}\p{N}']+$/u.test(text) || (anyForm && ends)) throw new PatternError('character');
  if ((starts || ends) && text.length < SHORTEST_PART) throw new PatternError('short');
  const kind = anyForm ? 'stem' : starts ? (ends ? 'contains' : 'ends') : ends ? 'begins' : 'form';
  const stemmed = stem(text);
  return { kind, text, stem: stemmed, plainText: withoutDots(text), plainStem: withoutDots(stemmed) };
}

/** Does a word pass? `plain`: the comment is written without dots and rings, and so is the rule then read. */
export function passes(test: WordTest, { word, stem }: Pick<PositionedWord, 'word' | 'stem'>, plain: boolean): boolean {
  const text = plain ? test.plainText : test.text;
  if (test.kind === 'begins') return word.startsWith(text);
  if (test.kind === 'contains') return word.includes(text);
  if (test.kind === 'ends') return word.endsWith(text);
  return word === text || (test.kind === 'stem' && stem === (plain ? test.plainStem : test.stem));
}

/** Text messages are often written without å, ä and ö. */
export function withoutDots(text: string): string {
  return text.replaceAll(/[äå]/gu, 'a').replaceAll('ö', 'o');
}

/**
 * The first place where a pattern holds: the words that made it, in text order; null when it does not.
 * @param has whether the word with this number passes a test
 * @param denied whether what begins and ends with these words is denied
 */
export function matchPattern(
  pattern: Pattern,
  words: readonly PositionedWord[],
  has: (index: number, test: WordTest) => boolean,
  denied: (first: number, last: number) => boolean,
): number[] | null {
  const [head = [], ...others] = pattern.parts.map((part) => occurrences(part, words, has));
  for (const first of head) {
    const found = joinParts(first, others, words);
    if (found === null) continue;
    const sentence = words[found[0]!]!.sentence;
    if (words.some((word, index) => word.sentence === sentence && pattern.except.some((test) => has(index, test)))) {
      continue;
    }
    if (pattern.deniable && denied(found[0]!, found.at(-1)!)) continue;
    return found;
  }
  return null;
}

/** Each way that a sequence occurs, by the numbers of its words. */
function occurrences(
  steps: readonly Step[],
  words: readonly PositionedWord[],
  has: (index: number, test: WordTest) => boolean,
): number[][] {
  const inOneSentence = (from: number, to: number): boolean => words[to]?.sentence === words[from]?.sentence;
  const stepAt = (index: number, { choices }: Step): number[] | null => {
    const choice = choices.find((tests) =>
      tests.every((test, offset) => inOneSentence(index, index + offset) && has(index + offset, test)),
    );
    return choice ? choice.map((_, offset) => index + offset) : null;
  };
  const [start, ...rest] = steps;
  let open = start ? words.flatMap((_, index) => [stepAt(index, start)].filter((found) => found !== null)) : [];
  for (const step of rest) {
    open = open.flatMap((begun) => {
      const last = begun.at(-1)!;
      for (let next = last + 1; next <= last + 1 + step.gap && inOneSentence(last, next); next += 1) {
        const found = next < words.length ? stepAt(next, step) : null;
        if (found) return [[...begun, ...found]];
      }
      return [];
    });
  }
  return open;
}

/** Adds one occurrence of every other part that is near enough; a word serves one part only. */
function joinParts(
  first: readonly number[],
  others: readonly (readonly number[][])[],
  words: readonly PositionedWord[],
): number[] | null {
  let joined = [...first];
  for (const found of others) {
    const near = found.find((each) => {
      const [from, to] = [each[0]!, each.at(-1)!];
      const between = from > joined.at(-1)! ? from - joined.at(-1)! - 1 : joined[0]! - to - 1;
      return (
        words[from]!.sentence === words[joined[0]!]!.sentence &&
        between <= WINDOW &&
        !each.some((index) => joined.includes(index))
      );
    });
    if (!near) return null;
    joined = [...joined, ...near].sort((a, b) => a - b);
  }
  return joined;
}

/** Spans of words, those next to each other as one. */
export function spansOf(indices: readonly number[], words: readonly PositionedWord[]): Span[] {
  const spans: { start: number; end: number }[] = [];
  let last = -2;
  for (const index of indices) {
    const word = words[index]!;
    const open = spans.at(-1);
    if (open && index === last + 1) open.end = word.end;
    else spans.push({ start: word.start, end: word.end });
    last = index;
  }
  return spans;
}
