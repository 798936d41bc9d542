import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { npsSeries, type NpsSeries, type SeriesDimension } from '../../src/flows/npsSeries.js';
import type { FlowDeps } from '../../src/flows/deps.js';
import { depsWith, type Answers } from './feedbackFixture.js';

const SPRING = { ...NO_FILTER, from: '2024-01-01', to: '2024-04-30' };

const ANSWERS: Answers[] = [
  { day: '2024-01-10', counts: [8, 1, 1], channel: 'sms', unit: ['org', 'a'] },
  { day: '2024-03-10', counts: [20, 0, 0, 5], channel: 'web', unit: ['org', 'b'] },
  { day: '2024-04-10', counts: [0, 0, 3], channel: 'kiosk', unit: ['org', 'c'] },
];

async function bases(deps: FlowDeps, by: SeriesDimension, unit: string | null = null): Promise<unknown> {
  const series: NpsSeries | null = await npsSeries(deps, { ...SPRING, unit }, by);
  return series?.buckets.map(({ key, estimate, responses }) => [key, estimate.n, responses]);
}

test('without a split there is the total alone', async (t) => {
  const series = await npsSeries(await depsWith(t, ANSWERS), SPRING, 'none');
  assert.equal(series?.total.estimate.n, 33);
  assert.equal(series.total.responses, 38);
  // 28 promoters and 4 detractors of 33
  assert.equal(series.total.estimate.nps?.toFixed(4), '72.7273');
  assert.deepEqual(series.buckets, []);
});

test('months come in order, an empty one with a base of 0, and the one with three takes another with it', async (t) => {
  assert.deepEqual(await bases(await depsWith(t, ANSWERS), 'month'), [
    ['2024-01', null, null],
    ['2024-02', 0, 0],
    ['2024-03', 20, 25],
    ['2024-04', null, null],
  ]);
});

test('channels come most used first, units as the tree has them', async (t) => {
  const deps = await depsWith(t, ANSWERS);
  assert.deepEqual(await bases(deps, 'channel'), [
    ['web', 20, 25],
    ['sms', null, null],
    ['kiosk', null, null],
  ]);
  assert.deepEqual(await bases(deps, 'lang'), [['fi', 33, 38]]);
  assert.deepEqual(await bases(deps, 'unit'), [['org', 33, 38]]);
  assert.deepEqual(await bases(deps, 'unit', 'org'), [
    ['a', null, null],
    ['b', 20, 25],
    ['c', null, null],
  ]);
  assert.deepEqual(await bases(deps, 'unit', 'a'), []);
});

test('an unknown unit has no series', async (t) => {
  assert.equal(await npsSeries(await depsWith(t, []), { ...SPRING, unit: 'nowhere' }, 'month'), null);
});
