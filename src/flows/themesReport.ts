/** All themes of a unit and period side by side; also what the API tells of themes. */
import type { Period } from '../domain/calendar.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import type { Unit } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import { shownCount, type ThemeFigure } from './figures.js';
import { THEME_CELLS } from './overview.js';
import { resolveScope } from './scope.js';
import { tallyCells } from './tally.js';
import { themeFigures } from './themeFigures.js';

export interface ThemesReport {
  /** Filter with the period filled in. */
  readonly filter: FeedbackFilter;
  readonly period: Period;
  /** The same period a year earlier. */
  readonly comparison: Period;
  /** Null for the whole organisation. */
  readonly unit: Unit | null;
  readonly ancestors: readonly Unit[];
  /** Comments in any state, those that the tagger has read (the base of shares), and those that wait; null under the limit. */
  readonly comments: number | null;
  readonly tagged: number | null;
  readonly pending: number | null;
  /** All themes, most mentioned first. */
  readonly themes: readonly ThemeFigure[];
}

/** Null when the filter names an unknown unit. */
export async function themesReport(deps: ReadDeps, filter: FeedbackFilter): Promise<ThemesReport | null> {
  const scope = await resolveScope(deps, filter);
  if (!scope) return null;
  const { store, disclosureLimit: limit } = deps;
  const [current, previous] = await Promise.all([
    store.readCells(scope.filter, THEME_CELLS),
    store.readCells(scope.previousFilter, THEME_CELLS),
  ]);
  const now = tallyCells(current);
  return {
    filter: scope.filter,
    period: scope.period,
    comparison: scope.comparison,
    unit: scope.unit,
    ancestors: scope.ancestors,
    comments: shownCount(now.comments, limit),
    tagged: shownCount(now.tagged, limit),
    pending: shownCount(now.pending, limit),
    themes: themeFigures(deps.taxonomy, now, tallyCells(previous), limit),
  };
}
