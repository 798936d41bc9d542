import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { shippedDocument } from '../../src/domain/taxonomyDocument.js';
import type { Taxonomy } from '../../src/domain/theme.js';
import { headsVersionOf, Installation, type InstallationPorts } from '../../src/flows/installation.js';
import { parseTaxonomy } from '../../src/flows/taxonomy.js';
import { projectRoot } from '../../src/root.js';
import { openStore } from '../../src/store/sqliteStore.js';
import { EMPTY_OVERLAY, type HeadsOverlay } from '../../src/tagging/overlay.js';
import type { InstalledHeads } from '../../src/tagging/tagger.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { createTemporaryFolder } from '../support/temporaryFolder.js';

const SHIPPED = parseTaxonomy(
  JSON.parse(await readFile(join(projectRoot(), 'data', 'themes.json'), 'utf8')),
) satisfies Taxonomy;
const LEARNED: HeadsOverlay = {
  ...EMPTY_OVERLAY,
  themes: { premises: { stack: { encoder: 1, lexical: 1, bias: 0 }, threshold: 0.5 } },
};
const BY = { by: 'aino', reason: 'a try' };

async function portsOf(
  context: TestContext,
): Promise<InstallationPorts & { readonly installed: InstalledHeads[]; readonly shipped: Taxonomy }> {
  const folder = await createTemporaryFolder();
  const store = await openStore({ file: join(folder.path, 'test.sqlite') });
  context.after(async () => {
    await store.close();
    await folder.remove();
  });
  const installed: InstalledHeads[] = [];
  const fake = createFakeTagger();
  let minute = 0;
  return {
    store,
    tagger: { versionsOf: (heads) => fake.versionsOf(heads), install: (heads) => void installed.push(heads) },
    shipped: SHIPPED,
    now: () => `2024-07-01T10:${String(minute++).padStart(2, '0')}:00Z`,
    installed,
  };
}

const keysOf = ({ current }: Installation): string[] => current.taxonomy.themes.map((theme) => theme.key);

function without(installation: Installation, key: string) {
  return { themes: installation.current.document.themes.filter((theme) => theme.key !== key) };
}

test('a new database gets the shipped themes and nothing learned, once', async (t) => {
  const ports = await portsOf(t);
  const first = await Installation.open(ports);
  await Installation.open(ports);
  assert.deepEqual(first.current.document, shippedDocument(SHIPPED));
  assert.deepEqual(
    keysOf(first),
    SHIPPED.themes.map((theme) => theme.key),
  );
  assert.equal(first.current.row.heads, 'shipped');
  assert.equal((await ports.store.listInstallations(10)).length, 1);
  assert.deepEqual(ports.installed[0]?.overlay, EMPTY_OVERLAY);
});

test('a change gets the next version, is handed to the tagger, and is there after a restart', async (t) => {
  const ports = await portsOf(t);
  const installation = await Installation.open(ports);
  let heard = 0;
  installation.onChange(() => (heard += 1));
  await installation.apply({ document: without(installation, 'premises'), ...BY });
  await installation.apply({
    document: without(installation, 'access'),
    heads: { overlay: LEARNED, report: { a: 1 } },
    ...BY,
  });
  assert.equal(heard, 2);
  assert.equal(installation.current.document.version, `${SHIPPED.version}.2`);
  assert.deepEqual(ports.installed.at(-1)?.overlay, LEARNED);
  const again = await Installation.open(ports);
  assert.deepEqual(again.current, installation.current);
  assert.deepEqual(keysOf(again), [
    'waiting_times',
    'staff_friendliness',
    'instructions',
    'digital_channels',
    'care_quality',
  ]);
  assert.equal((await ports.store.getHeads(headsVersionOf(LEARNED)))?.report, '{"a":1}');
});

test('heads alone leave the themes and their version as they are', async (t) => {
  const installation = await Installation.open(await portsOf(t));
  const { document, row } = await installation.apply({ heads: { overlay: LEARNED, report: null }, ...BY });
  assert.equal(document.version, SHIPPED.version);
  assert.match(row.heads, /^[0-9a-f]{12}$/);
});

test('a pair that was in use before can be taken back into use', async (t) => {
  const ports = await portsOf(t);
  const installation = await Installation.open(ports);
  const before = installation.current;
  await installation.apply({
    document: without(installation, 'premises'),
    heads: { overlay: LEARNED, report: null },
    ...BY,
  });
  assert.equal(await installation.goBackTo(before.row.id, 'aino', 'back'), true);
  assert.deepEqual(installation.current.document, before.document);
  assert.deepEqual(installation.current.overlay, EMPTY_OVERLAY);
  assert.equal(installation.current.row.reason, 'back');
  assert.equal(await installation.goBackTo(999, 'aino', 'back'), false);
  // the next change gets a version of its own although the one in use is older
  await installation.apply({ document: without(installation, 'access'), ...BY });
  assert.equal(installation.current.document.version, `${SHIPPED.version}.2`);
});

test('what another process installed is taken over', async (t) => {
  const ports = await portsOf(t);
  const [here, there] = [await Installation.open(ports), await Installation.open(ports)];
  await there.apply({ document: without(there, 'premises'), ...BY });
  assert.equal(await here.refresh(), true);
  assert.deepEqual(here.current, there.current);
  assert.equal(await here.refresh(), false);
});

test('newer shipped themes replace shipped ones, never those that people changed', async (t) => {
  const ports = await portsOf(t);
  await Installation.open(ports);
  const newer: Taxonomy = { version: '2', themes: SHIPPED.themes.slice(1) };
  const after = await Installation.open({ ...ports, shipped: newer });
  assert.deepEqual(
    [after.current.taxonomy.version, ...keysOf(after)],
    ['2', ...newer.themes.map((theme) => theme.key)],
  );
  await after.apply({ document: without(after, 'premises'), ...BY });
  const later = await Installation.open({ ...ports, shipped: { ...newer, version: '3' } });
  assert.equal(later.current.document.version, '2.1');
});

test('learned heads that do not fit the model are kept but not used, and the service starts', async (t) => {
  const ports = await portsOf(t);
  const installation = await Installation.open(ports);
  await installation.apply({ heads: { overlay: LEARNED, report: null }, ...BY });
  const refuse = (heads: InstalledHeads): void => {
    if (Object.keys(heads.overlay.themes).length > 0) throw new Error('expected 384 numbers, got 768');
  };
  const after = await Installation.open({ ...ports, tagger: { ...ports.tagger, install: refuse } });
  assert.deepEqual(after.current.overlay, EMPTY_OVERLAY);
  assert.match(after.current.row.reason, /do not fit this model/);
  assert.ok(await ports.store.getHeads(headsVersionOf(LEARNED)));
});
