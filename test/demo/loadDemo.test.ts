import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { loadDemo, type LoadDemoOptions } from '../../data/demo/loadDemo.js';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { LANGUAGES } from '../../src/domain/theme.js';
import { ingestFeedback, type IngestDeps } from '../../src/flows/ingestFeedback.js';
import { projectRoot } from '../../src/root.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { Store } from '../../src/store/store.js';

let folder = '';
let store: Store;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-demo-'));
  store = await openStore({ file: join(folder, 'demo.sqlite') });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

function load(extra: Partial<LoadDemoOptions> = {}): ReturnType<typeof loadDemo> {
  const deps: IngestDeps = {
    store,
    today: () => '2025-01-15',
    timeZone: 'Europe/Helsinki',
    supportedLanguages: LANGUAGES,
    keepOriginalDays: 0,
  };
  return loadDemo({
    store,
    root: projectRoot(),
    now: () => new Date().toISOString(),
    ingest: (items, options) => ingestFeedback(deps, items, options),
    ...extra,
  });
}

async function countStored(): Promise<number> {
  return (await store.readCells(NO_FILTER, [])).reduce((sum, cell) => sum + cell.count, 0);
}

test('a loading that was stopped, and cut off before noting its last batch, goes on and doubles nothing', async () => {
  const stop = new AbortController();
  const first = await load({ signal: stop.signal, onProgress: (rows) => rows === 2000 && stop.abort() });
  assert.deepEqual(first, { outcome: 'interrupted', accepted: 2000, duplicates: 0 });
  assert.equal(await store.getSetting('demoState'), 'loading:2000');

  await store.setSetting('demoState', 'loading:1000');
  assert.deepEqual(await load(), { outcome: 'loaded', accepted: 23_000, duplicates: 1000 });
  assert.equal(await countStored(), 25_000);
  assert.deepEqual(await load(), { outcome: 'present', accepted: 0, duplicates: 0 });

  const units = await store.listUnits();
  assert.equal(units.length, 41);
  assert.equal(units.find((unit) => unit.code === 'havulahti')?.target, 60);
  assert.equal(await store.getSetting('demo'), 'true');
  assert.equal(await store.getSetting('organisationTarget'), '65');
  assert.match((await store.getSetting('organisationName.sv')) ?? '', /Barrviken/);
});

test('a database with other feedback is left as it is', async () => {
  const deps: IngestDeps = {
    store,
    today: () => '2025-01-15',
    timeZone: 'Europe/Helsinki',
    supportedLanguages: LANGUAGES,
    keepOriginalDays: 0,
  };
  await ingestFeedback(deps, [{ id: '1', answered_at: '2024-05-02', score: 9, unit: 'clinic' }]);
  assert.deepEqual(await load(), { outcome: 'notEmpty', accepted: 0, duplicates: 0 });
  assert.equal(await countStored(), 1);
  assert.equal(await store.getSetting('demo'), null);
});
