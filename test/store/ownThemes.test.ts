import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OwnThemeDraft } from '../../src/store/ownThemeStore.js';
import { response, VERSIONS, withStore } from './samples.js';

const NAME = { fi: 'Pysäköinti', sv: 'Parkering', en: 'Parking' };
const NONE = { fi: '', sv: '', en: '' };

function draft(key: string, changes: Partial<OwnThemeDraft> = {}): OwnThemeDraft {
  return {
    key,
    name: NAME,
    description: NONE,
    excludes: { ...NONE, en: 'Roads.' },
    colour: null,
    sentences: [
      { text: 'Parkki oli täynnä', lang: 'fi', present: true, space: 'a', vectors: Uint8Array.of(1, 255) },
      { text: 'Tie oli jäinen', lang: 'fi', present: false, space: 'a', vectors: Uint8Array.of() },
    ],
    state: 'scanning',
    head: '{"theme":"parking"}',
    answers: 0,
    scannedAnswers: null,
    scanned: 0,
    total: 3,
    months: [],
    by: 'maija',
    createdAt: '2024-07-01T10:00:00Z',
    changedAt: '2024-07-01T10:00:00Z',
    ...changes,
  };
}

test('a draft comes back as it was saved, oldest first, and a change leaves the rest as it is', () =>
  withStore(async (store) => {
    const parking = draft('parking');
    const food = draft('food', { createdAt: '2024-06-01T10:00:00Z', colour: 3 });
    await store.saveOwnTheme(parking);
    await store.saveOwnTheme(food);
    assert.deepEqual(await store.listOwnThemes(), [food, parking]);

    const months = [{ month: '2024-06', comments: 10, given: 2 }];
    assert.equal(await store.updateOwnTheme('parking', { state: 'ready', scannedAnswers: 4, months }), true);
    assert.deepEqual(await store.getOwnTheme('parking'), { ...parking, state: 'ready', scannedAnswers: 4, months });
    assert.equal(await store.updateOwnTheme('nothing', { state: 'ready' }), false);
    assert.equal(await store.getOwnTheme('nothing'), null);
  }));

test('candidates come highest first with their comment; new scores change the order, and drawn ones stay drawn', () =>
  withStore(async (store) => {
    const added = await store.addResponses(
      ['yksi', 'kaksi', 'kolme'].map((comment, index) => response(String(index), { comment })),
    );
    const [one, two, three] = added.map(({ id }) => id) as [number, number, number];
    await store.saveOwnTheme(draft('parking'));
    await store.replaceOwnThemeCandidates('parking', [
      { id: one, score: 0.2, random: true },
      { id: two, score: 0.9, random: false },
      { id: 999, score: 1, random: false },
    ]);
    assert.deepEqual(await store.ownThemeCandidates('parking'), [
      { id: two, text: 'kaksi', lang: 'fi', score: 0.9, random: false },
      { id: one, text: 'yksi', lang: 'fi', score: 0.2, random: true },
    ]);
    await store.rescoreOwnThemeCandidates('parking', [
      { id: one, score: 1 },
      { id: two, score: 0 },
      { id: three, score: 0.5 },
    ]);
    assert.deepEqual(
      (await store.ownThemeCandidates('parking')).map(({ id, score, random }) => [id, score, random]),
      [
        [one, 1, true],
        [two, 0, false],
      ],
    );
    await store.replaceOwnThemeCandidates('parking', [{ id: three, score: 0.5, random: false }]);
    assert.deepEqual(
      (await store.ownThemeCandidates('parking')).map(({ id }) => id),
      [three],
    );
  }));

test('a draft that is deleted takes its candidates along, and other drafts keep theirs', () =>
  withStore(async (store) => {
    const [added] = await store.addResponses([response('1', { comment: 'yksi' })]);
    await store.saveTags([{ id: added!.id, state: 'tagged', tags: [] }], VERSIONS, []);
    for (const key of ['parking', 'food']) {
      await store.saveOwnTheme(draft(key));
      await store.replaceOwnThemeCandidates(key, [{ id: added!.id, score: 1, random: false }]);
    }
    assert.equal(await store.deleteOwnTheme('parking'), true);
    assert.equal(await store.deleteOwnTheme('parking'), false);
    assert.deepEqual(await store.ownThemeCandidates('parking'), []);
    assert.equal((await store.ownThemeCandidates('food')).length, 1);
    assert.deepEqual(await store.check(), []);
  }));
