/** What a finding is made from: the very thing that someone was looking at. */
import type { Period } from '../domain/calendar.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import type { Polarity, ThemeKey } from '../domain/theme.js';
import type { ResponseId } from '../store/store.js';
import type { Adjustment, MovementGroup } from './explainMovement.js';

/** A row of a movement; the key as in Contribution. */
export interface MovementRowName {
  readonly group: MovementGroup;
  readonly key: string | null;
}

export type FindingSource =
  | {
      readonly kind: 'movement';
      readonly base: Period;
      readonly current: Period;
      readonly filter: FeedbackFilter;
      readonly adjust: Adjustment | null;
      /** Null: the whole change. */
      readonly row: MovementRowName | null;
    }
  | {
      readonly kind: 'theme';
      readonly theme: ThemeKey;
      readonly filter: FeedbackFilter & Period;
      /** What the finding is about, where the page showed praise or complaints alone. */
      readonly polarity: Polarity | null;
      /** The comment that it started from: the first quote. */
      readonly pinned: ResponseId | null;
    }
  | {
      readonly kind: 'comments';
      readonly filter: FeedbackFilter & Period;
      readonly polarity: Polarity | null;
      /** Words that were searched for. */
      readonly q: string | null;
      readonly pinned: ResponseId | null;
    }
  /** A group of comments without a theme. */
  | { readonly kind: 'group'; readonly group: number }
  /** A theme that is being taught. */
  | { readonly kind: 'draft'; readonly key: ThemeKey };
