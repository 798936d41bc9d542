import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { answerFeedback } from '../../src/flows/answerFeedback.js';
import { LOCAL_ACTOR, type Actor } from '../../src/domain/actor.js';
import { runAs } from '../../src/flows/currentActor.js';
import { query } from '../store/samples.js';
import { actorOfRole } from '../support/actors.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { feedbackItems, formOf } from './auditSetup.js';

describe("a data subject's request", () => {
  let app: RunningApp;
  const officer = actorOfRole('privacyOfficer', { id: 'a-9', name: 'Pia Officer' });
  let actor: Actor = officer;

  before(async () => {
    app = await startApp({ tagger: createFakeTagger(), idle: true, actorOf: () => actor });
    await feedbackItems(app, 6);
  });
  after(() => app.close());

  const page = async (path: string): Promise<string> => (await fetch(app.url + path)).text();

  it('finds a response by the id of its source, without the id in the address', async () => {
    const form = await formOf(app, '/admin/subjects');
    const found = await form.post('/admin/subjects', { id: ' 3 ', source: 'survey' });
    assert.deepEqual([found.status, found.headers.get('Location')], [303, '/admin/subjects/3']);
    const none = await form.post('/admin/subjects', { id: 'no-such', source: '' });
    assert.equal(none.headers.get('Location'), '/admin/subjects?result=none');
    assert.match(await page('/admin/subjects?result=none'), /Tällä tunnuksella ei ole palautetta/);
    const missing = await form.post('/admin/subjects', { id: ' ' });
    assert.equal(missing.headers.get('Location'), '/admin/subjects?result=missing');
    assert.match(await page('/admin/subjects?found=3.4'), /href="\/admin\/subjects\/4"/);
  });

  it('shows what is stored and who saw it, and gives it as JSON', async () => {
    actor = actorOfRole('manager', { id: 'a-1', name: 'Maija Manager' });
    await page('/comments/3');
    actor = officer;
    await app.assembly.trail.flush();
    const html = await page('/admin/subjects/3');
    assert.match(html, /Comment number 3 about the queue/);
    assert.match(html, /Maija Manager/);
    const response = await fetch(`${app.url}/admin/subjects/3/data.json`);
    assert.match(response.headers.get('Content-Disposition') ?? '', /attachment; filename="response-3.json"/);
    const document = (await response.json()) as { comment: string; seenBy: { name: string }[]; stored: object };
    assert.match(document.comment, /^Comment number 3/);
    assert.ok(document.seenBy.some(({ name }) => name === 'Maija Manager'));
    assert.ok('responses' in document.stored);
    assert.equal((await fetch(`${app.url}/admin/subjects/99`)).status, 404);
  });

  it('erases with a reason and a confirmation only; afterwards it is nowhere, and the audit trail says who did it', async () => {
    const form = await formOf(app, '/admin/subjects/4');
    for (const fields of [{ reason: 'letter' }, { reason: ' ', confirmed: 'yes' }] as Record<string, string>[]) {
      const refused = await form.post('/admin/subjects/4/erase', fields);
      assert.equal(refused.status, 422);
      assert.match(await refused.text(), /role="alert"/);
    }
    const erased = await form.post('/admin/subjects/4/erase', {
      reason: 'Letter of 131052-308T on Monday, asked for by John Smith on the phone',
      confirmed: 'yes',
    });
    assert.equal(erased.headers.get('Location'), '/admin/subjects?result=erased&response=4');
    const after = await page('/admin/subjects?result=erased&response=4');
    assert.match(after, /Palaute 4 ja kaikki siitä tehty on poistettu/);
    assert.match(after, /Letter of \[HETU\] on Monday, asked for by \[NIMI\] \[NIMI\] on the phone/);
    assert.equal((await fetch(`${app.url}/admin/subjects/4`)).status, 404);
    const { store } = app.assembly.flows;
    assert.equal(await store.getComment(4), null);
    assert.deepEqual(await store.check(), []);
    const again = await form.post('/admin/subjects', { id: '4', source: 'survey' });
    assert.equal(again.headers.get('Location'), '/admin/subjects?result=wasErased&response=4');
    assert.match(await page('/admin/subjects?result=wasErased&response=4'), /poistettiin rekisteröidyn pyynnöstä/);
    const [record] = await store.listAudit({ route: 'erase', action: 'change', limit: 1 });
    assert.deepEqual(
      [record?.actorId, record?.subject['id'], record?.subject['fields']],
      ['a-9', '4', 'confirmed,reason'],
    );
  });

  it('stays erased when the same response is sent to the API again, with a reason that says so', async () => {
    const deps = {
      store: app.assembly.flows.store,
      today: () => '2024-07-01',
      timeZone: 'Europe/Helsinki',
      supportedLanguages: ['fi'],
      keepOriginalDays: 0,
    };
    const item = { id: '4', source: 'survey', answered_at: '2024-03-15', score: 9, comment: 'Back again' };
    const [answer] = await runAs(LOCAL_ACTOR, () => answerFeedback(deps, [item]));
    assert.equal(answer?.outcome, 'rejected');
    assert.match(answer.reasons?.[0]?.message ?? '', /not erased at the data subject's request/);
    assert.equal(await app.assembly.flows.store.countComments(query()), 5);
  });

  it('is for the privacy officer alone', async () => {
    for (const role of ['administrator', 'manager', 'teamMember', 'facilitator', 'panelMember', 'readOnly'] as const) {
      actor = actorOfRole(role);
      for (const path of [
        '/admin/subjects',
        '/admin/subjects/3',
        '/admin/subjects/3/data.json',
        '/admin/audit',
        '/admin/audit/records.csv',
      ]) {
        assert.equal((await fetch(app.url + path)).status, 403, `${role} ${path}`);
      }
    }
    actor = officer;
  });
});
