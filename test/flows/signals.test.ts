import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { addMonths, type Month } from '../../src/domain/calendar.js';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { controlCharts } from '../../src/flows/controlCharts.js';
import { signals, type Signal, type SignalsReport } from '../../src/flows/signals.js';
import { depsWith, type Answers } from './feedbackFixture.js';
import { openLabelledDemo, type LabelledDemo } from './labelledDemo.js';

const COMPLAINT = [['instructions', 'neg']] as const;

/** Two clinics of a hospital, 18 months of 100 answers each; in the last month one of them has 30 complaints in place of 2. */
function steadyMonths(lastComplaints: number): Answers[] {
  return Array.from({ length: 18 }, (_, index) => {
    const day = `${addMonths('2023-01', index)}-10`;
    const complaints = index === 17 ? lastComplaints : 2;
    return [
      { day, counts: [complaints, 0, 0] as const, comment: COMPLAINT, unit: ['hospital', 'clinic-a'] },
      { day, counts: [80 - complaints, 10, 10] as const, comment: [], unit: ['hospital', 'clinic-a'] },
      { day, counts: [2, 0, 0] as const, comment: COMPLAINT, unit: ['hospital', 'clinic-b'] },
      { day, counts: [78, 10, 10] as const, comment: [], unit: ['hospital', 'clinic-b'] },
    ];
  }).flat();
}

function told(found: readonly Signal[]): unknown {
  return found.map(({ unit, theme, meaning, repeats }) => [
    unit.code,
    theme?.key ?? 'nps',
    meaning,
    repeats.map(({ code }) => code),
  ]);
}

test('steady months have no signals, and a month before there are six to go by is not tested', async (t) => {
  const report = await signals(await depsWith(t, steadyMonths(2)), NO_FILTER);
  assert.deepEqual(
    report?.months.flatMap((month) => month.signals),
    [],
  );
  assert.equal(report.months[0]?.month, '2024-06');
  assert.equal(report.months.length, 12);
  // the 12 months looked at begin in 2023-07; 3 units, NPS and seven themes, one month and (from 2023-09) three
  assert.equal(report.months.at(-1)?.tested, 3 * 8);
  assert.equal(report.months[0].tested, 3 * 8 * 2);
});

test('complaints from 2 to 30 of 100 are one matter of the clinic, with its hospital folded under it', async (t) => {
  const report = await signals(await depsWith(t, steadyMonths(30)), NO_FILTER);
  assert.deepEqual(told(report?.months[0]?.signals ?? []), [['clinic-a', 'instructions', 'concern', ['hospital']]]);
  const [signal] = report?.months[0]?.signals ?? [];
  assert.deepEqual([signal?.deviation.expected, signal?.deviation.value, signal?.deviation.base], [0.02, 0.3, 100]);
  assert.equal(report?.episodes.length, 1);
  assert.deepEqual([report.episodes[0]?.from, report.episodes[0]?.to], ['2024-06', '2024-06']);
});

test('within the other clinic nothing stands out', async (t) => {
  const report = await signals(await depsWith(t, steadyMonths(30)), { ...NO_FILTER, unit: 'clinic-b' });
  assert.deepEqual(report?.episodes, []);
});

test('a budget of one leaves the weaker out and says how many', async (t) => {
  const answers = steadyMonths(30).map((answer, index) =>
    // the other clinic's last month: all detractors
    index === 17 * 4 + 3 ? { ...answer, counts: [0, 0, 98] as const } : answer,
  );
  const deps = await depsWith(t, answers);
  await deps.store.setSetting('alertBudget', '1');
  const report = await signals(deps, NO_FILTER);
  assert.equal(report?.budget, 1);
  assert.deepEqual(told(report.months[0]?.signals ?? []), [['clinic-b', 'nps', 'concern', ['hospital']]]);
  assert.ok((report.months[0]?.beyondBudget ?? 0) >= 1);
});

test('a unit that must stay hidden is not tested, nor the one that would tell it', async (t) => {
  const answers: Answers[] = steadyMonths(30).map((answer) => ({ ...answer }));
  answers.push({ day: '2024-06-12', counts: [3, 0, 0], comment: [], unit: ['hospital', 'small'] });
  const report = await signals(await depsWith(t, answers), NO_FILTER);
  // hospital 203, clinic-a 100, small 3: clinic-a or clinic-b goes with the small one; either way 3 does not follow
  const shown = (report?.months[0]?.signals ?? []).flatMap((signal) => [signal.unit, ...signal.repeats]);
  assert.ok(shown.every(({ code }) => code !== 'small'));
  assert.equal(report?.months[0]?.tested, 2 * 8 + 2 * 8);
});

test('an unknown unit has no signals, an empty database no months with any', async (t) => {
  const deps = await depsWith(t, []);
  assert.equal(await signals(deps, { ...NO_FILTER, unit: 'nowhere' }), null);
  assert.deepEqual((await signals(deps, NO_FILTER))?.episodes, []);
});

test('the control charts of the clinic mark the last month outside the limits, and hide months under five answers', async (t) => {
  const deps = await depsWith(t, [
    ...steadyMonths(30),
    { day: '2022-09-10', counts: [3, 0, 0], comment: [], unit: ['hospital', 'clinic-a'] },
  ]);
  const charts = await controlCharts(deps, { ...NO_FILTER, unit: 'clinic-a' }, 'instructions');
  assert.equal(charts?.complaints?.chart.summary?.variation, 'concern');
  assert.equal(charts.complaints.chart.summary.rule, 'outside');
  assert.equal(charts.complaints.chart.months.at(-1)?.signals?.outside, true);
  assert.equal(charts.complaints.chart.centre, 0.02);
  assert.equal(charts.nps.summary?.variation, 'commonCause');
  const early = charts.nps.months.find(({ month }) => month === '2022-09');
  assert.deepEqual([early?.value, early?.base, early?.limits], [null, null, null]);
});

/** The three planted events, told by the labels of the comments so that the tagger has no part in it. */
describe('the planted events of the demo', () => {
  let demo: LabelledDemo;
  let report: SignalsReport;
  before(async () => {
    demo = await openLabelledDemo();
    const found = await signals(demo.deps, { ...NO_FILTER, from: '2024-01-01', to: '2024-12-31' });
    assert.ok(found);
    report = found;
  });
  after(() => demo.close());

  function found(month: Month, theme: string | null, meaning: string, units: readonly string[]): boolean {
    const { signals: some } = report.months.find((each) => each.month === month) ?? { signals: [] };
    return some.some(
      (signal) =>
        (signal.theme?.key ?? null) === theme && signal.meaning === meaning && units.includes(signal.unit.code),
    );
  }

  test('the invitation letter: complaints on instructions in the orthopaedic clinic in each month from February to May', () => {
    for (const month of ['2024-02', '2024-03', '2024-04', '2024-05']) {
      assert.ok(found(month, 'instructions', 'concern', ['kuunsilta-orthopaedics']), month);
    }
    assert.ok(found('2024-03', null, 'concern', ['kuunsilta-orthopaedics']), 'and its NPS is down by March');
  });

  test('the closed car park: complaints on premises in the hospital’s division in each month from September to November', () => {
    for (const month of ['2024-09', '2024-10', '2024-11']) {
      assert.ok(found(month, 'premises', 'concern', ['kuunsilta-women-children']), month);
    }
  });

  test('the phone reform: fewer complaints on access in outpatient care from March on, within three months at the latest', () => {
    const units = [
      'havulahti-outpatient',
      'havulahti-health-centre-north',
      'havulahti-health-centre-south',
      'havulahti-health-centre-centre',
    ];
    assert.ok(['2024-03', '2024-04', '2024-05'].some((month) => found(month, 'access', 'improvement', units)));
    assert.ok(!['2024-01', '2024-02'].some((month) => found(month, 'access', 'improvement', units)), 'and not before');
    assert.ok(found('2024-05', null, 'improvement', ['havulahti', ...units]), 'and NPS rises');
  });

  test('hardly anything else: all matters of the year belong to an event, its end, or the county’s rise', () => {
    const places = new Set(demo.files.events.flatMap((event) => event.units));
    const parents = new Set(['havulahti', 'havulahti-outpatient', 'kuunsilta-surgery', 'kuunsilta-women-children']);
    const others = report.episodes.filter(
      ({ strongest: { unit } }) => !places.has(unit.code) && !parents.has(unit.code),
    );
    assert.ok(others.length <= 2, others.map(({ strongest: { unit, theme } }) => `${unit.code} ${theme?.key}`).join());
    assert.ok(report.episodes.length <= 14, String(report.episodes.length));
    assert.ok(report.months.every((month) => month.signals.length <= 5));
  });
});
