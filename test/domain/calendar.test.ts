import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  daysBetween,
  isDay,
  isWholeMonths,
  lastDayOfMonth,
  monthsBetween,
  previousPeriod,
  yearEarlier,
} from '../../src/domain/calendar.js';

test('a day is four, two and two digits that name a day of the calendar', () => {
  assert.deepEqual(['2024-02-29', '2023-02-29', '2024-13-01', '2024-00-10', '2024-2-9', '29.2.2024', ''].map(isDay), [
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test('days are added across months, leap days and the turn of summer time', () => {
  assert.equal(addDays('2024-02-28', 2), '2024-03-01');
  assert.equal(addDays('2024-03-31', 1), '2024-04-01');
  assert.equal(addDays('2024-01-01', -1), '2023-12-31');
  assert.equal(daysBetween('2024-01-01', '2024-12-31'), 365);
  assert.equal(daysBetween('2024-12-31', '2024-01-01'), -365);
});

test('months are added across years in both directions', () => {
  assert.equal(addMonths('2024-11', 3), '2025-02');
  assert.equal(addMonths('2024-01', -1), '2023-12');
  assert.equal(addMonths('2024-12', -24), '2022-12');
  assert.equal(lastDayOfMonth('2024-02'), '2024-02-29');
  assert.deepEqual(monthsBetween('2023-12', '2024-02'), ['2023-12', '2024-01', '2024-02']);
  assert.deepEqual(monthsBetween('2024-02', '2024-01'), []);
});

test('a year earlier ends on the last day of the month where the period does', () => {
  assert.deepEqual(yearEarlier({ from: '2024-03-01', to: '2025-02-28' }), { from: '2023-03-01', to: '2024-02-29' });
  assert.deepEqual(yearEarlier({ from: '2024-02-29', to: '2024-03-15' }), { from: '2023-02-28', to: '2023-03-15' });
});

test('the period before whole months is as many whole months, else as many days', () => {
  assert.deepEqual(previousPeriod({ from: '2024-03-01', to: '2024-03-31' }), { from: '2024-02-01', to: '2024-02-29' });
  assert.deepEqual(previousPeriod({ from: '2024-03-02', to: '2024-03-31' }), { from: '2024-02-01', to: '2024-03-01' });
  assert.equal(isWholeMonths({ from: '2024-01-01', to: '2024-06-30' }), true);
  assert.equal(isWholeMonths({ from: '2024-01-01', to: '2024-06-29' }), false);
});

const anyDay = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1970-01-01', days));

test('adding days and counting them are each other’s reverse', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -4000, max: 4000 }), (day, days) => {
      const moved = addDays(day, days);
      return isDay(moved) && daysBetween(day, moved) === days && moved < day === days < 0;
    }),
  );
});

test('the previous period ends the day before and is as long in days, or in months', () => {
  fc.assert(
    fc.property(anyDay, fc.nat(500), (from, days) => {
      const period = { from, to: addDays(from, days) };
      const previous = previousPeriod(period);
      if (addDays(previous.to, 1) !== from) return false;
      return isWholeMonths(period) ? isWholeMonths(previous) : daysBetween(previous.from, previous.to) === days;
    }),
  );
});

test('months between end where the last year of four digits does', () => {
  assert.deepEqual(monthsBetween('9999-11', '9999-12'), ['9999-11', '9999-12']);
  assert.deepEqual(monthsBetween('2024-03', '2024-01'), []);
});
