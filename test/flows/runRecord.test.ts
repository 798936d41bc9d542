import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { closeInterruptedRuns, recordRun, TaggingDigest, type RunPorts } from '../../src/flows/runRecord.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { CommentTags, Store } from '../../src/store/store.js';
import { createTemporaryFolder } from '../support/temporaryFolder.js';

const START = { kind: 'training', by: 'aino', versions: { space: 's', heads: 'h', taxonomy: 't' } } as const;

async function portsOf(context: TestContext): Promise<RunPorts & { readonly store: Store }> {
  const folder = await createTemporaryFolder();
  const store = await openStore({ file: join(folder.path, 'test.sqlite') });
  context.after(async () => {
    await store.close();
    await folder.remove();
  });
  return { store, now: () => '2024-07-01T10:00:00Z' };
}

test('a run is on record before its work begins, and with its result after', async (t) => {
  const ports = await portsOf(t);
  const during = await recordRun(ports, { ...START, settings: { seed: 7 } }, async () => ({
    counts: { comments: 3 },
    inputHash: 'in',
    outputHash: null,
    seen: await ports.store.listRuns(1),
  }));
  assert.deepEqual([during.seen[0]?.state, during.seen[0]?.finishedAt], ['running', null]);
  const [run] = await ports.store.listRuns(10);
  assert.ok(run);
  const { durationMs, ...rest } = run;
  assert.ok(durationMs !== null && durationMs >= 0);
  assert.deepEqual(rest, {
    id: 1,
    kind: 'training',
    state: 'done',
    by: 'aino',
    versions: START.versions,
    startedAt: '2024-07-01T10:00:00Z',
    finishedAt: '2024-07-01T10:00:00Z',
    inputHash: 'in',
    outputHash: null,
    settings: { seed: 7 },
    counts: { comments: 3 },
    error: null,
  });
});

test('a run whose work throws is on record as failed, and the error goes on', async (t) => {
  const ports = await portsOf(t);
  await assert.rejects(
    recordRun(ports, START, () => Promise.reject(new Error('expected ten, got none'))),
    /expected ten/,
  );
  const [run] = await ports.store.listRuns(10, 'training');
  assert.deepEqual([run?.state, run?.error], ['failed', 'expected ten, got none']);
  assert.deepEqual(await ports.store.listRuns(10, 'tagging'), []);
});

test('a run that the process did not live to end is closed as failed, others stay', async (t) => {
  const { store, now } = await portsOf(t);
  await store.startRun({ ...START, startedAt: now(), settings: {} });
  await recordRun({ store, now }, START, () => Promise.resolve({ counts: {}, inputHash: null, outputHash: null }));
  assert.equal(await closeInterruptedRuns(store, now()), 1);
  assert.deepEqual(
    (await store.listRuns(10)).map((run) => run.state),
    ['done', 'failed'],
  );
  assert.equal(await closeInterruptedRuns(store, now()), 0);
});

const TAGGED: CommentTags = {
  id: 1,
  state: 'tagged',
  tags: [{ theme: 'access', polarity: 'neg', confidence: 0.7, evidence: [{ start: 0, end: 4 }] }],
};

test('the digest of the same tags is the same, and another confidence or text gives another', () => {
  const hashesOf = (text: string, result: CommentTags) => {
    const digest = new TaggingDigest();
    digest.add(text, result);
    return digest.hashes();
  };
  const first = hashesOf('aa', TAGGED);
  assert.deepEqual(hashesOf('aa', structuredClone(TAGGED)), first);
  const otherText = hashesOf('ab', TAGGED);
  assert.notEqual(otherText.inputHash, first.inputHash);
  assert.equal(otherText.outputHash, first.outputHash);
  const [tag] = TAGGED.tags;
  const changed = { ...TAGGED, tags: tag ? [{ ...tag, confidence: 0.7 + Number.EPSILON }] : [] };
  assert.notEqual(hashesOf('aa', changed).outputHash, first.outputHash);
});
