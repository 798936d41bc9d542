import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it, test } from 'node:test';
import { USER_NAME_RULE } from '../../src/domain/signInDelay.js';
import type { NewAccount } from '../../src/store/accountStore.js';
import { restore } from '../../src/store/restore.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { Store } from '../../src/store/store.js';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.js';

let folder: TemporaryFolder;
let store: Store;
before(async () => {
  folder = await createTemporaryFolder();
  store = await openStore({ file: join(folder.path, 'accounts.sqlite') });
});
after(async () => {
  await store.close();
  await folder.remove();
});

const AT = '2024-05-02T08:00:00.000Z';
const later = (minutes: number): string => new Date(Date.parse(AT) + minutes * 60_000).toISOString();
const account = (id: string, traits: Partial<NewAccount> = {}): NewAccount => ({
  ...{ id, userName: id, name: id.toUpperCase(), email: null, role: 'teamMember', units: ['ward'], grants: [] },
  ...{ lang: null, identity: null, createdAt: AT, ...traits },
});

describe('accounts', () => {
  it('come back as they were added', async () => {
    await store.addAccount(account('anna', { grants: ['serious.read'], email: 'anna@example.org' }), 'hash');
    assert.deepEqual(await store.findAccount('anna'), {
      ...account('anna', { grants: ['serious.read'], email: 'anna@example.org' }),
      ...{ state: 'active', hasPassword: true, lastSignInAt: null },
    });
    assert.equal(await store.passwordHashOf('anna'), 'hash');
    assert.deepEqual(
      (await store.accountsByEmail('anna@example.org')).map(({ id }) => id),
      ['anna'],
    );
  });

  it('with a user name that is taken are refused', async () => {
    await store.addAccount(account('bea'), null);
    await assert.rejects(store.addAccount(account('other', { userName: 'bea' }), null), /user name that is not taken/);
  });

  it('of no unit are refused: they are not those of the whole organisation', async () => {
    await assert.rejects(store.addAccount(account('cia', { units: [] }), null), /at least one unit/);
  });

  it('are bound to an identity once', async () => {
    await store.addAccount(account('dan'), null);
    const identity = { issuer: 'https://id.example', subject: '17' };
    assert.equal(await store.bindIdentity('dan', identity), true);
    assert.equal(await store.bindIdentity('dan', { ...identity, subject: '18' }), false);
    assert.equal((await store.findAccountByIdentity('https://id.example', '17'))?.id, 'dan');
    assert.equal(await store.findAccountByIdentity('https://other.example', '17'), null);
  });

  it('that are disabled keep their name and lose their sessions', async () => {
    await store.addAccount(account('eva', { name: 'Eva Ek' }), null);
    const session = { accountId: 'eva', createdAt: AT, lastSeenAt: AT, expiresAt: later(60) };
    await store.addSession('e1', session);
    await store.changeAccount('eva', { state: 'disabled' });
    assert.equal(await store.getSession('e1'), null);
    assert.equal((await store.accountNames()).get('eva'), 'Eva Ek');
  });

  it('with a new password keep the one session that changed it', async () => {
    await store.addAccount(account('fia'), 'old');
    const session = { accountId: 'fia', createdAt: AT, lastSeenAt: AT, expiresAt: later(60) };
    for (const id of ['f1', 'f2', 'f3']) await store.addSession(id, session);
    await store.renewPasswordHash('fia', 'other', 'newer');
    assert.equal(await store.passwordHashOf('fia'), 'old', 'changed meanwhile: not renewed');
    await store.renewPasswordHash('fia', 'old', 'dearer');
    assert.deepEqual(await store.getSession('f1'), session, 'hashed anew, not changed');
    await store.setPassword('fia', 'new', 'f2');
    assert.deepEqual(await Promise.all(['f1', 'f2', 'f3'].map(async (id) => (await store.getSession(id)) !== null)), [
      false,
      true,
      false,
    ]);
    await store.setPassword('fia', 'newest', null);
    assert.equal(await store.getSession('f2'), null);
  });
});

describe('tries to sign in', () => {
  it('that are made at the same time pass only as far as the rule allows', async () => {
    const taken = await Promise.all(Array.from({ length: 20 }, () => store.takeSignInTry('k', AT, USER_NAME_RULE)));
    assert.equal(taken.filter((until) => until === null).length, 3);
    assert.equal(taken.filter((until) => until === '2024-05-02T08:00:01.000Z').length, 17);
  });

  it('are forgotten after a success, and a day after the last', async () => {
    await store.forgetSignInTries('k');
    assert.equal(await store.signInLock('k', AT), null);
    for (let n = 0; n < 3; n++) await store.takeSignInTry('old', AT, USER_NAME_RULE);
    assert.equal(await store.signInLock('old', AT), '2024-05-02T08:00:01.000Z');
    await store.purgeSessions(later(24 * 60 + 1));
    assert.equal(await store.signInLock('old', AT), null);
  });
});

describe('sessions and tokens', () => {
  it('that have ended are deleted, others stay', async () => {
    await store.addAccount(account('gun'), null);
    await store.addSession('g1', { accountId: 'gun', createdAt: AT, lastSeenAt: AT, expiresAt: later(10) });
    await store.addSession('g2', { accountId: 'gun', createdAt: AT, lastSeenAt: AT, expiresAt: later(11) });
    assert.equal(await store.purgeSessions(later(10)), 1);
    assert.equal(await store.getSession('g1'), null);
    assert.ok(await store.getSession('g2'));
  });

  it('are found by the hash of the token, and say when they were revoked', async () => {
    const token = {
      id: 't-1',
      name: 'survey',
      scope: 'ingest',
      units: ['ward'],
      createdAt: AT,
      createdBy: 'anna',
    } as const;
    await store.addToken(token, 'hash of it');
    assert.equal(await store.findToken('another'), null);
    await store.touchToken('t-1', later(1));
    assert.deepEqual(await store.findToken('hash of it'), { ...token, lastUsedAt: later(1), revokedAt: null });
    assert.equal(await store.revokeToken('t-1', later(2)), true);
    assert.equal(await store.revokeToken('t-1', later(3)), false);
    assert.equal((await store.listTokens())[0]?.revokedAt, later(2));
    assert.equal((await store.accountNames()).get('t-1'), 'survey');
  });
});

test('restoring a backup lets nobody in again who was kept out since', async () => {
  const files = { database: join(folder.path, 'restored.sqlite'), backup: join(folder.path, 'backup.sqlite') };
  const before = await openStore({ file: files.database });
  const token = { name: 'survey', scope: 'ingest', units: null, createdAt: AT, createdBy: 'anna' } as const;
  for (const id of ['anna', 'bea']) {
    await before.addAccount(account(id), 'hash');
    await before.addSession(`session-${id}`, {
      accountId: id,
      createdAt: AT,
      lastSeenAt: AT,
      expiresAt: later(60),
    });
    await before.addToken({ ...token, id: `token-${id}` }, `hash-${id}`);
  }
  await before.backup(files.backup);
  await before.changeAccount('anna', { state: 'disabled' });
  await before.revokeToken('token-anna', later(1));
  await before.close();
  assert.equal((await restore({ ...files, force: false, timestamp: 'T1' })).outcome, 'restored');
  const restored = await openStore({ file: files.database });
  assert.deepEqual(
    (await restored.listAccounts()).map(({ id, state }) => [id, state]),
    [
      ['anna', 'disabled'],
      ['bea', 'active'],
    ],
  );
  assert.equal((await restored.findToken('hash-anna'))?.revokedAt, later(1));
  assert.equal((await restored.findToken('hash-bea'))?.revokedAt, null);
  assert.equal(await restored.getSession('session-bea'), null);
  await restored.close();
});
