import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openStore } from '../../src/store/sqliteStore.js';
import { response } from '../store/samples.js';
import { run } from '../support/process.js';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.js';

const AT = '2024-05-02T06:00:00.000Z';
let folder: TemporaryFolder;
let env: Record<string, string>;

before(async () => {
  folder = await createTemporaryFolder();
  env = { KUULOLLA_DATA: folder.path, KUULOLLA_URL: 'https://kuulolla.hospital.example', KUULOLLA_LOG_LEVEL: 'warn' };
  const store = await openStore({ file: join(folder.path, 'kuulolla.sqlite') });
  const account = { role: 'teamMember', grants: [], lang: 'en', identity: null, createdAt: AT } as const;
  const units = { anna: ['surgery'], ben: ['elsewhere'] };
  await store.addResponses([response('first', { comment: 'one', unitPath: ['elsewhere'] })]);
  await store.addResponses(
    Array.from({ length: 7 }, (_, index) => response(`r-${index}`, { comment: `word ${index}` })),
  );
  for (const name of ['anna', 'ben'] as const) {
    const person = {
      ...account,
      id: name,
      userName: name,
      name,
      email: `${name}@hospital.example`,
      units: units[name],
    };
    await store.addAccount(person, null);
    await store.addView({
      accountId: name,
      name: `What ${name} follows`,
      url: '/comments',
      digest: 'daily',
      digestSince: AT,
      createdAt: AT,
      seenUpTo: 1,
      seenAt: AT,
    });
  }
  await store.close();
});
after(() => folder.remove());

describe('digest', () => {
  it('prints what would be sent, marks nothing as sent, and shows nobody what they may not see', async () => {
    const { code, stdout, stderr } = await run('cli', ['digest', '--dry-run'], env);
    assert.deepEqual([code, stderr], [0, '1 to send\n']);
    assert.match(stdout, /^anna daily \d{4}-\d{2}-\d{2}\nKuulolla: what is new, /);
    assert.match(
      stdout,
      /What anna follows: at least 5 new comments\nhttps:\/\/kuulolla\.hospital\.example\/my-work#v1\n/,
    );
    assert.doesNotMatch(stdout, /word|ben|@/);
  });

  it('sends now, and once', async () => {
    const bodies: string[] = [];
    const server = createServer((req, res) => {
      req.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
      req.on('end', () => res.writeHead(202).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const hooked = {
      ...env,
      KUULOLLA_WEBHOOK_URL: `http://127.0.0.1:${port}/`,
      KUULOLLA_WEBHOOK_SECRET: 'sixteen letters!',
    };
    const first = await run('cli', ['digest', '--now'], hooked);
    const second = await run('cli', ['digest', '--now'], hooked);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    assert.deepEqual([first.code, first.stdout], [0, 'sent: 1, nothing new: 1, failed: 0\n']);
    assert.deepEqual([second.code, second.stdout], [0, 'sent: 0, nothing new: 0, failed: 0\n']);
    assert.equal(bodies.length, 1);
    assert.match(bodies[0] ?? '', /"account":"anna"/);
  });

  it('says what is missing, and exits 1 when something could not be sent', async () => {
    const neither = await run('cli', ['digest'], env);
    assert.deepEqual([neither.code, neither.stderr], [2, 'expected one of --dry-run and --now\n']);
    const down = await run('cli', ['digest', '--now'], {
      ...env,
      KUULOLLA_SMTP_URL: 'smtp://127.0.0.1:1',
      KUULOLLA_MAIL_FROM: 'kuulolla@hospital.example',
    });
    assert.deepEqual([down.code, down.stdout], [1, 'sent: 0, nothing new: 1, failed: 1\n']);
    assert.match(down.stderr, /unreachable/);
    assert.doesNotMatch(down.stderr, /@/);
  });
});
