/** Figures that several pages share. */
import type { Month } from '../domain/calendar.js';
import { certaintyOf } from '../domain/difference.js';
import { isTooSmall } from '../domain/disclosure.js';
import type { NpsDifference, NpsEstimate } from '../domain/nps.js';
import { newcombeInterval, pooledZ, wilsonInterval, type Proportion } from '../domain/share.js';
import type { Polarity, Theme } from '../domain/theme.js';
import type { Unit } from '../store/store.js';

/** A share with its 95 % Wilson interval; all null when the base is under the disclosure limit. */
export interface Share {
  /** How many, and of how many. */
  readonly count: number | null;
  readonly base: number | null;
  /** 0–1. */
  readonly share: number | null;
  readonly interval: readonly [number, number] | null;
  readonly suppressed: boolean;
}

/** Change of a share between two periods. */
export interface ShareDifference {
  /** Difference of shares, −1..1. */
  readonly difference: number | null;
  readonly interval: readonly [number, number] | null;
  readonly certainty: 'sure' | 'fairlySure' | 'chance' | null;
}

/** One theme in one period: how much it is talked about, how, and what NPS goes with it. */
export interface ThemeFigure {
  readonly theme: Theme;
  /** Share of tagged comments. */
  readonly share: Share;
  /** Tagged comments that mention the theme with each polarity; null when suppressed. */
  readonly polarity: Readonly<Record<Polarity, number>> | null;
  /** Commenters who mention the theme, and commenters who do not. */
  readonly npsWith: NpsEstimate;
  readonly npsWithout: NpsEstimate;
  /** NPS of commenters minus NPS of those who do not mention the theme, points; null when undefined or suppressed. */
  readonly impact: number | null;
  /** 95 % interval of the impact (bootstrap over respondents). */
  readonly impactInterval: readonly [number, number] | null;
  /** Against the same period a year earlier. */
  readonly shareChange: ShareDifference;
}

export interface MonthFigure {
  readonly month: Month;
  readonly estimate: NpsEstimate;
  /** Responses and comments, whatever their score; null under the limit. */
  readonly responses: number | null;
  readonly comments: number | null;
}

export interface UnitFigure {
  readonly unit: Unit;
  /** 0 for a root. */
  readonly depth: number;
  readonly hasChildren: boolean;
  readonly estimate: NpsEstimate;
  readonly responses: number | null;
  readonly comments: number | null;
  /** The unit's own target or the nearest ancestor's. */
  readonly target: number | null;
  /** Against the same period a year earlier. */
  readonly change: NpsDifference;
}

/** Share of "fully agree" (5 of 5) per survey statement. */
export interface StatementFigure {
  readonly key: string;
  readonly topBox: Share;
}

export const SUPPRESSED_SHARE: Share = { count: null, base: null, share: null, interval: null, suppressed: true };

/** `count` of `base` as shown: hidden when the base lies between 1 and the limit (exclusive), without a share when it is 0. */
export function shareFigure(count: number, base: number, limit: number): Share {
  if (isTooSmall(base, limit)) return SUPPRESSED_SHARE;
  return {
    count,
    base,
    share: base === 0 ? null : count / base,
    interval: wilsonInterval(count, base),
    suppressed: false,
  };
}

/**
 * Change of a share: Newcombe's interval, certainty by the pooled z test. At the very edge the two can disagree about zero; the
 * word follows the test. All null when either share is missing or suppressed.
 */
export function shareChange(before: Share, after: Share): ShareDifference {
  const old = shownProportion(before);
  const young = shownProportion(after);
  const z = old && young ? pooledZ(old, young) : null;
  if (!old || !young || z === null || before.share === null || after.share === null) {
    return { difference: null, interval: null, certainty: null };
  }
  return {
    difference: after.share - before.share,
    interval: newcombeInterval(old, young),
    certainty: certaintyOf(z),
  };
}

function shownProportion(share: Share): Proportion | null {
  return share.count === null || share.base === null ? null : { count: share.count, base: share.base };
}

/** A count of people as shown; null when it lies between 1 and the limit (exclusive). */
export function shownCount(n: number, limit: number): number | null {
  return isTooSmall(n, limit) ? null : n;
}
