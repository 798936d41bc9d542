import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { standardisedNps } from '../../src/flows/standardisedNps.js';
import { recordVisits, visitsOf } from '../../src/flows/visitCounts.js';
import { depsWith, type Answers } from './feedbackFixture.js';

const YEAR = { ...NO_FILTER, from: '2024-01-01', to: '2024-12-31', unit: 'org' };

/** Both lines stand still (80 and 20), but the happy one answers less: crude NPS falls from 65 to 35, with the same mix it stays. */
const ANSWERS: Answers[] = [
  { day: '2023-06-10', counts: [240, 60, 0], unit: ['org', 'a'] },
  { day: '2023-06-10', counts: [20, 80, 0], unit: ['org', 'b'] },
  { day: '2024-06-10', counts: [80, 20, 0], unit: ['org', 'a'] },
  { day: '2024-06-10', counts: [60, 240, 0], unit: ['org', 'b'] },
];

test('two lines that stand still while their mix turns give 65 → 35 as answered and 35 → 35 with the same mix', async (t) => {
  const found = await standardisedNps(await depsWith(t, ANSWERS), YEAR);
  assert.deepEqual([found?.previous.crude.nps, found?.current.crude.nps], [65, 35]);
  assert.deepEqual([found?.previous.standardised?.nps, found?.current.standardised?.nps], [35, 35]);
  assert.equal(found?.change.points, 0);
  assert.equal(found.change.certainty, 'chance');
  assert.equal(found.current.standardised?.coverage, 1);
  assert.deepEqual(found.reference, { from: '2024-01-01', to: '2024-12-31' });
  assert.equal(found.weighted, null);
});

test('a channel with few answers goes with the others of its line; a line that did not answer before is not covered', async (t) => {
  const found = await standardisedNps(
    await depsWith(t, [
      { day: '2023-06-10', counts: [50, 0, 50], unit: ['org', 'a'] },
      { day: '2023-06-10', counts: [6, 0, 0], unit: ['org', 'a'], channel: 'paper' },
      { day: '2024-06-10', counts: [60, 0, 20], unit: ['org', 'a'] },
      { day: '2024-06-10', counts: [10, 0, 10], unit: ['org', 'b'] },
    ]),
    YEAR,
  );
  // the mix of 2024 is 80 of a and 20 of b
  assert.equal(found?.current.standardised?.nps, 40);
  assert.equal(found.current.standardised.coverage, 1);
  assert.equal(found.previous.standardised?.nps, 0);
  assert.equal(found.previous.standardised.coverage, 0.8);
});

test('under the limit nothing is standardised', async (t) => {
  const found = await standardisedNps(
    await depsWith(t, [{ day: '2024-06-10', counts: [4, 0, 0], unit: ['org', 'a'] }]),
    YEAR,
  );
  assert.deepEqual([found?.current.crude.nps, found?.current.standardised], [null, null]);
  assert.equal(await standardisedNps(await depsWith(t, []), { ...YEAR, unit: 'nowhere' }), null);
});

test('with visits known for every line and month, each line counts as much as it was visited', async (t) => {
  const deps = await depsWith(t, ANSWERS);
  const june = { ...YEAR, from: '2024-06-01', to: '2024-06-30' };
  await recordVisits(deps, [{ unit: 'a', month: '2024-06', visits: 1000 }]);
  assert.equal((await standardisedNps(deps, june))?.weighted, null, 'one line is not enough');
  assert.deepEqual(await recordVisits(deps, [{ unit: 'b', month: '2024-06', visits: '1000' }]), {
    saved: 1,
    rejections: [],
  });
  const weighted = (await standardisedNps(deps, june))?.weighted;
  // weights 10 and 3.33; half the visits at 80, half at 20
  assert.equal(weighted?.nps.toFixed(6), '50.000000');
  // (2000)² / (100·10² + 300·(10/3)²)
  assert.equal(weighted.effectiveAnswers.toFixed(6), '300.000000');
  assert.equal(weighted.responseRate, 0.2);
});

test('a row of visits that cannot be used is told field by field, and the good ones are saved', async (t) => {
  const deps = await depsWith(t, ANSWERS);
  const found = await recordVisits(deps, [
    { unit: 'a', month: '2024-05', visits: 10 },
    { unit: 'nowhere', month: '2024-13', visits: '-3' },
    { unit: 'b', month: '2024-05', visits: ' ' },
  ]);
  assert.equal(found.saved, 1);
  assert.deepEqual(
    found.rejections.map(({ row, field, found: text }) => [row, field, text]),
    [
      [2, 'unit', 'nowhere'],
      [2, 'month', '2024-13'],
      [2, 'visits', '-3'],
      [3, 'visits', ' '],
    ],
  );
  const may = { from: '2024-05-01', to: '2024-05-31' };
  assert.deepEqual(
    [...(await visitsOf(deps, ['a', 'org'], may))],
    [
      ['org', 10],
      ['a', 10],
    ],
  );
  assert.deepEqual([...(await visitsOf(deps, ['a'], { ...may, to: '2024-06-30' }))], [], 'June is not known');
});
