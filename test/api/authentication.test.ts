import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { createToken, tokenHash } from '../../src/flows/tokens.js';
import type { Store } from '../../src/store/store.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { startApp, type RunningApp } from '../support/runningApp.js';
import { addPerson, Visitor } from '../support/visitor.js';

const PASSWORD = 'a good long password';
const ITEM = { id: 'a1', source: 'survey', answered_at: '2024-05-02', score: 9, comment: 'Kind nurse.', unit: 'ward' };

let app: RunningApp;
let store: Store;
const tokens = { ingest: '', read: '', ward: '' };
before(async () => {
  app = await startApp({ tagger: createFakeTagger(), idle: true, accounts: true });
  store = app.assembly.flows.store;
  const name = { fi: 'Osasto', sv: 'Avdelning', en: 'Ward' };
  await store.saveUnits([
    { code: 'ward', parent: null, name, target: null },
    { code: 'clinic', parent: null, name, target: null },
  ]);
  const make = async (scope: string, units: readonly string[] | null): Promise<string> => {
    const made = await createToken(app.assembly.flows, { name: `${scope} test`, scope, units }, 'anna');
    return made.id === null ? assert.fail(JSON.stringify(made.problems)) : made.token;
  };
  tokens.ingest = await make('ingest', null);
  tokens.read = await make('read', null);
  tokens.ward = await make('ingest', ['ward']);
  await addPerson(store, 'anna', 'administrator', { password: PASSWORD });
});
after(() => app.close());

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const read = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(app.url + path, { headers });
const send = (headers: Record<string, string>, item: object = ITEM): Promise<Response> =>
  fetch(`${app.url}/api/v1/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(item),
  });
const kindOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { readonly type: string }).type.replace('urn:kuulolla:problem:', '');

describe('the API without a token or a session', () => {
  it('answers 401 with a problem document and says how to sign in', async () => {
    for (const answer of [await read('/api/v1/nps'), await read('/api/v1/no-such'), await send({})]) {
      assert.equal(answer.status, 401);
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="Kuulolla"');
      assert.match(answer.headers.get('content-type') ?? '', /application\/problem\+json/);
      assert.equal(await kindOf(answer), 'unauthenticated');
    }
  });

  it('answers a token that is none the same, whatever it looks like', async () => {
    for (const header of [
      'Bearer x',
      `Bearer ${tokens.read}x`,
      'Basic YW5uYTp4',
      'Bearer',
      `Bearer ${tokenHash(tokens.read)}`,
    ]) {
      const answer = await read('/api/v1/nps', { authorization: header });
      assert.equal(answer.status, 401, header);
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="Kuulolla", error="invalid_token"');
    }
  });
});

describe('a token', () => {
  it('of scope ingest sends feedback and reads nothing', async () => {
    assert.equal((await send(bearer(tokens.ingest))).status, 202);
    for (const path of ['nps', 'themes', 'movement', 'comments']) {
      const answer = await read(`/api/v1/${path}`, bearer(tokens.ingest));
      assert.equal(answer.status, 403, path);
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="Kuulolla", error="insufficient_scope"');
      assert.equal(await kindOf(answer), 'not-allowed');
    }
  });

  it('of scope read reads figures and comments and sends nothing', async () => {
    for (const path of ['nps', 'themes', 'comments', 'openapi.json']) {
      assert.equal((await read(`/api/v1/${path}`, bearer(tokens.read))).status, 200, path);
    }
    assert.equal((await send(bearer(tokens.read))).status, 403);
  });

  it('opens no page', async () => {
    const answer = await fetch(`${app.url}/comments`, { headers: bearer(tokens.read), redirect: 'manual' });
    assert.equal(answer.status, 303);
  });

  it('of a unit stores nothing for another', async () => {
    assert.equal((await send(bearer(tokens.ward), { ...ITEM, id: 'w1' })).status, 202);
    const answer = await send(bearer(tokens.ward), { ...ITEM, id: 'c1', unit: 'clinic' });
    const body = await answer.text();
    assert.ok(!body.includes('"accepted"'), body);
  });

  it('is known by its hash alone, and notes when it was last used', async () => {
    const listed = await store.listTokens();
    assert.doesNotMatch(JSON.stringify(listed), new RegExp(tokens.read));
    const used = listed.find(({ name, lastUsedAt }) => name === 'read test' && lastUsedAt !== null);
    assert.ok(used);
  });

  it('that is revoked is none at once', async () => {
    const made = await createToken(app.assembly.flows, { name: 'short', scope: 'read', units: null }, 'anna');
    assert.ok(made.id !== null);
    assert.equal((await read('/api/v1/nps', bearer(made.token))).status, 200);
    await store.revokeToken(made.id, '2024-05-02T08:00:00.000Z');
    assert.equal((await read('/api/v1/nps', bearer(made.token))).status, 401);
  });

  it('names who stored or read something, by the name that it was given', async () => {
    const token = (await store.listTokens()).find(({ name }) => name === 'ingest test');
    assert.equal((await store.accountNames()).get(token?.id ?? ''), 'ingest test');
  });
});

describe('the session of somebody who has signed in', () => {
  it('reads, and sends with the form’s token alone', async () => {
    const visitor = new Visitor(app.url);
    await visitor.signIn('anna', PASSWORD);
    assert.equal((await visitor.get('/api/v1/nps')).status, 200);
    const token = /name="_csrf" value="([^"]+)"/.exec((await visitor.get('/account')).text)?.[1] ?? '';
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const refused = await send({ cookie }, { ...ITEM, id: 'b1' });
    assert.equal(refused.status, 403);
    assert.equal(await kindOf(refused), 'form-token');
    assert.equal((await send({ cookie, 'x-csrf-token': `${token}x` }, { ...ITEM, id: 'b1' })).status, 403);
    assert.equal((await send({ cookie, 'x-csrf-token': token }, { ...ITEM, id: 'b1' })).status, 202);
  });
});

describe('the description of the API', () => {
  it('names both ways in and the right of each route', async () => {
    const document = (await (await read('/api/v1/openapi.json', bearer(tokens.read))).json()) as {
      readonly components: { readonly securitySchemes: Readonly<Record<string, { readonly type: string }>> };
      readonly security: readonly object[];
      readonly paths: Readonly<
        Record<string, { readonly post?: { readonly responses: object; readonly description: string } }>
      >;
    };
    assert.deepEqual(
      Object.entries(document.components.securitySchemes).map(([name, { type }]) => [name, type]),
      [
        ['token', 'http'],
        ['session', 'apiKey'],
      ],
    );
    assert.deepEqual(document.security, [{ token: [] }, { session: [] }]);
    const post = document.paths['/api/v1/feedback']?.post;
    assert.match(post?.description ?? '', /feedback\.import/);
    assert.ok(post && '401' in post.responses && '403' in post.responses);
  });
});

describe('counters of the service', () => {
  const metrics = (headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const sent = request(`${app.url}/metrics`, { headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on('error', reject).end();
    });

  it('are for programs of this machine, and for tokens of scope read', async () => {
    assert.equal(await metrics({}), 200);
    assert.equal(await metrics({ 'x-forwarded-for': '203.0.113.9' }), 401, 'a proxy asks for somebody');
    assert.equal(await metrics({ 'x-forwarded-for': '203.0.113.9', ...bearer(tokens.read) }), 200);
    assert.equal(await metrics({ 'x-forwarded-for': '203.0.113.9', ...bearer(tokens.ingest) }), 401);
  });
});

describe('the demo organisation', () => {
  it('has an open API on this machine as long as only its own people have accounts', async () => {
    const demo = await startApp({
      tagger: createFakeTagger(),
      idle: true,
      accounts: true,
      env: { KUULOLLA_DEMO: 'true' },
    });
    try {
      const status = async (headers: Record<string, string> = {}): Promise<number> =>
        (await fetch(`${demo.url}/api/v1/nps`, { headers })).status;
      assert.equal(await status(), 200);
      assert.equal(await status({ 'x-forwarded-for': '203.0.113.9' }), 401);
      await addPerson(demo.assembly.flows.store, 'anna', 'readOnly');
      assert.equal(await status(), 401);
    } finally {
      await demo.close();
    }
  });
});
