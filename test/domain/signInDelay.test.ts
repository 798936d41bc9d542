import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  ADDRESS_RULE,
  delayAfter,
  failedOnce,
  lockAt,
  USER_NAME_RULE,
  type Tries,
} from '../../src/domain/signInDelay.js';

const at = (seconds: number): string => new Date(Date.UTC(2024, 4, 2, 8, 0, 0) + seconds * 1000).toISOString();

describe('the wait after failures to sign in', () => {
  it('is nothing for two, then 1, 2, 4 seconds and so on, and never over 15 minutes', () => {
    const seconds = [0, 1, 2, 3, 4, 5, 10, 12, 13, 100].map((n) => delayAfter(n, USER_NAME_RULE) / 1000);
    // 2 to the power 9 is 512; the next would be 1024
    assert.deepEqual(seconds, [0, 0, 0, 1, 2, 4, 128, 512, 900, 900]);
  });

  it('begins for an address only after nineteen, since many may share one', () => {
    assert.deepEqual(
      [19, 20, 21].map((n) => delayAfter(n, ADDRESS_RULE)),
      [0, 1000, 2000],
    );
  });

  it('is counted from the failure, and the lock is open at its last instant', () => {
    const third = failedOnce({ failures: 2, lastAt: at(0), lockedUntil: null }, at(10), USER_NAME_RULE);
    assert.deepEqual(third, { failures: 3, lastAt: at(10), lockedUntil: at(11) });
    assert.equal(lockAt(third, at(10.5)), at(11));
    assert.equal(lockAt(third, at(11)), null);
    assert.equal(lockAt(null, at(11)), null);
  });

  it('starts anew when nobody failed for a day, or for an hour from an address', () => {
    const many: Tries = { failures: 50, lastAt: at(0), lockedUntil: at(900) };
    assert.equal(failedOnce(many, at(24 * 3600), USER_NAME_RULE).failures, 51);
    assert.equal(failedOnce(many, at(24 * 3600 + 1), USER_NAME_RULE).failures, 1);
    assert.equal(failedOnce(many, at(3601), ADDRESS_RULE).failures, 1);
  });
});
