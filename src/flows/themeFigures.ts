/** Figures of the themes from counted cells. */
import { isTooSmall } from '../domain/disclosure.js';
import { impactInterval, impactOf, subtractCounts } from '../domain/impact.js';
import { countAnswers, npsEstimate, SUPPRESSED_ESTIMATE, type ClassCounts, type NpsEstimate } from '../domain/nps.js';
import { seededRandom } from '../domain/random.js';
import type { Taxonomy, Theme } from '../domain/theme.js';
import { shareChange, shareFigure, type Share, type ThemeFigure } from './figures.js';
import { mentionsOf, type Tally, type ThemeTally } from './tally.js';

/** One seed for all, so that the same counts always show the same interval. */
const BOOTSTRAP_SEED = 1;

export const NO_MENTION: ThemeTally = {
  polarity: { pos: 0, neg: 0, neu: 0 },
  classes: { promoters: 0, passives: 0, detractors: 0 },
};

/** All themes of the taxonomy, most mentioned first; those that tie or are hidden in the taxonomy's order. */
export function themeFigures(taxonomy: Taxonomy, current: Tally, previous: Tally, limit: number): ThemeFigure[] {
  return taxonomy.themes
    .map((theme) => themeFigure(theme, current, previous, limit))
    .sort((one, other) => (other.share.count ?? 0) - (one.share.count ?? 0));
}

/** One theme. The base of its share is the tagged comments; of its NPS and impact, those of them with a score. */
export function themeFigure(theme: Theme, current: Tally, previous: Tally, limit: number): ThemeFigure {
  const mentioned = current.themes.get(theme.key) ?? NO_MENTION;
  const share = themeShare(theme, current, limit);
  const { npsWith, npsWithout } = contrast(mentioned.classes, current.taggedClasses, limit);
  const rest = subtractCounts(current.taggedClasses, mentioned.classes);
  const shown = npsWith.strength !== 'suppressed' && npsWithout.strength !== 'suppressed';
  return {
    theme,
    share,
    polarity: share.suppressed ? null : mentioned.polarity,
    npsWith,
    npsWithout,
    impact: shown ? impactOf(mentioned.classes, rest) : null,
    impactInterval: shown ? impactInterval(mentioned.classes, rest, seededRandom(BOOTSTRAP_SEED)) : null,
    shareChange: shareChange(themeShare(theme, previous, limit), share),
  };
}

export function themeShare(theme: Theme, tally: Tally, limit: number): Share {
  return shareFigure(mentionsOf(tally.themes.get(theme.key)), tally.tagged, limit);
}

/**
 * NPS of those who mention a theme and of those who do not. The total of both follows from any other theme's row, so when one side
 * is too small the other is hidden with it.
 */
function contrast(
  mentioned: ClassCounts,
  all: ClassCounts,
  limit: number,
): { readonly npsWith: NpsEstimate; readonly npsWithout: NpsEstimate } {
  const rest = subtractCounts(all, mentioned);
  if (isTooSmall(countAnswers(mentioned), limit) || isTooSmall(countAnswers(rest), limit)) {
    return { npsWith: SUPPRESSED_ESTIMATE, npsWithout: SUPPRESSED_ESTIMATE };
  }
  return { npsWith: npsEstimate(mentioned, limit), npsWithout: npsEstimate(rest, limit) };
}

/** Themes whose share changed beyond chance, largest change first. */
export function changedThemes(figures: readonly ThemeFigure[], most: number): ThemeFigure[] {
  return figures
    .filter(({ shareChange: change }) => change.certainty === 'sure' || change.certainty === 'fairlySure')
    .sort((one, other) => Math.abs(other.shareChange.difference ?? 0) - Math.abs(one.shareChange.difference ?? 0))
    .slice(0, most);
}
