import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examplesByTheme } from '../../src/flows/examplesByTheme.js';
import { Installation } from '../../src/flows/installation.js';
import { createFakeTagger } from '../support/fakeTagger.js';
import { depsWith } from './feedbackFixture.js';

test('each theme has its three nearest, whoever waits for their preparation does not wait for long', async (t) => {
  const { store, taxonomy } = await depsWith(t, []);
  const tagger = createFakeTagger();
  const now = (): string => '2024-07-15T08:00:00Z';
  const installation = await Installation.open({ store, tagger, shipped: taxonomy, now });
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const texts = ['jonotin', 'jonotin pitkään', 'jonotin vain', 'kiitos'];
  const committedLabels = async () => {
    await released;
    return texts.map((text) => ({
      lang: 'fi',
      text,
      labels: text === 'kiitos' ? [] : [{ theme: 'waiting_times', polarity: 'neg' as const }],
    }));
  };
  const deps = { store, tagger, installation, committedLabels };
  assert.equal(await examplesByTheme(deps, 'jonotin', 0), null);
  release();
  const examples = await examplesByTheme(deps, 'jonotin', 60_000);
  assert.deepEqual(
    [...(examples?.keys() ?? [])],
    taxonomy.themes.map((theme) => theme.key),
  );
  const waiting = examples?.get('waiting_times') ?? [];
  assert.equal(waiting.length, 3);
  assert.ok(!waiting.some((example) => example.text === 'jonotin'), 'a comment is not its own example');
});
