/** The page that answers in ten seconds: where NPS stands, what people talk about, what changed, who said what. */
import type { Period } from '../domain/calendar.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import type { NpsDifference, NpsEstimate } from '../domain/nps.js';
import type { CommentRow, TaggingProgress, Unit } from '../store/store.js';
import type { MonthFigure, StatementFigure, ThemeFigure, UnitFigure } from './figures.js';

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
