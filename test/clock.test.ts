import assert from 'node:assert/strict';
import { it } from 'node:test';
import { calendarDay } from '../src/clock.js';

it('an instant is the day that it is on the wall calendar of the zone', () => {
  // Helsinki is two hours ahead of UTC in winter and three in summer.
  assert.equal(calendarDay(new Date('2024-01-31T21:59:59Z'), 'Europe/Helsinki'), '2024-01-31');
  assert.equal(calendarDay(new Date('2024-01-31T22:00:00Z'), 'Europe/Helsinki'), '2024-02-01');
  assert.equal(calendarDay(new Date('2024-06-30T21:00:00Z'), 'Europe/Helsinki'), '2024-07-01');
  assert.equal(calendarDay(new Date('2024-01-01T00:30:00Z'), 'America/New_York'), '2023-12-31');
});
