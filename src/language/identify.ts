/**
 * The language of a comment. Letter statistics (eld) decide where there is text enough; for a few words frequent words of the
 * languages at hand and a lean towards Finnish, Swedish and English weigh more, for that is what people answer in.
 */
import { eld } from 'eld/large';
import { TELLING_WORDS, type KnownLanguage } from './frequentWords.js';

export interface IdentifiedLanguage {
  /** ISO 639-1 code, or `und` when the text does not tell. */
  readonly lang: string;
  /** 0–1, a rank rather than a probability; 0 for `und`. */
  readonly confidence: number;
}

const UNDETERMINED: IdentifiedLanguage = { lang: 'und', confidence: 0 };
const EXPECTED: readonly string[] = ['fi', 'sv', 'en'];
/** Points for a text all of whose words are telling words of the language; eld's own scores go up to about 0.85. */
const WORD_POINTS = 0.75;
/** Points of the languages that people answer in, divided by the number of words: a lean that long texts do not feel. */
const EXPECTED_POINTS = 0.35;
/** Below this nothing is known: a typing test, a language that eld lacks. */
const LEAST_POINTS = 0.55;
/** Telling words of a language only count for it when there are this many, unless it is an expected one. */
const LEAST_FOREIGN_WORDS = 2;
/** Texts of so few words that letter statistics alone may call a slip of the finger any language of the world. */
const FEW_WORDS = 2;
/**
 * Letter statistics take some 200 µs a comment, most of the time that one takes to come in. Where so many more telling words of
 * an expected language occur than of any other, they have not once decided otherwise (7,239 labelled comments, 55 % of them
 * told so): then they are not asked.
 */
const TOLD_LEAD_WORDS = 3;
const TOLD_SHARE_OF_WORDS = 0.15;
const TOLD_MOST_OTHERS = 0.5;
/** Danish and Norwegian share too many telling words with Swedish. */
const NORDIC_SIGN = /[æøõ]|(?<!\p{L})(?:og|jeg|ikke|af|meg|veldig|meget|etter|nå|hun|noe)(?!\p{L})/u;
/** Long texts tell their language early. */
const LONGEST_READ = 2000;

/** Reads at most the first 2,000 characters; never throws. */
export function identifyLanguage(text: string): IdentifiedLanguage {
  const read = text.slice(0, LONGEST_READ).normalize('NFC');
  const words = read.toLowerCase().match(/\p{L}[\p{L}\p{M}'’]*/gu) ?? [];
  if (words.length === 0) return UNDETERMINED;
  const told = toldByWords(words, read);
  if (told) return told;
  const detected = eld.detect(read);
  if (!/\p{Script=Latin}/u.test(read)) {
    const confidence = detected.getScores()[detected.language] ?? 0;
    return detected.language === '' ? UNDETERMINED : { lang: detected.language, confidence: Math.min(1, confidence) };
  }
  const points = new Map(Object.entries(detected.getScores()));
  const add = (lang: string, value: number) => points.set(lang, (points.get(lang) ?? 0) + value);
  let hasTellingWords = false;
  for (const lang of Object.keys(TELLING_WORDS) as KnownLanguage[]) {
    const hits = countTelling(words, lang);
    if (hits === 0 || (!EXPECTED.includes(lang) && hits < LEAST_FOREIGN_WORDS)) continue;
    add(lang, (WORD_POINTS * hits) / words.length);
    hasTellingWords = true;
  }
  for (const lang of EXPECTED) if (points.has(lang)) add(lang, EXPECTED_POINTS / words.length);
  const ranked = [...points].sort((a, b) => b[1] - a[1]);
  const [best, second] = ranked;
  if (!best || (best[1] < LEAST_POINTS && !(hasTellingWords && words.length <= FEW_WORDS))) return UNDETERMINED;
  if (words.length <= FEW_WORDS && !EXPECTED.includes(best[0])) return UNDETERMINED;
  const lead = best[1] - (second?.[1] ?? 0);
  return { lang: best[0], confidence: Math.min(1, best[1] * Math.min(1, 0.5 + lead * 2)) };
}

/** The language that telling words alone make plain, or null. */
function toldByWords(words: readonly string[], text: string): IdentifiedLanguage | null {
  const counts = (Object.keys(TELLING_WORDS) as KnownLanguage[])
    .map((lang) => ({ lang, hits: countTelling(words, lang) }))
    .sort((a, b) => b.hits - a.hits);
  const [best, second] = counts;
  if (!best || !second || !EXPECTED.includes(best.lang)) return null;
  const share = best.hits / words.length;
  const leads = best.hits - second.hits >= TOLD_LEAD_WORDS && second.hits <= best.hits * TOLD_MOST_OTHERS;
  if (!leads || share < TOLD_SHARE_OF_WORDS || NORDIC_SIGN.test(text.toLowerCase())) return null;
  return { lang: best.lang, confidence: Math.min(1, LEAST_POINTS + share) };
}

function countTelling(words: readonly string[], lang: KnownLanguage): number {
  let hits = 0;
  for (const word of words) if (TELLING_WORDS[lang].has(word.replaceAll('’', "'"))) hits += 1;
  return hits;
}
