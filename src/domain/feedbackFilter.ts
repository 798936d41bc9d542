/** Which responses a figure or list is about. The same parameters mean the same on every page and in the API. */
import type { Day } from './calendar.js';
import type { ChannelOrUnknown, LanguageCode } from './response.js';
import type { Polarity, ThemeKey } from './theme.js';

export interface FeedbackFilter {
  /** First and last day, both included; null is open. */
  readonly from: Day | null;
  readonly to: Day | null;
  /** Unit code; the unit and everything under it. Null: the whole organisation. */
  readonly unit: string | null;
  /** Where `unit` is null: only what lies under one of these, none of which lies under another. */
  readonly within?: readonly string[];
  readonly channel: ChannelOrUnknown | null;
  readonly lang: LanguageCode | null;
}

export interface CommentFilter extends FeedbackFilter {
  readonly theme: ThemeKey | null;
  /** With a theme: polarity of that theme. Without: any theme with that polarity. */
  readonly polarity: Polarity | null;
  /** Words to search for; all must occur (by stem). */
  readonly q: string | null;
}

export const NO_FILTER: FeedbackFilter = { from: null, to: null, unit: null, channel: null, lang: null };
