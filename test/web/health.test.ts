import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import express from 'express';
import { readiness, type ReadinessCheck } from '../../src/web/health.js';

async function ask(checks: readonly ReadinessCheck[], timeoutMs?: number): Promise<{ status: number; body: unknown }> {
  const app = express().get('/readyz', readiness(checks, timeoutMs));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/readyz`);
    return { status: response.status, body: await response.json() };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const works: ReadinessCheck = { name: 'database', check: () => Promise.resolve() };

describe('readiness', () => {
  it('is 503 with the reason while a part does not work, and says so of that part alone', async () => {
    const fails: ReadinessCheck = { name: 'model', check: () => Promise.reject(new Error('expected the model')) };
    assert.deepEqual(await ask([works, fails]), {
      status: 503,
      body: {
        status: 'not ready',
        parts: [
          { name: 'database', ready: true },
          { name: 'model', ready: false, reason: 'expected the model' },
        ],
      },
    });
  });

  it('does not wait for a part that does not answer', async () => {
    const silent: ReadinessCheck = { name: 'model', check: () => new Promise(() => undefined) };
    const { status, body } = await ask([silent], 10);
    assert.equal(status, 503);
    assert.match(JSON.stringify(body), /within 10 ms/);
  });

  it('asks anew each time: a part that failed and works again is ready', async () => {
    let tries = 0;
    const mends: ReadinessCheck = {
      name: 'model',
      check: () => (++tries === 1 ? Promise.reject(new Error('not yet')) : Promise.resolve()),
    };
    const handler = [mends];
    assert.equal((await ask(handler)).status, 503);
    assert.equal((await ask(handler)).status, 200);
  });
});
