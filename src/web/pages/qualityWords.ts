/** Words for quality: F1 as a number, languages as one writes in them, weak themes as a sentence. */
import { LANGUAGES, type Language } from '../../domain/theme.js';
import type { WeakTheme } from '../../flows/weakThemes.js';
import type { Translate } from '../language.js';
import { languageName } from './filterBar.js';

/** F1, kappa, errors. */
export interface RatioWords {
  readonly ratio: (value: number | null) => string;
  readonly interval: (interval: readonly [number, number] | null) => string;
}

const LOCALES: Readonly<Record<Language, string>> = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' };
const MISSING = '–';

/** @param digits decimals */
export function ratioWords(lang: Language, digits = 2): RatioWords {
  const format = new Intl.NumberFormat(LOCALES[lang], { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const write = (value: number): string =>
    format
      .format(value)
      .replaceAll('-', '−')
      .replace(/^−(?=0[.,]0+$)/, '');
  return {
    ratio: (value) => (value === null ? MISSING : write(value)),
    interval: (interval) => (interval === null ? '' : `${write(interval[0])}–${write(interval[1])}`),
  };
}

interface LanguageWords {
  readonly lang: Language;
  readonly t: Translate;
}

/** `suomeksi`, `på finska`, `in Finnish`. */
export function inLanguage(code: string, { lang, t }: LanguageWords): string {
  return LANGUAGES.some((known) => known === code) ? t(`quality.in.${code}`) : languageName(code, lang, t);
}

/** `in Finnish: F1 0.61 (95 % interval 0.49–0.71), 56 comments`. */
export function weakWords(weak: WeakTheme, words: LanguageWords): string {
  const { ratio, interval } = ratioWords(words.lang);
  const language = inLanguage(weak.lang, words);
  if (weak.reason === 'few') return words.t('quality.weakFew', { language, n: weak.labelled });
  return words.t('quality.weakLow', { language, f1: ratio(weak.f1), interval: interval(weak.interval) });
}

/** Said beside a theme's figures; leads to more for those who may see it. */
export interface WeakMark {
  readonly href: string | null;
  readonly label: string;
}

/** By theme; null where the tagger is strong enough. */
export type WeakMarks = (theme: string) => WeakMark | null;

/** @param weak of the languages that the page's figures rest on */
export function weakMarks(weak: readonly WeakTheme[], words: LanguageWords & Pick<WeakMark, 'href'>): WeakMarks {
  return (theme) => {
    const of = weak.filter((each) => each.theme === theme);
    if (of.length === 0) return null;
    return {
      href: words.href,
      label: words.t('quality.weakMark', { where: of.map((each) => weakWords(each, words)).join('; ') }),
    };
  };
}
