/** A row of months beside totals of periods, with what must stay hidden. */
import {
  addMonths,
  firstDayOfMonth,
  lastDayOfMonth,
  monthOf,
  monthsBetween,
  type Day,
  type Month,
  type Period,
} from '../domain/calendar.js';
import { hiddenRows, type AdditiveLine } from '../domain/disclosure.js';
import { npsEstimate, SUPPRESSED_ESTIMATE } from '../domain/nps.js';
import type { MonthFigure } from './figures.js';
import { EMPTY_TALLY, scoredOf, type Tally } from './tally.js';

/** Months that trends show. */
const TREND_MONTHS = 24;

/** The days that a trend covers: 24 calendar months, the last one up to the end of the period. */
export function trendPeriod(period: Period): Period {
  return { from: firstDayOfMonth(addMonths(monthOf(period.to), 1 - TREND_MONTHS)), to: period.to };
}

/** A period whose total is shown on the same page. */
export interface ShownTotal {
  readonly period: Period;
  readonly tally: Tally;
}

/** The figure of every month of the trend, months without answers included. */
export function monthFigures(
  trend: Period,
  tallies: ReadonlyMap<Month, Tally>,
  totals: readonly ShownTotal[],
  limit: number,
): MonthFigure[] {
  const months = monthsBetween(monthOf(trend.from), monthOf(trend.to));
  const hide = (baseOf: (tally: Tally) => number): boolean[] =>
    hiddenMonths(
      trend,
      months.map((month) => baseOf(tallies.get(month) ?? EMPTY_TALLY)),
      totals.map(({ period, tally }) => ({ period, base: baseOf(tally) })),
      limit,
    );
  const estimates = hide(scoredOf);
  const responses = hide((tally) => tally.responses);
  const comments = hide((tally) => tally.comments);
  return months.map((month, index) => {
    const tally = tallies.get(month) ?? EMPTY_TALLY;
    return {
      month,
      estimate: estimates[index] ? SUPPRESSED_ESTIMATE : npsEstimate(tally.classes, limit),
      responses: responses[index] ? null : tally.responses,
      comments: comments[index] ? null : tally.comments,
    };
  });
}

/** Which months of the trend to hide, given the bases of its months in order and the totals shown beside them. */
export function hiddenMonths(
  trend: Period,
  bases: readonly number[],
  totals: readonly { readonly period: Period; readonly base: number }[],
  limit: number,
): boolean[] {
  const months = monthsBetween(monthOf(trend.from), monthOf(trend.to));
  return hiddenRows(bases, monthLines(months, trend.to, bases, totals), limit);
}

/**
 * Totals overlap (the year to date lies within the last 12 months), and what is in one but not in another follows from both. So
 * months are grouped by which totals they are in, and each group is a line of its own; then no sum or difference of totals tells
 * a hidden month.
 */
function monthLines(
  months: readonly Month[],
  lastDay: Day,
  bases: readonly number[],
  totals: readonly { readonly period: Period; readonly base: number }[],
): AdditiveLine[] {
  const lines = new Map<string, { parts: number[]; rest: number }>();
  const groups = months.map((month) => {
    const end = lastDayOfMonth(month) < lastDay ? lastDayOfMonth(month) : lastDay;
    return totals.map(({ period }) => firstDayOfMonth(month) >= period.from && end <= period.to).join();
  });
  for (const [index, group] of groups.entries()) {
    if (!group.includes('true')) continue;
    const line = lines.get(group) ?? { parts: [], rest: 0 };
    line.parts.push(index);
    lines.set(group, line);
  }
  for (const [place, { base }] of totals.entries()) {
    const inside = groups.flatMap((group, index) => (group.split(',')[place] === 'true' ? [index] : []));
    const first = inside[0];
    const line = first === undefined ? undefined : lines.get(groups[first] ?? '');
    // Days of a month cut off by the period's start, and months before the trend
    if (line) line.rest += Math.max(0, base - inside.reduce((sum, index) => sum + (bases[index] ?? 0), 0));
  }
  return [...lines.values()].map(({ parts, rest }) => ({ total: null, parts, rest }));
}
