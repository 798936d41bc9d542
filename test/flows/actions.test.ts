import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { LOCAL_ACTOR, type Actor } from '../../src/domain/actor.js';
import {
  addAction,
  editAction,
  moveAction,
  tellOutcome,
  type ActionDeps,
  type ActionInput,
} from '../../src/flows/actionEditing.js';
import { countOverdue, listOfActions, readAction } from '../../src/flows/actions.js';
import type { Action } from '../../src/store/actionStore.js';
import { actorOfRole } from '../support/actors.js';
import { depsWith } from './feedbackFixture.js';

const INPUT: ActionInput = {
  title: 'Call back the same day',
  description: '',
  owner: 'Anna',
  due: '2024-07-31',
  unit: 'clinic',
  measure: 'complaintShare:down',
  theme: 'access',
  finding: '',
  startedOn: '',
};

async function setUp(context: TestContext): Promise<ActionDeps> {
  const deps = await depsWith(context, [
    { day: '2024-05-10', counts: [30, 5, 5], unit: ['org', 'clinic'] },
    { day: '2024-05-10', counts: [30, 5, 5], unit: ['org', 'other'] },
  ]);
  return { ...deps, now: () => '2024-07-15T09:00:00Z' };
}

async function added(deps: ActionDeps, input: Partial<ActionInput> = {}, actor: Actor = LOCAL_ACTOR): Promise<Action> {
  const saved = await addAction(deps, { ...INPUT, ...input }, actor);
  assert.equal(saved.outcome, 'saved');
  return (await deps.store.getAction(saved.id)) ?? assert.fail();
}

test('every field that cannot be used is named', async (t) => {
  const deps = await setUp(t);
  const wrong = {
    title: ' ',
    description: 'x'.repeat(2001),
    owner: '',
    due: '2024-02-30',
    unit: 'nowhere',
    theme: 'nothing',
    finding: '7',
  };
  assert.deepEqual(await addAction(deps, { ...INPUT, ...wrong }, LOCAL_ACTOR), {
    outcome: 'refused',
    fields: ['title', 'description', 'owner', 'due', 'unit', 'theme', 'finding'],
  });
  assert.deepEqual(await addAction(deps, { ...INPUT, measure: 'smiles:up' }, LOCAL_ACTOR), {
    outcome: 'refused',
    fields: ['measure'],
  });
});

test('what is typed is masked before it is stored; NPS of a unit takes no theme', async (t) => {
  const deps = await setUp(t);
  const action = await added(deps, {
    title: 'Soita 040 123 4567',
    description: 'Potilas 131052-308T pyysi.',
    measure: 'nps:up',
  });
  assert.doesNotMatch(`${action.title} ${action.description}`, /123 4567|131052/);
  assert.deepEqual(action.measure, { kind: 'nps', theme: null, direction: 'up' });
  assert.equal(await tellOutcome(deps, action, 'Kirjoita anna@example.org', LOCAL_ACTOR), true);
  assert.doesNotMatch((await deps.store.getAction(action.id))?.outcome ?? '', /example/);
});

test('an action of another unit, or of the whole organisation, is not theirs to make, read or list', async (t) => {
  const deps = await setUp(t);
  const member = actorOfRole('teamMember', { units: ['clinic'] });
  for (const unit of ['other', 'org', '']) {
    assert.deepEqual(await addAction(deps, { ...INPUT, unit }, member), { outcome: 'refused', fields: ['unit'] });
  }
  const own = await added(deps, {}, member);
  const other = await added(deps, { unit: 'other' });
  const whole = await added(deps, { unit: '' });
  assert.equal(await readAction(deps, other.id, member), null);
  assert.equal(await readAction(deps, whole.id, member), null);
  assert.deepEqual((await readAction(deps, own.id, member))?.path, ['org', 'clinic']);
  const question = { list: 'all', unit: null, mine: false } as const;
  assert.deepEqual(
    (await listOfActions(deps, question, member))?.actions.map(({ action }) => action.id),
    [own.id],
  );
  assert.equal(await listOfActions(deps, { ...question, unit: 'other' }, member), null);
});

test('a start takes a day that is not to come; dropping takes a reason, which is what came of it', async (t) => {
  const deps = await setUp(t);
  const action = await added(deps);
  const move = async (state: string, startedOn = '', text = ''): Promise<boolean> =>
    moveAction(deps, (await deps.store.getAction(action.id)) ?? assert.fail(), { state, startedOn, text }, LOCAL_ACTOR);
  assert.equal(await move('done'), false, 'what has not started is not done');
  assert.equal(await move('underWay', '2024-07-16'), false);
  assert.equal(await move('underWay', ''), false);
  assert.equal(await move('underWay', '2024-07-15'), true);
  assert.equal(await move('dropped'), false);
  assert.equal(await move('done', '', 'Puhelin vastaa'), true);
  assert.equal(await move('underWay'), true, 'it goes on, with the start that it had');
  assert.equal((await deps.store.getAction(action.id))?.startedOn, '2024-07-15');
  assert.equal(await move('dropped', '', 'Ei rahaa'), true);
  const dropped = await deps.store.getAction(action.id);
  assert.deepEqual([dropped?.state, dropped?.outcome], ['dropped', 'Ei rahaa']);
  assert.equal(await move('planned'), true);
  assert.equal((await deps.store.getAction(action.id))?.startedOn, null, 'planned again, it starts anew');
  assert.equal((await deps.store.actionHistory(action.id)).length, 5);
});

test('a change keeps unit and finding, and asks for the start where it has started', async (t) => {
  const deps = await setUp(t);
  const action = await added(deps);
  const saved = await editAction(deps, action, { ...INPUT, unit: 'other', title: 'Ring back' }, LOCAL_ACTOR);
  assert.equal(saved.outcome, 'saved');
  const changed = (await deps.store.getAction(action.id)) ?? assert.fail();
  assert.deepEqual([changed.title, changed.unit], ['Ring back', 'clinic']);
  await moveAction(deps, changed, { state: 'underWay', startedOn: '2024-06-01', text: '' }, LOCAL_ACTOR);
  const started = (await deps.store.getAction(action.id)) ?? assert.fail();
  assert.deepEqual(await editAction(deps, started, INPUT, LOCAL_ACTOR), { outcome: 'refused', fields: ['startedOn'] });
  assert.equal((await editAction(deps, started, { ...INPUT, startedOn: '2024-05-01' }, LOCAL_ACTOR)).outcome, 'saved');
  assert.equal((await deps.store.getAction(action.id))?.startedOn, '2024-05-01');
});

test('open actions come by due day and those past it are overdue; a day that is today is not', async (t) => {
  const deps = await setUp(t);
  const manager = actorOfRole('manager', { id: 'a-9', name: 'Maija Manner' });
  const later = await added(deps, { due: '2024-07-31' });
  const today = await added(deps, { due: '2024-07-15' });
  const late = await added(deps, { due: '2024-07-14', owner: 'maija manner' }, manager);
  assert.deepEqual(late.owner, { id: 'a-9', name: 'Maija Manner' }, 'her name is her account');
  const done = await added(deps, { due: '2024-01-31' });
  await moveAction(deps, done, { state: 'dropped', startedOn: '', text: 'no' }, LOCAL_ACTOR);
  const list = await listOfActions(deps, { list: 'all', unit: null, mine: false }, manager);
  assert.deepEqual(
    list?.actions.map(({ action, overdue }) => [action.id, overdue]),
    [
      [late.id, true],
      [today.id, false],
      [later.id, false],
      [done.id, false],
    ],
  );
  assert.deepEqual([list.counts.open, list.counts.overdue, list.counts.dropped, list.counts.all], [3, 1, 1, 4]);
  assert.deepEqual(
    list.ownOverdue.map(({ id }) => id),
    [late.id],
  );
  assert.equal(await countOverdue(deps, '2024-07-15', manager), 1);
  assert.equal(await countOverdue(deps, '2024-07-15', { units: ['other'] }), 0);
  const mine = await listOfActions(deps, { list: 'open', unit: null, mine: true }, manager);
  assert.deepEqual(
    mine?.actions.map(({ action }) => action.id),
    [late.id],
  );
});

test('a list says what can be told of each that has started, and nothing of the others', async (t) => {
  const deps = await setUp(t);
  const planned = await added(deps);
  const started = await added(deps, { due: '2024-08-31' });
  await moveAction(deps, started, { state: 'underWay', startedOn: '2024-06-01', text: '' }, LOCAL_ACTOR);
  const list = await listOfActions(deps, { list: 'open', unit: null, mine: false }, LOCAL_ACTOR);
  assert.deepEqual(
    list?.actions.map(({ action, verdict }) => [action.id, verdict]),
    [
      [planned.id, null],
      [started.id, 'noBase'],
    ],
  );
});
