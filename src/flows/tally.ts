/** Counted cells summed up to what figures are made of. */
import { countAnswers, type ClassCounts } from '../domain/nps.js';
import type { ScoreClass } from '../domain/response.js';
import { parseThemeSetKey, POLARITIES, type Polarity, type ThemeKey } from '../domain/theme.js';
import type { Cell } from '../store/store.js';

/** Those who mention one theme. */
export interface ThemeTally {
  /** Tagged comments by polarity of the theme. */
  readonly polarity: Record<Polarity, number>;
  /** Of them, those with a score. */
  readonly classes: ClassCounts;
}

/** Counts of one group of responses; what was not asked of the store stays at 0. */
export interface Tally {
  /** All responses, and those with a comment in any state. */
  readonly responses: number;
  readonly comments: number;
  /** Comments that wait for tagging. */
  readonly pending: number;
  /** Comments that the tagger has read: the base of theme shares. */
  readonly tagged: number;
  /** Scores of all responses, and of those with a tagged comment. */
  readonly classes: ClassCounts;
  readonly taggedClasses: ClassCounts;
  readonly themes: ReadonlyMap<ThemeKey, ThemeTally>;
}

type Counts = { promoters: number; passives: number; detractors: number };

class TallySum implements Tally {
  responses = 0;
  comments = 0;
  pending = 0;
  tagged = 0;
  readonly classes = noCounts();
  readonly taggedClasses = noCounts();
  readonly themes = new Map<ThemeKey, { polarity: Record<Polarity, number>; classes: Counts }>();

  add(cell: Cell): void {
    this.responses += cell.count;
    addClass(this.classes, cell.scoreClass, cell.count);
    if (cell.commentState === undefined || cell.commentState === 'none') return;
    this.comments += cell.count;
    if (cell.commentState === 'pending') this.pending += cell.count;
    if (cell.commentState !== 'tagged') return;
    this.tagged += cell.count;
    addClass(this.taggedClasses, cell.scoreClass, cell.count);
    for (const { theme, polarity } of parseThemeSetKey(cell.themes ?? '')) {
      const sum = this.themes.get(theme) ?? { polarity: { pos: 0, neg: 0, neu: 0 }, classes: noCounts() };
      sum.polarity[polarity] += cell.count;
      addClass(sum.classes, cell.scoreClass, cell.count);
      this.themes.set(theme, sum);
    }
  }
}

function noCounts(): Counts {
  return { promoters: 0, passives: 0, detractors: 0 };
}

function addClass(counts: Counts, scoreClass: ScoreClass | undefined, count: number): void {
  if (scoreClass === 'promoter') counts.promoters += count;
  else if (scoreClass === 'passive') counts.passives += count;
  else if (scoreClass === 'detractor') counts.detractors += count;
}

export const EMPTY_TALLY: Tally = new TallySum();

/** Everything in one sum. */
export function tallyCells(cells: readonly Cell[]): Tally {
  const sum = new TallySum();
  for (const cell of cells) sum.add(cell);
  return sum;
}

/** A sum per value of one dimension; cells without it are an error of the query that read them. */
export function tallyBy(cells: readonly Cell[], dimension: 'unit' | 'month' | 'channel' | 'lang'): Map<string, Tally> {
  const sums = new Map<string, TallySum>();
  for (const cell of cells) {
    const key = cell[dimension];
    if (key === undefined) throw new Error(`expected cells split by ${dimension}, found one without it`);
    const sum = sums.get(key) ?? new TallySum();
    sum.add(cell);
    sums.set(key, sum);
  }
  return sums;
}

/** Tagged comments that mention the theme. */
export function mentionsOf(theme: ThemeTally | undefined): number {
  return theme ? POLARITIES.reduce((sum, polarity) => sum + theme.polarity[polarity], 0) : 0;
}

/** People who gave a score. */
export function scoredOf(tally: Tally): number {
  return countAnswers(tally.classes);
}
