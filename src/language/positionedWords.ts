/** Words of a text with where they stand: for rules that say which words they found. */
import type { PositionedWord } from '../domain/seriousPattern.js';
import { LANGUAGES, type Language } from '../domain/theme.js';
import { stemWord } from './stems.js';

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)*/gu;
const SENTENCE_END = /[.!?…;\n]/u;
const PAUSE = /[,:()–—]/u;

/**
 * Words in text order, lower case and NFC, with their stem in `lang`. A full stop, an exclamation or question mark, a semicolon or
 * a line break begins the next sentence.
 */
export function positionedWords(text: string, lang: Language): PositionedWord[] {
  const words: PositionedWord[] = [];
  let sentence = 0;
  let read = 0;
  for (const match of text.matchAll(WORD)) {
    const between = text.slice(read, match.index);
    if (words.length > 0 && SENTENCE_END.test(between)) sentence += 1;
    read = match.index + match[0].length;
    const word = match[0].normalize('NFC').toLowerCase().replaceAll('’', "'");
    words.push({
      word,
      stem: stemWord(word, lang),
      start: match.index,
      end: read,
      sentence,
      afterPause: PAUSE.test(between),
    });
  }
  return words;
}

/** Languages that a comment may be read in: its own, or all of them where it is another or not known. */
export function readingLanguages(lang: string): readonly Language[] {
  const own = LANGUAGES.filter((known) => known === lang);
  return own.length > 0 ? own : LANGUAGES;
}
