import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assignComment, settleAssignment, urgencyOf } from '../../src/flows/assignments.js';
import { assignmentMarks, commentTeam } from '../../src/flows/commentTeam.js';
import { markWorkSeen, myWork } from '../../src/flows/myWork.js';
import { changeView, deleteView, openView, saveView, viewsWithNews } from '../../src/flows/savedViews.js';
import { withdrawMessage, writeMessage } from '../../src/flows/threads.js';
import { CLINIC, startTeam, WARD, type Team } from './teamFixture.js';

const CLINIC_COMMENT = 1;
const WARD_COMMENT = 2;

function ask(team: Team, by: string, changes: Partial<Parameters<typeof assignComment>[2]> = {}) {
  const input = { response: CLINIC_COMMENT, to: 'mia', due: '', note: '', ...changes };
  return team.as(by, () => assignComment(team.deps, team.staff, input));
}

async function save(team: Team, by: string, url: string, digest = 'none'): Promise<number> {
  const saved = await team.as(by, () => saveView(team.deps, { name: 'My view', url, digest }));
  assert.ok('id' in saved, JSON.stringify(saved));
  return saved.id;
}

describe('saved views', () => {
  it('count what arrived in them since they were saved, and again since they were read', async (context) => {
    const team = await startTeam(context);
    const id = await save(team, 'mia', '/comments?unit=clinic');
    const fresh = async (): Promise<(number | null)[]> =>
      (await team.as('mia', () => viewsWithNews(team.deps))).map((each) => each.fresh);
    assert.deepEqual(await fresh(), [0]);
    await team.addComments(3, CLINIC);
    await team.addComments(2, WARD);
    assert.deepEqual(await fresh(), [3]);
    team.setNow('2024-05-03T10:00:00.000Z');
    const opened = await team.as('mia', () => openView(team.deps, id));
    assert.equal(opened?.after, 2);
    assert.deepEqual(await fresh(), [0]);
    await team.addComments(1, CLINIC);
    assert.deepEqual(await fresh(), [1]);
    assert.equal((await team.store.listViews('mia'))[0]?.seenAt, '2024-05-03T10:00:00.000Z');
  });

  it('of the whole organisation count only the units of whoever looks', async (context) => {
    const team = await startTeam(context);
    for (const name of ['anna', 'ben', 'mia']) await save(team, name, '/comments');
    await team.addComments(4, CLINIC);
    await team.addComments(1, WARD);
    const fresh: Record<string, number | null | undefined> = {};
    for (const name of ['anna', 'ben', 'mia']) {
      fresh[name] = (await team.as(name, () => viewsWithNews(team.deps)))[0]?.fresh;
    }
    assert.deepEqual(fresh, { anna: 4, ben: 1, mia: 5 });
  });

  it('say why nothing is counted: another unit, or a search by meaning', async (context) => {
    const team = await startTeam(context);
    await save(team, 'anna', '/comments?unit=ward');
    await save(team, 'anna', '/comments?q=waiting&search=meaning');
    await team.addComments(2, WARD);
    assert.deepEqual(
      (await team.as('anna', () => viewsWithNews(team.deps))).map(({ fresh, uncounted }) => [fresh, uncounted]),
      [
        [null, 'notAllowed'],
        [null, 'meaning'],
      ],
    );
  });

  it('are their owner’s alone', async (context) => {
    const team = await startTeam(context);
    const id = await save(team, 'anna', '/comments');
    const change = { name: 'Taken', digest: 'daily' };
    assert.equal(await team.as('ben', () => changeView(team.deps, id, change)), 'unknown');
    assert.equal(await team.as('ben', () => openView(team.deps, id)), null);
    assert.equal(await team.as('ben', () => deleteView(team.deps, id)), false);
    assert.equal(
      await team.as('anna', () => changeView(team.deps, id, { ...change, name: '  Own\n name ' })),
      'changed',
    );
    assert.deepEqual(
      (await team.store.listViews('anna')).map(({ name, digest }) => [name, digest]),
      [['Own name', 'daily']],
    );
  });

  it('are refused without a name or with an unknown digest, and their names are masked', async (context) => {
    const team = await startTeam(context);
    const saving = (name: string, digest = 'none') =>
      team.as('anna', () => saveView(team.deps, { name, url: '/comments', digest }));
    assert.deepEqual(await saving('  '), { problem: 'name' });
    assert.deepEqual(await saving('x'.repeat(81)), { problem: 'name' });
    assert.deepEqual(await saving('fine', 'hourly'), { problem: 'digest' });
    await saving('Patient 131052-308T');
    assert.deepEqual(
      (await team.store.listViews('anna')).map(({ name }) => name),
      ['Patient [HETU]'],
    );
  });
});

describe('my work', () => {
  it('begins to count with the first visit, in the units of whoever looks', async (context) => {
    const team = await startTeam(context);
    const look = (name: string) => team.as(name, () => myWork(team.deps, false));
    const first = await look('anna');
    assert.deepEqual([first.mark, first.fresh], [null, 0]);
    await team.addComments(3, CLINIC);
    await team.addComments(2, WARD);
    assert.equal((await look('anna')).fresh, 3);
    assert.equal((await look('anna')).fresh, 3, 'looking alone marks nothing');
    assert.equal(await team.as('anna', () => markWorkSeen(team.deps)), 2);
    assert.equal((await look('anna')).fresh, 0);
  });

  it('shows own open answers by urgency, and everybody’s in the units on request', async (context) => {
    const team = await startTeam(context);
    await team.addComments(1, CLINIC);
    await ask(team, 'mia', { to: 'anna', due: '2024-05-01' });
    await ask(team, 'mia', { response: 3, to: 'mia', due: '2024-05-04' });
    await ask(team, 'mia', { response: WARD_COMMENT, to: 'ben' });
    const listed = async (name: string, everybody: boolean) =>
      (await team.as(name, () => myWork(team.deps, everybody))).assignments.map(({ response, urgency }) => [
        response,
        urgency,
      ]);
    assert.deepEqual(await listed('anna', false), [[1, 'overdue']]);
    assert.deepEqual(await listed('anna', true), [
      [1, 'overdue'],
      [3, 'due'],
    ]);
    assert.deepEqual(await listed('mia', true), [
      [1, 'overdue'],
      [3, 'due'],
      [2, 'open'],
    ]);
  });

  it('an answer is in time on its day, due soon two days before, and late the day after', () => {
    const today = '2024-05-10';
    assert.deepEqual(
      ['2024-05-09', '2024-05-10', '2024-05-12', '2024-05-13', null].map((due) => urgencyOf(due, today)),
      ['overdue', 'due', 'due', 'open', 'open'],
    );
  });
});

describe('asking for an answer', () => {
  it('reaches those who may work with the comment’s unit, by name alone', async (context) => {
    const team = await startTeam(context);
    const people = async (by: string, unit: string, id: number) =>
      (await team.as(by, () => commentTeam(team.deps, team.staff, { id, unit })))?.people ?? null;
    // ben has another unit, rea may only read
    assert.deepEqual(await people('anna', 'clinic', CLINIC_COMMENT), [
      { id: 'anna', name: 'Anna Test' },
      { id: 'mia', name: 'Mia Test' },
    ]);
    assert.equal(await people('anna', 'ward', WARD_COMMENT), null);
    assert.equal(await people('rea', 'clinic', CLINIC_COMMENT), null);
    await team.store.changeAccount('mia', { state: 'disabled' });
    assert.deepEqual(await people('anna', 'clinic', CLINIC_COMMENT), [{ id: 'anna', name: 'Anna Test' }]);
  });

  it('keeps who said what when, from asking to the answer and back', async (context) => {
    const team = await startTeam(context);
    assert.deepEqual(await ask(team, 'anna', { due: '2024-05-10', note: 'Call 040 1234567' }), { outcome: 'saved' });
    team.setNow('2024-05-03T10:00:00.000Z');
    const settle = (state: 'answered' | 'notNeeded' | 'open') =>
      team.as('mia', () => settleAssignment(team.deps, CLINIC_COMMENT, state, ''));
    assert.deepEqual(await settle('answered'), { outcome: 'saved' });
    assert.deepEqual(await settle('open'), { outcome: 'saved' });
    const found = await team.as('anna', () =>
      commentTeam(team.deps, team.staff, { id: CLINIC_COMMENT, unit: 'clinic' }),
    );
    assert.deepEqual(
      found?.history.map(({ state, by, at, due, note }) => [state, by.name, at, due, note]),
      [
        ['open', 'Anna Test', '2024-05-02T10:00:00.000Z', '2024-05-10', 'Call [PUHELIN]'],
        ['answered', 'Mia Test', '2024-05-03T10:00:00.000Z', '2024-05-10', ''],
        ['open', 'Mia Test', '2024-05-03T10:00:00.000Z', '2024-05-10', ''],
      ],
    );
    assert.equal(found?.assignment?.state, 'open');
    const marks = await team.as('anna', () => assignmentMarks(team.deps, [1, 2]));
    assert.deepEqual([...marks.keys()], [1]);
  });

  it('is refused for a person without the unit, a day that is none, and a comment of another unit', async (context) => {
    const team = await startTeam(context);
    assert.deepEqual(await ask(team, 'anna', { to: 'ben', due: '2024-02-30', note: 'x'.repeat(501) }), {
      outcome: 'refused',
      fields: ['to', 'due', 'note'],
    });
    assert.deepEqual(await ask(team, 'anna', { response: WARD_COMMENT, to: 'anna' }), { outcome: 'unknown' });
    assert.deepEqual(await ask(team, 'anna', { response: 99, to: 'anna' }), { outcome: 'unknown' });
    const settled = await team.as('ben', () => settleAssignment(team.deps, CLINIC_COMMENT, 'answered', ''));
    assert.deepEqual(settled, { outcome: 'unknown' });
    assert.equal(await team.store.getAssignment(CLINIC_COMMENT), null);
  });
});

describe('threads', () => {
  it('are masked, withdrawn by their writer alone, and tell who wrote after', async (context) => {
    const team = await startTeam(context);
    const write = (by: string, text: string) => team.as(by, () => writeMessage(team.deps, CLINIC_COMMENT, text));
    assert.equal(await write('anna', 'Does anybody know? 131052-308T'), 'written');
    assert.equal(await write('mia', 'I do.'), 'written');
    assert.equal(await write('ben', 'Not mine'), 'unknown');
    assert.equal(await write('anna', '   '), 'refused');
    assert.equal(await write('anna', 'x'.repeat(2001)), 'refused');
    const messages = await team.store.listMessages(CLINIC_COMMENT);
    assert.deepEqual(
      messages.map(({ by, text }) => [by.name, text]),
      [
        ['Anna Test', 'Does anybody know? [HETU]'],
        ['Mia Test', 'I do.'],
      ],
    );
    const threads = async (name: string) => (await team.as(name, () => myWork(team.deps, false))).threads.length;
    assert.deepEqual([await threads('anna'), await threads('mia')], [1, 0]);
    const second = messages[1]?.id ?? 0;
    const withdraw = (by: string) => team.as(by, () => withdrawMessage(team.deps, CLINIC_COMMENT, second));
    assert.equal(await withdraw('anna'), false);
    assert.equal(await withdraw('mia'), true);
    assert.equal(await threads('anna'), 0);
  });
});

describe('erasing a comment', () => {
  it('takes what was said of it along, and what arrives after it is new', async (context) => {
    const team = await startTeam(context);
    await save(team, 'anna', '/comments');
    await team.as('anna', () => myWork(team.deps, false));
    await team.addComments(1, CLINIC);
    await ask(team, 'anna', { response: 3, to: 'anna' });
    await team.as('anna', () => writeMessage(team.deps, 3, 'text'));
    await team.as('anna', () => markWorkSeen(team.deps));
    await team.store.eraseSubject(3, { at: team.deps.now(), by: 'officer', reason: 'asked for' });
    assert.deepEqual(
      [await team.store.getAssignment(3), await team.store.listMessages(3), await team.store.assignmentHistory(3)],
      [null, [], []],
    );
    await team.addComments(1, CLINIC);
    assert.equal((await team.as('anna', () => myWork(team.deps, false))).fresh, 1);
  });
});
