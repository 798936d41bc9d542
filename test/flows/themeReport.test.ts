import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { themeReport } from '../../src/flows/themeReport.js';
import { depsWith, workedExample, type Answers } from './feedbackFixture.js';

const YEAR_2024 = { ...NO_FILTER, from: '2024-01-01', to: '2024-12-31' };

test('a theme’s figure, trend and base agree: 55 of 195 comments, all in June, with an NPS of 14.545', async (t) => {
  const report = await themeReport(await depsWith(t, workedExample('none')), 'waiting_times', YEAR_2024);
  assert.ok(report);
  assert.deepEqual([report.figure.share.count, report.figure.share.base], [55, 195]);
  assert.equal(report.figure.npsWith.nps?.toFixed(3), '14.545');
  assert.equal(report.trend.length, 24);
  const talked = report.trend.filter((month) => month.share.count !== 0);
  assert.deepEqual(
    talked.map((month) => [month.month, month.share.count, month.share.base, month.polarity?.neg, month.nps.n]),
    [
      ['2023-06', 60, 160, 60, 60],
      ['2024-06', 55, 195, 55, 55],
    ],
  );
  assert.equal(report.trend[0]?.share.share, null);
  assert.equal(report.trend[0]?.share.suppressed, false);
});

const neg = [['premises', 'neg']] as const;
const pos = [['premises', 'pos']] as const;

test('units of 30 comments or more come most complaints first, smaller ones after them and unranked', async (t) => {
  const deps = await depsWith(t, [
    { day: '2024-03-01', counts: [10, 0, 0], comment: neg, unit: ['org', 'some'] },
    { day: '2024-03-01', counts: [30, 0, 0], comment: pos, unit: ['org', 'some'] },
    { day: '2024-03-01', counts: [0, 0, 20], comment: neg, unit: ['org', 'many'] },
    { day: '2024-03-01', counts: [20, 0, 0], comment: [], unit: ['org', 'many'] },
    { day: '2024-03-01', counts: [50, 0, 0], comment: [], unit: ['org', 'none'] },
    { day: '2024-03-01', counts: [0, 0, 20], comment: neg, unit: ['org', 'a-few'] },
  ]);
  const report = await themeReport(deps, 'premises', { ...YEAR_2024, unit: 'org' });
  assert.deepEqual(
    report?.units.map(({ unit, share, negative, npsWith }) => [unit.code, share.share, negative.share, npsWith.n]),
    [
      ['many', 0.5, 0.5, 20],
      ['some', 1, 0.25, 40],
      ['none', 0, 0, 0],
      // 20 of 20 complain, on too small a base to be ranked
      ['a-few', 1, 1, 20],
    ],
  );
});

test('a small unit with somewhat more complaints does not lead a large one', async (t) => {
  const deps = await depsWith(t, [
    // 12 of 30 = 0.40 against 390 of 1000 = 0.39 and 20 of 1000 = 0.02: drawn to the mean the small one falls behind
    { day: '2024-03-01', counts: [0, 0, 12], comment: neg, unit: ['org', 'small'] },
    { day: '2024-03-01', counts: [18, 0, 0], comment: [], unit: ['org', 'small'] },
    { day: '2024-03-01', counts: [0, 0, 390], comment: neg, unit: ['org', 'large'] },
    { day: '2024-03-01', counts: [610, 0, 0], comment: [], unit: ['org', 'large'] },
    { day: '2024-03-01', counts: [0, 0, 20], comment: neg, unit: ['org', 'calm'] },
    { day: '2024-03-01', counts: [980, 0, 0], comment: [], unit: ['org', 'calm'] },
  ]);
  const report = await themeReport(deps, 'premises', { ...YEAR_2024, unit: 'org' });
  assert.deepEqual(
    report?.units.map(({ unit }) => unit.code),
    ['large', 'small', 'calm'],
  );
});

test('a unit and a month with three comments hide the next smallest beside the total', async (t) => {
  const deps = await depsWith(t, [
    { day: '2024-03-01', counts: [3, 0, 0], comment: neg, unit: ['org', 'small'] },
    { day: '2024-04-01', counts: [20, 0, 0], comment: neg, unit: ['org', 'middle'] },
    { day: '2024-05-01', counts: [40, 0, 0], comment: pos, unit: ['org', 'large'] },
  ]);
  const report = await themeReport(deps, 'premises', { ...YEAR_2024, unit: 'org' });
  assert.ok(report);
  assert.deepEqual(
    report.units.filter(({ share }) => share.suppressed).map(({ unit }) => unit.code),
    ['small', 'middle'],
  );
  const hidden = report.trend.filter((month) => month.share.suppressed);
  assert.deepEqual(
    hidden.map((month) => month.month),
    ['2024-03', '2024-04'],
  );
  assert.deepEqual(
    hidden.map((month) => [month.polarity, month.nps.strength]),
    [
      [null, 'suppressed'],
      [null, 'suppressed'],
    ],
  );
});

test('praise and complaints are three of each, newest first, never the same words twice and never unsure', async (t) => {
  const deps = await depsWith(t, [
    {
      day: '2024-03-01',
      counts: [4, 0, 0],
      comment: pos,
      text: 'Light rooms and a pleasant place to wait for a doctor.',
    },
    { day: '2024-03-05', counts: [2, 0, 0], comment: pos },
    { day: '2024-03-09', counts: [1, 0, 0], comment: pos, text: 'Nice.' },
    { day: '2024-03-08', counts: [0, 0, 2], comment: neg },
    { day: '2024-03-10', counts: [0, 0, 2], comment: [['premises', 'neg', 0.6]] },
    { day: '2024-03-11', counts: [0, 0, 2], comment: [['premises', 'neu']] },
  ]);
  const report = await themeReport(deps, 'premises', YEAR_2024);
  assert.deepEqual(
    report?.praise.map((comment) => comment.day),
    ['2024-03-05', '2024-03-05', '2024-03-01'],
  );
  assert.deepEqual(
    report?.complaints.map((comment) => comment.day),
    ['2024-03-08', '2024-03-08'],
  );
});

const parking: Answers[] = [
  {
    day: '2024-03-01',
    counts: [0, 0, 8],
    comment: neg,
    lang: 'en',
    text: 'The parking hall was full and the rooms were cold.',
  },
  {
    day: '2024-03-01',
    counts: [0, 0, 2],
    comment: neg,
    lang: 'en',
    text: 'The lift smelled of paint on every single floor.',
  },
  {
    day: '2024-03-01',
    counts: [20, 0, 0],
    comment: [],
    lang: 'en',
    text: 'The nurse explained the treatment to me very well.',
  },
];

test('phrases that mark a theme are those of at least five comments with it', async (t) => {
  const report = await themeReport(await depsWith(t, parking), 'premises', YEAR_2024);
  const english = report?.phrases.find(({ lang }) => lang === 'en');
  assert.ok(english);
  assert.ok(english.phrases.some(({ phrase, comments }) => phrase.includes('parking') && comments === 8));
  assert.ok(english.phrases.every(({ phrase }) => !phrase.includes('lift') && !phrase.includes('nurse')));
  assert.deepEqual(
    report?.phrases.map(({ lang }) => lang),
    ['en'],
  );
});

test('the language filter leaves phrases of that language alone', async (t) => {
  const report = await themeReport(await depsWith(t, parking), 'premises', { ...YEAR_2024, lang: 'sv' });
  assert.deepEqual(report?.phrases, []);
});

test('an unknown theme and an unknown unit have no report', async (t) => {
  const deps = await depsWith(t, workedExample('none'));
  assert.equal(await themeReport(deps, 'parking', YEAR_2024), null);
  assert.equal(await themeReport(deps, 'premises', { ...YEAR_2024, unit: 'nowhere' }), null);
});
