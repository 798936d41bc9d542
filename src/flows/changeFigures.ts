/** What a change of themes does to figures: counts by month, and NPS impact. */
import { firstDayOfMonth, lastDayOfMonth, monthsBetween, type Month } from '../domain/calendar.js';
import type { Interval } from '../domain/interval.js';
import { Z_95 } from '../domain/interval.js';
import type { ClassCounts } from '../domain/nps.js';
import { wilsonInterval } from '../domain/share.js';
import type { TaxonomyTheme } from '../domain/taxonomyDocument.js';
import type { ThemeKey } from '../domain/theme.js';
import type { Cell } from '../store/store.js';
import { taggedByMonth, type ChangedCells } from './changeCells.js';
import type { ChangePlan } from './changePlan.js';
import { hiddenMonths } from './monthFigures.js';
import { EMPTY_TALLY, mentionsOf, tallyBy, tallyCells, type Tally, type ThemeTally } from './tally.js';
import { themeFigure } from './themeFigures.js';

/** Comments that have a theme before and after a change. */
export interface BeforeAfter {
  /** Null where the theme is not in the list then. */
  readonly before: number | null;
  readonly after: number | null;
  /** 95 % of the count after, where it is estimated from a sample. */
  readonly afterInterval: Interval | null;
}

export interface MonthMove extends BeforeAfter {
  readonly month: Month;
  /** Tagged comments of the month; null, and the counts with it, under the disclosure limit. */
  readonly base: number | null;
}

export interface ThemeMove {
  readonly theme: TaxonomyTheme;
  readonly total: BeforeAfter;
  readonly months: readonly MonthMove[];
}

export interface ImpactMove {
  readonly theme: TaxonomyTheme;
  readonly before: ImpactFigure;
  readonly after: ImpactFigure;
}

/** NPS impact in points with its 95 % interval; null where the theme is not in the list, or too few mention it. */
export interface ImpactFigure {
  readonly impact: number | null;
  readonly interval: Interval | null;
  /** Commenters with a score who mention the theme; null when hidden. */
  readonly n: number | null;
}

export interface ChangeFigures {
  /** Tagged comments in all; null under the disclosure limit. */
  readonly base: number | null;
  /** Themes whose counts change, and those that the change is about; those named first, then by how much they change. */
  readonly themes: readonly ThemeMove[];
  /** Comments without any theme. */
  readonly withoutTheme: { readonly before: number; readonly after: number } | null;
  /** Those that change most first, at most six. */
  readonly impacts: readonly ImpactMove[];
}

const MOST_IMPACTS = 6;

export function changeFigures(plan: ChangePlan, cells: ChangedCells, limit: number): ChangeFigures {
  const tagged = taggedByMonth(cells.before);
  const base = [...tagged.values()].reduce((sum, count) => sum + count, 0);
  if (base < limit) return { base: null, themes: [], withoutTheme: null, impacts: [] };
  const moves = movesOf(plan, cells, tagged, base, limit);
  return {
    base,
    themes: moves,
    withoutTheme: { before: withoutTheme(cells.before), after: Math.round(withoutTheme(cells.after)) },
    impacts: impactsOf(plan, cells, moves, limit),
  };
}

function movesOf(
  plan: ChangePlan,
  cells: ChangedCells,
  tagged: ReadonlyMap<Month, number>,
  base: number,
  limit: number,
): ThemeMove[] {
  const months = monthsOf(tagged);
  const bases = months.map((month) => tagged.get(month) ?? 0);
  const first = months[0];
  const last = months.at(-1);
  if (first === undefined || last === undefined) return [];
  const period = { from: firstDayOfMonth(first), to: lastDayOfMonth(last) };
  const hidden = hiddenMonths(period, bases, [{ period, base }], limit);
  const before = tallyBy(cells.before, 'month');
  const after = tallyBy(cells.after, 'month');
  const mentions = (tallies: ReadonlyMap<Month, Tally>, month: Month, key: ThemeKey): number =>
    mentionsOf((tallies.get(month) ?? EMPTY_TALLY).themes.get(key));

  const moves = themesOf(plan).map((theme): ThemeMove => {
    const isBefore = isActive(plan.before.taxonomy.themes, theme.key);
    const isAfter = isActive(plan.after.taxonomy.themes, theme.key);
    const rows = months.map((month, index) => {
      const count = mentions(after, month, theme.key);
      const sample = cells.sampled?.get(month);
      return {
        month,
        base: hidden[index] ? null : (bases[index] ?? 0),
        before: isBefore ? mentions(before, month, theme.key) : null,
        after: isAfter ? Math.round(count) : null,
        afterInterval: isAfter && sample && sample.read < sample.all ? sampleInterval(count, sample) : null,
        variance: sample ? sampleVariance(count, sample) : 0,
      };
    });
    const sumOf = (counts: readonly (number | null)[]): number => counts.reduce<number>((sum, n) => sum + (n ?? 0), 0);
    const afterSum = sumOf(months.map((month) => mentions(after, month, theme.key)));
    const error = Math.sqrt(sumOf(rows.map((row) => row.variance)));
    return {
      theme,
      total: {
        before: isBefore ? sumOf(rows.map((row) => row.before)) : null,
        after: isAfter ? Math.round(afterSum) : null,
        afterInterval:
          isAfter && error > 0
            ? [Math.max(0, Math.round(afterSum - Z_95 * error)), Math.min(base, Math.round(afterSum + Z_95 * error))]
            : null,
      },
      months: rows.map(({ month, base: shownBase, ...row }) =>
        shownBase === null
          ? { month, base: null, before: null, after: null, afterInterval: null }
          : { month, base: shownBase, before: row.before, after: row.after, afterInterval: row.afterInterval },
      ),
    };
  });
  const size = ({ total }: ThemeMove): number => Math.abs((total.after ?? 0) - (total.before ?? 0));
  const place = ({ theme }: ThemeMove): number => {
    const index = plan.subjects.indexOf(theme.key);
    return index < 0 ? plan.subjects.length : index;
  };
  return moves
    .filter((move) => plan.subjects.includes(move.theme.key) || move.months.some((row) => row.before !== row.after))
    .sort((one, other) => place(one) - place(other) || size(other) - size(one));
}

function impactsOf(plan: ChangePlan, cells: ChangedCells, moves: readonly ThemeMove[], limit: number): ImpactMove[] {
  const before = tallyCells(cells.before);
  const after = wholeTally(tallyCells(cells.after));
  const impactOf = (theme: TaxonomyTheme, tally: Tally, themes: readonly TaxonomyTheme[]): ImpactFigure => {
    if (!isActive(themes, theme.key)) return { impact: null, interval: null, n: null };
    const figure = themeFigure(theme, tally, EMPTY_TALLY, limit);
    return { impact: figure.impact, interval: figure.impactInterval, n: figure.npsWith.n };
  };
  const size = ({ before: old, after: young }: ImpactMove): number =>
    old.impact === null || young.impact === null ? Infinity : Math.abs(young.impact - old.impact);
  return moves
    .map(({ theme }) => ({
      theme,
      before: impactOf(theme, before, plan.before.taxonomy.themes),
      after: impactOf(theme, after, plan.after.taxonomy.themes),
    }))
    .sort((one, other) => (size(one) === size(other) ? 0 : size(other) - size(one)))
    .slice(0, MOST_IMPACTS);
}

/** Of either list, as the newer one has it. */
function themesOf({ before, after }: ChangePlan): TaxonomyTheme[] {
  const young = new Set(after.taxonomy.themes.map((theme) => theme.key));
  return [...after.taxonomy.themes, ...before.taxonomy.themes.filter((theme) => !young.has(theme.key))];
}

function isActive(themes: readonly TaxonomyTheme[], key: ThemeKey): boolean {
  return themes.some((theme) => theme.key === key && theme.state === 'active');
}

function monthsOf(tagged: ReadonlyMap<Month, number>): Month[] {
  const months = [...tagged.keys()];
  const first = months[0];
  const last = months.at(-1);
  return first === undefined || last === undefined ? [] : monthsBetween(first, last);
}

function withoutTheme(cells: readonly Cell[]): number {
  return cells.reduce((sum, { commentState, themes, count }) => {
    return commentState === 'tagged' && (themes ?? '') === '' ? sum + count : sum;
  }, 0);
}

/** Wilson's interval of the share, as a count of all; the part that was read is not uncertain, which is left out of account. */
function sampleInterval(count: number, { read, all }: { readonly read: number; readonly all: number }): Interval {
  const [lower, upper] = wilsonInterval(Math.min(read, Math.max(0, (count * read) / all)), read) ?? [0, 1];
  return [Math.round(lower * all), Math.round(upper * all)];
}

/** Of a count estimated from a simple random sample without replacement. */
function sampleVariance(count: number, { read, all }: { readonly read: number; readonly all: number }): number {
  const share = Math.min(1, Math.max(0, count / all));
  return (all * all * share * (1 - share) * (1 - read / all)) / read;
}

/** Estimated counts as people. */
function wholeTally(tally: Tally): Tally {
  const most = tally.taggedClasses;
  const whole = (n: number, limit: number): number => Math.min(limit, Math.max(0, Math.round(n)));
  const classesOf = (classes: ClassCounts): ClassCounts => ({
    promoters: whole(classes.promoters, most.promoters),
    passives: whole(classes.passives, most.passives),
    detractors: whole(classes.detractors, most.detractors),
  });
  const taggedClasses = {
    promoters: Math.round(most.promoters),
    passives: Math.round(most.passives),
    detractors: Math.round(most.detractors),
  };
  const themes = new Map(
    [...tally.themes].map(([key, theme]): [ThemeKey, ThemeTally] => [
      key,
      {
        polarity: {
          pos: Math.round(theme.polarity.pos),
          neg: Math.round(theme.polarity.neg),
          neu: Math.round(theme.polarity.neu),
        },
        classes: classesOf(theme.classes),
      },
    ]),
  );
  return { ...tally, tagged: Math.round(tally.tagged), taggedClasses, themes };
}
