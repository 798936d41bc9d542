/** The unit tree with a figure for each unit. */
import type { Period } from '../domain/calendar.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import type { UnitFigure } from './figures.js';

export interface UnitTree {
  readonly filter: FeedbackFilter;
  readonly period: Period;
  readonly comparison: Period;
  /** The tree in depth-first order. */
  readonly rows: readonly UnitFigure[];
}
