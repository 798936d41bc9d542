import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { comparisonOf, resolvePeriod } from '../../src/flows/period.js';
import { depsWith } from './feedbackFixture.js';

const ANSWERS = [
  { day: '2024-05-20', counts: [1, 0, 0], unit: ['org', 'old'] },
  { day: '2024-06-03', counts: [1, 0, 0], unit: ['org', 'new'] },
] as const;

test('without days the period is the twelve months up to the newest answer of the unit', async (t) => {
  const deps = await depsWith(t, ANSWERS);
  assert.deepEqual(await resolvePeriod(deps, NO_FILTER), { from: '2023-07-01', to: '2024-06-30' });
  assert.deepEqual(await resolvePeriod(deps, { ...NO_FILTER, unit: 'old' }), { from: '2023-06-01', to: '2024-05-31' });
});

test('a unit without answers takes the newest of all, and a database without answers today', async (t) => {
  const deps = await depsWith(t, ANSWERS);
  await deps.store.saveUnits([{ code: 'silent', parent: 'org', name: { fi: 'x', sv: 'x', en: 'x' }, target: null }]);
  assert.equal((await resolvePeriod(deps, { ...NO_FILTER, unit: 'silent' })).to, '2024-06-30');
  assert.deepEqual(await resolvePeriod(await depsWith(t, []), NO_FILTER), { from: '2023-08-01', to: '2024-07-31' });
});

test('one day given fixes that end, and the other is filled in', async (t) => {
  const deps = await depsWith(t, ANSWERS);
  assert.deepEqual(await resolvePeriod(deps, { ...NO_FILTER, from: '2024-02-10' }), {
    from: '2024-02-10',
    to: '2024-06-30',
  });
  assert.deepEqual(await resolvePeriod(deps, { ...NO_FILTER, to: '2024-03-10' }), {
    from: '2023-04-01',
    to: '2024-03-10',
  });
  // A start after the newest answer still gives a period in order
  assert.deepEqual(await resolvePeriod(deps, { ...NO_FILTER, from: '2024-09-10' }), {
    from: '2024-09-10',
    to: '2024-09-30',
  });
});

test('both days given are kept, and compared with the same days a year earlier', async (t) => {
  const period = { from: '2024-01-15', to: '2024-02-29' };
  assert.deepEqual(await resolvePeriod(await depsWith(t, []), { ...NO_FILTER, ...period }), period);
  assert.deepEqual(comparisonOf(period), { from: '2023-01-15', to: '2023-02-28' });
});
