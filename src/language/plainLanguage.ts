/**
 * Whether a text reads as plain language (selkokieli, lättläst, easy read): what a checker can see without understanding. Short
 * sentences, short words, no words of the trade, no figures to work out. It does not judge order, tone or the passive, which takes
 * a reader. It warns; it never refuses. docs/findings.md says where the limits come from.
 */
import type { Language } from '../domain/theme.js';
import { splitWords } from './words.js';

export const LONGEST_SENTENCE_WORDS = 15;
/** Letters; Finnish and Swedish make words of words. */
export const LONGEST_WORD_LETTERS = 20;

export type PlainLanguageWarning =
  | { readonly kind: 'longSentence'; readonly sentence: string; readonly words: number }
  | { readonly kind: 'longWord'; readonly word: string }
  | { readonly kind: 'jargon'; readonly word: string }
  /** A percentage or a decimal: “about one in three” is easier. */
  | { readonly kind: 'figure'; readonly text: string };

/** Beginnings of words: an ending may follow. */
const JARGON: Readonly<Record<Language, readonly string[]>> = {
  fi: [
    'nps',
    'suositteluindeksi',
    'luottamusväli',
    'merkitsev',
    'prosenttiyksik',
    'tilasto',
    'otos',
    'keskiarvo',
    'mediaani',
    'korrela',
    'hajonta',
    'segment',
    'asiakaspolku',
    'prosessi',
    'resurssi',
    'implement',
    'validoi',
    'kontribuutio',
    'datapiste',
    'n=',
  ],
  sv: [
    'nps',
    'rekommendationsindex',
    'konfidensintervall',
    'intervall',
    'signifikan',
    'procentenhet',
    'statisti',
    'urval',
    'medelvärde',
    'median',
    'korrela',
    'avvikelse',
    'segment',
    'kundresa',
    'process',
    'resurs',
    'implement',
    'valider',
    'n=',
  ],
  en: [
    'nps',
    'net promoter',
    'promoter',
    'detractor',
    'confidence interval',
    'interval',
    'significan',
    'percentage point',
    'statistic',
    'sample',
    'median',
    'correlat',
    'deviation',
    'segment',
    'customer journey',
    'stakeholder',
    'utilis',
    'implement',
    'leverage',
    'validat',
    'n=',
  ],
};

const FIGURE =
  /\d+(?:[.,]\d+)?\s*(?:%|prosent\p{L}*|procent\p{L}*|per\s?cent\p{L}*)|(?<![\d.,])\d+[.,]\d+(?![.,]?\d)/giu;
/** After a digit a full stop only ends a sentence before a capital: not in 5.7.2024, nor in “joka 10. kommentti”. */
const SENTENCE_END = /(?<=(?<!\d)[.!?…])\s+|(?<=\d[.!?…])\s+(?=\p{Lu})|\n+/u;

/** What to look at again, in the order of the text by sort; each word once. Masks in brackets are not read. */
export function checkPlainLanguage(text: string, lang: Language): PlainLanguageWarning[] {
  const read = text.replace(/\[\p{Lu}+\]/gu, ' ');
  const words = splitWords(read);
  const lower = ` ${read.toLowerCase().replace(/\s+/gu, ' ')} `;
  return [
    ...sentencesOf(read).flatMap((sentence): PlainLanguageWarning[] => {
      const count = splitWords(sentence).length;
      return count > LONGEST_SENTENCE_WORDS ? [{ kind: 'longSentence', sentence, words: count }] : [];
    }),
    ...distinct(words.filter((word) => longestPart(word) > LONGEST_WORD_LETTERS)).map((word): PlainLanguageWarning => ({
      kind: 'longWord',
      word,
    })),
    ...distinct(JARGON[lang].flatMap((beginning) => wordWith(lower, beginning))).map((word): PlainLanguageWarning => ({
      kind: 'jargon',
      word,
    })),
    ...distinct([...read.matchAll(FIGURE)].map(([figure]) => figure.trim())).map((figure): PlainLanguageWarning => ({
      kind: 'figure',
      text: figure,
    })),
  ];
}

export function sentencesOf(text: string): string[] {
  return text
    .split(SENTENCE_END)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** A hyphen lets the eye rest. */
function longestPart(word: string): number {
  return Math.max(...word.split('-').map((part) => part.length));
}

function wordWith(lower: string, beginning: string): string[] {
  const escaped = beginning.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  const found = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}[\\p{L}\\p{N}-]*`, 'u').exec(lower);
  return found ? [found[0].replace(/-+$/u, '')] : [];
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
