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
/** Long texts tell their language early. */
const LONGEST_READ = 2000;

/** Reads at most the first 2,000 characters; never throws. */
export function identifyLanguage(text: string): IdentifiedLanguage {
  const read = text.slice(0, LONGEST_READ).normalize('NFC');
  const words = read.toLowerCase().match(/\p{L}[\p{L}\p{M}'’]*/gu) ?? [];
  if (words.length === 0) return UNDETERMINED;
  const detected = eld.detect(read);
  if (!/\p{Script=Latin}/u.test(read)) {
    const confidence = detected.getScores()[detected.language] ?? 0;
    return detected.language === '' ? UNDETERMINED : { lang: detected.language, confidence: Math.min(1, confidence) };
  }
  const points = new Map(Object.entries(detected.getScores()));
  const add = (lang: string, value: number) => points.set(lang, (points.get(lang) ?? 0) + value);
  let told = false;
  for (const lang of Object.keys(TELLING_WORDS) as KnownLanguage[]) {
    const hits = words.filter((word) => TELLING_WORDS[lang].has(word.replaceAll('’', "'"))).length;
    if (hits === 0 || (!EXPECTED.includes(lang) && hits < LEAST_FOREIGN_WORDS)) continue;
    add(lang, (WORD_POINTS * hits) / words.length);
    told = true;
  }
  for (const lang of EXPECTED) if (points.has(lang)) add(lang, EXPECTED_POINTS / words.length);
  const ranked = [...points].sort((a, b) => b[1] - a[1]);
  const [best, second] = ranked;
  if (!best || (best[1] < LEAST_POINTS && !(told && words.length <= FEW_WORDS))) return UNDETERMINED;
  if (words.length <= FEW_WORDS && !EXPECTED.includes(best[0])) return UNDETERMINED;
  const lead = best[1] - (second?.[1] ?? 0);
  return { lang: best[0], confidence: Math.min(1, best[1] * Math.min(1, 0.5 + lead * 2)) };
}
