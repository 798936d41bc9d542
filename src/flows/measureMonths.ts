/** The figure that an action is to move, counted month by month. */
import {
  firstDayOfMonth,
  lastDayOfMonth,
  monthOf,
  monthsBetween,
  type Month,
  type Period,
} from '../domain/calendar.js';
import { sumMonths, type EffectScale } from '../domain/actionEffect.js';
import { isTooSmall } from '../domain/disclosure.js';
import { subtractCounts } from '../domain/impact.js';
import { countAnswers, npsEstimate, type ClassCounts } from '../domain/nps.js';
import type { ExpectedMeasure } from '../store/actionStore.js';
import type { CellDimension } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import { shareFigure } from './figures.js';
import { THEME_CELLS } from './overview.js';
import { EMPTY_TALLY, tallyBy, type Tally } from './tally.js';
import { NO_MENTION } from './themeFigures.js';

/** Counts of a month, a share written as in domain/actionEffect.ts; `beside`: the rest of a total that other pages show. */
export interface MeasureMonth {
  readonly counts: ClassCounts;
  /** Commenters who do not mention the theme, for NPS of those who do: the two add up to a total that is shown. Else 0. */
  readonly beside: number;
}

export type MeasureMonths = ReadonlyMap<Month, MeasureMonth>;

export function scaleOf(measure: Pick<ExpectedMeasure, 'kind'>): EffectScale {
  return measure.kind === 'complaintShare' ? 'share' : 'nps';
}

/** Dimensions of cells that a measure is counted from. */
export function measureCells(measure: Pick<ExpectedMeasure, 'kind'>): readonly CellDimension[] {
  return measure.kind === 'nps' ? ['scoreClass'] : THEME_CELLS;
}

export function measureOf(measure: ExpectedMeasure, tally: Tally): MeasureMonth {
  if (measure.kind === 'nps') return { counts: tally.classes, beside: 0 };
  const mention = tally.themes.get(measure.theme ?? '') ?? NO_MENTION;
  if (measure.kind === 'complaintShare') {
    const { neg } = mention.polarity;
    return { counts: { promoters: neg, passives: tally.tagged - neg, detractors: 0 }, beside: 0 };
  }
  return { counts: mention.classes, beside: countAnswers(subtractCounts(tally.taggedClasses, mention.classes)) };
}

/** One query. */
export async function readMonths(
  { store }: Pick<ReadDeps, 'store'>,
  measure: ExpectedMeasure,
  unit: string | null,
  period: Period,
): Promise<MeasureMonths> {
  const cells = await store.readCells({ ...period, unit, channel: null, lang: null }, [
    'month',
    ...measureCells(measure),
  ]);
  return new Map([...tallyBy(cells, 'month')].map(([month, tally]) => [month, measureOf(measure, tally)]));
}

const NOTHING = measureOf({ kind: 'nps', theme: null, direction: 'up' }, EMPTY_TALLY);

export function monthAt(months: MeasureMonths, month: Month): MeasureMonth {
  return months.get(month) ?? NOTHING;
}

/** Everything within whole months. */
export function within(months: MeasureMonths, { from, to }: Period): MeasureMonth {
  const some = monthsBetween(monthOf(from), monthOf(to)).map((month) => monthAt(months, month));
  return {
    counts: sumMonths(some.map(({ counts }) => counts)),
    beside: some.reduce((sum, { beside }) => sum + beside, 0),
  };
}

/** Months of one series less those of another that it holds. */
export function without(months: MeasureMonths, part: MeasureMonths): MeasureMonths {
  return new Map(
    [...months].map(([month, { counts, beside }]) => {
      const own = monthAt(part, month);
      return [month, { counts: subtractCounts(counts, own.counts), beside: beside - own.beside }];
    }),
  );
}

/** First to last day of a row of months. */
export function spanOf(months: readonly Month[]): Period {
  return { from: firstDayOfMonth(months[0] ?? ''), to: lastDayOfMonth(months.at(-1) ?? '') };
}

/** A figure as it may be shown: NPS in points, or a share 0–1. All null when hidden; without answers n is 0. */
export interface MeasureFigure {
  readonly value: number | null;
  /** 95 %. */
  readonly interval: readonly [number, number] | null;
  readonly n: number | null;
}

export const HIDDEN_FIGURE: MeasureFigure = { value: null, interval: null, n: null };

export function measureFigure(scale: EffectScale, { counts, beside }: MeasureMonth, limit: number): MeasureFigure {
  if (isTooSmall(beside, limit)) return HIDDEN_FIGURE;
  if (scale === 'share') {
    const { share, interval, base } = shareFigure(counts.promoters, countAnswers(counts), limit);
    return { value: share, interval, n: base };
  }
  const { nps, interval, n } = npsEstimate(counts, limit);
  return { value: nps, interval, n };
}
