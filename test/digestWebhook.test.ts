import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { webhookSender } from '../src/digestWebhook.js';
import { saveView } from '../src/flows/savedViews.js';
import type { DigestFailedError } from '../src/flows/sendDigests.js';
import { sendDigests } from '../src/flows/sendDigests.js';
import { startTeam } from './flows/teamFixture.js';

const SECRET = 'a secret of both ends';
const BASE = 'https://kuulolla.hospital.example';

interface Call {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const servers: Server[] = [];
after(() =>
  Promise.all(
    servers.map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  ),
);

/** Answers with what `status` says at the time. */
async function receiver(status: () => number): Promise<{ readonly url: URL; readonly calls: Call[] }> {
  const calls: Call[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      calls.push({ method: req.method, path: req.url, headers: req.headers, body: Buffer.concat(chunks).toString() });
      res.writeHead(status(), { Location: '/elsewhere' }).end();
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?team=1`), calls };
}

describe('a digest to a webhook', () => {
  it('is signed JSON with counts and links, tried again after a failure under the same id', async (context) => {
    let status = 500;
    const { url, calls } = await receiver(() => status);
    const team = await startTeam(context);
    await team.as('anna', () =>
      saveView(team.deps, { name: 'Clinic', url: '/comments?unit=clinic', digest: 'weekly' }),
    );
    await team.addComments(12);
    const failures: DigestFailedError[] = [];
    const sender = webhookSender({ url, secret: SECRET, base: BASE, now: team.deps.now });
    const deps = team.digests([sender], (failure) => failures.push(failure));
    team.setNow('2024-05-06T04:00:00.000Z');
    await sendDigests(deps);
    assert.deepEqual(
      failures.map(({ failure, message }) => [failure, message]),
      [['refused', 'a digest could not be sent: refused (HTTP 500)']],
    );
    status = 204;
    team.setNow('2024-05-06T04:01:00.000Z');
    await sendDigests(deps);
    await sendDigests(deps);
    assert.equal(calls.length, 2);
    const [, { method, path, headers, body } = assert.fail('called twice')] = calls;
    assert.deepEqual([method, path, headers['content-type']], ['POST', '/hook?team=1', 'application/json']);
    const timestamp = String(headers['x-kuulolla-timestamp']);
    assert.equal(timestamp, String(Date.parse('2024-05-06T04:01:00.000Z') / 1000));
    const expected = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex');
    assert.equal(headers['x-kuulolla-signature'], `sha256=${expected}`);
    assert.equal(calls[0]?.headers['x-kuulolla-delivery'], headers['x-kuulolla-delivery']);
    assert.deepEqual(JSON.parse(body), {
      type: 'digest',
      version: 1,
      id: 'weekly-2024-05-06-anna-webhook',
      kind: 'weekly',
      day: '2024-05-06',
      account: 'anna',
      views: [{ id: 1, name: 'Clinic', newAtLeast: 10, url: `${BASE}/my-work#v1` }],
      waiting: { open: 0, overdue: 0, threads: 0, url: `${BASE}/my-work` },
    });
    assert.doesNotMatch(body, /comment 1|@|Anna/, 'no text of a comment, no address, no name of a person');
  });

  it('goes nowhere else when it is told to', async () => {
    const { url, calls } = await receiver(() => 307);
    const sender = webhookSender({ url, secret: SECRET, base: BASE, now: () => '2024-05-06T04:00:00.000Z' });
    const digest = { kind: 'daily', slot: '2024-05-06', views: [], open: 0, overdue: 0, threads: 0 } as const;
    const anna = { id: 'anna', name: 'Anna', email: null, lang: 'fi' } as const;
    await assert.rejects(sender.send(digest, anna, 'd'), /refused \(HTTP 307\)/);
    assert.equal(calls.length, 1);
  });

  it('says that nobody answers', async () => {
    const url = new URL('http://127.0.0.1:1/');
    const sender = webhookSender({ url, secret: SECRET, base: BASE, now: () => '2024-05-06T04:00:00.000Z' });
    const digest = { kind: 'daily', slot: '2024-05-06', views: [], open: 0, overdue: 0, threads: 0 } as const;
    const anna = { id: 'anna', name: 'Anna', email: null, lang: 'fi' } as const;
    await assert.rejects(sender.send(digest, anna, 'd'), /unreachable/);
  });
});
