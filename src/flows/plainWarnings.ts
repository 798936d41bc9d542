/** Plain-language warnings for what people write: they advise, they never refuse. */
import type { Language } from '../domain/theme.js';
import { checkPlainLanguage, type PlainLanguageWarning } from '../language/plainLanguage.js';

export type { PlainLanguageWarning };

const MOST_WARNINGS = 8;

/** At most eight, so that a text in the wrong language does not fill the page. */
export function plainWarnings(text: string, lang: Language): PlainLanguageWarning[] {
  return checkPlainLanguage(text, lang).slice(0, MOST_WARNINGS);
}
