import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import express from 'express';
import { openStore } from '../../src/store/sqliteStore.js';
import type { Store } from '../../src/store/store.js';
import { beginSession, endSession, expiryOf, openSessions, sessionHash } from '../../src/web/sessions.js';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.js';
import { addPerson, Visitor } from '../support/visitor.js';

const START = Date.UTC(2024, 4, 2, 8, 0, 0);
const HOUR = 60;

let folder: TemporaryFolder;
let store: Store;
let server: Server;
let base: string;
let minutes: number;
let touched: string[];
/** What is written beside the answers. */
let writing: Promise<void>[];

async function serve(secure: boolean): Promise<void> {
  const now = (): string => new Date(START + minutes * 60_000).toISOString();
  const app = express();
  app.set('trust proxy', 'loopback');
  const onError = (error: unknown): void => assert.fail(String(error));
  const watched: Store = {
    ...store,
    touchSession: (hash, seen, expires) => {
      touched.push(seen);
      const written = store.touchSession(hash, seen, expires);
      writing.push(written);
      return written;
    },
  };
  app.use(openSessions({ store: watched, secret: 's'.repeat(32), secure, now, onError }));
  app.get('/who', (req, res) => void res.send(req.session.accountId ?? 'nobody'));
  app.get('/in', async (req, res) => {
    await beginSession(req, 'anna', now());
    res.send('in');
  });
  app.get('/out', async (req, res) => {
    await endSession(req, res);
    res.send('out');
  });
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeEach(async () => {
  [minutes, touched, writing] = [0, [], []];
  folder = await createTemporaryFolder();
  store = await openStore({ file: join(folder.path, 'sessions.sqlite') });
  await addPerson(store, 'anna', 'manager');
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await store.close();
  await folder.remove();
});

async function who(visitor: Visitor): Promise<string> {
  const { text } = await visitor.get('/who');
  await Promise.all(writing);
  return text;
}

describe('a session', () => {
  it('is nothing to the database or the browser until somebody signs in', async () => {
    await serve(false);
    const visitor = new Visitor(base);
    const answer = await visitor.get('/who');
    assert.equal(answer.text, 'nobody');
    assert.deepEqual(answer.headers.getSetCookie(), []);
  });

  it('has a cookie that scripts and other sites do not get, and the database has only its hash', async () => {
    await serve(false);
    const visitor = new Visitor(base);
    const [cookie = ''] = (await visitor.get('/in')).headers.getSetCookie();
    assert.match(cookie, /^kuulolla_session=.+; Path=\/; HttpOnly; SameSite=Lax$/);
    const id =
      decodeURIComponent(visitor.cookies.get('kuulolla_session') ?? '')
        .slice(2)
        .split('.')[0] ?? '';
    assert.equal(await store.getSession(id), null);
    assert.equal((await store.getSession(sessionHash(id)))?.accountId, 'anna');
  });

  it('has a cookie for https alone where people come by https', async () => {
    await serve(true);
    const visitor = new Visitor(base);
    const [cookie = ''] = (await visitor.get('/in', { 'x-forwarded-proto': 'https' })).headers.getSetCookie();
    assert.match(cookie, /; Secure/);
    assert.equal(await who(visitor), 'anna');
  });

  it('gets a new id with every sign-in, and the one before is worth nothing', async () => {
    await serve(false);
    const visitor = new Visitor(base);
    await visitor.get('/in');
    const planted = visitor.cookies.get('kuulolla_session') ?? '';
    await visitor.get('/in');
    assert.notEqual(visitor.cookies.get('kuulolla_session'), planted);
    assert.equal(await who(visitor), 'anna');
    const thief = new Visitor(base);
    thief.cookies.set('kuulolla_session', planted);
    assert.equal(await who(thief), 'nobody');
  });

  it('with a forged or foreign id is nobody’s', async () => {
    await serve(false);
    const visitor = new Visitor(base);
    visitor.cookies.set('kuulolla_session', encodeURIComponent('s:abcdefghijklmnopqrstuvwxyz.signature'));
    assert.equal(await who(visitor), 'nobody');
  });

  it('ends after eight hours in which nothing is asked', async () => {
    await serve(false);
    const visitor = new Visitor(base);
    await visitor.get('/in');
    minutes = 8 * HOUR - 1;
    assert.equal(await who(visitor), 'anna');
    minutes += 8 * HOUR;
    assert.equal(await who(visitor), 'nobody');
  });

  it('ends twelve hours after the sign-in, whatever is asked', async () => {
    await serve(false);
    const visitor = new Visitor(base);
    await visitor.get('/in');
    for (minutes = 60; minutes < 12 * HOUR; minutes += 60) assert.equal(await who(visitor), 'anna', String(minutes));
    minutes = 12 * HOUR;
    assert.equal(await who(visitor), 'nobody');
    assert.equal(expiryOf('2024-05-02T08:00:00.000Z', '2024-05-02T19:59:00.000Z'), '2024-05-02T20:00:00.000Z');
  });

  it('is written down as seen once a minute at most', async () => {
    await serve(false);
    const visitor = new Visitor(base);
    await visitor.get('/in');
    for (minutes = 0.25; minutes < 3; minutes += 0.25) await who(visitor);
    // 08:01 and 08:02: what is asked in between is not written
    assert.deepEqual(touched, ['2024-05-02T08:01:00.000Z', '2024-05-02T08:02:00.000Z']);
  });

  it('is over after signing out, for a copy of the cookie too', async () => {
    await serve(false);
    const visitor = new Visitor(base);
    await visitor.get('/in');
    const copy = new Visitor(base);
    copy.cookies.set('kuulolla_session', visitor.cookies.get('kuulolla_session') ?? '');
    assert.equal(await who(copy), 'anna');
    await visitor.get('/out');
    assert.equal(visitor.cookies.has('kuulolla_session'), false);
    assert.equal(await who(copy), 'nobody');
  });
});
