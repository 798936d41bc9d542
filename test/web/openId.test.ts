import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Store } from '../../src/store/store.js';
import { createSealer } from '../../src/web/sealed.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { addPerson, Visitor, type Answer } from '../support/visitor.js';
import { CLIENT, startProvider, type RunningProvider } from './openIdProvider.js';

let app: RunningApp;
let provider: RunningProvider;
let store: Store;

/** The provider has to know where people are sent back to before the service starts. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function start(port: number, issuer: string): Promise<RunningApp> {
  return startApp({
    ...{ tagger: createFakeTagger(), idle: true, accounts: true },
    env: {
      PORT: String(port),
      KUULOLLA_URL: `http://127.0.0.1:${port}`,
      KUULOLLA_OIDC_ISSUER: issuer,
      KUULOLLA_OIDC_CLIENT_ID: CLIENT.id,
      KUULOLLA_OIDC_CLIENT_SECRET: CLIENT.secret,
    },
  });
}

before(async () => {
  const port = await freePort();
  provider = await startProvider(`http://127.0.0.1:${port}/login/oidc/callback`, [
    { subject: 'anna-17', email: 'Anna@example.org', emailVerified: true },
    { subject: 'unverified-18', email: 'bea@example.org', emailVerified: false },
    { subject: 'stranger-19', email: 'stranger@example.org', emailVerified: true },
    { subject: 'gone-20', email: 'gone@example.org', emailVerified: true },
  ]);
  app = await start(port, provider.issuer);
  store = app.assembly.flows.store;
  await addPerson(store, 'anna', 'manager', { email: 'anna@example.org', name: 'Anna Virta' });
  await addPerson(store, 'bea', 'manager', { email: 'bea@example.org' });
  await addPerson(store, 'gone', 'manager', { email: 'gone@example.org' });
  await store.changeAccount('gone', { state: 'disabled' });
});
after(async () => {
  await app.close();
  await provider.close();
});

/** Signs in at the provider: the address of the service that it sends the browser back to. */
async function journey(visitor: Visitor, subject: string, next = ''): Promise<URL> {
  const left = await visitor.get(`/login/oidc${next === '' ? '' : `?next=${encodeURIComponent(next)}`}`);
  assert.equal(left.status, 303, left.text);
  // the provider's cookies are its own
  const there = new Visitor(provider.issuer);
  let at = new URL(left.location ?? '');
  for (let step = 0; step < 10; step++) {
    if (at.origin === app.url) return at;
    if (at.pathname.startsWith('/interaction/')) at.searchParams.set('as', subject);
    const { location, status, text } = await there.get(at.href);
    assert.ok(location !== null, `a redirect from ${at.href}, found ${status} ${text.slice(0, 300)}`);
    at = new URL(location, at);
  }
  return assert.fail('the provider goes round in circles');
}

const comeBack = (visitor: Visitor, at: URL): Promise<Answer> => visitor.get(at.pathname + at.search);

describe('signing in through an OpenID provider', () => {
  it('is offered on the sign-in page and keeps where the person wanted to', async () => {
    const { text } = await new Visitor(app.url).get('/login?next=/themes');
    assert.match(text, /href="\/login\/oidc\?next=%2Fthemes"/);
  });

  it('asks with code, PKCE, state and nonce, each new every time', async () => {
    const asked = [];
    for (let n = 0; n < 2; n++) {
      const { location } = await new Visitor(app.url).get('/login/oidc');
      asked.push(new URL(location ?? '').searchParams);
    }
    const [first = assert.fail(), second = assert.fail()] = asked;
    assert.deepEqual(
      ['response_type', 'code_challenge_method', 'client_id', 'redirect_uri'].map((name) => first.get(name)),
      ['code', 'S256', CLIENT.id, `${app.url}/login/oidc/callback`],
    );
    for (const name of ['state', 'nonce', 'code_challenge']) {
      assert.ok((first.get(name) ?? '').length >= 43, name);
      assert.notEqual(first.get(name), second.get(name), name);
    }
  });

  it('lets in who has an account with the verified address, under a new session, and leads on', async () => {
    const visitor = new Visitor(app.url);
    const answer = await comeBack(visitor, await journey(visitor, 'anna-17', '/themes?lang=fi'));
    assert.deepEqual([answer.status, answer.location], [303, '/themes?lang=fi'], answer.text);
    const { text } = await visitor.get('/account');
    assert.match(text, /Anna Virta/);
    assert.match(text, /the password is changed there/i);
    assert.deepEqual((await store.getAccount('anna'))?.identity, { issuer: provider.issuer, subject: 'anna-17' });
    await visitor.send('/account', '/logout', {});
    assert.equal((await visitor.get('/')).location, '/login');
  });

  it('knows the person by issuer and subject from then on, whatever the address', async () => {
    await store.changeAccount('anna', { email: 'anna.new@example.org' });
    const visitor = new Visitor(app.url);
    assert.equal((await comeBack(visitor, await journey(visitor, 'anna-17'))).status, 303);
    assert.match((await visitor.get('/account')).text, /Anna Virta/);
  });

  it('refuses who has no account here, whose address is not verified, and whose account is disabled, with the same page', async () => {
    const pages = [];
    for (const subject of ['stranger-19', 'unverified-18', 'gone-20']) {
      const visitor = new Visitor(app.url);
      const answer = await comeBack(visitor, await journey(visitor, subject));
      assert.equal(answer.status, 403, subject);
      assert.equal(visitor.cookies.has('kuulolla_session'), false);
      pages.push(answer.text.replaceAll(/(back=)[^"]*/g, '$1'));
    }
    assert.match(pages[0] ?? '', /You have no account here/);
    assert.deepEqual(new Set(pages).size, 1);
    assert.equal(await store.countAccounts(), 3, 'nobody is made');
    const reasons = (await store.listAudit({ action: 'signInFailed', limit: 10 })).map(
      ({ subject }) => subject['reason'],
    );
    assert.deepEqual(reasons.sort(), ['disabled', 'unknown', 'unknown']);
  });

  it('refuses an answer with another state, and one that another browser left for', async () => {
    const visitor = new Visitor(app.url);
    const at = await journey(visitor, 'anna-17');
    at.searchParams.set('state', 'another');
    assert.equal((await comeBack(visitor, at)).status, 400);

    const victim = new Visitor(app.url);
    const attacker = new Visitor(app.url);
    const planted = await journey(attacker, 'anna-17');
    const alone = await comeBack(victim, planted);
    assert.equal(alone.status, 400);
    assert.match(alone.text, /was cut off/);
    await victim.get('/login/oidc');
    assert.equal((await comeBack(victim, planted)).status, 400);
    assert.equal(victim.cookies.has('kuulolla_session'), false);
  });

  it('takes an answer once', async () => {
    const visitor = new Visitor(app.url);
    const at = await journey(visitor, 'anna-17');
    const kept = visitor.cookies.get('kuulolla_journey') ?? '';
    assert.equal((await comeBack(visitor, at)).status, 303);
    const again = new Visitor(app.url);
    again.cookies.set('kuulolla_journey', kept);
    assert.equal((await comeBack(again, at)).status, 502, 'the provider takes its code once');
  });

  it('says so when the person declines there', async () => {
    const visitor = new Visitor(app.url);
    const answer = await comeBack(visitor, await journey(visitor, ''));
    assert.equal(answer.status, 400);
    assert.match(answer.text, /declined/);
  });
});

describe('a provider that is down', () => {
  it('keeps nobody from starting the service, and is asked again at the next sign-in', async () => {
    const [servicePort, providerPort] = [await freePort(), await freePort()];
    const alone = await start(servicePort, `http://127.0.0.1:${providerPort}`);
    const late = createServer((_req, res) => {
      const issuer = `http://127.0.0.1:${providerPort}`;
      const metadata = { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` };
      res.setHeader('content-type', 'application/json').end(JSON.stringify(metadata));
    });
    try {
      const visitor = new Visitor(alone.url);
      const answer = await visitor.get('/login/oidc');
      assert.equal(answer.status, 502);
      assert.match(answer.text, /does not answer/);
      await new Promise<void>((resolve) => late.listen(providerPort, '127.0.0.1', resolve));
      assert.match((await visitor.get('/login/oidc')).location ?? '', new RegExp(`:${providerPort}/auth\\?`));
    } finally {
      late.closeAllConnections();
      await new Promise((resolve) => late.close(resolve));
      await alone.close();
    }
  });
});

describe('what a browser keeps for the service', () => {
  const secret = 'x'.repeat(32);

  it('opens for the same purpose and secret alone, and not when a letter was changed', () => {
    const sealed = createSealer(secret, 'journey').seal({ next: '/themes' });
    assert.deepEqual(createSealer(secret, 'journey').open(sealed), { next: '/themes' });
    assert.equal(createSealer(secret, 'another').open(sealed), null);
    assert.equal(createSealer('y'.repeat(32), 'journey').open(sealed), null);
    const at = sealed.length - 5;
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    assert.equal(createSealer(secret, 'journey').open(changed), null);
    assert.equal(createSealer(secret, 'journey').open(''), null);
    assert.ok(!Buffer.from(sealed, 'base64url').toString('latin1').includes('themes'), 'and cannot be read');
  });
});
