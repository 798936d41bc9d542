/** One theme: how it is talked about over time, where, in which words, by whom. */
import type { Month, Period } from '../domain/calendar.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import type { Language, Polarity } from '../domain/theme.js';
import type { CommentRow, Unit } from '../store/store.js';
import type { Share, ThemeFigure } from './figures.js';
import type { NpsEstimate } from '../domain/nps.js';

export interface ThemeReport {
  readonly filter: FeedbackFilter;
  readonly period: Period;
  readonly comparison: Period;
  readonly unit: Unit | null;
  readonly ancestors: readonly Unit[];
  readonly figure: ThemeFigure;
  /** 24 months up to the end of the period. */
  readonly trend: readonly {
    readonly month: Month;
    readonly share: Share;
    readonly polarity: Readonly<Record<Polarity, number>> | null;
    readonly nps: NpsEstimate;
  }[];
  /** The unit's children (or the roots): where it is mentioned, most complaints first. */
  readonly units: readonly {
    readonly unit: Unit;
    readonly share: Share;
    readonly negative: Share;
    readonly npsWith: NpsEstimate;
  }[];
  /** Words and phrases that mark comments with the theme against those without, best first. */
  readonly phrases: readonly {
    readonly lang: Language;
    readonly phrases: readonly { readonly phrase: string; readonly comments: number }[];
  }[];
  readonly praise: readonly CommentRow[];
  readonly complaints: readonly CommentRow[];
}
