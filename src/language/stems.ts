/**
 * Words → stems, so that a search finds the inflected and derived forms of what was typed. Text messages are often written
 * without å, ä and ö: the index holds stems with and without the dots, so `laakari` finds `lääkäri` and the reverse.
 */
import porterEnglish from 'natural/lib/natural/stemmers/porter_stemmer.js';
import porterSwedish from 'natural/lib/natural/stemmers/porter_stemmer_sv.js';
import snowball from 'snowball-stemmers';
import { RecentlyUsed } from '../domain/recentlyUsed.js';
import { LANGUAGES, type Language } from '../domain/theme.js';
import { identifyLanguage } from './identify.js';
import { splitWords } from './words.js';

const finnish = snowball.newStemmer('finnish');

const STEMMERS: Readonly<Record<Language, (word: string) => string>> = {
  fi: (word) => finnish.stem(word),
  sv: (word) => porterSwedish.stem(word),
  en: (word) => porterEnglish.stem(word),
};

/**
 * Endings that make nouns and adjectives out of a Finnish, Swedish or English word: without them `jonottaminen`, `jonotus` and
 * `jonotti` are one family. The first that leaves enough of the word is taken off.
 */
const DERIVATIONS: Readonly<Record<Language, readonly RegExp[]>> = {
  fi: [
    /(?<=l)(?:lin|lis|lisuus|lisyys)$/u,
    /t[tsd]?[aä]min$|(?:isuus|isyys|vuus|vyys)$/u,
    /t[aä]min$|[aäeioöuy]min$/u,
    /(?:tus|tys|uus|yys|eus|eys|int)$/u,
    /(?:us|ys)$/u,
  ],
  sv: [/(?:ningar|ande|ende|ning|ligh|etid)$/u, /(?:lig|an)$/u],
  en: [/(?:liness|iness|ation|ness|ment)$/u, /li$/u],
};

/** Shorter stems stand for too many words to search for all that begins with them. */
const SHORTEST_PREFIX = 4;
/** Shorter stems are not searched without their dots: `vän` (friendly) would find `van` (usual). */
const SHORTEST_FOLDED = 5;
/** A stem that kept less than this share of the word is not searched as a prefix: `kallelse` (summons) → `kall` (cold). */
const LEAST_KEPT = 0.5;

/** The Finnish stemmer takes 15 µs a word, and comments repeat their words. */
const REMEMBERED_STEMS = 50_000;
const remembered: Readonly<Record<Language, RecentlyUsed<string, string>>> = {
  fi: new RecentlyUsed(REMEMBERED_STEMS),
  sv: new RecentlyUsed(REMEMBERED_STEMS),
  en: new RecentlyUsed(REMEMBERED_STEMS),
};

/** Stem of one lower-case word. */
export function stemWord(word: string, lang: Language): string {
  return remembered[lang].getOrCompute(word, STEMMERS[lang]);
}

/**
 * Stems of a text for the full-text index, separated by spaces: in the text's language, or in all three when it is another,
 * each word's stems as often as the word.
 */
export function searchStems(text: string, lang: string): string {
  const languages = LANGUAGES.filter((known) => known === lang);
  return splitWords(text)
    .flatMap(splitHyphens)
    .flatMap((word) => {
      const stems = (languages.length > 0 ? languages : LANGUAGES).map((known) => stemWord(word, known));
      return distinct([...stems, ...stems.map(fold)]);
    })
    .join(' ');
}

/**
 * What to look for in the index: one group per word of the query; any stem of a group may occur, one with a final `*` as the
 * beginning of an indexed stem. Stems are of all three languages, beginnings of the language that the query is in.
 */
export function queryStems(query: string): string[][] {
  const { lang } = identifyLanguage(query);
  const language = LANGUAGES.find((known) => known === lang);
  return splitWords(query)
    .flatMap(splitHyphens)
    .map((word) => {
      const stems = LANGUAGES.map((known) => stemWord(word, known));
      const beginnings = [
        word,
        ...(language ? [longEnough(stemWord(word, language), word), familyRoot(word, language)] : []),
      ];
      const prefixes = beginnings.filter((beginning) => beginning.length >= SHORTEST_PREFIX);
      return distinct([...withFolded(stems), ...withFolded(prefixes).map((prefix) => `${prefix}*`)]);
    });
}

function longEnough(stem: string, word: string): string {
  return stem.length > LEAST_KEPT * word.length ? stem : '';
}

/** What a word has in common with its derivations, at least four letters; empty when no known derivation is found. */
function familyRoot(word: string, lang: Language): string {
  const stem = stemWord(word, lang);
  for (const form of [stem, word]) {
    const root = DERIVATIONS[lang]
      .map((ending) => form.replace(ending, ''))
      .find((rest) => rest !== form && rest.length >= SHORTEST_PREFIX);
    if (root === undefined) continue;
    // consonant gradation and stemming take one of two: ystäväll|inen, ystäväl|tä
    return /([^aeiouyäöå])\1$/u.test(root) && root.length > SHORTEST_PREFIX ? root.slice(0, -1) : root;
  }
  return '';
}

function splitHyphens(word: string): string[] {
  return word.split(/['-]/u).filter((part) => part !== '');
}

function withFolded(stems: readonly string[]): string[] {
  return [...stems, ...stems.filter((stem) => stem.length >= SHORTEST_FOLDED).map(fold)];
}

/** Without dots, rings and accents. */
function fold(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '');
}

function distinct(stems: readonly string[]): string[] {
  return [...new Set(stems)].filter((stem) => stem !== '');
}
