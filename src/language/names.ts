/** People's names in English text, for masking: names in Finnish and Swedish are found by titles elsewhere. */
import nlp from 'compromise/three';
import type { Span } from '../domain/theme.js';
import { TELLING_WORDS } from './frequentWords.js';

/** Capitalised words that compromise takes for names and comments use for something else. */
const NOT_NAMES = new Set(
  `maisa omakanta omaolo kanta hus keusote god covid corona finland finnish helsinki sri lanka lankan
   monday tuesday wednesday thursday friday saturday sunday january march april may june august
   dr doctor nurse mr mrs ms miss sister professor sir sirs madam patient client mum mom dad gran grandma grandpa`.split(
    /\s+/u,
  ),
);

/**
 * Where an English text names people, UTF-16 offsets in text order; titles stay. Conservative: a name begins with a capital
 * letter, and a text without small letters names nobody. Empty for other languages.
 */
export function findNames(text: string, lang: string): Span[] {
  if (lang !== 'en' || !/\p{Ll}/u.test(text)) return [];
  // reading a text takes compromise milliseconds: not for one whose capitals all begin ordinary words
  const capitalised = text.match(/\p{Lu}[\p{L}\p{M}]*\p{Ll}/gu) ?? [];
  if (!capitalised.some((word) => isNameLike(word))) return [];
  const spans: Span[] = [];
  const found = nlp(text).people().json({ offset: true }) as {
    readonly terms: readonly {
      readonly text: string;
      readonly offset?: { readonly start: number; readonly length: number };
    }[];
  }[];
  for (const { terms } of found) {
    for (const term of terms) {
      const start = term.offset?.start ?? text.indexOf(term.text);
      const word = /^\p{Lu}[\p{L}\p{M}-]*\p{Ll}/u.exec(text.slice(start, start + term.text.length))?.[0];
      if (word !== undefined && isNameLike(word)) spans.push({ start, end: start + word.length });
    }
  }
  return spans.sort((a, b) => a.start - b.start);
}

function isNameLike(word: string): boolean {
  const lower = word.toLowerCase();
  return !NOT_NAMES.has(lower) && !TELLING_WORDS.en.has(lower);
}
