import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Account } from '../../src/store/accountStore.js';
import type { Store } from '../../src/store/store.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { addPerson, Visitor } from '../support/visitor.js';

const PASSWORD = 'a good long password';

let app: RunningApp;
let store: Store;
let admin: Visitor;
before(async () => {
  app = await startApp({ tagger: createFakeTagger(), idle: true, accounts: true });
  store = app.assembly.flows.store;
  const name = (text: string) => ({ fi: text, sv: text, en: text });
  await store.saveUnits([
    { code: 'hospital', parent: null, name: name('Hospital'), target: null },
    { code: 'ward', parent: 'hospital', name: name('Ward 3'), target: null },
  ]);
  await addPerson(store, 'aino', 'administrator', { password: PASSWORD, name: 'Aino Example' });
  await addPerson(store, 'mikael', 'manager', { password: PASSWORD });
  admin = new Visitor(app.url);
  await admin.signIn('aino', PASSWORD);
});
after(() => app.close());

const secretIn = (text: string): string => /<code tabindex="0">([^<]+)<\/code>/.exec(text)?.[1] ?? '';
async function accountNamed(userName: string): Promise<Account> {
  return (await store.findAccount(userName)) ?? assert.fail(userName);
}

describe('adding an account', () => {
  it('shows its password once, which opens it', async () => {
    const answer = await admin.send('/admin/accounts', '/admin/accounts', [
      ...Object.entries({ userName: ' Sanna ', name: 'Sanna  Rauti', email: 'Sanna@Example.org', role: 'teamMember' }),
      ...([
        ['where', 'some'],
        ['units', 'ward'],
        ['grants', 'serious.read'],
        ['way', 'password'],
      ] as [string, string][]),
    ]);
    assert.equal(answer.status, 303, answer.text);
    const page = await admin.get(answer.location ?? '');
    const secret = secretIn(page.text);
    assert.match(secret, /^\w{5}(-\w{5}){3}$/);
    assert.equal(secretIn((await admin.get(answer.location ?? '')).text), '', 'once');
    const { userName, name, email, role, units, grants } = await accountNamed('sanna');
    assert.deepEqual(
      { userName, name, email, role, units, grants },
      {
        userName: 'sanna',
        name: 'Sanna Rauti',
        email: 'sanna@example.org',
        role: 'teamMember',
        units: ['ward'],
        grants: ['serious.read'],
      },
    );
    const visitor = new Visitor(app.url);
    assert.equal((await visitor.signIn('sanna', secret)).status, 303);
    assert.match((await visitor.get('/account')).text, /Ward 3/);
  });

  it('names everything that is wrong at once and keeps what was typed', async () => {
    const before = await store.countAccounts();
    const answer = await admin.send('/admin/accounts', '/admin/accounts', [
      ...Object.entries({ userName: 'aino', name: '', email: 'no address', role: 'king', where: 'some' }),
    ]);
    assert.equal(answer.status, 422);
    for (const words of [/Name: 1–100/, /“no address” is not an address/, /Choose a role/, /at least one unit/]) {
      assert.match(answer.text, words);
    }
    assert.match(answer.text, /value="no address"/);
    assert.match(answer.text, /“aino” is taken/);
    assert.equal(await store.countAccounts(), before);
  });

  it('limits no administrator to units, and grants no right that cannot be granted', async () => {
    const base = { userName: 'boss', name: 'Boss', email: '', where: 'some', units: 'ward' };
    const limited = await admin.send('/admin/accounts', '/admin/accounts', { ...base, role: 'administrator' });
    assert.match(limited.text, /units cannot be limited/);
    const granted = await admin.send('/admin/accounts', '/admin/accounts', {
      ...base,
      role: 'readOnly',
      grants: 'accounts.manage',
    });
    assert.match(granted.text, /“accounts.manage” cannot be granted/);
    assert.equal(await store.findAccount('boss'), null);
  });
});

describe('changing an account', () => {
  it('holds at once', async () => {
    await addPerson(store, 'kirsi', 'readOnly', { password: PASSWORD });
    const kirsi = new Visitor(app.url);
    await kirsi.signIn('kirsi', PASSWORD);
    assert.equal((await kirsi.get('/admin/accounts')).status, 403);
    const answer = await admin.send('/admin/accounts/kirsi', '/admin/accounts/kirsi', {
      ...{ name: 'Kirsi', email: '', role: 'administrator', where: 'all' },
    });
    assert.equal(answer.location, '/admin/accounts/kirsi?done=changed');
    assert.equal((await kirsi.get('/admin/accounts')).status, 200);
  });

  it('of oneself leaves the role as it is, and oneself in', async () => {
    const role = await admin.send('/admin/accounts/aino', '/admin/accounts/aino', {
      ...{ name: 'Aino', email: '', role: 'readOnly', where: 'all' },
    });
    assert.equal(role.status, 422);
    const state = await admin.send('/admin/accounts/aino', '/admin/accounts/aino/state', { state: 'disabled' });
    assert.equal(state.status, 422);
    const { role: kept, state: still } = await accountNamed('aino');
    assert.deepEqual([kept, still], ['administrator', 'active']);
  });

  it('to disabled ends its sessions, and what it did keeps its name', async () => {
    await addPerson(store, 'leena', 'manager', { password: PASSWORD, name: 'Leena Example' });
    const leena = new Visitor(app.url);
    await leena.signIn('leena', PASSWORD);
    await admin.send('/admin/accounts/leena', '/admin/accounts/leena/state', { state: 'disabled' });
    assert.equal((await leena.get('/')).location, '/login');
    assert.equal((await leena.signIn('leena', PASSWORD)).status, 401);
    assert.match((await admin.get('/admin/accounts')).text, /Leena Example[\s\S]{0,100}disabled/);
    await admin.send('/admin/accounts/leena', '/admin/accounts/leena/state', { state: 'active' });
    assert.equal((await leena.signIn('leena', PASSWORD)).status, 303);
  });

  it('gives a new password once, which ends what the old one opened', async () => {
    const mikael = new Visitor(app.url);
    await mikael.signIn('mikael', PASSWORD);
    const answer = await admin.send('/admin/accounts/mikael', '/admin/accounts/mikael/password', {});
    const secret = secretIn((await admin.get(answer.location ?? '')).text);
    assert.equal((await mikael.get('/')).location, '/login');
    assert.equal((await mikael.signIn('mikael', PASSWORD)).status, 401);
    assert.equal((await mikael.signIn('mikael', secret)).status, 303);
  });

  it('that there is not is a page that there is not', async () => {
    assert.equal((await admin.get('/admin/accounts/no-such-account')).status, 404);
  });
});

describe('tokens', () => {
  it('are shown once, work, and work no more when revoked', async () => {
    const made = await admin.send('/admin/tokens', '/admin/tokens', [
      ['name', 'Text message survey'],
      ['scope', 'read'],
      ['where', 'all'],
    ]);
    assert.equal(made.location, '/admin/tokens');
    const page = await admin.get('/admin/tokens');
    const token = secretIn(page.text);
    assert.match(token, /^kuulolla_[\w-]{43}$/);
    assert.match(page.text, /made by Aino/);
    assert.equal(secretIn((await admin.get('/admin/tokens')).text), '');
    const ask = async (): Promise<number> =>
      (await fetch(`${app.url}/api/v1/nps`, { headers: { authorization: `Bearer ${token}` } })).status;
    assert.equal(await ask(), 200);
    const [{ id } = assert.fail()] = await store.listTokens();
    await admin.send('/admin/tokens', `/admin/tokens/${id}/revoke`, {});
    assert.equal(await ask(), 401);
    assert.match((await admin.get('/admin/tokens')).text, /revoked/);
  });

  it('without a name, scope or unit are not made', async () => {
    const answer = await admin.send('/admin/tokens', '/admin/tokens', [
      ['name', ' '],
      ['scope', 'everything'],
      ['where', 'some'],
      ['units', 'nowhere'],
    ]);
    assert.equal(answer.status, 422);
    for (const words of [/Name: 1–100/, /what the program may do/, /no unit “nowhere”/])
      assert.match(answer.text, words);
  });
});

describe('the pages of administrators', () => {
  it('are sound in three languages with nobody chosen, and for nobody but them', async () => {
    for (const lang of ['fi', 'sv', 'en']) {
      await store.changeAccount('aino', { lang: lang as 'fi' });
      for (const path of ['/account', '/admin/accounts', '/admin/accounts/kirsi', '/admin/tokens']) {
        const { status, text } = await admin.get(path);
        assert.equal(status, 200, path);
        assert.doesNotMatch(text, /undefined|\[object |account\.\w+\./, `${lang} ${path}`);
      }
    }
    const other = new Visitor(app.url);
    await addPerson(store, 'johan', 'manager', { password: PASSWORD });
    await other.signIn('johan', PASSWORD);
    for (const path of ['/admin/accounts', '/admin/accounts/aino', '/admin/tokens']) {
      assert.equal((await other.get(path)).status, 403, path);
    }
    const forged = await other.send('/account', '/admin/accounts/johan', {
      name: 'J',
      email: '',
      role: 'administrator',
      where: 'all',
    });
    assert.equal(forged.status, 403);
  });
});
