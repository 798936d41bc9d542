import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeDemoWork } from '../../data/demo/demoWork.js';
import { saveDemoPeople } from '../../data/demo/demoPeople.js';
import { authoriseStore } from '../../src/flows/authorisedStore.js';
import type { LearningDeps } from '../../src/flows/deps.js';
import type { PanelDeps } from '../../src/flows/panelDeps.js';
import { projectRoot } from '../../src/root.js';
import { openLabelledDemo, type LabelledDemo } from '../flows/labelledDemo.js';

const NOW = '2025-01-15T10:00:00.000Z';
let demo: LabelledDemo;

before(async () => {
  demo = await openLabelledDemo();
  await saveDemoPeople(demo.deps.store, NOW);
});
after(() => demo.close());

test('the people of the demo make two findings, confirm one, act on it and are asked about the other, once', async () => {
  const { store } = demo.deps;
  const { versions } = demo.deps.tagger;
  const installation = { current: { versions, document: { themes: demo.deps.taxonomy.themes } } };
  // nothing is taught here
  const flowsOn = (used: LearningDeps['store']): LearningDeps =>
    ({ ...demo.deps, store: used, now: () => NOW, installation }) as unknown as LearningDeps;
  const deps: PanelDeps = { flows: flowsOn(authoriseStore(store)), own: flowsOn(store) };
  assert.equal(await makeDemoWork(deps, projectRoot()), true);

  const findings = await store.listFindings({});
  assert.deepEqual(
    findings.map(({ theme, state }) => [theme, state]),
    [
      ['instructions', 'inReview'],
      ['access', 'confirmed'],
    ],
  );
  for (const { quotes, figures } of findings) {
    assert.ok(quotes.filter(({ approved }) => approved).length >= 5, 'five quotes that a panel may read');
    assert.ok(
      quotes.some(({ contradicts }) => contradicts),
      'and one that says otherwise',
    );
    assert.ok(figures.every(({ interval }) => interval !== null));
  }
  const rounds = await store.listRounds();
  assert.deepEqual(
    rounds.map(({ state, members, until }) => [state, members.length, until]),
    [
      ['open', 5, '2025-01-29'],
      ['closed', 5, '2025-01-15'],
    ],
  );
  const [action, ...others] = await store.listActions({});
  assert.deepEqual(others, []);
  assert.deepEqual([action?.state, action?.startedOn, action?.finding], ['done', '2024-03-01', findings[1]?.id]);

  assert.equal(await makeDemoWork(deps, projectRoot()), false);
  assert.equal((await store.listFindings({})).length, 2);
});
