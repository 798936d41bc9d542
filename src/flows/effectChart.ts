/** An action's measure month by month on a control chart whose limits know nothing of what came after the start. */
import { monthOf, type Month, type Period } from '../domain/calendar.js';
import {
  basedSignals,
  shareLimits,
  xmrLimits,
  xmrSignals,
  type BasedLimits,
  type PointSignals,
} from '../domain/controlChart.js';
import { isTooSmall } from '../domain/disclosure.js';
import type { Interval } from '../domain/interval.js';
import { countAnswers } from '../domain/nps.js';
import type { ChartMonth } from './controlCharts.js';
import type { FollowUp, StartedAction } from './followUp.js';
import { HIDDEN_FIGURE, measureFigure, monthAt, spanOf, type MeasureFigure } from './measureMonths.js';
import { hiddenMonths } from './monthFigures.js';

/** Where a month stands to the start; `start`: the action began within it. */
export type ChartSide = 'before' | 'start' | 'after';

export interface EffectMonth extends ChartMonth {
  readonly side: ChartSide;
}

export interface EffectChart {
  readonly months: readonly EffectMonth[];
  /** From the months before; null with fewer than two of them. */
  readonly centre: number | null;
  /** Limits from fewer than 12 months before. */
  readonly trial: boolean;
  /** The month that the line of the action stands at. */
  readonly start: Month;
}

/** A month that may be shown. */
interface Point {
  readonly month: Month;
  readonly side: ChartSide;
  readonly value: number;
  /** Complaints, of a share. */
  readonly count: number;
  readonly base: number;
}

/** @param beside figures of further periods on the same page: no month may follow from them */
export function effectChart(
  { startedOn }: Pick<StartedAction, 'startedOn'>,
  { scale, months, place, after, yardsticks }: FollowUp,
  beside: readonly { readonly period: Period; readonly figure: MeasureFigure }[],
  limit: number,
): EffectChart {
  const rows: { readonly month: Month; readonly side: ChartSide }[] = [
    ...place.before.map((month) => ({ month, side: 'before' as const })),
    ...(place.cut === null ? [] : [{ month: place.cut, side: 'start' as const }]),
    ...place.after.map((month) => ({ month, side: 'after' as const })),
  ];
  const counted = rows.map(({ month }) => monthAt(months, month));
  const hidden = hiddenMonths(
    spanOf(rows.map(({ month }) => month)),
    counted.map(({ counts }) => countAnswers(counts)),
    [...(after ? [after] : []), ...yardsticks, ...beside].flatMap(({ period, figure }) =>
      figure.n === null ? [] : [{ period, base: figure.n }],
    ),
    limit,
  );
  const figures = counted.map((month, index) =>
    hidden[index] || isTooSmall(month.beside, limit) ? HIDDEN_FIGURE : measureFigure(scale, month, limit),
  );
  const points = rows.flatMap((row, index): Point[] => {
    const { value, n } = figures[index] ?? HIDDEN_FIGURE;
    return value === null || !n ? [] : [{ ...row, value, base: n, count: counted[index]?.counts.promoters ?? 0 }];
  });
  const { centre, trial, marks } = scale === 'share' ? shareMarks(points) : npsMarks(points);
  return {
    months: rows.map((row, index) => ({
      ...row,
      value: figures[index]?.value ?? null,
      base: figures[index]?.n ?? null,
      limits: marks.get(row.month)?.limits ?? null,
      signals: marks.get(row.month)?.signals ?? null,
    })),
    centre,
    trial,
    start: monthOf(startedOn),
  };
}

interface Marks {
  readonly centre: number | null;
  readonly trial: boolean;
  readonly marks: ReadonlyMap<Month, { readonly limits: Interval; readonly signals: PointSignals | null }>;
}

const NO_MARKS: Marks = { centre: null, trial: true, marks: new Map() };
/** Months before the start that full limits take. */
const FULL_BASELINE = 12;

function npsMarks(points: readonly Point[]): Marks {
  const before = points.filter(({ side }) => side === 'before');
  const limits = xmrLimits(
    before.map(({ value }) => value),
    before.length,
  );
  if (!limits) return NO_MARKS;
  const drawn: Interval = [Math.max(-100, limits.limits[0]), Math.min(100, limits.limits[1])];
  const signals = bySide(points, (some) =>
    xmrSignals(
      some.map(({ value }) => value),
      limits,
    ),
  );
  return {
    centre: limits.mean,
    trial: before.length < FULL_BASELINE,
    marks: new Map(points.map(({ month }) => [month, { limits: drawn, signals: signals.get(month) ?? null }])),
  };
}

function shareMarks(points: readonly Point[]): Marks {
  const before = points.filter(({ side }) => side === 'before');
  if (before.length < 2) return NO_MARKS;
  const chart = shareLimits([...before, ...points.filter(({ side }) => side !== 'before')], true, before.length);
  if (!chart) return NO_MARKS;
  const ordered = [...before, ...points.filter(({ side }) => side !== 'before')];
  const drawn = new Map(ordered.map(({ month }, index) => [month, chart.points[index]]));
  const signals = bySide(points, (some) =>
    basedSignals({ ...chart, points: some.flatMap(({ month }) => drawn.get(month) ?? []) } satisfies BasedLimits),
  );
  return {
    centre: chart.centre,
    trial: before.length < FULL_BASELINE,
    marks: new Map(
      points.flatMap(({ month }) => {
        const point = drawn.get(month);
        return point ? [[month, { limits: point.limits, signals: signals.get(month) ?? null }] as const] : [];
      }),
    ),
  };
}

/** Signals within each side: a run that began before the start is none of what followed it. The month of the start has none. */
function bySide(
  points: readonly Point[],
  judge: (some: readonly Point[]) => readonly PointSignals[],
): Map<Month, PointSignals> {
  return new Map(
    (['before', 'after'] as const).flatMap((side) => {
      const some = points.filter((point) => point.side === side);
      const signals = judge(some);
      return some.flatMap(({ month }, index) => {
        const signal = signals[index];
        return signal ? [[month, signal] as const] : [];
      });
    }),
  );
}
