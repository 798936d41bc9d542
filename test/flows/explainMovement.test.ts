import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import {
  explainMovement,
  periodsOverlap,
  type Adjustment,
  type Contribution,
  type Movement,
} from '../../src/flows/explainMovement.js';
import type { FlowDeps } from '../../src/flows/deps.js';
import { summariseMovement } from '../../src/flows/movementWords.js';
import { depsWith, workedExample, type Answers } from './feedbackFixture.js';

const YEARS = {
  base: { from: '2023-01-01', to: '2023-12-31' },
  current: { from: '2024-01-01', to: '2024-12-31' },
};
const [OLD, NEW] = ['2023-03-01', '2024-03-01'];

async function movementOf(
  deps: FlowDeps,
  unit: string | null = null,
  adjust: Adjustment | null = null,
): Promise<Movement> {
  const movement = await explainMovement(deps, { ...YEARS, filter: { ...NO_FILTER, unit }, adjust });
  return movement ?? assert.fail('expected a movement');
}

/** Rows that somebody counts to. */
const occurring = (movement: Movement): readonly Contribution[] =>
  movement.contributions.filter(({ base, current }) => base.n !== 0 || current.n !== 0);
const labels = (movement: Movement): string[] =>
  occurring(movement).map(({ group, key }) => (key === null ? group : `${group} ${key}`));
const rowOf = (movement: Movement, group: string, key: string | null = null): Contribution =>
  movement.contributions.find((row) => row.group === group && row.key === key) ??
  assert.fail(`${group} in ${labels(movement).join()}`);

function assertSums(movement: Movement): void {
  const change = movement.change.points ?? assert.fail('expected a change');
  const total = movement.contributions.reduce((sum, row) => sum + (row.total ?? NaN), 0);
  assert.ok(Math.abs(total - change) < 1e-9, `${total} and ${change}`);
  assert.equal(movement.check.sum, total);
  const displayed = movement.contributions.reduce((sum, row) => sum + (row.displayed ?? NaN), 0);
  assert.equal(displayed, movement.displayedChange);
}

test('the worked example: 42.0 to 60.4 in four parts, as bars of 11, 6, 2 and −1', async (t) => {
  const movement = await movementOf(await depsWith(t, workedExample('none')));
  assert.deepEqual([movement.base.estimate.nps, movement.current.estimate.nps], [42, 60.4]);
  assert.deepEqual([movement.base.definition, movement.current.definition], ['year', 'year']);
  assert.deepEqual(
    movement.contributions.map(({ group, key, total, rate, mix, standardError, certainty, displayed }) => [
      group,
      key,
      ...[total, rate, mix].map((points) => points?.toFixed(4)),
      standardError?.toFixed(3),
      certainty,
      displayed,
    ]),
    [
      ['theme', 'waiting_times', '10.8080', '5.6375', '5.1705', '4.039', 'sure', 11],
      ['theme', 'staff_friendliness', '5.6400', '4.3067', '1.3333', '3.501', 'chance', 6],
      ['theme', 'instructions', '-0.4240', '0.3667', '-0.7907', '2.818', 'chance', -1],
      ['noTheme', null, '0.0000', '0.0000', '0.0000', '0.000', 'chance', 0],
      ['noComment', null, '2.3760', '2.0045', '0.3715', '2.790', 'chance', 2],
    ],
  );
  assertSums(movement);
  assert.deepEqual(movement.warnings, []);
  assert.deepEqual(rowOf(movement, 'theme', 'staff_friendliness').base, { share: 0.45, nps: 220 / 3, n: 100 });
});

test('the summary names what is beyond chance and says that the rest is not', async (t) => {
  const summary = summariseMovement(await movementOf(await depsWith(t, workedExample('none'))));
  assert.equal(summary.direction, 'up');
  assert.equal(summary.points?.toFixed(1), '18.4');
  assert.deepEqual(
    summary.explained.map(({ group, key, points }) => [group, key, points.toFixed(3)]),
    [['theme', 'waiting_times', '10.808']],
  );
  assert.equal(summary.rest, 'withinChance');
});

test('comments without a theme, and comments that wait or are in another language, are rows of their own', async (t) => {
  const deps = await depsWith(t, [
    { day: OLD, counts: [10, 5, 5], comment: [] },
    { day: OLD, counts: [10, 0, 10], comment: 'none' },
    { day: OLD, counts: [6, 0, 0], comment: 'pending' },
    { day: NEW, counts: [20, 5, 5], comment: [] },
    { day: NEW, counts: [20, 0, 10], comment: 'none' },
    { day: NEW, counts: [5, 0, 0], comment: 'unsupported', lang: 'et' },
    { day: NEW, counts: [0, 0, 0, 50], comment: [] },
  ]);
  const movement = await movementOf(deps);
  assert.deepEqual(labels(movement), ['noTheme', 'unread', 'noComment']);
  assertSums(movement);
  assert.deepEqual([rowOf(movement, 'unread').base.n, rowOf(movement, 'unread').current.n], [6, 5]);
  // 6 of 46; and 50 of 115 without a score now, none before
  assert.deepEqual(
    movement.warnings.map((warning) => [warning.kind, 'share' in warning ? warning.share.toFixed(3) : null]),
    [
      ['scoredShareDiffers', null],
      ['unread', '0.130'],
    ],
  );
});

test('answers without a comment, too few to show, are hidden and not shown as none', async (t) => {
  const deps = await depsWith(t, [
    ...workedExample([]),
    { day: OLD, counts: [2, 0, 0], comment: 'none' },
    { day: NEW, counts: [0, 0, 2], comment: 'none' },
  ]);
  const movement = await movementOf(deps);
  assert.ok(movement.contributions.every(({ group }) => group !== 'noComment'));
  assert.ok(labels(movement).includes('hidden') && labels(movement).includes('noTheme'), labels(movement).join());
});

test('rows on fewer than five people are one row together with the lightest of the others', async (t) => {
  const deps = await depsWith(t, [
    ...workedExample('none'),
    { day: OLD, counts: [1, 0, 2], comment: [['premises', 'neg']] },
    { day: NEW, counts: [10, 0, 2], comment: [['premises', 'neg']] },
  ]);
  const movement = await movementOf(deps);
  // Instructions have 20 + 30 answers, the fewest of the other rows
  assert.deepEqual(labels(movement), ['theme waiting_times', 'theme staff_friendliness', 'noComment', 'hidden']);
  const hidden = rowOf(movement, 'hidden');
  assert.deepEqual([hidden.base.n, hidden.current.n, hidden.suppressed], [23, 42, false]);
  assertSums(movement);
  assert.ok(summariseMovement(movement).explained.every(({ group }) => group !== 'hidden'));
});

test('two small rows cover each other only where they hold five people together', async (t) => {
  const small = (day: string, premises: number, access: number): Answers[] => [
    { day, counts: [premises, 0, 0], comment: [['premises', 'neg']] },
    { day, counts: [0, 0, access], comment: [['access', 'neg']] },
  ];
  const three = await movementOf(
    await depsWith(t, [...workedExample('none'), ...small(OLD, 2, 1), ...small(NEW, 9, 9)]),
  );
  assert.ok(!labels(three).includes('theme instructions'), labels(three).join());
  const six = await movementOf(await depsWith(t, [...workedExample('none'), ...small(OLD, 3, 3), ...small(NEW, 9, 9)]));
  assert.ok(labels(six).includes('theme instructions') && labels(six).includes('hidden'), labels(six).join());
});

test('a theme that nobody mentioned before is shown: nobody is not a few', async (t) => {
  const deps = await depsWith(t, [
    ...workedExample('none'),
    { day: NEW, counts: [0, 0, 20], comment: [['access', 'neg']] },
  ]);
  const added = rowOf(await movementOf(deps), 'theme', 'access');
  assert.deepEqual([added.rate, added.base.nps, added.base.n, added.current.n], [0, null, 0, 20]);
  assert.ok((added.mix ?? 0) < 0);
});

test('a period under the limit hides the change and all parts, an empty one has none', async (t) => {
  const deps = await depsWith(t, [
    { day: OLD, counts: [2, 1, 1] },
    { day: NEW, counts: [50, 10, 10] },
  ]);
  const hidden = await movementOf(deps);
  assert.equal(hidden.suppressed, true);
  assert.deepEqual(
    [hidden.base.estimate.nps, hidden.base.estimate.n, hidden.change.points, hidden.displayedChange, hidden.check.sum],
    [null, null, null, null, null],
  );
  assert.deepEqual([hidden.contributions, hidden.units], [[], []]);
  assert.deepEqual(summariseMovement(hidden), {
    direction: null,
    points: null,
    certainty: null,
    explained: [],
    rest: 'nothing',
  });

  const empty = await movementOf(await depsWith(t, [{ day: NEW, counts: [50, 10, 10] }]));
  assert.deepEqual([empty.suppressed, empty.base.estimate.n, empty.change.points], [false, 0, null]);
});

/** Units `one` and `two` below `org`; the first says A, the other B. */
const simpson: readonly Answers[] = [
  { day: OLD, unit: ['org', 'one'], counts: [510, 0, 90], comment: [['care_quality', 'pos']] },
  { day: OLD, unit: ['org', 'two'], counts: [260, 0, 140], comment: [['access', 'pos']], channel: 'web' },
  { day: NEW, unit: ['org', 'one'], counts: [430, 0, 70], comment: [['care_quality', 'pos']] },
  { day: NEW, unit: ['org', 'two'], counts: [350, 0, 150], comment: [['access', 'pos']], channel: 'web' },
];

test('Simpson: adjusted for units, NPS rises by 5.6 in what is said, and the mix of units takes 3.6 away', async (t) => {
  const deps = await depsWith(t, simpson);
  for (const [adjust, group, keys] of [
    ['unit', 'serviceMix', ['two', 'one']],
    ['channel', 'channelMix', ['web', 'sms']],
  ] as const) {
    const movement = await movementOf(deps, 'org', adjust);
    assert.deepEqual(
      occurring(movement).map((row) => [row.group, row.key, row.total?.toFixed(1), row.rate === 0]),
      [
        [group, keys[0], '-2.0', true],
        [group, keys[1], '-1.6', true],
        ['theme', 'access', '4.5', false],
        ['theme', 'care_quality', '1.1', false],
      ],
    );
    assertSums(movement);
  }
  const both = await movementOf(deps, 'org', 'both');
  // Each unit has one channel: nothing is left for channels
  assert.deepEqual(
    occurring(both).map((row) => [row.group, row.total?.toFixed(1).replace('-0.0', '0.0')]),
    [
      ['serviceMix', '-2.0'],
      ['serviceMix', '-1.6'],
      ['channelMix', '0.0'],
      ['channelMix', '0.0'],
      ['theme', '4.5'],
      ['theme', '1.1'],
    ],
  );
  assertSums(both);
});

test('units below add up to the change, each with what it scored and how much it answered', async (t) => {
  const movement = await movementOf(await depsWith(t, simpson), 'org');
  assert.deepEqual(
    movement.units.map(({ unit, total, rate, mix }) => [
      unit.code,
      total?.toFixed(1),
      rate?.toFixed(1),
      mix?.toFixed(1),
    ]),
    [
      ['two', '2.5', '4.5', '-2.0'],
      ['one', '-0.5', '1.1', '-1.6'],
    ],
  );
});

test('answers filed to the unit itself stand under its own code, as a unit and as a part of the mix', async (t) => {
  const deps = await depsWith(t, [
    ...simpson,
    { day: OLD, unit: ['org'], counts: [40, 0, 0] },
    { day: NEW, unit: ['org'], counts: [10, 0, 50] },
  ]);
  const movement = await movementOf(deps, 'org', 'unit');
  assert.equal(rowOf(movement, 'serviceMix', 'org').base.n, 40);
  assert.deepEqual(movement.units.map(({ unit }) => unit.code).sort(), ['one', 'org', 'two']);
  const units = movement.units.reduce((sum, { total }) => sum + (total ?? NaN), 0);
  assert.ok(Math.abs(units - (movement.change.points ?? NaN)) < 1e-9);
  assertSums(movement);
});

test('a unit on few people and the smallest beside it have no figures, and are one part of the mix', async (t) => {
  const deps = await depsWith(t, [
    ...simpson,
    { day: OLD, unit: ['org', 'tiny'], counts: [3, 0, 0] },
    { day: NEW, unit: ['org', 'tiny'], counts: [12, 0, 3] },
    { day: OLD, unit: ['org', 'small'], counts: [30, 0, 5] },
    { day: NEW, unit: ['org', 'small'], counts: [30, 0, 9] },
  ]);
  const movement = await movementOf(deps, 'org', 'unit');
  assert.deepEqual(
    movement.units.map(({ unit, suppressed, total, base }) => [unit.code, suppressed, total === null, base.n === null]),
    [
      ['two', false, false, false],
      ['one', false, false, false],
      ['tiny', true, true, true],
      ['small', true, true, true],
    ],
  );
  assert.deepEqual(labels(movement).slice(0, 3), ['serviceMix two', 'serviceMix one', 'serviceMix']);
  assert.equal(rowOf(movement, 'serviceMix').base.n, 38);
  assertSums(movement);
});

test('a unit without units below is not adjusted for them, and says so', async (t) => {
  const movement = await movementOf(await depsWith(t, simpson), 'one', 'unit');
  assert.deepEqual(labels(movement), ['theme care_quality']);
  assert.deepEqual([movement.units, movement.ancestors.map(({ code }) => code)], [[], ['org']]);
  assert.deepEqual(movement.warnings, [{ kind: 'noUnits' }]);
});

test('a part beyond chance whose sign another method turns is named', async (t) => {
  // Comments on waiting mention premises more often now; premises alone got no worse
  const deps = await depsWith(t, [
    { day: OLD, counts: [900, 100, 100], comment: 'none' },
    { day: OLD, counts: [400, 100, 100], comment: [['premises', 'pos']] },
    { day: OLD, counts: [100, 50, 250], comment: [['waiting_times', 'neg']] },
    { day: NEW, counts: [900, 100, 100], comment: 'none' },
    { day: NEW, counts: [430, 90, 80], comment: [['premises', 'pos']] },
    { day: NEW, counts: [100, 50, 250], comment: [['waiting_times', 'neg']] },
    {
      day: NEW,
      counts: [30, 20, 150],
      comment: [
        ['waiting_times', 'neg'],
        ['premises', 'neg'],
      ],
    },
  ]);
  const movement = await movementOf(deps);
  const premises = rowOf(movement, 'theme', 'premises');
  assert.ok((premises.total ?? 0) < 0 && premises.certainty !== 'chance', JSON.stringify(premises));
  assert.deepEqual(movement.warnings, [{ kind: 'signDiffers', theme: 'premises' }]);
});

test('periods of very different length are pointed out, and what kind each is', async (t) => {
  const deps = await depsWith(t, simpson);
  const explain = (base: string, current: string): Promise<Movement | null> => {
    const [from = '', to = ''] = base.split('..');
    const [start = '', end = ''] = current.split('..');
    return explainMovement(deps, {
      base: { from, to },
      current: { from: start, to: end },
      filter: NO_FILTER,
      adjust: null,
    });
  };
  const uneven = await explain('2023-03-01..2023-03-31', '2024-01-01..2024-04-30');
  assert.deepEqual(
    [uneven?.base.definition, uneven?.current.definition, uneven?.warnings],
    ['month', 'yearToDate', [{ kind: 'definitionDiffers' }]],
  );
  const even = await explain('2023-02-01..2023-04-30', '2024-02-10..2024-05-01');
  assert.deepEqual([even?.base.definition, even?.current.definition, even?.warnings], ['months', 'days', []]);
});

test('an unknown unit has no movement, and periods that share a day are refused', async (t) => {
  const deps = await depsWith(t, simpson);
  const question = { ...YEARS, filter: { ...NO_FILTER, unit: 'nowhere' }, adjust: null };
  assert.equal(await explainMovement(deps, question), null);
  const overlapping = { ...question, base: { from: '2023-06-01', to: '2024-01-01' } };
  assert.equal(periodsOverlap(overlapping.base, overlapping.current), true);
  await assert.rejects(
    explainMovement(deps, overlapping),
    /expected periods that share no day, found 2023-06-01\.\.2024-01-01/,
  );
});

test('channel and language narrow both periods', async (t) => {
  const deps = await depsWith(t, simpson);
  const movement = await explainMovement(deps, { ...YEARS, filter: { ...NO_FILTER, channel: 'web' }, adjust: null });
  assert.deepEqual([movement?.base.estimate.n, movement?.current.estimate.n, movement?.change.points], [400, 500, 10]);
});
