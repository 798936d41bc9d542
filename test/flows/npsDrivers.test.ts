import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { npsDrivers } from '../../src/flows/npsDrivers.js';
import { depsWith, type Answers } from './feedbackFixture.js';

const PERIOD = { ...NO_FILTER, from: '2024-01-01', to: '2024-12-31' };
const DAY = '2024-06-15';

/** 249 commenters of one unit: complaints of waiting −50, praise of staff 100, rare praise of premises, nothing else 50. */
const ANSWERS: Answers[] = [
  { day: DAY, counts: [20, 0, 60], comment: [['waiting_times', 'neg']], unit: ['org', 'a'] },
  { day: DAY, counts: [40, 0, 0], comment: [['staff_friendliness', 'pos']], unit: ['org', 'a'] },
  { day: DAY, counts: [75, 0, 25, 7], comment: [], unit: ['org', 'a'] },
  { day: DAY, counts: [29, 0, 0], comment: [['premises', 'pos']], unit: ['org', 'a'] },
  // in no base: no comment, not read yet, another language, no score
  { day: DAY, counts: [50, 50, 50], unit: ['org', 'a'] },
  { day: DAY, counts: [5, 0, 0], comment: 'pending', unit: ['org', 'a'] },
];

test('complaints of waiting come first with an effect against those who say neither, 29 mentions are too rare', async (t) => {
  const report = await npsDrivers(await depsWith(t, ANSWERS), PERIOD);
  assert.equal(report?.commenters, 249);
  assert.deepEqual(
    report.drivers.map(({ theme, polarity, rank }) => [rank, theme.key, polarity]),
    [
      [1, 'waiting_times', 'neg'],
      [2, 'staff_friendliness', 'pos'],
    ],
  );
  // the rest: 75 + 29 promoters, 25 detractors of 129: NPS 61.24; waiting −50
  assert.equal(report.drivers[0]?.effect.toFixed(2), '-111.24');
  assert.equal(report.drivers[1]?.effect.toFixed(2), '38.76');
  assert.equal(report.drivers[0].mentions.count, 80);
  assert.ok(report.rare.some(({ theme, polarity }) => theme.key === 'premises' && polarity === 'pos'));
  assert.equal(report.rare.length, 12);
  assert.deepEqual(report.entangled, []);
  assert.deepEqual(
    report.priorities.map(({ theme, place, praise }) => [theme.key, place, praise]),
    [
      ['waiting_times', 'mend', 0],
      ['staff_friendliness', 'fine', 1],
    ],
  );
});

test('an unhappy channel that has all complaints explains nothing by itself', async (t) => {
  const report = await npsDrivers(
    await depsWith(t, [
      { day: DAY, counts: [80, 0, 20], comment: [['staff_friendliness', 'pos']], channel: 'sms' },
      { day: DAY, counts: [80, 0, 20], comment: [], channel: 'sms' },
      { day: DAY, counts: [10, 0, 40], comment: [['waiting_times', 'neg']], channel: 'paper' },
    ]),
    PERIOD,
  );
  assert.equal(report?.explained?.toFixed(9), '0.000000000');
  const waiting = report.drivers.find(({ theme }) => theme.key === 'waiting_times');
  assert.equal(waiting?.effect, 0);
});

test('what is filed to the unit itself is a group of its own beside its children', async (t) => {
  // child and parent alike: 60 % promoters among those who praise, 20 % else; the parent is 40 points lower throughout
  const answers: Answers[] = [
    { day: DAY, counts: [40, 60, 0], comment: [['care_quality', 'pos']], unit: ['org', 'child'] },
    { day: DAY, counts: [10, 90, 0], comment: [], unit: ['org', 'child'] },
    { day: DAY, counts: [0, 60, 0], comment: [['care_quality', 'pos']], unit: ['org'] },
    { day: DAY, counts: [0, 70, 30], comment: [], unit: ['org'] },
  ];
  const report = await npsDrivers(await depsWith(t, answers), { ...PERIOD, unit: 'org' });
  assert.equal(report?.commenters, 360);
  // both groups say 30 apart, so the pooled within-group effect is 30
  assert.equal(report.drivers[0]?.effect.toFixed(6), '30.000000');
});

test('under 100 commenters there is no weighing, under 5 not even their number', async (t) => {
  const few = await npsDrivers(
    await depsWith(t, [{ day: DAY, counts: [50, 20, 29], comment: [['access', 'neg']] }]),
    PERIOD,
  );
  assert.deepEqual([few?.commenters, few?.explained, few?.drivers], [99, null, []]);
  const hidden = await npsDrivers(await depsWith(t, [{ day: DAY, counts: [4, 0, 0], comment: [] }]), PERIOD);
  assert.equal(hidden?.commenters, null);
  assert.equal(await npsDrivers(await depsWith(t, []), { ...PERIOD, unit: 'nowhere' }), null);
});
