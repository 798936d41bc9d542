import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addAnnotation, annotationsOf, deleteAnnotation } from '../../src/flows/annotations.js';
import { depsWith } from './feedbackFixture.js';

const ANSWERS = [
  { day: '2024-06-10', counts: [1, 0, 0], unit: ['org', 'clinic'] },
  { day: '2024-06-10', counts: [1, 0, 0], unit: ['org', 'other'] },
] as const;
const YEAR = { from: '2024-01-01', to: '2024-12-31' };

test('a note is masked, and is seen on its unit and below, numbered by day, with three months on both sides', async (t) => {
  const deps = await depsWith(t, ANSWERS);
  await addAnnotation(deps, { unit: 'clinic', day: '2024-09-20', text: 'Uusi  kutsukirje,\nkysy 040 123 4567' });
  await addAnnotation(deps, { unit: '', day: '2024-03-01', text: 'New question' });
  await addAnnotation(deps, { unit: 'other', day: '2024-04-01', text: 'elsewhere' });
  await addAnnotation(deps, { unit: 'clinic', day: '2025-01-01', text: 'later' });
  const found = await annotationsOf(deps, 'clinic', YEAR);
  assert.deepEqual(
    found.map(({ number, unit, text }) => [number, unit, text]),
    [
      [1, null, 'New question'],
      [2, 'clinic', 'Uusi kutsukirje, kysy [PUHELIN]'],
    ],
  );
  assert.deepEqual(found[1]?.before, { from: '2024-06-01', to: '2024-08-31' });
  assert.deepEqual(found[1]?.after, { from: '2024-09-01', to: '2024-11-30' });
  assert.deepEqual(
    (await annotationsOf(deps, null, YEAR)).map(({ text }) => text),
    ['New question'],
  );
});

test('an unknown unit, a day that is none and an empty or long text are refused by name, and nothing is stored', async (t) => {
  const deps = await depsWith(t, ANSWERS);
  assert.deepEqual(await addAnnotation(deps, { unit: 'nowhere', day: '2024-02-30', text: ' ' }), {
    outcome: 'refused',
    fields: ['unit', 'day', 'text'],
  });
  assert.equal((await addAnnotation(deps, { unit: '', day: '2024-02-01', text: 'x'.repeat(201) })).outcome, 'refused');
  assert.equal((await addAnnotation(deps, { unit: '', day: '2024-02-01', text: 'x'.repeat(200) })).outcome, 'added');
  assert.equal((await annotationsOf(deps, null, YEAR)).length, 1);
});

test('a deleted note is gone, once', async (t) => {
  const deps = await depsWith(t, ANSWERS);
  const added = await addAnnotation(deps, { unit: 'org', day: '2024-02-01', text: 'moved' });
  assert.equal(added.outcome, 'added');
  assert.equal(await deleteAnnotation(deps, 1), true);
  assert.equal(await deleteAnnotation(deps, 1), false);
  assert.deepEqual(await annotationsOf(deps, 'clinic', YEAR), []);
});
