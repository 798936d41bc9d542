import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { overview } from '../../src/flows/overview.js';
import type { Store } from '../../src/store/store.js';
import { depsWith, workedExample, type Answers } from './feedbackFixture.js';

const YEAR_2024 = { ...NO_FILTER, from: '2024-01-01', to: '2024-12-31' };

test('NPS of the worked example is 60.4 of 250, up 18.4 from 42.0, and fairly sure', async (t) => {
  const found = await overview(await depsWith(t, workedExample('none')), YEAR_2024);
  assert.ok(found);
  assert.deepEqual([found.current.n, found.current.promoters, found.current.detractors], [250, 180, 29]);
  assert.equal(found.current.nps?.toFixed(3), '60.400');
  assert.equal(found.previous.nps?.toFixed(3), '42.000');
  assert.equal(found.change.points?.toFixed(3), '18.400');
  // Raw standard errors 5.673 and 4.342: z = 18.4 / 7.143 = 2.576, and the adjusted one is a little less
  assert.equal(found.change.certainty, 'fairlySure');
  assert.deepEqual([found.responses, found.comments], [250, 195]);
  assert.equal(found.themes.length, 7);
  assert.deepEqual(found.comparison, { from: '2023-01-01', to: '2023-12-31' });
});

test('the trend is 24 months up to the end of the period, months without answers told apart from hidden ones', async (t) => {
  const deps = await depsWith(t, [
    { day: '2022-07-01', counts: [90, 0, 0] },
    { day: '2023-02-01', counts: [7, 0, 0] },
    { day: '2024-05-01', counts: [6, 2, 2] },
    { day: '2024-06-01', counts: [0, 0, 8] },
    { day: '2024-06-30', counts: [0, 0, 99] },
  ]);
  const found = await overview(deps, { ...NO_FILTER, from: '2024-01-01', to: '2024-06-29' });
  assert.ok(found);
  assert.equal(found.trend.length, 24);
  assert.deepEqual([found.trend[0]?.month, found.trend[23]?.month], ['2022-07', '2024-06']);
  assert.deepEqual(
    found.trend.filter((month) => month.estimate.n !== 0).map((month) => [month.month, month.estimate.n]),
    [
      ['2022-07', 90],
      ['2023-02', 7],
      ['2024-05', 10],
      ['2024-06', 8],
    ],
  );
  assert.equal(found.trend[2]?.estimate.strength, 'none');
  assert.equal(found.latestMonth.estimate.nps, -100);
  assert.equal(found.current.n, 18);
});

test('a month with three answers takes the smallest other month of the same totals with it', async (t) => {
  const deps = await depsWith(t, [
    { day: '2023-08-01', counts: [12, 0, 0] },
    { day: '2024-02-01', counts: [3, 0, 0] },
    { day: '2024-03-01', counts: [20, 0, 0] },
    { day: '2024-04-01', counts: [15, 0, 0] },
  ]);
  // Shown beside: the period July–June (50) and the year to date (38); August 2023 with 12 would not cover the difference
  const found = await overview(deps, { ...NO_FILTER, from: '2023-07-01', to: '2024-06-30' });
  assert.deepEqual(
    found?.trend.filter((month) => month.estimate.strength === 'suppressed').map((month) => month.month),
    ['2024-02', '2024-04'],
  );
  assert.equal(found?.yearToDate.n, 38);
  assert.ok(found?.trend.every((month) => (month.estimate.strength === 'suppressed') === (month.responses === null)));
});

test('a year to date that is three answers short of the period is hidden', async (t) => {
  const deps = await depsWith(t, [
    { day: '2023-12-01', counts: [0, 0, 3] },
    { day: '2024-02-01', counts: [20, 0, 0] },
    { day: '2024-03-01', counts: [30, 0, 0] },
  ]);
  const found = await overview(deps, { ...NO_FILTER, from: '2023-07-01', to: '2024-06-30' });
  assert.equal(found?.current.n, 53);
  assert.equal(found?.yearToDate.strength, 'suppressed');
});

test('four answers are hidden wherever they would show, and nobody is quoted', async (t) => {
  const deps = await depsWith(t, [
    { day: '2024-05-01', counts: [2, 1, 1], comment: [['access', 'neg']], statements: { safe: 5 } },
  ]);
  const found = await overview(deps, YEAR_2024);
  assert.ok(found);
  const hidden = [found.current, found.yearToDate, found.units[0]?.estimate];
  assert.deepEqual(
    hidden.map((estimate) => estimate?.strength),
    ['suppressed', 'suppressed', 'suppressed'],
  );
  assert.deepEqual([found.responses, found.comments, found.units[0]?.responses], [null, null, null]);
  assert.equal(found.statements[0]?.topBox.suppressed, true);
  assert.deepEqual(found.voices, []);
  assert.equal(found.change.points, null);
});

test('a database without answers has an overview with absences, not zeros', async (t) => {
  const found = await overview(await depsWith(t, []), NO_FILTER);
  assert.ok(found);
  assert.deepEqual([found.current.strength, found.current.nps, found.responses], ['none', null, 0]);
  assert.deepEqual([found.units, found.voices, found.changed, found.statements], [[], [], [], []]);
  assert.equal(found.trend.length, 24);
});

const CLINICS: Answers[] = [
  { day: '2024-03-01', counts: [3, 0, 0], unit: ['org', 'small'] },
  { day: '2024-03-01', counts: [100, 10, 10], unit: ['org', 'large'] },
  { day: '2024-03-01', counts: [40, 5, 0], unit: ['org', 'middle'] },
  { day: '2024-03-01', counts: [60, 8, 20], unit: ['org', 'other'] },
];

test('of units with 3, 120, 45 and 88 answers the first and the 45 are hidden beside their total of 256', async (t) => {
  const found = await overview(await depsWith(t, CLINICS), { ...YEAR_2024, unit: 'org' });
  assert.equal(found?.current.n, 256);
  assert.deepEqual(
    found?.units.map(({ unit, estimate, responses }) => [unit.code, estimate.n, responses]),
    [
      ['small', null, null],
      ['large', 120, 120],
      ['middle', null, null],
      ['other', 88, 88],
    ],
  );
});

test('a target is the unit’s own, else the nearest ancestor’s, else the organisation’s', async (t) => {
  const deps = await depsWith(t, CLINICS);
  const name = { fi: 'x', sv: 'x', en: 'x' };
  const targetOf = async (unit: string | null) => (await overview(deps, { ...YEAR_2024, unit }))?.target;
  assert.equal(await targetOf(null), null);
  await deps.store.setSetting('organisationTarget', '60');
  assert.deepEqual(await targetOf(null), { value: 60, unit: null });
  assert.deepEqual(await targetOf('large'), { value: 60, unit: null });
  await deps.store.saveUnits([{ code: 'org', parent: null, name, target: 65 }]);
  assert.equal((await targetOf('large'))?.unit?.code, 'org');
  await deps.store.saveUnits([{ code: 'large', parent: 'org', name, target: 0 }]);
  assert.deepEqual(await targetOf('large').then((target) => [target?.value, target?.unit?.code]), [0, 'large']);
  const rows = (await overview(deps, { ...YEAR_2024, unit: 'org' }))?.units;
  assert.deepEqual(
    rows?.map((row) => row.target),
    [65, 0, 65, 65],
  );
});

test('the share who fully agree counts fives of all who answered the statement', async (t) => {
  const deps = await depsWith(t, [
    { day: '2024-03-01', counts: [6, 0, 0], statements: { safe: 5, heard: 4 } },
    { day: '2024-03-01', counts: [0, 0, 2], statements: { safe: 1 } },
    { day: '2024-03-01', counts: [9, 0, 0] },
  ]);
  const found = await overview(deps, YEAR_2024);
  assert.deepEqual(
    found?.statements.map(({ key, topBox }) => [key, topBox.count, topBox.base]),
    [
      ['heard', 0, 6],
      ['safe', 6, 8],
    ],
  );
});

test('themes whose share changed beyond chance are named, largest change first', async (t) => {
  const half = (day: string, counts: [number, number, number], comment: Answers['comment']) => ({
    day,
    counts,
    comment: comment ?? [],
  });
  const deps = await depsWith(t, [
    half('2023-03-01', [60, 0, 0], [['premises', 'pos']]),
    half('2023-03-01', [40, 0, 0], [['access', 'neg']]),
    half('2023-03-01', [100, 0, 0], []),
    half('2024-03-01', [20, 0, 0], [['premises', 'pos']]),
    half('2024-03-01', [65, 0, 0], [['access', 'neg']]),
    half('2024-03-01', [115, 0, 0], []),
  ]);
  const found = await overview(deps, YEAR_2024);
  assert.deepEqual(
    found?.changed.map(({ theme, shareChange }) => [
      theme.key,
      shareChange.difference?.toFixed(3),
      shareChange.certainty,
    ]),
    [
      ['premises', '-0.200', 'sure'],
      ['access', '0.125', 'sure'],
    ],
  );
});

test('an unknown unit has no overview, and a known one carries its ancestors', async (t) => {
  const deps = await depsWith(t, CLINICS);
  assert.equal(await overview(deps, { ...YEAR_2024, unit: 'nowhere' }), null);
  const found = await overview(deps, { ...YEAR_2024, unit: 'large' });
  assert.equal(found?.unit?.code, 'large');
  assert.deepEqual(
    found?.ancestors.map((unit) => unit.code),
    ['org'],
  );
  assert.deepEqual(found?.units, []);
});

test('an overview reads counted cells five times and never goes through responses one by one', async (t) => {
  const deps = await depsWith(t, CLINICS);
  const calls: string[] = [];
  const store = new Proxy(deps.store, {
    get(target, name: keyof Store) {
      calls.push(name);
      return Reflect.get(target, name) as unknown;
    },
  });
  await overview({ ...deps, store }, YEAR_2024);
  assert.equal(calls.filter((name) => name === 'readCells').length, 5);
  assert.ok(calls.length <= 11, calls.join());
});
