import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DEMO_PEOPLE } from '../../data/demo/demoPeople.js';
import { prepareDemo } from '../../data/demo/loadDemo.js';
import { ROLES } from '../../src/domain/actor.js';
import { projectRoot } from '../../src/root.js';
import type { Store } from '../../src/store/store.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { addPerson, Visitor } from '../support/visitor.js';

let app: RunningApp;
let store: Store;
const start = (env: Record<string, string> = {}): Promise<RunningApp> =>
  startApp({ tagger: createFakeTagger(), idle: true, accounts: true, env: { KUULOLLA_DEMO: 'true', ...env } });
before(async () => {
  app = await start();
  store = app.assembly.flows.store;
});
after(() => app.close());

describe('people of the demo organisation', () => {
  it('are there for every role, five of them on the panel, one in a single unit', () => {
    assert.deepEqual(new Set(DEMO_PEOPLE.map(({ role }) => role)), new Set(ROLES));
    assert.equal(DEMO_PEOPLE.filter(({ role }) => role === 'panelMember').length, 5);
    assert.deepEqual(
      DEMO_PEOPLE.filter(({ units }) => units !== null).map(({ role, units }) => [role, units?.length]),
      [['teamMember', 1]],
    );
  });

  it('can be continued as from the sign-in page in three languages, which says what each sees', async () => {
    for (const [lang, words] of [
      ['fi', /Jatka: Mikael Strandvall[\s\S]*Pohjoisrannan terveysasema/],
      ['sv', /Fortsätt som Mikael Strandvall[\s\S]*Norrstrandens hälsostation/],
      ['en', /Continue as Mikael Strandvall[\s\S]*Pohjoisranta health centre/],
    ] as const) {
      assert.match((await new Visitor(app.url, lang).get('/login')).text, words);
    }
    for (const { id, name } of DEMO_PEOPLE) {
      const visitor = new Visitor(app.url);
      assert.equal((await visitor.continueAs(id)).status, 303, id);
      assert.ok((await visitor.get('/account')).text.includes(name), name);
    }
  });

  it('have no password, and nobody can give them one', async () => {
    const visitor = new Visitor(app.url);
    await visitor.continueAs('demo-administrator');
    const page = await visitor.get('/admin/accounts/demo-manager');
    assert.doesNotMatch(page.text, /demo-manager\/password/);
    const answer = await visitor.send('/admin/accounts/demo-manager', '/admin/accounts/demo-manager/password', {});
    assert.equal(answer.status, 422);
    assert.equal((await store.getAccount('demo-manager'))?.hasPassword, false);
  });

  it('are the only ones who can be continued as', async () => {
    await addPerson(store, 'anna', 'administrator');
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.continueAs('anna')).status, 403);
    assert.equal((await visitor.continueAs('no-such-person')).status, 403);
    assert.equal((await visitor.get('/')).status, 303);
  });

  it('can be entered on the machine itself alone', async () => {
    const visitor = new Visitor(app.url);
    await visitor.continueAs('demo-manager');
    assert.equal((await visitor.get('/')).status, 200);
    assert.equal((await visitor.get('/', { 'x-forwarded-for': '203.0.113.9' })).status, 303);
    const through = await visitor.get('/login', { 'x-forwarded-for': '203.0.113.9' });
    assert.doesNotMatch(through.text, /login\/as/);
  });

  it('cannot be entered where the service has a public address', async () => {
    const open = await start({ KUULOLLA_URL: 'https://feedback.example' });
    try {
      assert.doesNotMatch((await new Visitor(open.url).get('/login')).text, /login\/as/);
    } finally {
      await open.close();
    }
  });

  it('are added to a demo organisation of before there were any, and what was changed stays', async () => {
    await store.changeAccount('demo-manager', { name: 'Mikaela Strandvall' });
    const now = (): string => '2024-05-02T08:00:00.000Z';
    assert.equal(await prepareDemo({ store, root: projectRoot(), now }), true);
    assert.equal((await store.getAccount('demo-manager'))?.name, 'Mikaela Strandvall');
    assert.equal((await store.listAccounts()).filter(({ id }) => id.startsWith('demo-')).length, DEMO_PEOPLE.length);
  });
});
