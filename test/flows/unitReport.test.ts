import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { unitReport, unitTree } from '../../src/flows/unitReport.js';
import { depsWith, type Answers } from './feedbackFixture.js';

const YEAR_2024 = { ...NO_FILTER, from: '2024-01-01', to: '2024-12-31' };

const at = (unit: string[], counts: Answers['counts'], day = '2024-03-01'): Answers => ({ day, counts, unit });

test('the tree is depth first with sums of what lies under each unit', async (t) => {
  const deps = await depsWith(t, [
    at(['b', 'b1'], [10, 0, 0]),
    at(['a', 'a1', 'a11'], [20, 0, 0]),
    at(['a', 'a2'], [0, 0, 30]),
    at(['a'], [7, 0, 0]),
    at(['a', 'a2'], [30, 0, 0], '2023-03-01'),
  ]);
  const tree = await unitTree(deps, YEAR_2024);
  assert.deepEqual(
    tree?.rows.map(({ unit, depth, hasChildren, estimate }) => [unit.code, depth, hasChildren, estimate.n]),
    [
      ['b', 0, true, 10],
      ['b1', 1, false, 10],
      ['a', 0, true, 57],
      ['a1', 1, true, 20],
      ['a11', 2, false, 20],
      ['a2', 1, false, 30],
    ],
  );
  const change = tree.rows.find(({ unit }) => unit.code === 'a2')?.change;
  assert.deepEqual([change?.points, change?.certainty], [-200, 'sure']);
  assert.equal(tree.rows[0]?.change.points, null);
});

test('the tree of one unit begins with it', async (t) => {
  const deps = await depsWith(t, [at(['a', 'a1', 'a11'], [20, 0, 0]), at(['b'], [9, 0, 0])]);
  const tree = await unitTree(deps, { ...YEAR_2024, unit: 'a1' });
  assert.deepEqual(
    tree?.rows.map(({ unit, depth }) => [unit.code, depth]),
    [
      ['a1', 1],
      ['a11', 2],
    ],
  );
  assert.equal(await unitTree(deps, { ...YEAR_2024, unit: 'nowhere' }), null);
});

test('a unit hidden to cover a sister hides its own smallest, so that neither follows from a sum', async (t) => {
  const deps = await depsWith(t, [
    at(['small'], [3, 0, 0]),
    at(['cover', 'c1'], [20, 0, 0]),
    at(['cover', 'c2'], [25, 0, 0]),
    at(['large'], [90, 0, 0]),
    at(['empty'], [0, 0, 0, 6]),
  ]);
  const tree = await unitTree(deps, YEAR_2024);
  assert.deepEqual(
    tree?.rows.map(({ unit, estimate }) => [unit.code, estimate.strength]),
    [
      ['small', 'suppressed'],
      ['cover', 'suppressed'],
      ['c1', 'suppressed'],
      ['c2', 'indicative'],
      ['large', 'normal'],
      ['empty', 'none'],
    ],
  );
});

test('answers filed to a parent itself are covered too when they are few', async (t) => {
  const deps = await depsWith(t, [at(['a'], [2, 0, 0]), at(['a', 'a1'], [20, 0, 0]), at(['a', 'a2'], [30, 0, 0])]);
  const tree = await unitTree(deps, YEAR_2024);
  assert.deepEqual(
    tree?.rows.map(({ estimate }) => estimate.n),
    [52, null, 30],
  );
});

test('a change against a year whose row is hidden is hidden too', async (t) => {
  const deps = await depsWith(t, [
    at(['a', 'a1'], [20, 0, 0]),
    at(['a', 'a2'], [30, 0, 0]),
    at(['a', 'a3'], [40, 0, 0]),
    at(['a', 'a1'], [0, 0, 3], '2023-03-01'),
    at(['a', 'a2'], [0, 0, 30], '2023-03-01'),
    at(['a', 'a3'], [0, 0, 40], '2023-03-01'),
  ]);
  const rows = (await unitTree(deps, YEAR_2024))?.rows.slice(1);
  assert.deepEqual(
    rows?.map(({ estimate, change }) => [estimate.n, change.points]),
    [
      [20, null],
      [30, null],
      [40, 200],
    ],
  );
});

const about = (unit: string, counts: Answers['counts'], theme: string): Answers => ({
  day: '2024-03-01',
  counts,
  unit: ['org', unit],
  comment: [[theme, 'neg']],
});

test('a unit differs where its share or NPS stands out from the rest of its parent', async (t) => {
  const deps = await depsWith(t, [
    about('one', [0, 0, 60], 'waiting_times'),
    about('one', [20, 0, 20], 'premises'),
    about('other', [0, 0, 40], 'waiting_times'),
    about('other', [100, 0, 0], 'access'),
    about('other', [55, 0, 5], 'premises'),
  ]);
  const report = await unitReport(deps, 'one', YEAR_2024);
  assert.ok(report);
  assert.equal(report.parent?.code, 'org');
  assert.equal(report.current.n, 100);
  const waiting = report.differs.find(({ theme }) => theme.key === 'waiting_times');
  // 60 of 100 here, 40 of 200 in the rest; the parent as a whole would have 100 of 300
  assert.deepEqual([waiting?.share.share, waiting?.restShare.share], [0.6, 0.2]);
  assert.equal(waiting?.shareDifference.certainty, 'sure');
  assert.equal(waiting.npsDifference.points, 0);
  const premises = report.differs.find(({ theme }) => theme.key === 'premises');
  // 40 of 100 against 60 of 200 is within chance (z 1.73), an NPS of 0 against 83.3 is not
  assert.equal(premises?.shareDifference.certainty, 'chance');
  assert.equal(premises.npsDifference.points?.toFixed(2), '-83.33');
  assert.deepEqual(report.differs.map(({ theme }) => theme.key).sort(), ['access', 'premises', 'waiting_times']);
});

test('an only unit has nothing to differ from, and an unknown unit has no report', async (t) => {
  const deps = await depsWith(t, [about('one', [0, 0, 60], 'waiting_times')]);
  const report = await unitReport(deps, 'org', YEAR_2024);
  assert.deepEqual([report?.parent, report?.differs], [null, []]);
  assert.equal(await unitReport(deps, 'nowhere', YEAR_2024), null);
});
