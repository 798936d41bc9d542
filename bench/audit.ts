/**
 * What the audit trail costs: writing and verifying a million records, and requests a second with and without it.
 *
 *   node dist/bench/audit.js [--records 1000000]
 */
import { rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import express from 'express';
import { LOCAL_ACTOR } from '../src/domain/actor.js';
import type { AuditEvent } from '../src/domain/auditEvent.js';
import { AuditTrail } from '../src/flows/auditTrail.js';
import { openStore } from '../src/store/sqliteStore.js';
import type { Store } from '../src/store/store.js';
import { auditRequests } from '../src/web/audit.js';
import { createTemporaryFolder } from '../test/support/temporaryFolder.js';

const { values } = parseArgs({ options: { records: { type: 'string', default: '1000000' } } });
const RECORDS = Number(values.records);
const BATCH = 500;
const PEOPLE_AT_ONCE = 200;
const SECONDS = 8;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);

function event(number: number): AuditEvent {
  return {
    at: new Date(Date.UTC(2024, 0, 1) + number * 1000).toISOString(),
    actorId: `a-${number % 60}`,
    actorName: `Person ${number % 60}`,
    role: 'teamMember',
    action: 'view',
    route: '/comments',
    // a list of twenty comments
    subject: { unit: 'clinic', comments: `${number}-${number + 19}` },
    status: 200,
  };
}

async function chain(store: Store, file: string): Promise<void> {
  const wrote = performance.now();
  for (let start = 0; start < RECORDS; start += BATCH) {
    await store.appendAudit(
      Array.from({ length: Math.min(BATCH, RECORDS - start) }, (_, index) => event(start + index)),
    );
  }
  print(`written: ${RECORDS} records in batches of ${BATCH} in ${seconds(wrote)} s`);
  const { size } = await stat(file);
  print(`the database is ${(size / 1e6).toFixed(0)} MB, ${Math.round(size / RECORDS)} bytes a record`);
  const verified = performance.now();
  const before = process.memoryUsage().heapUsed;
  const { records, problem } = await store.verifyAudit();
  const grown = (process.memoryUsage().heapUsed - before) / 1e6;
  print(
    `verified: ${records} records, ${problem ?? 'whole'}, in ${seconds(verified)} s (heap ${grown.toFixed(0)} MB more)`,
  );
  for (const [what, query] of [
    ['newest 50', {}],
    ['who saw a comment', { subject: { name: 'comments', value: String(RECORDS >> 1) } }],
    ['one person', { actorId: 'a-7' }],
    ['one day long ago', { from: '2024-01-03T00:00:00Z', to: '2024-01-04T00:00:00Z' }],
  ] as const) {
    const asked = performance.now();
    const found = await store.listAudit({ ...query, limit: 50 });
    print(`${what}: ${found.length} records in ${(performance.now() - asked).toFixed(1)} ms`);
  }
}

async function load(store: Store, path: string, audited: boolean): Promise<void> {
  const trail = new AuditTrail({ store, onFailure: (error) => print(String(error)) });
  const app = express();
  app.use((_req, res, next) => {
    res.locals['actor'] = LOCAL_ACTOR;
    next();
  });
  if (audited) {
    const refusal = () => ({ type: 'text/plain', body: '' });
    app.use(auditRequests({ trail, now: () => new Date().toISOString(), refusal }));
  }
  const page = 'x'.repeat(20_000);
  app.get('/comments/:id', (_req, res) => void res.send(page));
  app.get('/comments', (_req, res) => void res.send(page));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const result = await autocannon({
    url: `http://127.0.0.1:${port}${path}`,
    connections: PEOPLE_AT_ONCE,
    duration: SECONDS,
  });
  await new Promise((resolve) => server.close(resolve));
  await trail.close();
  print(
    `${path} ${audited ? 'with' : 'without'} the trail: ${result.requests.average.toFixed(0)} requests/s, ` +
      `p50 ${result.latency.p50} ms, p97.5 ${result.latency.p97_5} ms, ${result.non2xx + result.errors} failed`,
  );
}

const folder = await createTemporaryFolder();
const file = join(folder.path, 'kuulolla.sqlite');
const store = await openStore({ file, anchorFile: join(folder.path, 'audit-anchor.jsonl') });
try {
  for (const path of ['/comments', '/comments/7']) {
    for (const audited of [false, true]) await load(store, path, audited);
  }
  const { records, problem } = await store.verifyAudit();
  print(`after the load: ${records} records, ${problem ?? 'whole'}`);
} finally {
  await store.close();
}
for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
const second = await openStore({ file });
try {
  await chain(second, file);
} finally {
  await second.close();
  await folder.remove();
}
