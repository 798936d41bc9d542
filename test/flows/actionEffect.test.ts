import assert from 'node:assert/strict';
import { after, before, describe, test, type TestContext } from 'node:test';
import { addMonths, firstDayOfMonth, lastDayOfMonth } from '../../src/domain/calendar.js';
import type { UnitPath } from '../../src/domain/actor.js';
import { actionEffect, type ActionEffect } from '../../src/flows/actionEffect.js';
import type { FlowDeps } from '../../src/flows/deps.js';
import type { StartedAction } from '../../src/flows/followUp.js';
import type { ExpectedMeasure } from '../../src/store/actionStore.js';
import { depsWith, type Answers } from './feedbackFixture.js';
import { openLabelledDemo, type LabelledDemo } from './labelledDemo.js';

const ALL = (): boolean => true;
const NPS: ExpectedMeasure = { kind: 'nps', theme: null, direction: 'up' };

function action(unit: string | null, startedOn: string, measure = NPS): StartedAction {
  return {
    id: 1,
    finding: null,
    unit,
    title: 'Something else',
    description: '',
    owner: { id: '', name: 'Anna' },
    due: '2024-12-31',
    state: 'underWay',
    startedOn,
    measure,
    outcome: '',
    createdBy: 'local',
    createdAt: '2024-01-01T00:00:00Z',
    changedAt: '2024-01-01T00:00:00Z',
  };
}

type Counts = readonly [number, number, number];

/** A row of months of one unit, `counts` of each. */
function months(
  first: string,
  how: readonly Counts[],
  unit = ['org', 'clinic'],
  extra: Partial<Answers> = {},
): Answers[] {
  return how.map((counts, index) => ({ day: `${addMonths(first, index)}-10`, counts, unit, ...extra }));
}
const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);

/** As if asked in the middle of the month after the last one. */
async function depsUntil(context: TestContext, last: string, answers: readonly Answers[]): Promise<FlowDeps> {
  return { ...(await depsWith(context, answers)), today: () => `${addMonths(last, 1)}-15` };
}

const verdictOf = ({ followUp }: ActionEffect): string => followUp.verdict;

test('60/24/15 in three months before and 141/39/21 in three after: equal windows, and the interval is that of their sums', async (t) => {
  // nothing a year earlier: the months just before are the yardstick
  const deps = await depsUntil(t, '2024-05', [
    ...months('2023-12', times(3, [20, 8, 5])),
    ...months('2024-03', times(3, [47, 13, 7])),
  ]);
  const effect = await actionEffect(deps, action('clinic', '2024-03-01'), ALL);
  const [yardstick, ...others] = effect.followUp.yardsticks;
  assert.deepEqual(others, []);
  assert.equal(yardstick?.kind, 'justBefore');
  assert.deepEqual(yardstick.period, { from: '2023-12-01', to: '2024-02-29' });
  // 60/24/15 of 99: 45.4545; 141/39/21 of 201: 59.7015
  assert.deepEqual([yardstick.figure.n, effect.followUp.after?.figure.n], [99, 201]);
  assert.equal(yardstick.difference?.points.toFixed(4), '14.2469');
  // adjusted: 60.75/25.5/15.75 of 102 and 141.75/40.5/21.75 of 204: 58.8235 − 44.1176, SE √(7.2988² + 4.7208²)
  const [low, high] = yardstick.difference.interval;
  assert.equal(((low + high) / 2).toFixed(4), '14.7059');
  assert.equal(verdictOf(effect), 'chance');
});

test('two whole months are too early, the third tells; it is said from when on', async (t) => {
  const answers = [...months('2023-12', times(3, [20, 8, 5])), ...months('2024-03', times(2, [33, 0, 0]))];
  const early = await actionEffect(await depsUntil(t, '2024-04', answers), action('clinic', '2024-03-01'), ALL);
  assert.equal(verdictOf(early), 'tooEarly');
  assert.equal(early.followUp.outlook.toldFrom, '2024-06-01');
  assert.deepEqual([early.net, early.rest, early.unusual], [null, null, null], 'and nothing else is');
  const told = await actionEffect(
    await depsUntil(t, '2024-05', [...answers, ...months('2024-05', [[33, 0, 0]])]),
    action('clinic', '2024-03-01'),
    ALL,
  );
  assert.equal(verdictOf(told), 'hoped');
});

test('29 answers after are too few, 30 are enough; with ten a month it takes three months, with five six', async (t) => {
  const before = months('2023-03', times(12, [6, 2, 2]));
  const few = await depsUntil(t, '2024-05', [
    ...before,
    ...months('2024-03', [
      [10, 0, 0],
      [10, 0, 0],
      [9, 0, 0],
    ]),
  ]);
  const effect = await actionEffect(few, action('clinic', '2024-03-01'), ALL);
  assert.equal(verdictOf(effect), 'tooEarly');
  // 29 in three months: the fourth brings the 30th
  assert.equal(effect.followUp.outlook.toldFrom, '2024-07-01');
  const enough = await depsUntil(t, '2024-05', [...before, ...months('2024-03', times(3, [10, 0, 0]))]);
  assert.equal(verdictOf(await actionEffect(enough, action('clinic', '2024-03-01'), ALL)), 'hoped');
  const slow = await depsUntil(t, '2024-03', [...before, ...months('2024-03', [[5, 0, 0]])]);
  const waiting = await actionEffect(slow, action('clinic', '2024-03-01'), ALL);
  assert.equal(waiting.followUp.outlook.toldFrom, '2024-09-01');
});

test('under 30 answers in the year before nothing will ever be told', async (t) => {
  const deps = await depsUntil(t, '2024-08', [
    ...months('2024-01', [
      [10, 5, 5],
      [5, 2, 2],
    ]),
    ...months('2024-03', times(6, [20, 0, 0])),
  ]);
  assert.equal(verdictOf(await actionEffect(deps, action('clinic', '2024-03-01'), ALL)), 'noBase');
});

test('limits come from the months before alone: the same with quite other months after', async (t) => {
  // methods: twelve months of 54, 57, 55 … have a mean of 56.8333 and limits of 50.0624 and 63.6042
  const y = [54, 57, 55, 58, 56, 59, 57, 60, 55, 58, 57, 56].map((value): Counts => [value, 100 - value, 0]);
  const charts = await Promise.all(
    (
      [
        [63, 37, 0],
        [0, 0, 100],
      ] as const
    ).map(async (counts) => {
      const deps = await depsUntil(t, '2024-05', [...months('2023-03', y), ...months('2024-03', times(3, counts))]);
      return (await actionEffect(deps, action('clinic', '2024-03-01'), ALL)).chart;
    }),
  );
  for (const chart of charts) {
    assert.equal(chart.centre?.toFixed(4), '56.8333');
    const newest = chart.months.at(-1);
    assert.deepEqual(
      newest?.limits?.map((end) => end.toFixed(4)),
      ['50.0624', '63.6042'],
    );
    assert.deepEqual([chart.trial, chart.start], [false, '2024-03']);
  }
  const outside = charts.map((chart) =>
    chart.months.filter(({ signals }) => signals?.outside).map(({ month }) => month),
  );
  assert.deepEqual(outside, [[], ['2024-03', '2024-04', '2024-05']], '63 is inside, −100 is not');
});

test('the month in which it started is on neither side and has no signal', async (t) => {
  const deps = await depsUntil(t, '2024-06', [
    ...months('2023-03', times(12, [60, 25, 15])),
    ...months('2024-03', [[0, 0, 100], ...times(3, [60, 25, 15] as const)]),
  ]);
  const effect = await actionEffect(deps, action('clinic', '2024-03-12'), ALL);
  const cut = effect.chart.months.find(({ month }) => month === '2024-03');
  assert.deepEqual([cut?.side, cut?.value, cut?.signals], ['start', -100, null]);
  assert.equal(effect.followUp.after?.period.from, '2024-04-01');
  assert.equal(verdictOf(effect), 'chance');
});

test('the same months of the year before are the yardstick, so that a season is no effect', async (t) => {
  // every spring 90, every other month 45
  const year = [
    ...times(2, [60, 25, 15] as const),
    ...times(3, [93, 4, 3] as const),
    ...times(7, [60, 25, 15] as const),
  ];
  const deps = await depsUntil(t, '2024-05', months('2022-01', [...year, ...year, ...year.slice(0, 5)]));
  const effect = await actionEffect(deps, action('clinic', '2024-03-01'), ALL);
  assert.deepEqual(
    effect.followUp.yardsticks.map(({ kind, difference }) => [kind, difference?.points]),
    [
      ['yearBefore', 0],
      ['justBefore', 45],
    ],
  );
  assert.equal(verdictOf(effect), 'chance');
  assert.equal(effect.followUp.levelChanged, false);
});

test('where the level had changed before the start the months just before are the yardstick, and a return to the usual is told', async (t) => {
  // three bad months before the start, then as ever
  const usual = times(21, [60, 25, 15] as const);
  const deps = await depsUntil(
    t,
    '2024-05',
    months('2022-03', [...usual, ...times(3, [30, 25, 45] as const), ...times(3, [60, 25, 15] as const)]),
  );
  const effect = await actionEffect(deps, action('clinic', '2024-03-01'), ALL);
  assert.equal(effect.followUp.levelChanged, true);
  assert.deepEqual([effect.followUp.yardsticks[0]?.kind, verdictOf(effect)], ['justBefore', 'hoped']);
  assert.deepEqual(effect.unusual?.period, { from: '2023-12-01', to: '2024-02-29' });
  // the whole window is unusual: from −15 back to 45
  assert.equal(effect.unusual?.back.points.toFixed(4), '60.0000');
});

test('a rise that the rest of the organisation has too leaves nothing beyond it', async (t) => {
  const rise = [...times(12, [60, 25, 15] as const), ...times(3, [90, 5, 5] as const)];
  const deps = await depsUntil(t, '2024-05', [
    ...months('2023-03', rise),
    ...months('2023-03', rise, ['org', 'other']),
  ]);
  const effect = await actionEffect(deps, action('clinic', '2024-03-01'), ALL);
  assert.equal(verdictOf(effect), 'hoped');
  assert.equal(effect.rest?.whole?.code, 'org');
  assert.deepEqual([effect.rest?.before.n, effect.rest?.after.n], [300, 300]);
  assert.deepEqual([effect.rest?.beyond.points, effect.rest?.beyond.certainty], [0, 'chance']);
});

test('who sees one unit alone is shown no rest; who sees all of the organisation is', async (t) => {
  const rise = [...times(12, [60, 25, 15] as const), ...times(3, [90, 5, 5] as const)];
  const deps = await depsUntil(t, '2024-05', [
    ...months('2023-03', rise),
    ...months('2023-03', rise, ['org', 'other']),
  ]);
  const own = (path: UnitPath): boolean => path.includes('clinic');
  assert.equal((await actionEffect(deps, action('clinic', '2024-03-01'), own)).rest, null);
  const wide = (path: UnitPath): boolean => path.includes('org');
  assert.equal((await actionEffect(deps, action('clinic', '2024-03-01'), wide)).rest?.whole?.code, 'org');
});

test('a rest on under 30 answers is not shown', async (t) => {
  const rise = [...times(12, [60, 25, 15] as const), ...times(3, [90, 5, 5] as const)];
  const deps = await depsUntil(t, '2024-05', [
    ...months('2023-03', rise),
    ...months('2023-03', times(15, [3, 2, 4] as const), ['org', 'other']),
  ]);
  assert.equal((await actionEffect(deps, action('clinic', '2024-03-01'), ALL)).rest, null);
});

test('a rise that only comes of another mix of channels is nothing net of it', async (t) => {
  // text messages 80, paper 0; from half and half to nine in ten by text message
  const sms = (counts: readonly Counts[], first: string): Answers[] =>
    months(first, counts, undefined, { channel: 'sms' });
  const paper = (counts: readonly Counts[], first: string): Answers[] =>
    months(first, counts, undefined, { channel: 'paper' });
  const deps = await depsUntil(t, '2024-05', [
    ...sms(times(12, [45, 0, 5]), '2023-03'),
    ...paper(times(12, [25, 0, 25]), '2023-03'),
    ...sms(times(3, [81, 0, 9]), '2024-03'),
    ...paper(times(3, [5, 0, 5]), '2024-03'),
  ]);
  const effect = await actionEffect(deps, action('clinic', '2024-03-01'), ALL);
  assert.deepEqual(
    [effect.followUp.yardsticks[0]?.difference?.points.toFixed(1), verdictOf(effect)],
    ['32.0', 'hoped'],
  );
  assert.deepEqual(effect.net?.levels, ['channel']);
  assert.ok(Math.abs(effect.net?.difference.points ?? NaN) < 1e-9);
  assert.equal(effect.net?.difference.certainty, 'chance');
  assert.equal(effect.net?.mix.toFixed(1), '32.0');
});

describe('complaints', () => {
  const ACCESS: ExpectedMeasure = { kind: 'complaintShare', theme: 'access', direction: 'down' };
  const complaints = (first: string, how: readonly (readonly [complaints: number, base: number])[]): Answers[] =>
    how.flatMap(([count, base], index) => {
      const day = `${addMonths(first, index)}-10`;
      const unit = ['org', 'clinic'];
      return [
        { day, unit, counts: [0, 0, count] as const, comment: [['access', 'neg']] as const },
        { day, unit, counts: [base - count, 0, 0] as const, comment: [] },
      ];
    });

  test('20 of 100 a month and then 5 of 100 moved as hoped, on a p′ chart with limits from before', async (t) => {
    const deps = await depsUntil(t, '2024-05', [
      ...complaints('2023-03', times(12, [20, 100])),
      ...complaints('2024-03', times(3, [5, 100])),
    ]);
    const effect = await actionEffect(deps, action('clinic', '2024-03-01', ACCESS), ALL);
    const [yardstick] = effect.followUp.yardsticks;
    assert.deepEqual([yardstick?.figure.value, effect.followUp.after?.figure.value], [0.2, 0.05]);
    assert.equal(yardstick?.difference?.points.toFixed(4), '-0.1500');
    assert.equal(verdictOf(effect), 'hoped');
    assert.equal(effect.chart.centre, 0.2);
    assert.ok(effect.chart.months.slice(-3).every(({ signals }) => signals?.outside));
  });

  test('NPS of those who mention the theme counts them alone', async (t) => {
    const deps = await depsUntil(t, '2024-05', [
      ...complaints('2023-03', times(12, [20, 100])),
      ...complaints('2024-03', times(3, [20, 100])),
    ]);
    const effect = await actionEffect(
      deps,
      action('clinic', '2024-03-01', { ...ACCESS, kind: 'themeNps', direction: 'up' }),
      ALL,
    );
    assert.deepEqual([effect.followUp.after?.figure.value, effect.followUp.after?.figure.n], [-100, 60]);
  });
});

test('months under five answers are hidden, with another so that none follows from the totals', async (t) => {
  const deps = await depsUntil(t, '2024-05', [
    ...months('2023-03', [...times(11, [20, 8, 5] as const), [2, 1, 0]]),
    ...months('2024-03', times(3, [20, 8, 5])),
  ]);
  const { chart, followUp } = await actionEffect(deps, action('clinic', '2024-03-01'), ALL);
  const hidden = chart.months.filter(({ value }) => value === null);
  assert.ok(hidden.some(({ month }) => month === '2024-02'));
  // the window just before, December to February, is shown with its sum: one more of its months must be hidden
  assert.equal(
    followUp.yardsticks.some(({ kind }) => kind === 'justBefore'),
    true,
  );
  assert.ok(hidden.filter(({ month }) => month >= '2023-12' && month <= '2024-02').length >= 2);
});

describe('the planted events of the demo', () => {
  let demo: LabelledDemo;
  before(async () => {
    demo = await openLabelledDemo();
  });
  after(() => demo.close());
  const effectOf = (started: StartedAction): Promise<ActionEffect> => actionEffect(demo.deps, started, ALL);

  test('the phone reform: NPS of outpatient health care moved as hoped, 45 to 57', async () => {
    const effect = await effectOf(action('havulahti-outpatient', '2024-03-01'));
    assert.equal(verdictOf(effect), 'hoped');
    assert.equal(effect.followUp.after?.figure.value?.toFixed(0), '57');
    assert.equal(effect.followUp.yardsticks[0]?.figure.value?.toFixed(0), '45');
  });

  test('the closed car park: complaints on premises moved the other way for whoever hoped for fewer from September', async () => {
    const fewer: ExpectedMeasure = { kind: 'complaintShare', theme: 'premises', direction: 'down' };
    const effect = await effectOf(action('kuunsilta-women-children', '2024-09-01', fewer));
    assert.equal(verdictOf(effect), 'otherWay');
    assert.equal(effect.rest?.difference.certainty, 'chance', 'elsewhere they did not');
  });

  test('the mended letter: the year before is passed over, NPS moved as hoped, and a return to the usual is told', async () => {
    const effect = await effectOf(action('kuunsilta-orthopaedics', '2024-06-01'));
    assert.deepEqual([verdictOf(effect), effect.followUp.levelChanged], ['hoped', true]);
    assert.ok((effect.unusual?.back.points ?? 0) > 5);
  });

  test('where nothing happened it is within chance', async () => {
    const fewer: ExpectedMeasure = { kind: 'complaintShare', theme: 'premises', direction: 'down' };
    assert.equal(verdictOf(await effectOf(action('kuunsilta-orthopaedics', '2023-03-01'))), 'chance');
    assert.equal(verdictOf(await effectOf(action('kuunsilta-maternity', '2023-05-01', fewer))), 'chance');
  });

  test('two months before the data end it is too early, and it can be told a month later', async () => {
    const effect = await effectOf(action('kuunsilta-orthopaedics', '2024-11-01'));
    assert.equal(verdictOf(effect), 'tooEarly');
    assert.equal(effect.followUp.outlook.toldFrom, '2025-02-01');
    assert.deepEqual(effect.followUp.after?.period, {
      from: firstDayOfMonth('2024-11'),
      to: lastDayOfMonth('2024-12'),
    });
  });
});
