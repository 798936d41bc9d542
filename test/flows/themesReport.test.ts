import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import type { ThemeFigure } from '../../src/flows/figures.js';
import { themesReport, type ThemesReport } from '../../src/flows/themesReport.js';
import { depsWith, workedExample } from './feedbackFixture.js';

const YEAR_2023 = { ...NO_FILTER, from: '2023-01-01', to: '2023-12-31' };
const YEAR_2024 = { ...NO_FILTER, from: '2024-01-01', to: '2024-12-31' };

function figureOf(report: ThemesReport | null, key: string): ThemeFigure {
  const figure = report?.themes.find(({ theme }) => theme.key === key);
  assert.ok(figure, `expected a figure of ${key}`);
  return figure;
}

test('with silent respondents counted as comments without a theme, impacts are +24.000, −25.143 and −3.556', async (t) => {
  const deps = await depsWith(t, workedExample([]));
  const report = await themesReport(deps, YEAR_2023);
  const impacts = ['staff_friendliness', 'waiting_times', 'instructions'].map((key) => figureOf(report, key).impact);
  assert.deepEqual(
    impacts.map((impact) => impact?.toFixed(3)),
    ['24.000', '-25.143', '-3.556'],
  );
  const waiting = figureOf(report, 'waiting_times');
  assert.equal(waiting.npsWith.nps?.toFixed(3), '-16.667');
  assert.equal(waiting.npsWithout.nps?.toFixed(3), '67.143');
  const [low, high] = waiting.impactInterval ?? [NaN, NaN];
  assert.ok(low < -25.143 && -25.143 < high && high - low < 25, `${low}..${high}`);
});

test('impacts a year later are +21.309, −12.933 and −6.418', async (t) => {
  const report = await themesReport(await depsWith(t, workedExample([])), YEAR_2024);
  const impacts = ['staff_friendliness', 'waiting_times', 'instructions'].map((key) => figureOf(report, key).impact);
  assert.deepEqual(
    impacts.map((impact) => impact?.toFixed(3)),
    ['21.309', '-12.933', '-6.418'],
  );
});

test('silent respondents are in no base of a theme: 100 of 160 comments, impact 36.25 less −13.333', async (t) => {
  const report = await themesReport(await depsWith(t, workedExample('none')), YEAR_2023);
  assert.ok(report);
  assert.deepEqual([report.comments, report.tagged, report.pending], [160, 160, 0]);
  const staff = figureOf(report, 'staff_friendliness');
  assert.deepEqual([staff.share.count, staff.share.base, staff.share.share], [100, 160, 0.625]);
  assert.equal(staff.impact?.toFixed(3), '49.583');
  assert.deepEqual(staff.polarity, { pos: 100, neg: 0, neu: 0 });
});

test('themes come most mentioned first, and one that nobody mentions has a share of 0 and no NPS', async (t) => {
  const report = await themesReport(await depsWith(t, workedExample('none')), YEAR_2023);
  assert.deepEqual(
    report?.themes.slice(0, 3).map(({ theme }) => theme.key),
    ['staff_friendliness', 'waiting_times', 'instructions'],
  );
  const premises = figureOf(report, 'premises');
  assert.deepEqual([premises.share.count, premises.share.share], [0, 0]);
  assert.deepEqual([premises.npsWith.strength, premises.npsWith.nps, premises.impact], ['none', null, null]);
});

test('the share of waiting times fell from 60 of 160 to 55 of 195, which is chance only just', async (t) => {
  const report = await themesReport(await depsWith(t, workedExample('none')), YEAR_2024);
  const { shareChange } = figureOf(report, 'waiting_times');
  // Pooled 115/355: z = −.092949/(.467970·√(1/160 + 1/195)) = −1.862
  assert.equal(shareChange.difference?.toFixed(6), '-0.092949');
  assert.equal(shareChange.certainty, 'chance');
});

test('comments that wait or are in an untagged language are in no base of a theme', async (t) => {
  const deps = await depsWith(t, [
    { day: '2024-03-01', counts: [8, 0, 0], comment: [['access', 'neg']] },
    { day: '2024-03-01', counts: [0, 0, 7], comment: 'pending' },
    { day: '2024-03-01', counts: [0, 0, 9], comment: 'unsupported', lang: 'et' },
    { day: '2024-03-01', counts: [0, 0, 0, 6], comment: [['access', 'pos']] },
  ]);
  const report = await themesReport(deps, YEAR_2024);
  assert.deepEqual([report?.comments, report?.tagged, report?.pending], [30, 14, 7]);
  const access = figureOf(report, 'access');
  assert.deepEqual([access.share.count, access.share.base], [14, 14]);
  // Those without a score are in the share and not in NPS
  assert.equal(access.npsWith.n, 8);
  assert.equal(access.npsWithout.strength, 'none');
  assert.equal(access.impact, null);
});

test('when three mention a theme, NPS of the rest is hidden too, since the sum of both stands beside other themes', async (t) => {
  const deps = await depsWith(t, [
    { day: '2024-03-01', counts: [2, 0, 1], comment: [['access', 'neg']] },
    { day: '2024-03-01', counts: [20, 5, 5], comment: [['premises', 'pos']] },
    { day: '2024-03-01', counts: [9, 0, 0], comment: [] },
  ]);
  const access = figureOf(await themesReport(deps, YEAR_2024), 'access');
  assert.deepEqual([access.npsWith.strength, access.npsWithout.strength], ['suppressed', 'suppressed']);
  assert.deepEqual([access.npsWithout.n, access.impact, access.impactInterval], [null, null, null]);
  assert.equal(figureOf(await themesReport(deps, YEAR_2024), 'premises').npsWithout.n, 12);
});

test('when all but three mention a theme, NPS of those who do is hidden too', async (t) => {
  const deps = await depsWith(t, [
    { day: '2024-03-01', counts: [20, 5, 5], comment: [['access', 'neg']] },
    { day: '2024-03-01', counts: [2, 0, 1], comment: [] },
  ]);
  const { npsWith, npsWithout, share } = figureOf(await themesReport(deps, YEAR_2024), 'access');
  assert.deepEqual([npsWith.strength, npsWithout.strength, share.count], ['suppressed', 'suppressed', 30]);
});

test('four tagged comments give no theme figure at all', async (t) => {
  const deps = await depsWith(t, [{ day: '2024-03-01', counts: [4, 0, 0], comment: [['access', 'pos']] }]);
  const report = await themesReport(deps, YEAR_2024);
  const { share, polarity, npsWith, impact } = figureOf(report, 'access');
  assert.deepEqual(share, { count: null, base: null, share: null, interval: null, suppressed: true });
  assert.deepEqual([polarity, npsWith.strength, impact], [null, 'suppressed', null]);
  assert.deepEqual([report?.comments, report?.tagged], [null, null]);
});

test('language and channel narrow the base, and an unknown unit has no report', async (t) => {
  const deps = await depsWith(t, [
    { day: '2024-03-01', counts: [8, 0, 0], comment: [['access', 'neg']], lang: 'sv', channel: 'web' },
    { day: '2024-03-01', counts: [0, 0, 11], comment: [['access', 'neg']], lang: 'fi', channel: 'web' },
    { day: '2024-03-01', counts: [0, 0, 13], comment: [['access', 'neg']], lang: 'sv', channel: 'sms' },
  ]);
  const tagged = async (filter: object) => (await themesReport(deps, { ...YEAR_2024, ...filter }))?.tagged;
  assert.equal(await tagged({ lang: 'sv' }), 21);
  assert.equal(await tagged({ channel: 'web' }), 19);
  assert.equal(await tagged({ channel: 'web', lang: 'sv' }), 8);
  assert.equal(await themesReport(deps, { ...YEAR_2024, unit: 'nowhere' }), null);
});
