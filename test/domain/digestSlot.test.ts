import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wallClock } from '../../src/clock.js';
import { coarseCount, lastSlot, retryDelayMs } from '../../src/domain/digestSlot.js';

describe('the last slot of a digest', () => {
  it('is today from seven on, and yesterday before', () => {
    assert.equal(lastSlot('daily', { day: '2024-05-01', hour: 6 }), '2024-04-30');
    assert.equal(lastSlot('daily', { day: '2024-05-01', hour: 7 }), '2024-05-01');
    assert.equal(lastSlot('daily', { day: '2024-03-01', hour: 0 }), '2024-02-29');
  });

  it('is the last Monday for weekly ones', () => {
    // 6 May 2024 was a Monday
    assert.equal(lastSlot('weekly', { day: '2024-05-06', hour: 6 }), '2024-04-29');
    assert.equal(lastSlot('weekly', { day: '2024-05-06', hour: 7 }), '2024-05-06');
    assert.equal(lastSlot('weekly', { day: '2024-05-12', hour: 23 }), '2024-05-06');
    assert.equal(lastSlot('weekly', { day: '2023-12-31', hour: 12 }), '2023-12-25');
  });

  it('comes at seven on the wall, in winter and in summer time, and once on the days when clocks change', () => {
    const slotAt = (iso: string, zone = 'Europe/Helsinki'): string => lastSlot('daily', wallClock(new Date(iso), zone));
    // UTC+2 in winter, UTC+3 in summer
    assert.equal(slotAt('2024-01-15T04:59:59Z'), '2024-01-14');
    assert.equal(slotAt('2024-01-15T05:00:00Z'), '2024-01-15');
    assert.equal(slotAt('2024-07-15T03:59:59Z'), '2024-07-14');
    assert.equal(slotAt('2024-07-15T04:00:00Z'), '2024-07-15');
    for (const [day, before] of [
      ['2024-03-31', '2024-03-30'],
      ['2024-10-27', '2024-10-26'],
    ] as const) {
      const slots = Array.from({ length: 24 }, (_, hour) => slotAt(`${day}T${String(hour).padStart(2, '0')}:30:00Z`));
      assert.equal(slots[0], before);
      const changes = slots.filter((slot, hour) => hour > 0 && slot !== slots[hour - 1]);
      assert.deepEqual(changes, [day]);
    }
    assert.equal(slotAt('2024-01-15T07:00:00Z', 'America/New_York'), '2024-01-14');
    assert.equal(slotAt('2024-01-15T12:00:00Z', 'America/New_York'), '2024-01-15');
  });
});

describe('the wait after failures', () => {
  it('grows fourfold from a minute to two hours', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 50].map((attempts) => retryDelayMs(attempts) / 60_000),
      [1, 4, 16, 64, 120, 120],
    );
  });
});

describe('a count that leaves the house', () => {
  it('is a multiple of the limit, or fewer than it', () => {
    assert.deepEqual(
      [0, 1, 4, 5, 9, 10, 1243].map((count) => coarseCount(count, 5)),
      [
        { kind: 'none', n: 0 },
        { kind: 'few', n: 5 },
        { kind: 'few', n: 5 },
        { kind: 'atLeast', n: 5 },
        { kind: 'atLeast', n: 5 },
        { kind: 'atLeast', n: 10 },
        { kind: 'atLeast', n: 1240 },
      ],
    );
  });

  it('makes every difference of two counts a multiple of the limit, so that none is of fewer people', () => {
    for (let whole = 0; whole <= 30; whole += 1) {
      for (let part = 0; part <= whole; part += 1) {
        const difference = coarseCount(whole, 5).n - coarseCount(part, 5).n;
        assert.ok(difference % 5 === 0, `${whole} and ${part} differ by ${difference}`);
      }
    }
  });
});
