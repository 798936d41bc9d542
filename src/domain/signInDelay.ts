/** How long whoever failed to sign in has to wait before the next try. */

export interface DelayRule {
  /** Failures that cost nothing, 0 or more. */
  readonly free: number;
  /** Failures are forgotten when none followed within this time. */
  readonly forgottenAfterMs: number;
}

/** For one user name: three slips are human. */
export const USER_NAME_RULE: DelayRule = { free: 2, forgottenAfterMs: 24 * 3_600_000 };
/** For one address: a whole house may come from one, so it takes more failures, and they are forgotten sooner. */
export const ADDRESS_RULE: DelayRule = { free: 19, forgottenAfterMs: 3_600_000 };

export const LONGEST_DELAY_MS = 15 * 60_000;

/** Failures in a row, and until when no try is accepted (ISO date-time; null: at once). */
export interface Tries {
  readonly failures: number;
  readonly lastAt: string;
  readonly lockedUntil: string | null;
}

/** Wait after so many failures in a row, in milliseconds: 0 for the free ones, then 1 s, 2 s, 4 s … up to 15 minutes. */
export function delayAfter(failures: number, { free }: DelayRule): number {
  const counted = failures - free;
  return counted <= 0 ? 0 : Math.min(1000 * 2 ** (counted - 1), LONGEST_DELAY_MS);
}

/** Until when no try is accepted at this instant, or null. */
export function lockAt(tries: Tries | null, at: string): string | null {
  return tries !== null && tries.lockedUntil !== null && tries.lockedUntil > at ? tries.lockedUntil : null;
}

/** One more failure. @param at ISO date-time, UTC */
export function failedOnce(tries: Tries | null, at: string, rule: DelayRule): Tries {
  const now = Date.parse(at);
  const isOld = tries === null || now - Date.parse(tries.lastAt) > rule.forgottenAfterMs;
  const failures = (isOld ? 0 : tries.failures) + 1;
  const delay = delayAfter(failures, rule);
  return { failures, lastAt: at, lockedUntil: delay === 0 ? null : new Date(now + delay).toISOString() };
}
