/** Every monthly figure that can be told to stand out: NPS and complaints of each unit, over a month and over three. */
import { addMonths, monthsBetween, type Month } from '../domain/calendar.js';
import { addCounts } from '../domain/impact.js';
import { NORMAL_BASE, type ClassCounts } from '../domain/nps.js';
import type { Proportion } from '../domain/share.js';
import { npsDeviation, shareDeviation, type Candidate } from '../domain/signals.js';
import type { Taxonomy, Theme } from '../domain/theme.js';
import type { Cell, Unit } from '../store/store.js';
import { EMPTY_TALLY, scoredOf, tallyBy, type Tally } from './tally.js';
import { NO_MENTION } from './themeFigures.js';
import { hiddenUnits } from './unitFigures.js';

/** A month by itself, and with the two before it: a change too small to show in one month shows in three. */
const WINDOWS = [1, 3] as const;
/** Months before a window that it is compared with. */
const MONTHS_BEFORE = 12;
/** Months that have to be read before the first month looked at. */
export const MONTHS_READ_BEFORE = MONTHS_BEFORE + Math.max(...WINDOWS) - 1;
/** Smaller differences are not worth a look, however sure: NPS points, and shares of comments. */
export const LEAST_NPS_DIFFERENCE = 5;
export const LEAST_SHARE_DIFFERENCE = 0.03;

export interface SignalCandidate extends Candidate {
  /** First month of the window. */
  readonly from: Month;
  readonly unit: Unit;
  /** The theme complained of; null for NPS. */
  readonly theme: Theme | null;
}

type Measure = 'scores' | 'comments';

/** Monthly sums of many units, and which of them may not be shown. */
export class UnitMonths {
  private readonly sums: Readonly<Record<Measure, ReadonlyMap<Month, ReadonlyMap<string, Tally>>>>;
  private readonly hidden = new Map<string, boolean[]>();

  /**
   * @param scores cells by unit, month and class of score
   * @param comments cells by unit, month, comment state and themes
   */
  constructor(
    private readonly units: readonly Unit[],
    scores: readonly Cell[],
    comments: readonly Cell[],
    private readonly limit: number,
  ) {
    this.sums = { scores: byMonth(scores), comments: byMonth(comments) };
  }

  tally(measure: Measure, month: Month, unit: Unit): Tally {
    return this.sums[measure].get(month)?.get(unit.code) ?? EMPTY_TALLY;
  }

  /** Units with a base of 30 and more over the months, none of which must stay hidden. */
  shown(measure: Measure, months: readonly Month[]): Unit[] {
    const hidden = months.map((month) => this.hiddenIn(measure, month));
    const base = (unit: Unit): number =>
      months.reduce((sum, month) => sum + BASES[measure](this.tally(measure, month, unit)), 0);
    return this.units.filter((unit, index) => !hidden.some((rows) => rows[index]) && base(unit) >= NORMAL_BASE);
  }

  private hiddenIn(measure: Measure, month: Month): boolean[] {
    const key = `${measure}/${month}`;
    const known = this.hidden.get(key);
    if (known) return known;
    const byUnit = this.sums[measure].get(month) ?? new Map<string, Tally>();
    const rows = hiddenUnits(this.units, { byUnit, total: null }, BASES[measure], this.limit);
    this.hidden.set(key, rows);
    return rows;
  }
}

const BASES: Readonly<Record<Measure, (tally: Tally) => number>> = {
  scores: scoredOf,
  comments: (tally) => tally.tagged,
};

function byMonth(cells: readonly Cell[]): Map<Month, Map<string, Tally>> {
  const months = new Map<Month, Cell[]>();
  for (const cell of cells) {
    const month = cell.month ?? '';
    const some = months.get(month);
    if (some) some.push(cell);
    else months.set(month, [cell]);
  }
  return new Map([...months].map(([month, some]) => [month, tallyBy(some, 'unit')]));
}

/** Everything that can be tested of one month. */
export function candidatesOf(month: Month, series: UnitMonths, taxonomy: Taxonomy): SignalCandidate[] {
  return WINDOWS.flatMap((length) => {
    const from = addMonths(month, 1 - length);
    const window = monthsBetween(from, month);
    const before = monthsBetween(addMonths(from, -MONTHS_BEFORE), addMonths(from, -1));
    return [...npsCandidates(window, before, series), ...complaintCandidates(window, before, series, taxonomy)];
  });
}

function npsCandidates(window: readonly Month[], before: readonly Month[], series: UnitMonths): SignalCandidate[] {
  return series.shown('scores', window).flatMap((unit) => {
    const counts = (at: Month): ClassCounts => series.tally('scores', at, unit).classes;
    const deviation = npsDeviation(window.map(counts).reduce(addCounts), before.map(counts));
    return deviation
      ? [{ from: window[0] ?? '', unit, theme: null, deviation, leastDifference: LEAST_NPS_DIFFERENCE }]
      : [];
  });
}

function complaintCandidates(
  window: readonly Month[],
  before: readonly Month[],
  series: UnitMonths,
  taxonomy: Taxonomy,
): SignalCandidate[] {
  return series.shown('comments', window).flatMap((unit) =>
    taxonomy.themes.flatMap((theme) => {
      const complaints = (at: Month): Proportion => {
        const tally = series.tally('comments', at, unit);
        return { count: (tally.themes.get(theme.key) ?? NO_MENTION).polarity.neg, base: tally.tagged };
      };
      const now = window.map(complaints).reduce((sum, part) => ({
        count: sum.count + part.count,
        base: sum.base + part.base,
      }));
      const deviation = shareDeviation(now, before.map(complaints));
      return deviation
        ? [{ from: window[0] ?? '', unit, theme, deviation, leastDifference: LEAST_SHARE_DIFFERENCE }]
        : [];
    }),
  );
}
