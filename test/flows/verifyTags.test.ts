/** Tagging again is compared with what is stored, to the bit, and changes nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../src/domain/random.js';
import { shippedDocument } from '../../src/domain/taxonomyDocument.js';
import type { ThemeTag } from '../../src/domain/theme.js';
import { tagBatch } from '../../src/flows/tagPending.js';
import { verifyTags } from '../../src/flows/verifyTags.js';
import type { NewLabel } from '../../src/store/labelStore.js';
import type { Store } from '../../src/store/store.js';
import { createFakeTagger, type FakeTagger } from '../support/fakeTagger.js';
import { response, withStore } from '../store/samples.js';

const words = { fi: '', sv: '', en: '' };
const THEMES = shippedDocument({
  version: '1',
  themes: ['waiting_times', 'staff_friendliness', 'premises'].map((key) => ({
    key,
    name: words,
    description: words,
    excludes: words,
    colour: 0,
  })),
});
const TEXTS = ['jonotin kauan', 'hoitaja oli ystävällinen', 'ei mitään', 'jonotin, hoitaja ystävällinen'];
const NONE_OTHER = { different: 0, examples: [], otherVersions: 0 };

interface Tagged {
  readonly store: Store;
  readonly tagger: FakeTagger;
  readonly verify: () => ReturnType<typeof verifyTags>;
}

/** Four tagged comments, and one in a language that is not tagged. */
async function withTagged(work: (tagged: Tagged) => Promise<void>): Promise<void> {
  await withStore(async (store) => {
    const tagger = createFakeTagger();
    const lang = (index: number): string => (index < TEXTS.length ? 'fi' : 'ru');
    await store.addResponses(
      [...TEXTS, 'Спасибо'].map((comment, index) => response(String(index), { comment, lang: lang(index) })),
    );
    await tagBatch({ store, tagger, themesInUse: () => THEMES }, await store.pendingComments(10));
    await work({ store, tagger, verify: () => verifyTags({ store, tagger, themesInUse: () => THEMES }) });
  });
}

const allRows = (store: Store) => Promise.all([1, 2, 3, 4, 5].map((id) => store.getComment(id)));

test('what was tagged once is the same again, from stored vectors, and nothing is changed', async () => {
  await withTagged(async ({ store, tagger, verify }) => {
    const before = await allRows(store);
    tagger.embedded.splice(0);
    assert.deepEqual(await verify(), { compared: 4, ...NONE_OTHER });
    assert.deepEqual(tagger.embedded, []);
    assert.deepEqual(await allRows(store), before);
  });
});

test('theme, polarity, evidence and the last bit of the confidence are compared', async () => {
  const found: ThemeTag = {
    theme: 'waiting_times',
    polarity: 'neg',
    confidence: 0.9,
    evidence: [{ start: 0, end: 'jonotin'.length }],
  };
  const others: ThemeTag[][] = [
    [],
    [{ ...found, theme: 'premises' }],
    [{ ...found, polarity: 'neu' }],
    [{ ...found, evidence: [{ start: 0, end: 8 }] }],
    [{ ...found, confidence: 0.9 + 2 ** -53 }],
    [found, { ...found, theme: 'premises' }],
  ];
  assert.notEqual(0.9 + 2 ** -53, 0.9);
  await withTagged(async ({ store, tagger, verify }) => {
    const id = (await store.walkTaggedWith(tagger.versions, 0, 1))[0]?.id ?? assert.fail();
    for (const tags of others) {
      await store.saveTags([{ id, state: 'tagged', tags }], tagger.versions, [], THEMES);
      assert.deepEqual(await verify(), { compared: 4, different: 1, examples: [id], otherVersions: 0 });
    }
    await store.saveTags([{ id, state: 'tagged', tags: [found] }], tagger.versions, [], THEMES);
    assert.deepEqual(await verify(), { compared: 4, ...NONE_OTHER });
  });
});

test('what people confirmed is left out, and what they said is absent is not missed', async () => {
  await withTagged(async ({ store, tagger, verify }) => {
    const said = (comment: number, theme: string, present: boolean): NewLabel => ({
      response: comment,
      theme,
      present,
      polarity: present ? 'pos' : null,
      evidence: [],
      source: 'correction',
      by: 'local',
      at: '2025-03-01T10:00:00Z',
    });
    const machine = (await store.walkTaggedWith(tagger.versions, 0, 10)).map(({ id, tags }) => ({
      id,
      state: 'tagged' as const,
      tags,
    }));
    const [queue, , nothing, both] = machine.map(({ id }) => id) as [number, number, number, number];
    const labels = [
      said(queue, 'waiting_times', false),
      said(nothing, 'premises', true),
      said(both, 'waiting_times', true),
    ];
    const about = machine.filter(({ id }) => labels.some((label) => label.response === id));
    await store.saveLabels(labels, about, tagger.versions, THEMES);
    assert.deepEqual(await verify(), { compared: 4, ...NONE_OTHER });
  });
});

test('comments of other versions are counted and not compared', async () => {
  await withTagged(async ({ store, tagger, verify }) => {
    const older = { ...tagger.versions, heads: 'older' };
    await store.saveTags([{ id: 1, state: 'tagged', tags: [] }], older, [], THEMES);
    assert.deepEqual(await verify(), { compared: 3, different: 0, examples: [], otherVersions: 1 });
  });
});

test('a confidence is read as it was written, to the bit', async () => {
  await withStore(async (store) => {
    const random = seededRandom(7);
    const versions = { space: 's', heads: 'h', taxonomy: '1' };
    const numbers = Array.from({ length: 3000 }, () => 1 / (1 + Math.exp(8 * (random() + random() * 2 ** -32 - 0.5))));
    await store.addResponses(numbers.map((_, index) => response(String(index), { comment: 'jonotin' })));
    await store.saveTags(
      numbers.map((confidence, index) => ({
        id: index + 1,
        state: 'tagged',
        tags: [{ theme: 'premises', polarity: 'neg', confidence, evidence: [{ start: 0, end: 7 }] }],
      })),
      versions,
      [],
    );
    const read = await store.walkTaggedWith(versions, 0, numbers.length);
    assert.deepEqual(
      read.map(({ tags }) => tags[0]?.confidence),
      numbers,
    );
  });
});
