/** Each theme's share as the tagger sees it, and what it is once the tagger's own errors are taken out. */
import { addDays, type Period } from '../domain/calendar.js';
import { NO_FILTER } from '../domain/feedbackFilter.js';
import { trueShare, type TrueShare } from '../domain/roganGladen.js';
import type { Rate, ThemeQuality } from '../domain/tagQuality.js';
import { parseThemeSetKey, type Theme } from '../domain/theme.js';
import type { LearningDeps } from './deps.js';
import { shareFigure, type Share } from './figures.js';
import type { LanguageQuality } from './measuredLanguages.js';

export interface ThemeTrueShare {
  readonly theme: Theme;
  /** Of the comments of the period that the tagger has read. */
  readonly observed: Share;
  /** Null when suppressed, or when nothing was measured of the theme. */
  readonly estimate: TrueShare | null;
  /** Where sensitivity and specificity come from: the organisation's own sample once it has enough of the theme. */
  readonly from: 'sample' | 'committed' | null;
  readonly sensitivity: Rate | null;
  readonly specificity: Rate | null;
}

export interface TrueShares {
  readonly period: Period;
  readonly themes: readonly ThemeTrueShare[];
}

/** Comments of the own sample that have the theme from which on it is used: fewer say too little of sensitivity. */
export const POSITIVES_NEEDED = 30;
const DAYS = 365;
/** The same figures give the same interval. */
const SEED = 20_240_731;

export async function trueShares(
  deps: LearningDeps,
  committed: readonly LanguageQuality[],
  sample: readonly LanguageQuality[],
): Promise<TrueShares> {
  const { store, taxonomy, disclosureLimit } = deps;
  const to = (await store.dayRange(null))?.to ?? deps.today();
  const period = { from: addDays(to, 1 - DAYS), to };
  const cells = await store.readCells({ ...NO_FILTER, ...period }, ['commentState', 'themes']);
  const tagged = cells.filter((cell) => cell.commentState === 'tagged');
  const base = tagged.reduce((sum, cell) => sum + cell.count, 0);
  const mentions = new Map<string, number>();
  for (const { themes = '', count } of tagged) {
    for (const { theme } of parseThemeSetKey(themes)) mentions.set(theme, (mentions.get(theme) ?? 0) + count);
  }
  return {
    period,
    themes: taxonomy.themes.map((theme) => {
      const own = ofTheme(sample, theme.key);
      const isOwn = (own?.labelled ?? 0) >= POSITIVES_NEEDED;
      const measured = isOwn ? own : ofTheme(committed, theme.key);
      const observed = shareFigure(mentions.get(theme.key) ?? 0, base, disclosureLimit);
      const isKnown = measured !== null && measured.labelled > 0;
      return {
        theme,
        observed,
        estimate:
          isKnown && observed.count !== null && observed.base !== null
            ? trueShare(
                { count: observed.count, base: observed.base },
                proportionOf(measured.recall),
                proportionOf(measured.specificity),
                SEED,
              )
            : null,
        from: isKnown ? (isOwn ? 'sample' : 'committed') : null,
        sensitivity: isKnown ? measured.recall : null,
        specificity: isKnown ? measured.specificity : null,
      };
    }),
  };
}

function ofTheme(languages: readonly LanguageQuality[], theme: string): ThemeQuality | null {
  const all = languages.find((quality) => quality.lang === null);
  return all?.themes.find((quality) => quality.theme === theme) ?? null;
}

function proportionOf({ hits, n }: Rate): { count: number; base: number } {
  return { count: hits, base: n };
}
