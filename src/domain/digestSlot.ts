/** When digests are due. A slot is named by its day on the organisation's wall calendar; one slot is sent at most once. */
import { addDays, daysBetween, type Day } from './calendar.js';

export const DIGEST_KINDS = ['daily', 'weekly'] as const;
export type DigestKind = (typeof DIGEST_KINDS)[number];

/** What the clock on the wall shows. */
export interface WallClock {
  readonly day: Day;
  /** 0–23. */
  readonly hour: number;
}

/** From this hour on the day's digest is due. Clocks are put forward and back in the night, so it comes once every day. */
export const DIGEST_HOUR = 7;

const DAYS_A_WEEK = 7;
/** Any Monday. */
const MONDAY: Day = '2024-01-01';

/** The last slot whose hour has come: a service that was down at that hour still finds it. Weekly ones are on Mondays. */
export function lastSlot(kind: DigestKind, now: WallClock): Day {
  const day = now.hour >= DIGEST_HOUR ? now.day : addDays(now.day, -1);
  if (kind === 'daily') return day;
  const sinceMonday = ((daysBetween(MONDAY, day) % DAYS_A_WEEK) + DAYS_A_WEEK) % DAYS_A_WEEK;
  return addDays(day, -sinceMonday);
}

const FIRST_DELAY_MS = 60_000;
const LONGEST_DELAY_MS = 2 * 3_600_000;

/** How long to wait after so many failed attempts (from 1): a minute, then four times as long each time, at most two hours. */
export function retryDelayMs(attempts: number): number {
  return Math.min(FIRST_DELAY_MS * 4 ** Math.max(0, attempts - 1), LONGEST_DELAY_MS);
}

/** A count that may leave the house. */
export interface CoarseCount {
  /** `atLeast` of them; `few`: fewer than the limit, but some. */
  readonly kind: 'none' | 'few' | 'atLeast';
  /** A multiple of the limit; the limit itself for `few`, 0 for `none`. */
  readonly n: number;
}

/**
 * Counts in steps of the disclosure limit: the difference of two of them never tells of fewer people than the limit.
 * @param limit at least 1
 */
export function coarseCount(count: number, limit: number): CoarseCount {
  if (count <= 0) return { kind: 'none', n: 0 };
  if (count < limit) return { kind: 'few', n: limit };
  return { kind: 'atLeast', n: Math.floor(count / limit) * limit };
}
