/** The months of one unit on control charts: NPS, and complaints about one theme. */
import { monthOf, monthsBetween, type Month, type Period } from '../domain/calendar.js';
import { summariseChart, type ChartSummary } from '../domain/chartSummary.js';
import {
  BASELINE_POINTS,
  basedSignals,
  shareLimits,
  xmrLimits,
  xmrSignals,
  type PointSignals,
} from '../domain/controlChart.js';
import { CUSUM_LIMIT, cumulativeSum } from '../domain/cumulativeSum.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import type { Interval } from '../domain/interval.js';
import type { Theme, ThemeKey } from '../domain/theme.js';
import { annotationsOf, type NumberedAnnotation } from './annotations.js';
import type { ReadDeps } from './deps.js';
import { shareFigure, SUPPRESSED_SHARE } from './figures.js';
import { hiddenMonths, monthFigures, trendPeriod } from './monthFigures.js';
import { THEME_CELLS } from './overview.js';
import { resolveScope, targetOf } from './scope.js';
import { EMPTY_TALLY, tallyBy, type Tally } from './tally.js';
import { NO_MENTION } from './themeFigures.js';

export interface ChartMonth {
  readonly month: Month;
  /** NPS, or a share 0–1; null where hidden or nobody answered. */
  readonly value: number | null;
  readonly base: number | null;
  readonly limits: Interval | null;
  readonly signals: PointSignals | null;
}

export interface ControlChart {
  readonly months: readonly ChartMonth[];
  /** Null with fewer than two months to go by. */
  readonly centre: number | null;
  /** Limits from fewer than 12 months: they will still move. */
  readonly trial: boolean;
  readonly summary: ChartSummary | null;
  /** Month by which small departures had added up to a change that lasts (CUSUM), or null. */
  readonly drift: Month | null;
}

export interface ControlCharts {
  /** Days that the charts cover: 24 months up to the end of the period. */
  readonly trend: Period;
  readonly nps: ControlChart;
  readonly target: number | null;
  /** Null where no theme is asked for. */
  readonly complaints: { readonly theme: Theme; readonly chart: ControlChart } | null;
  readonly annotations: readonly NumberedAnnotation[];
}

/** Null when the filter names an unknown unit. A theme that is not known has no chart. */
export async function controlCharts(
  deps: ReadDeps,
  filter: FeedbackFilter,
  themeKey: ThemeKey | null,
): Promise<ControlCharts | null> {
  const scope = await resolveScope(deps, filter);
  if (!scope) return null;
  const trend = trendPeriod(scope.period);
  const [cells, annotations] = await Promise.all([
    deps.store.readCells({ ...scope.filter, ...trend }, ['month', ...THEME_CELLS]),
    annotationsOf(deps, filter.unit, trend),
  ]);
  const tallies = tallyBy(cells, 'month');
  const theme = deps.taxonomy.themes.find((known) => known.key === themeKey);
  const target = targetOf(scope.unit, scope.ancestors, scope.organisationTarget)?.value ?? null;
  return {
    trend,
    nps: npsChart(trend, tallies, target, deps.disclosureLimit),
    target,
    complaints: theme ? { theme, chart: complaintChart(theme, trend, tallies, deps.disclosureLimit) } : null,
    annotations,
  };
}

function npsChart(
  trend: Period,
  tallies: ReadonlyMap<Month, Tally>,
  target: number | null,
  limit: number,
): ControlChart {
  const figures = monthFigures(trend, tallies, [], limit);
  const values = figures.flatMap(({ estimate }) => (estimate.nps === null ? [] : [estimate.nps]));
  const limits = xmrLimits(values);
  const signals = limits ? xmrSignals(values, limits) : [];
  const sigma = limits ? (limits.limits[1] - limits.mean) / 3 : 0;
  const clipped: Interval | null = limits && [Math.max(-100, limits.limits[0]), Math.min(100, limits.limits[1])];
  return chartOf(
    figures.map(({ month, estimate }) => ({ month, value: estimate.nps, base: estimate.n })),
    signals,
    values.map(() => clipped),
    {
      centre: limits?.mean ?? null,
      trial: limits?.trial ?? true,
      zs: limits && sigma > 0 ? values.map((value) => (value - limits.mean) / sigma) : [],
      summary: limits && clipped && { values, signals, centre: limits.mean, limits: clipped, better: 'up', target },
    },
  );
}

function complaintChart(theme: Theme, trend: Period, tallies: ReadonlyMap<Month, Tally>, limit: number): ControlChart {
  const months = monthsBetween(monthOf(trend.from), monthOf(trend.to));
  const rows = months.map((month) => tallies.get(month) ?? EMPTY_TALLY);
  const hidden = hiddenMonths(
    trend,
    rows.map((tally) => tally.tagged),
    [],
    limit,
  );
  const figures = months.map((month, index) => {
    const tally = rows[index] ?? EMPTY_TALLY;
    const { neg } = (tally.themes.get(theme.key) ?? NO_MENTION).polarity;
    const share = hidden[index] ? SUPPRESSED_SHARE : shareFigure(neg, tally.tagged, limit);
    return { month, value: share.share, base: share.base, count: neg };
  });
  const points = figures.flatMap(({ base, value, count }) => (value === null || !base ? [] : [{ count, base }]));
  const chart = points.length > 1 ? shareLimits(points, true, BASELINE_POINTS) : null;
  const signals = chart ? basedSignals(chart) : [];
  const newest = chart?.points.at(-1);
  return chartOf(figures, signals, chart?.points.map((point) => point.limits) ?? [], {
    centre: chart?.centre ?? null,
    trial: points.length < BASELINE_POINTS,
    zs: chart?.points.map(({ z }) => (chart.sigmaZ > 0 ? z / chart.sigmaZ : 0)) ?? [],
    summary:
      chart && newest
        ? {
            values: chart.points.map(({ value }) => value),
            signals,
            centre: chart.centre,
            limits: newest.limits,
            better: 'down',
            target: null,
          }
        : null,
  });
}

interface Drawn {
  readonly centre: number | null;
  readonly trial: boolean;
  /** Departures of the points in standard deviations. */
  readonly zs: readonly number[];
  readonly summary: Parameters<typeof summariseChart>[0] | null;
}

/** Months with their limits and signals, which there are of months with a value only. */
function chartOf(
  figures: readonly { readonly month: Month; readonly value: number | null; readonly base: number | null }[],
  signals: readonly PointSignals[],
  limits: readonly (Interval | null)[],
  { centre, trial, zs, summary }: Drawn,
): ControlChart {
  const shown = figures.filter(({ value }) => value !== null);
  // A month outside the limits has been told of; what adds up is looked for after it
  const start = signals.findLastIndex(({ outside }) => outside) + 1;
  const { alarm, up, down } = cumulativeSum(zs.slice(start));
  const lasts = Math.max(up.at(-1) ?? 0, down.at(-1) ?? 0) > CUSUM_LIMIT;
  return {
    months: figures.map(({ month, value, base }) => {
      const at = shown.findIndex((figure) => figure.month === month);
      return { month, value, base, limits: limits[at] ?? null, signals: signals[at] ?? null };
    }),
    centre,
    trial,
    summary: summary && summariseChart(summary),
    drift: alarm === null || !lasts ? null : (shown[start + alarm]?.month ?? null),
  };
}
