import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Passwords } from '../../src/flows/passwords.js';
import {
  accountOfIdentity,
  changePasswordCarefully,
  signInWithPassword,
  tryKey,
  type SignInDeps,
  type SignInOutcome,
} from '../../src/flows/signIn.js';
import type { Account } from '../../src/store/accountStore.js';
import type { AuditEvent } from '../../src/store/auditStore.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { Store } from '../../src/store/store.js';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.js';
import { addPerson, QUICK_COST } from '../support/visitor.js';

const PASSWORD = 'a good long password';
const START = Date.UTC(2024, 4, 2, 8, 0, 0);

let folder: TemporaryFolder;
let store: Store;
let seconds: number;
let events: AuditEvent[];
let deps: SignInDeps;

beforeEach(async () => {
  folder = await createTemporaryFolder();
  store = await openStore({ file: join(folder.path, 'signIn.sqlite') });
  [seconds, events] = [0, []];
  const appendAudit = (added: readonly AuditEvent[]): Promise<void> => {
    events.push(...added);
    return Promise.resolve();
  };
  const now = (): string => new Date(START + seconds * 1000).toISOString();
  deps = { store: { ...store, appendAudit }, passwords: new Passwords(QUICK_COST), now };
  await addPerson(store, 'anna', 'manager', { password: PASSWORD, email: 'anna@example.org' });
});
afterEach(async () => {
  await store.close();
  await folder.remove();
});

const enter = (password: string, userName = 'anna', address = '10.0.0.1'): Promise<SignInOutcome> =>
  signInWithPassword(deps, { userName, password }, address);
const after = (s: number): string => new Date(START + s * 1000).toISOString();

async function accountNamed(userName: string): Promise<Account> {
  return (await store.findAccount(userName)) ?? assert.fail(userName);
}

describe('signing in with a password', () => {
  it('takes the right one under the user name in any case, and notes when', async () => {
    const result = await enter(PASSWORD, ' ANNA ');
    assert.equal(result.outcome, 'signedIn');
    assert.equal((await accountNamed('anna')).lastSignInAt, after(0));
    assert.deepEqual(
      events.map(({ action, actorId, subject }) => [action, actorId, subject['way']]),
      [['signIn', 'anna', 'password']],
    );
  });

  it('answers unknown user names, disabled accounts and wrong passwords alike, the wait after failures included', async () => {
    await addPerson(store, 'disabled', 'manager', { password: PASSWORD });
    await store.changeAccount('disabled', { state: 'disabled' });
    await addPerson(store, 'demo-manager', 'manager', { password: PASSWORD });
    await addPerson(store, 'without', 'manager');
    const answers = new Map<string, SignInOutcome[]>();
    for (const [userName, password] of [
      ['anna', 'not this one at all'],
      ['nobody', PASSWORD],
      ['disabled', PASSWORD],
      ['demo-manager', PASSWORD],
      ['without', PASSWORD],
    ] as const) {
      const given: SignInOutcome[] = [];
      for (let n = 0; n < 4; n++) given.push(await enter(password, userName, `10.0.1.${answers.size}`));
      answers.set(userName, given);
    }
    const expected: SignInOutcome[] = [
      { outcome: 'refused', until: null },
      { outcome: 'refused', until: null },
      { outcome: 'refused', until: after(1) },
      { outcome: 'wait', until: after(1) },
    ];
    for (const [userName, given] of answers) assert.deepEqual(given, expected, userName);
  });

  it('makes those who fail wait longer each time, then takes the right password again', async () => {
    for (let n = 0; n < 3; n++) await enter('wrong one again');
    seconds = 0.5;
    assert.deepEqual(await enter(PASSWORD), { outcome: 'wait', until: after(1) }, 'also with the right one');
    seconds = 1;
    assert.deepEqual(await enter('wrong one again'), { outcome: 'refused', until: after(3) });
    seconds = 3;
    assert.deepEqual(await enter('wrong one again'), { outcome: 'refused', until: after(7) });
    seconds = 7;
    assert.equal((await enter(PASSWORD)).outcome, 'signedIn');
    assert.deepEqual(await enter('wrong one again'), { outcome: 'refused', until: null }, 'counted from the start');
  });

  it('makes an address wait that fails with twenty user names, and no other address', async () => {
    for (let n = 0; n < 20; n++) assert.equal((await enter(PASSWORD, `guess-${n}`)).outcome, 'refused');
    assert.deepEqual(await enter(PASSWORD), { outcome: 'wait', until: after(1) });
    assert.equal((await enter(PASSWORD, 'anna', '10.0.0.2')).outcome, 'signedIn');
    // signing in elsewhere with an account of one's own does not open it
    assert.equal((await enter(PASSWORD)).outcome, 'wait');
  });

  it('lets through only three of many guesses that are made at once', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => enter(`guess number ${n}`)));
    assert.equal(answers.filter(({ outcome }) => outcome === 'refused').length, 3);
    assert.equal(answers.filter(({ outcome }) => outcome === 'wait').length, 27);
  });

  it('hashes anew what was hashed at another cost, and sessions go on', async () => {
    const old = await new Passwords({ ln: 8, r: 8, p: 1 }).hash(PASSWORD);
    await store.setPassword('anna', old, null);
    const session = { accountId: 'anna', createdAt: after(0), lastSeenAt: after(0), expiresAt: after(60) };
    await store.addSession('s', session);
    assert.equal((await enter(PASSWORD)).outcome, 'signedIn');
    assert.match((await store.passwordHashOf('anna')) ?? '', /^\$scrypt\$ln=10,/);
    assert.deepEqual(await store.getSession('s'), session);
    assert.equal((await enter(PASSWORD)).outcome, 'signedIn');
  });

  it('keeps neither what was typed for unknown accounts nor any password', async () => {
    await enter('the password itself', 'typed-by-mistake');
    await enter('the password itself');
    assert.deepEqual(
      events.map(({ action, actorId, route, subject }) => ({ action, actorId, route, account: subject['account'] })),
      [
        { action: 'signInFailed', actorId: 'nobody', route: '/login', account: 'unknown' },
        { action: 'signInFailed', actorId: 'nobody', route: '/login', account: 'anna' },
      ],
    );
    assert.doesNotMatch(JSON.stringify(events), /typed-by-mistake|the password itself/);
  });
});

describe('changing one’s own password', () => {
  it('takes the old one, 12 characters or more, and not the user name', async () => {
    const anna = await accountNamed('anna');
    const change = async (old: string, next: string) =>
      (await changePasswordCarefully(deps, anna, { old, next }, null)).change;
    assert.equal(await change(PASSWORD, 'short'), 'short');
    assert.equal(await change('not the old one', 'another long password'), 'wrong');
    assert.equal(await change(PASSWORD, 'another long password'), 'changed');
    assert.equal((await enter(PASSWORD)).outcome, 'refused');
    assert.equal((await enter('another long password')).outcome, 'signedIn');
  });

  it('makes whoever guesses at the old one wait', async () => {
    const anna = await accountNamed('anna');
    const typed = { old: 'not the old one', next: 'another long password' };
    for (let n = 0; n < 3; n++) await changePasswordCarefully(deps, anna, typed, null);
    const { change, until } = await changePasswordCarefully(deps, anna, { ...typed, old: PASSWORD }, null);
    assert.deepEqual([change, until], ['wait', after(1)]);
    assert.equal(await store.signInLock(tryKey('userName', 'anna'), after(0)), after(1));
  });
});

describe('somebody whom a provider vouches for', () => {
  const issuer = 'https://id.example';
  const known = (subject: string, verifiedEmail: string | null) =>
    accountOfIdentity(deps, { issuer, subject, verifiedEmail });

  it('is bound by a verified address at first, and by issuer and subject from then on', async () => {
    assert.equal((await known('17', 'Anna@Example.org')).account?.id, 'anna');
    assert.equal((await known('17', null)).account?.id, 'anna');
    assert.equal((await known('17', 'someone.else@example.org')).account?.id, 'anna');
    assert.deepEqual(await known('18', 'anna@example.org'), { account: null, problem: 'unknown' }, 'bound to another');
  });

  it('is unknown without a verified address, or when two accounts have it', async () => {
    assert.deepEqual(await known('17', null), { account: null, problem: 'unknown' });
    assert.deepEqual(await known('17', 'nobody@example.org'), { account: null, problem: 'unknown' });
    await addPerson(store, 'anna2', 'readOnly', { email: 'anna@example.org' });
    assert.deepEqual(await known('17', 'anna@example.org'), { account: null, problem: 'unknown' });
  });

  it('does not get in by a disabled account, and does not become bound to it', async () => {
    await store.changeAccount('anna', { state: 'disabled' });
    assert.equal((await known('17', 'anna@example.org')).problem, 'disabled');
    assert.equal((await accountNamed('anna')).identity, null);
  });
});
