/** Where the tagger is too weak for a figure to be taken at its word. */
import type { Interval } from '../domain/interval.js';
import type { ThemeQuality } from '../domain/tagQuality.js';
import type { ThemeKey } from '../domain/theme.js';
import type { LanguageQuality } from './measuredLanguages.js';
import { POSITIVES_NEEDED } from './trueShares.js';

/** One theme in one language. */
export interface WeakTheme {
  readonly theme: ThemeKey;
  readonly lang: string;
  /** `low`: F1 may be under the limit. `few`: too few comments with the theme to say. */
  readonly reason: 'low' | 'few';
  readonly f1: number | null;
  readonly interval: Interval | null;
  /** Comments with the theme that it was measured on. */
  readonly labelled: number;
}

/**
 * With an F1 of 0.5 a third of what is found or should have been found is right (F* = F1/(2 − F1) = 1/3): under it more of a figure
 * is error than theme. The lower end of the interval counts, since a figure that may be so poor cannot be relied on.
 */
export const LEAST_F1 = 0.5;
/** With fewer the interval of a middling F1 spans more than 0.35, and a lucky handful would pass for quality. */
export const LABELS_NEEDED = 20;

/** In the order of themes and languages. The organisation's own sample counts once it has enough of a theme in a language. */
export function weakThemes(
  themes: readonly ThemeKey[],
  languages: readonly string[],
  committed: readonly LanguageQuality[],
  sample: readonly LanguageQuality[],
): WeakTheme[] {
  return themes.flatMap((theme) =>
    languages.flatMap((lang): WeakTheme[] => {
      const own = cellOf(sample, lang, theme);
      const shipped = cellOf(committed, lang, theme);
      const measured = own && own.labelled >= POSITIVES_NEEDED ? own : shipped && shipped.labelled > 0 ? shipped : own;
      const labelled = measured?.labelled ?? 0;
      const f1 = measured?.f1 ?? null;
      const interval = measured?.f1Interval ?? null;
      if (labelled < LABELS_NEEDED) return [{ theme, lang, reason: 'few', f1, interval, labelled }];
      return interval && interval[0] < LEAST_F1 ? [{ theme, lang, reason: 'low', f1, interval, labelled }] : [];
    }),
  );
}

export function cellOf(
  languages: readonly LanguageQuality[],
  lang: string | null,
  theme: ThemeKey,
): ThemeQuality | null {
  const quality = languages.find((each) => each.lang === lang);
  return quality?.themes.find((each) => each.theme === theme) ?? null;
}
