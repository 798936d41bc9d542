import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { statementDrivers } from '../../src/flows/statementDrivers.js';
import { depsWith, type Answers } from './feedbackFixture.js';

const PERIOD = { ...NO_FILTER, from: '2024-01-01', to: '2024-12-31' };
const DAY = '2024-06-15';

/** 5, 4 or 3 in `heard` is a promoter, passive or detractor; each answers `useful` with 5 and 2 equally often. */
const DETERMINED: Answers[] = [5, 2].flatMap((useful): Answers[] => [
  { day: DAY, counts: [40, 0, 0], statements: { heard: 5, useful } },
  { day: DAY, counts: [0, 20, 0], statements: { heard: 4, useful } },
  { day: DAY, counts: [0, 0, 10], statements: { heard: 3, useful } },
]);

test('a statement that determines the score has all importance and 100 points per step, an unrelated one none', async (t) => {
  const report = await statementDrivers(await depsWith(t, DETERMINED), PERIOD);
  assert.equal(report?.respondents, 140);
  assert.equal(report.newest, null);
  assert.equal(report.explained.toFixed(9), '1.000000000');
  const [heard, useful] = report.drivers;
  assert.deepEqual([heard?.key, heard?.rank, heard?.rankInterval], ['heard', 1, [1, 1]]);
  assert.equal(heard?.share.toFixed(9), '1.000000000');
  assert.equal(heard.effect.toFixed(6), '100.000000');
  assert.equal(heard.standardisedEffect.toFixed(9), '1.000000000');
  assert.equal(heard.varianceInflation.toFixed(9), '1.000000000');
  // 80 of 140 fully agree that they were heard, 70 that it was useful
  assert.deepEqual([heard.topBox.count, heard.topBox.base], [80, 140]);
  assert.deepEqual([useful?.key, useful?.share.toFixed(9), useful?.topBox.count], ['useful', '0.000000000', 70]);
  assert.equal(useful?.effect.toFixed(6), '0.000000');
});

test('two statements that are answered alike share the importance in halves and are named as entangled', async (t) => {
  const alike = DETERMINED.map((kind) => {
    const heard = kind.statements?.['heard'] ?? 0;
    return { ...kind, statements: { heard, cared_for: heard } };
  });
  const report = await statementDrivers(await depsWith(t, alike), PERIOD);
  assert.deepEqual(
    report?.drivers.map(({ share }) => share.toFixed(9)),
    ['0.500000000', '0.500000000'],
  );
  assert.ok(report.entangled.some(({ key }) => key === 'heard'));
});

test('a statement that under 60 % answered is left out, and only those who answered all the others count', async (t) => {
  const answers: Answers[] = [
    { day: DAY, counts: [60, 0, 0], statements: { heard: 5, useful: 5, felt_safe: 5 } },
    { day: DAY, counts: [0, 0, 50], statements: { heard: 2, useful: 4, felt_safe: 3 } },
    { day: DAY, counts: [10, 0, 0], statements: { heard: 5, useful: 4 } },
    { day: DAY, counts: [50, 0, 20], statements: { heard: 4 } },
    // without a score in no base of importance
    { day: DAY, counts: [0, 0, 0, 7], statements: { heard: 5, useful: 5 } },
  ];
  // of 190: heard 190, useful 120 (63 %), felt_safe 110 (58 %)
  const report = await statementDrivers(await depsWith(t, answers), PERIOD);
  assert.deepEqual(report?.drivers.map(({ key }) => key).sort(), ['heard', 'useful']);
  assert.equal(report.respondents, 120);
});

test('a service line or channel that agrees less and is unhappier explains nothing by itself', async (t) => {
  const [happy, unhappy] = [
    { day: DAY, counts: [80, 0, 20], statements: { heard: 5 } },
    { day: DAY, counts: [20, 0, 80], statements: { heard: 2 } },
  ] as const;
  for (const apart of [{ channel: 'paper' }, { unit: ['org', 'ward'] }] as const) {
    const deps = await depsWith(t, [happy, { ...unhappy, ...apart }]);
    const report = await statementDrivers(deps, { ...PERIOD, unit: 'org' });
    assert.equal(report?.explained.toFixed(9), '0.000000000');
    assert.equal(report.drivers[0]?.effect, 0);
  }
});

test('where more answered than are read, the newest are used and their number is told', async (t) => {
  const older = { day: '2024-02-01', counts: [100, 0, 100], statements: { heard: 4, useful: 2 } } as const;
  const report = await statementDrivers(await depsWith(t, [older, ...DETERMINED]), PERIOD, 140);
  assert.deepEqual([report?.newest, report?.respondents], [140, 140]);
  assert.equal(report?.explained.toFixed(9), '1.000000000');
});

test('under 100 respondents, under the limit, without statements or for an unknown unit there is nothing', async (t) => {
  const few = DETERMINED.slice(0, 3);
  assert.equal(await statementDrivers(await depsWith(t, few), PERIOD), null);
  const deps = await depsWith(t, DETERMINED);
  assert.equal(await statementDrivers({ ...deps, disclosureLimit: 141 }, PERIOD), null);
  assert.equal(await statementDrivers(deps, { ...PERIOD, unit: 'nowhere' }), null);
  const silent = await depsWith(t, [{ day: DAY, counts: [100, 20, 30], comment: [] }]);
  assert.equal(await statementDrivers(silent, PERIOD), null);
});
