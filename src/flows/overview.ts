/** The page that answers in ten seconds: where NPS stands, what people talk about, what changed, who said what. */
import { firstDayOfMonth, monthOf, type Period } from '../domain/calendar.js';
import { npsDifference } from '../domain/difference.js';
import { tellsBySubtraction } from '../domain/disclosure.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import {
  npsEstimate,
  SUPPRESSED_ESTIMATE,
  type ClassCounts,
  type NpsDifference,
  type NpsEstimate,
} from '../domain/nps.js';
import type { CellDimension, CommentRow, StatementCell, TaggingProgress, Unit } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import {
  shareFigure,
  shownCount,
  type MonthFigure,
  type StatementFigure,
  type ThemeFigure,
  type UnitFigure,
} from './figures.js';
import { monthFigures, trendPeriod } from './monthFigures.js';
import { resolveScope, targetOf, type Scope } from './scope.js';
import { scoredOf, tallyBy, tallyCells, type Tally } from './tally.js';
import { changedThemes, themeFigures } from './themeFigures.js';
import { unitFigures } from './unitFigures.js';
import { pickVoices } from './voices.js';

export interface Overview {
  /** Filter with the period filled in. */
  readonly filter: FeedbackFilter;
  readonly period: Period;
  /** The same period a year earlier. */
  readonly comparison: Period;
  /** Null for the whole organisation; else the unit, its ancestors from the root, and its children. */
  readonly unit: Unit | null;
  readonly ancestors: readonly Unit[];
  readonly current: NpsEstimate;
  readonly previous: NpsEstimate;
  readonly change: NpsDifference;
  readonly target: { readonly value: number; readonly unit: Unit | null } | null;
  /** Year to date: from 1 January of the period's last year to its last day. */
  readonly yearToDate: NpsEstimate;
  /** The newest calendar month of the period. */
  readonly latestMonth: MonthFigure;
  readonly responses: number | null;
  readonly comments: number | null;
  /** The last 24 months up to the end of the period, months without answers included. */
  readonly trend: readonly MonthFigure[];
  /** All themes, most mentioned first. */
  readonly themes: readonly ThemeFigure[];
  /** Themes whose share changed beyond chance against the year before, largest first, at most four. */
  readonly changed: readonly ThemeFigure[];
  /** Newest comments with a clear theme, mixed: at least one that goes against the majority where there is one. */
  readonly voices: readonly CommentRow[];
  readonly statements: readonly StatementFigure[];
  /** The unit's children (or the roots) with a figure each. */
  readonly units: readonly UnitFigure[];
  readonly tagging: TaggingProgress;
}

/** Most themes named under what changed. */
const MOST_CHANGED = 4;

/** Dimensions of whole-period cells that figures of themes need. */
export const THEME_CELLS: readonly CellDimension[] = ['scoreClass', 'commentState', 'themes'];
/** Dimensions of cells that tell responses, comments and NPS. */
export const COUNT_CELLS: readonly CellDimension[] = ['scoreClass', 'commentState'];

/** The overview of a unit or of the whole organisation; null when the filter names an unknown unit. */
export async function overview(deps: ReadDeps, filter: FeedbackFilter): Promise<Overview | null> {
  const scope = await resolveScope(deps, filter);
  return scope && overviewOf(deps, scope);
}

/** The overview of a scope that is known already. */
export async function overviewOf(deps: ReadDeps, scope: Scope): Promise<Overview> {
  const { store, disclosureLimit: limit } = deps;
  const trend = trendPeriod(scope.period);
  const codes = scope.children.map((unit) => unit.code);
  const readChildren = async (of: FeedbackFilter): Promise<Map<string, Tally>> =>
    codes.length === 0 ? new Map() : tallyBy(await store.readCells(of, ['unit', ...COUNT_CELLS], codes), 'unit');
  const [currentCells, previousCells, monthCells, children, childrenBefore, statements, tagging] = await Promise.all([
    store.readCells(scope.filter, THEME_CELLS),
    store.readCells(scope.previousFilter, THEME_CELLS),
    store.readCells({ ...scope.filter, ...trend }, ['month', ...COUNT_CELLS]),
    readChildren(scope.filter),
    readChildren(scope.previousFilter),
    store.readStatements(scope.filter),
    store.taggingProgress(),
  ]);
  const now = tallyCells(currentCells);
  const before = tallyCells(previousCells);
  const year = { from: firstDayOfMonth(`${scope.period.to.slice(0, 4)}-01`), to: scope.period.to };
  const yearTally = tallyCells(
    monthCells.filter((cell) => cell.month !== undefined && cell.month >= monthOf(year.from)),
  );

  const current = npsEstimate(now.classes, limit);
  const previous = npsEstimate(before.classes, limit);
  const months = monthFigures(
    trend,
    tallyBy(monthCells, 'month'),
    [
      { period: scope.period, tally: now },
      { period: scope.comparison, tally: before },
      { period: year, tally: yearTally },
    ],
    limit,
  );
  const latestMonth = months.at(-1);
  if (!latestMonth) throw new Error('expected a trend of at least one month');
  const themes = themeFigures(deps.taxonomy, now, before, limit);
  return {
    filter: scope.filter,
    period: scope.period,
    comparison: scope.comparison,
    unit: scope.unit,
    ancestors: scope.ancestors,
    current,
    previous,
    change: npsDifference(previous, current),
    target: targetOf(scope.unit, scope.ancestors, scope.organisationTarget),
    yearToDate: yearToDate(yearTally.classes, scoredOf(yearTally), scoredOf(now), limit),
    latestMonth,
    responses: shownCount(now.responses, limit),
    comments: shownCount(now.comments, limit),
    trend: months,
    themes,
    changed: changedThemes(themes, MOST_CHANGED),
    voices: await pickVoices(deps, scope.filter, now.tagged),
    statements: statementFigures(statements, limit),
    units: unitFigures(
      scope,
      scope.children,
      { byUnit: children, total: now },
      { byUnit: childrenBefore, total: before },
      limit,
    ),
    tagging,
  };
}

/** Hidden also when it differs from the period by so few answers that both together would tell them. */
function yearToDate(classes: ClassCounts, scored: number, scoredInPeriod: number, limit: number): NpsEstimate {
  return tellsBySubtraction(scored, scoredInPeriod, limit) ? SUPPRESSED_ESTIMATE : npsEstimate(classes, limit);
}

const FULLY_AGREE = 5;

/** Share of "fully agree" among all who answered each statement, by key. */
export function statementFigures(cells: readonly StatementCell[], limit: number): StatementFigure[] {
  const sums = new Map<string, { top: number; base: number }>();
  for (const { statement, value, count } of cells) {
    const sum = sums.get(statement) ?? { top: 0, base: 0 };
    sum.base += count;
    if (value === FULLY_AGREE) sum.top += count;
    sums.set(statement, sum);
  }
  return [...sums]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, { top, base }]) => ({ key, topBox: shareFigure(top, base, limit) }));
}
