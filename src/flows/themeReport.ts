/** One theme: how it is talked about over time, where, in which words, by whom. */
import { monthOf, monthsBetween, type Month, type Period } from '../domain/calendar.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import { countAnswers, npsEstimate, SUPPRESSED_ESTIMATE, type NpsEstimate } from '../domain/nps.js';
import type { Language, Polarity, Theme, ThemeKey } from '../domain/theme.js';
import type { CommentRow, Unit } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import { shareFigure, SUPPRESSED_SHARE, type Share, type ThemeFigure } from './figures.js';
import { hiddenMonths, trendPeriod } from './monthFigures.js';
import { THEME_CELLS } from './overview.js';
import { resolveScope, type Scope } from './scope.js';
import { shrink } from '../domain/shrinkage.js';
import { EMPTY_TALLY, tallyBy, tallyCells, type Tally } from './tally.js';
import { NO_MENTION, themeFigure, themeShare } from './themeFigures.js';
import { themePhrases } from './themePhrases.js';
import { hiddenUnits } from './unitFigures.js';
import { pickThemeVoices } from './voices.js';

export interface ThemeReport {
  readonly filter: FeedbackFilter;
  readonly period: Period;
  readonly comparison: Period;
  readonly unit: Unit | null;
  readonly ancestors: readonly Unit[];
  readonly figure: ThemeFigure;
  /** 24 months up to the end of the period. */
  readonly trend: readonly {
    readonly month: Month;
    readonly share: Share;
    readonly polarity: Readonly<Record<Polarity, number>> | null;
    readonly nps: NpsEstimate;
  }[];
  /** The unit's children (or the roots): where it is mentioned, ranked by complaints with shrinkage; under 30 comments last. */
  readonly units: readonly {
    readonly unit: Unit;
    readonly share: Share;
    /** Tagged comments of the unit that complain of the theme; the base is that of `share`. */
    readonly negative: Share;
    readonly npsWith: NpsEstimate;
  }[];
  /** Words and phrases that mark comments with the theme against those without, best first. */
  readonly phrases: readonly {
    readonly lang: Language;
    readonly phrases: readonly { readonly phrase: string; readonly comments: number }[];
  }[];
  readonly praise: readonly CommentRow[];
  readonly complaints: readonly CommentRow[];
}

/** One theme within a unit or the whole organisation; null for an unknown theme or an unknown unit. */
export async function themeReport(deps: ReadDeps, key: ThemeKey, filter: FeedbackFilter): Promise<ThemeReport | null> {
  const theme = deps.taxonomy.themes.find((known) => known.key === key);
  const scope = theme && (await resolveScope(deps, filter));
  if (!theme || !scope) return null;
  const { store, disclosureLimit: limit } = deps;
  const trend = trendPeriod(scope.period);
  const codes = scope.children.map((unit) => unit.code);
  const [currentCells, previousCells, monthCells, unitCells] = await Promise.all([
    store.readCells(scope.filter, THEME_CELLS),
    store.readCells(scope.previousFilter, THEME_CELLS),
    store.readCells({ ...scope.filter, ...trend }, ['month', ...THEME_CELLS]),
    codes.length === 0 ? [] : store.readCells(scope.filter, ['unit', ...THEME_CELLS], codes),
  ]);
  const now = tallyCells(currentCells);
  const [praise, complaints, phrases] = await Promise.all([
    pickThemeVoices(deps, scope.filter, key, 'pos', now.tagged),
    pickThemeVoices(deps, scope.filter, key, 'neg', now.tagged),
    themePhrases(deps, key, scope.filter),
  ]);
  return {
    filter: scope.filter,
    period: scope.period,
    comparison: scope.comparison,
    unit: scope.unit,
    ancestors: scope.ancestors,
    figure: themeFigure(theme, now, tallyCells(previousCells), limit),
    trend: themeTrend(theme, scope, trend, tallyBy(monthCells, 'month'), now, limit),
    units: themeUnits(theme, scope, tallyBy(unitCells, 'unit'), now, limit),
    phrases,
    praise,
    complaints,
  };
}

function themeTrend(
  theme: Theme,
  scope: Scope,
  trend: Period,
  tallies: ReadonlyMap<string, Tally>,
  total: Tally,
  limit: number,
): ThemeReport['trend'] {
  const months = monthsBetween(monthOf(trend.from), monthOf(trend.to));
  const rows = months.map((month) => tallies.get(month) ?? EMPTY_TALLY);
  const scoredWith = scoredMentions(theme);
  const hide = (baseOf: (tally: Tally) => number): boolean[] =>
    hiddenMonths(trend, rows.map(baseOf), [{ period: scope.period, base: baseOf(total) }], limit);
  const hiddenShares = hide((tally) => tally.tagged);
  const hiddenNps = hide(scoredWith);
  return months.map((month, index) => {
    const tally = rows[index] ?? EMPTY_TALLY;
    const mentioned = tally.themes.get(theme.key) ?? NO_MENTION;
    return {
      month,
      share: hiddenShares[index] ? SUPPRESSED_SHARE : themeShare(theme, tally, limit),
      polarity: hiddenShares[index] ? null : mentioned.polarity,
      nps: hiddenNps[index] ? SUPPRESSED_ESTIMATE : npsEstimate(mentioned.classes, limit),
    };
  });
}

function themeUnits(
  theme: Theme,
  scope: Scope,
  byUnit: ReadonlyMap<string, Tally>,
  total: Tally,
  limit: number,
): ThemeReport['units'] {
  const tallies = { byUnit, total };
  const hiddenShares = hiddenUnits(scope.children, tallies, (tally) => tally.tagged, limit);
  const hiddenNps = hiddenUnits(scope.children, tallies, scoredMentions(theme), limit);
  const rows = scope.children.map((unit, index) => {
    const tally = byUnit.get(unit.code) ?? EMPTY_TALLY;
    const mentioned = tally.themes.get(theme.key) ?? NO_MENTION;
    const hidden = hiddenShares[index];
    return {
      unit,
      share: hidden ? SUPPRESSED_SHARE : themeShare(theme, tally, limit),
      negative: hidden ? SUPPRESSED_SHARE : shareFigure(mentioned.polarity.neg, tally.tagged, limit),
      npsWith: hiddenNps[index] ? SUPPRESSED_ESTIMATE : npsEstimate(mentioned.classes, limit),
    };
  });
  return rankByComplaints(rows);
}

/** A ranking needs at least this many comments behind a unit. */
const RANKED_BASE = 30;

/**
 * Most complaints first, by shares drawn towards what the units have in common (shrinkage.ts), so that the smallest bases do not
 * lead; the shares shown stay as they are. Units under 30 comments follow in the order of the tree, and are not ranked.
 */
function rankByComplaints(rows: readonly ThemeReport['units'][number][]): ThemeReport['units'] {
  const isRanked = ({ negative }: (typeof rows)[number]): boolean =>
    negative.share !== null && (negative.base ?? 0) >= RANKED_BASE;
  const ranked = rows.filter(isRanked);
  const shrunken = shrink(
    ranked.map(({ negative }) => {
      const base = negative.base ?? RANKED_BASE;
      const value = negative.share ?? 0;
      // one complaint and one other added, so that a share of 0 has an error too (Agresti & Coull 1998)
      const middle = (value * base + 1) / (base + 2);
      return { value, standardError: Math.sqrt((middle * (1 - middle)) / base) };
    }),
  );
  const order = ranked
    .map((row, index) => ({ row, value: shrunken?.units[index]?.value ?? 0 }))
    .sort((one, other) => other.value - one.value || (other.row.negative.share ?? 0) - (one.row.negative.share ?? 0));
  return [...order.map(({ row }) => row), ...rows.filter((row) => !isRanked(row))];
}

function scoredMentions(theme: Theme): (tally: Tally) => number {
  return (tally) => countAnswers((tally.themes.get(theme.key) ?? NO_MENTION).classes);
}
