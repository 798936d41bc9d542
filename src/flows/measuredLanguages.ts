/** Quality per language and over all, from pairs. */
import { measurePairs, type TagQuality } from '../domain/tagQuality.js';
import type { ThemeKey } from '../domain/theme.js';
import type { PlacedPair } from './judgedPairs.js';

export interface LanguageQuality extends TagQuality {
  /** Null: all languages together. */
  readonly lang: string | null;
  readonly comments: number;
}

/** In the order of `languages`, those without a pair left out, then all together; empty without pairs. */
export function measureLanguages(
  pairs: readonly PlacedPair[],
  themes: readonly ThemeKey[],
  languages: readonly string[],
): LanguageQuality[] {
  if (pairs.length === 0) return [];
  return [...languages, null].flatMap((lang) => {
    const some = pairs.filter((pair) => lang === null || pair.lang === lang);
    if (some.length === 0) return [];
    return [{ lang, comments: new Set(some.map((pair) => pair.comment)).size, ...measurePairs(some, themes) }];
  });
}
