import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { NewAction } from '../../src/store/actionStore.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { Store } from '../../src/store/store.js';
import { createTemporaryFolder } from '../support/temporaryFolder.js';

const NAME = (text: string): { fi: string; sv: string; en: string } => ({ fi: text, sv: text, en: text });

async function storeOf(context: TestContext): Promise<Store> {
  const folder = await createTemporaryFolder();
  const store = await openStore({ file: `${folder.path}/test.sqlite` });
  context.after(async () => {
    await store.close();
    await folder.remove();
  });
  await store.saveUnits([
    { code: 'org', parent: null, name: NAME('Org'), target: null },
    { code: 'clinic', parent: 'org', name: NAME('Clinic'), target: null },
    { code: 'other', parent: null, name: NAME('Other'), target: null },
  ]);
  return store;
}

const ACTION: NewAction = {
  finding: null,
  unit: 'clinic',
  title: 'Call back the same day',
  description: 'Two lines\nof it',
  owner: { id: 'a-1', name: 'Anna' },
  due: '2024-06-30',
  state: 'planned',
  startedOn: null,
  measure: { kind: 'complaintShare', theme: 'access', direction: 'down' },
  createdBy: 'a-1',
  createdAt: '2024-02-01T08:00:00Z',
};

test('an action comes back as it was added, without an outcome', async (t) => {
  const store = await storeOf(t);
  const id = await store.addAction(ACTION);
  assert.deepEqual(await store.getAction(id), { ...ACTION, id, outcome: '', changedAt: ACTION.createdAt });
  assert.equal(await store.getAction(id + 1), null);
});

test('a unit that is not known is refused, the whole organisation is null', async (t) => {
  const store = await storeOf(t);
  await assert.rejects(store.addAction({ ...ACTION, unit: 'nowhere' }), /expected a known unit/);
  const id = await store.addAction({ ...ACTION, unit: null });
  assert.equal((await store.getAction(id))?.unit, null);
});

test('actions of a unit are those of what lies under it, by due day; those of the whole organisation are in none', async (t) => {
  const store = await storeOf(t);
  const late = await store.addAction({ ...ACTION, due: '2024-09-30' });
  const early = await store.addAction({ ...ACTION, unit: 'org', due: '2024-05-31' });
  const other = await store.addAction({ ...ACTION, unit: 'other' });
  const whole = await store.addAction({ ...ACTION, unit: null });
  const ids = async (units: string[] | null): Promise<number[]> =>
    (await store.listActions({ units })).map(({ id }) => id);
  assert.deepEqual(await ids(['org']), [early, late]);
  assert.deepEqual(await ids(['clinic', 'other']), [other, late]);
  assert.deepEqual(await ids([]), []);
  assert.deepEqual(await ids(null), [early, other, whole, late]);
});

test('actions are found by state', async (t) => {
  const store = await storeOf(t);
  const planned = await store.addAction(ACTION);
  const done = await store.addAction({ ...ACTION, state: 'done', startedOn: '2024-03-01' });
  const ids = async (states: readonly ('planned' | 'underWay' | 'done')[]): Promise<number[]> =>
    (await store.listActions({ states })).map(({ id }) => id);
  assert.deepEqual(await ids(['planned', 'underWay']), [planned]);
  assert.deepEqual(await ids(['done']), [done]);
});

test('the history holds what differed, by whom and when, oldest first, and nothing for a change of nothing', async (t) => {
  const store = await storeOf(t);
  const id = await store.addAction(ACTION);
  await store.changeAction(id, { title: ACTION.title, due: '2024-07-31' }, 'a-2', '2024-02-02T08:00:00Z');
  await store.changeAction(id, { state: 'underWay', startedOn: '2024-03-01' }, 'a-1', '2024-03-01T08:00:00Z');
  await store.changeAction(id, { owner: { ...ACTION.owner } }, 'a-1', '2024-03-02T08:00:00Z');
  assert.deepEqual(await store.actionHistory(id), [
    { at: '2024-02-02T08:00:00Z', by: 'a-2', change: { due: '2024-07-31' } },
    { at: '2024-03-01T08:00:00Z', by: 'a-1', change: { state: 'underWay', startedOn: '2024-03-01' } },
  ]);
  const changed = await store.getAction(id);
  assert.deepEqual([changed?.due, changed?.state, changed?.startedOn], ['2024-07-31', 'underWay', '2024-03-01']);
  assert.equal(changed?.changedAt, '2024-03-01T08:00:00Z');
});

test('a change that the schema refuses leaves neither the action nor its history changed', async (t) => {
  const store = await storeOf(t);
  const id = await store.addAction(ACTION);
  // under way without a day of the start
  await assert.rejects(store.changeAction(id, { state: 'underWay' }, 'a-1', '2024-03-01T08:00:00Z'), /CHECK/);
  assert.equal((await store.getAction(id))?.state, 'planned');
  assert.deepEqual(await store.actionHistory(id), []);
  await assert.rejects(store.changeAction(id + 1, { title: 'x' }, 'a-1', '2024-03-01T08:00:00Z'), /known action/);
});
