import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import express, { type RequestHandler } from 'express';
import session from 'express-session';
import multer from 'multer';
import { currentActor } from '../../src/flows/currentActor.js';
import { identify, requireRight, requireRightOverAll } from '../../src/web/actor.js';
import { actorOfRole } from '../support/actors.js';

const anna = actorOfRole('manager', { id: 'anna' });
const app = express();
const server = createServer(app);
let url = '';

/** Says on whose behalf it runs. */
const whoami: RequestHandler = (_req, res) => void res.send(currentActor().id);
const afterWork: RequestHandler = async (_req, res) => {
  const worker = new Worker(`require('node:worker_threads').parentPort.postMessage(2)`, { eval: true });
  assert.equal(await new Promise((resolve) => worker.once('message', resolve)), 2);
  await worker.terminate();
  res.send(currentActor().id);
};

before(async () => {
  app.use(session({ secret: 'for this test alone', resave: true, saveUninitialized: true }));
  app.use(identify((req) => (req.get('x-nobody') === undefined ? anna : null)));
  app.post('/form', requireRight('figures.read'), express.urlencoded({ extended: false }), whoami);
  app.post('/raw', requireRight('figures.read'), express.raw({ type: () => true }), whoami);
  // what multer calls back with runs on behalf of nobody: rights are asked for again after it
  app.post('/file', requireRight('figures.read'), multer().single('file'), requireRight('figures.read'), whoami);
  app.get('/my-work', requireRightOverAll('figures.read'), afterWork);
  app.get('/session', (req, _res, next) => req.session.regenerate(next), requireRight('figures.read'), whoami);
  app.get('/nobody', whoami);
  app.use(((error: { readonly status?: number; readonly message: string }, _req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    res.status(error.status ?? 500).send(error.message);
  }) satisfies express.ErrorRequestHandler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const bodyOf = async (path: string, init: RequestInit = {}): Promise<string> => (await fetch(url + path, init)).text();

describe('a request goes on on behalf of whoever sent it', () => {
  it('after its body was read', async () => {
    assert.equal(
      await bodyOf('/form', { method: 'POST', body: new URLSearchParams({ a: 'b'.repeat(50_000) }) }),
      'anna',
    );
    assert.equal(await bodyOf('/raw', { method: 'POST', body: new Uint8Array(90_000) }), 'anna');
  });

  it('after a file was received', async () => {
    const form = new FormData();
    form.set('file', new Blob(['x'.repeat(500_000)]), 'x.csv');
    assert.equal(await bodyOf('/file', { method: 'POST', body: form }), 'anna');
  });

  it('after a worker and a session answered', async () => {
    assert.equal(await bodyOf('/my-work'), 'anna');
    assert.equal(await bodyOf('/session'), 'anna');
  });

  it('and on nobody’s behalf where nobody was named', async () => {
    assert.match(await bodyOf('/nobody', { headers: { 'x-nobody': '1' } }), /expected to run on behalf of an actor/);
    assert.equal((await fetch(`${url}/my-work`, { headers: { 'x-nobody': '1' } })).status, 401);
  });
});
