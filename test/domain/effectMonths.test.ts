import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectMonths } from '../../src/domain/effectMonths.js';

test('a start on the first of March counts March; windows are of one length on both sides', () => {
  const place = effectMonths('2024-03-01', '2024-06');
  assert.equal(place.cut, null);
  assert.deepEqual(place.after, ['2024-03', '2024-04', '2024-05', '2024-06']);
  assert.deepEqual([place.before[0], place.before.at(-1), place.before.length], ['2023-03', '2024-02', 12]);
  assert.deepEqual(place.windows, {
    after: { from: '2024-03-01', to: '2024-06-30' },
    justBefore: { from: '2023-11-01', to: '2024-02-29' },
    yearBefore: { from: '2023-03-01', to: '2023-06-30' },
    justBeforeYearBefore: { from: '2022-11-01', to: '2023-02-28' },
  });
});

test('a start within March cuts it: April is the first month after, February the last before', () => {
  const place = effectMonths('2024-03-02', '2024-06');
  assert.equal(place.cut, '2024-03');
  assert.deepEqual(place.after, ['2024-04', '2024-05', '2024-06']);
  assert.equal(place.before.at(-1), '2024-02');
  assert.deepEqual(place.windows?.justBefore, { from: '2023-12-01', to: '2024-02-29' });
  assert.deepEqual(place.windows?.yearBefore, { from: '2023-04-01', to: '2023-06-30' });
});

test('windows hold 12 months at most, and 11 where the start cuts a month, so that none before reaches into it', () => {
  const whole = effectMonths('2024-03-01', '2026-01');
  assert.deepEqual(whole.windows?.after, { from: '2024-03-01', to: '2025-02-28' });
  assert.deepEqual(whole.windows?.yearBefore, whole.windows?.justBefore);
  const cut = effectMonths('2024-03-15', '2026-01');
  assert.deepEqual(cut.windows?.after, { from: '2024-04-01', to: '2025-02-28' });
  assert.deepEqual(cut.windows?.yearBefore, { from: '2023-04-01', to: '2024-02-29' });
  assert.equal(cut.after.length, 22);
});

test('while no month after is over there are no windows', () => {
  const place = effectMonths('2024-03-15', '2024-03');
  assert.deepEqual([place.after, place.windows], [[], null]);
});
