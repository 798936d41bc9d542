import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { shippedDocument } from '../../src/domain/taxonomyDocument.js';
import type { TaxonomyDocument } from '../../src/domain/taxonomyDocument.js';
import type { Polarity, ThemeTag } from '../../src/domain/theme.js';
import { openDatabase } from '../../src/store/database.js';
import type { NewLabel } from '../../src/store/labelStore.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { Store } from '../../src/store/store.js';
import { query, response, tag, VERSIONS, withStore } from './samples.js';

const words = { fi: '', sv: '', en: '' };
const theme = (key: string) => ({ key, name: words, description: words, excludes: words, colour: 0 });
const THEMES = shippedDocument({ version: VERSIONS.taxonomy, themes: ['access', 'food', 'staff'].map(theme) });
const FOOD_IN_ACCESS: TaxonomyDocument = {
  version: 'merged',
  themes: THEMES.themes.map((each) =>
    each.key === 'food' ? { ...each, state: 'merged', mergedInto: 'access' } : each,
  ),
};
const TEXT = 'Ruoka oli kylmää';

function label(about: string, polarity: Polarity | null, changes: Partial<NewLabel> = {}): NewLabel {
  return {
    response: 1,
    theme: about,
    present: polarity !== null,
    polarity,
    evidence: [],
    source: 'correction',
    by: 'local',
    at: '2025-03-01T10:00:00Z',
    ...changes,
  };
}

const machine = (id: number, ...tags: ThemeTag[]) => [{ id, state: 'tagged', tags }] as const;
const said = async (store: Store, id = 1): Promise<string[]> =>
  ((await store.getComment(id))?.tags ?? []).map(
    (each) => `${each.theme}:${each.polarity}${each.confirmed ? '!' : ''}`,
  );
const countOf = (store: Store, about: string): Promise<number> => store.countComments(query({ theme: about }));

async function withComments(work: (store: Store, file: string) => Promise<void>): Promise<void> {
  await withStore(async (store, file) => {
    await store.addResponses([1, 2, 3].map((id) => response(String(id), { comment: TEXT })));
    const comments = [1, 2, 3].map((id) => ({ id, state: 'tagged' as const, tags: [tag('access', 'neg')] }));
    await store.saveTags(comments, VERSIONS, [], THEMES);
    await work(store, file);
    assert.deepEqual(await store.check(), []);
  });
}

test('a label changes tags and figures in one breath and outlives tagging again', async () => {
  await withComments(async (store) => {
    const labels = [label('access', null), label('food', 'neg', { evidence: [{ start: 0, end: 5 }] })];
    await store.saveLabels(labels, machine(1, tag('access', 'neg')), VERSIONS, THEMES);
    assert.deepEqual((await store.getComment(1))?.tags, [
      { theme: 'food', polarity: 'neg', confidence: 1, evidence: [{ start: 0, end: 5 }], confirmed: true },
    ]);
    assert.deepEqual([await countOf(store, 'access'), await countOf(store, 'food')], [2, 1]);
    const again = { ...VERSIONS, heads: 'heads-2' };
    await store.saveTags(machine(1, tag('access', 'pos'), tag('staff', 'pos')), again, [], THEMES);
    assert.deepEqual(await said(store), ['food:neg!', 'staff:pos']);
    assert.equal((await store.getComment(1))?.versions?.heads, 'heads-2');
    assert.deepEqual([await countOf(store, 'access'), await countOf(store, 'food')], [2, 1]);
    assert.deepEqual((await store.commentTexts(query({ theme: 'food' })))[0]?.tags[0]?.confirmed, true);
  });
});

test('the newest label about a theme holds, and all that was ever said stays on record', async () => {
  await withComments(async (store) => {
    const first = label('access', 'pos', { source: 'sample' });
    await store.saveLabels([first], machine(1, tag('access', 'neg')), VERSIONS, THEMES);
    const second = label('access', 'neu', { by: 'maija', at: '2025-03-02T10:00:00Z' });
    await store.saveLabels([second], machine(1, tag('access', 'neg')), VERSIONS, THEMES);
    assert.deepEqual(await said(store), ['access:neu!']);
    assert.deepEqual(await store.labelHistory(1), [
      { ...first, id: 1, withdrawn: null },
      // drawn at random, whoever mends it later
      { ...second, source: 'sample', id: 2, withdrawn: null },
    ]);
    assert.deepEqual(await store.countLabels(), [
      { theme: 'access', lang: 'fi', source: 'sample', present: true, count: 1 },
    ]);
  });
});

test('a label that is taken back leaves the machine’s tag, not what was said before', async () => {
  await withComments(async (store) => {
    const given = machine(1, tag('access', 'neg'));
    await store.saveLabels([label('access', 'pos')], given, VERSIONS, THEMES);
    await store.saveLabels([label('access', null), label('food', 'neg')], given, VERSIONS, THEMES);
    const at = '2025-03-03T10:00:00Z';
    assert.equal(await store.withdrawLabel(1, 'access', 'maija', at, given, VERSIONS, THEMES), true);
    assert.deepEqual(await said(store), ['food:neg!', 'access:neg']);
    assert.equal(await store.withdrawLabel(1, 'access', 'maija', at, given, VERSIONS, THEMES), false);
    assert.equal(await store.withdrawLabel(1, 'unheard_of', 'maija', at, given, VERSIONS, THEMES), false);
    assert.deepEqual(
      (await store.labelHistory(1)).map((each) => each.withdrawn),
      [{ by: 'maija', at }, { by: 'maija', at }, null],
    );
    assert.deepEqual(await countOf(store, 'access'), 3);
  });
});

test('labels of a merged theme count to the other, until someone says otherwise about that one', async () => {
  await withComments(async (store) => {
    await store.saveLabels([label('food', 'neg')], machine(1), VERSIONS, THEMES);
    const now = { ...VERSIONS, taxonomy: 'merged' };
    await store.saveTags(machine(1, tag('access', 'pos')), now, [], FOOD_IN_ACCESS);
    assert.deepEqual(await said(store), ['access:neg!']);
    await store.saveLabels([label('access', null)], machine(1, tag('access', 'pos')), now, FOOD_IN_ACCESS);
    assert.deepEqual(await said(store), []);
    assert.deepEqual(
      (await store.labelledComments({ limit: 9 })).map((each) => each.labels.map((one) => one.theme)),
      [['access']],
    );
  });
});

test('taking back what was said about a theme takes back what was said about those merged into it', async () => {
  await withComments(async (store) => {
    await store.saveLabels([label('food', 'neg'), label('staff', null)], machine(1), VERSIONS, THEMES);
    const now = { ...VERSIONS, taxonomy: 'merged' };
    await store.withdrawLabel(1, 'access', 'x', 'later', machine(1, tag('access', 'pos')), now, FOOD_IN_ACCESS);
    assert.deepEqual(await said(store), ['access:pos']);
    assert.deepEqual(
      (await store.labelHistory(1)).map((each) => each.withdrawn !== null),
      [true, false],
    );
  });
});

test('labels of a theme that is not installed wait for it', async () => {
  await withComments(async (store) => {
    await store.saveLabels([label('parking', 'neg')], machine(1), VERSIONS, THEMES);
    assert.deepEqual(await said(store), []);
    const document = { version: 'own', themes: [...THEMES.themes, { ...THEMES.themes[0]!, key: 'parking' }] };
    await store.saveTags(machine(1), { ...VERSIONS, taxonomy: 'own' }, [], document);
    assert.deepEqual(await said(store), ['parking:neg!']);
    // without the installed themes each theme counts for itself
    await store.saveTags(machine(1), VERSIONS, []);
    assert.deepEqual(await said(store), ['parking:neg!']);
  });
});

test('labels that contradict themselves, their text or their comment’s state are refused and leave nothing behind', async () => {
  await withComments(async (store) => {
    await store.addResponses([response('4', { comment: TEXT }), response('5')]);
    const refused: readonly (readonly [NewLabel, RegExp])[] = [
      [
        label('food', 'neg', { evidence: [{ start: 0, end: 17 }] }),
        /expected evidence within 0–16 of comment 1, got 0–17/,
      ],
      [label('food', 'neg', { evidence: [{ start: 3, end: 3 }] }), /expected evidence within 0–16/],
      [label('food', 'neg', { evidence: [{ start: -1, end: 3 }] }), /expected evidence within 0–16/],
      [label('food', 'neg', { evidence: [{ start: 0.5, end: 3 }] }), /expected evidence within 0–16/],
      [label('food', 'neg', { present: false }), /expected neither polarity nor evidence of food, which is absent/],
      [label('', 'neg'), /expected a theme in the label/],
      [label('food', 'neg', { response: 2 }), /expected the machine's tags of comment 2 with its labels/],
    ];
    for (const [wrong, message] of refused) {
      await assert.rejects(store.saveLabels([label('staff', 'pos'), wrong], machine(1), VERSIONS, THEMES), message);
    }
    await assert.rejects(
      store.saveLabels([label('food', 'neg', { response: 5 })], machine(5), VERSIONS, THEMES),
      /expected 1 stored comments to tag, found 0/,
    );
    const unsupported = [{ id: 4, state: 'unsupported', tags: [] }] as const;
    await assert.rejects(
      store.saveLabels([label('food', 'neg', { response: 4 })], unsupported, VERSIONS, THEMES),
      /expected the machine's tags of comment 4/,
    );
    const confirmed: ThemeTag = { ...tag('food', 'neg'), confirmed: true };
    await assert.rejects(
      store.saveTags(machine(1, confirmed), VERSIONS, []),
      /expected the machine's tags of comment 1/,
    );
    assert.deepEqual(await store.labelHistory(1), []);
    assert.deepEqual(await store.countLabels(), []);
    assert.deepEqual(await said(store), ['access:neg']);
  });
});

test('labelled comments come in pages by id, of a theme and of sources, with those labels alone', async () => {
  await withComments(async (store) => {
    for (const id of [1, 2, 3]) {
      const labels = [
        label('food', 'neg', { response: id, source: id === 2 ? 'panel' : 'correction' }),
        label('staff', null, { response: id, source: 'sample' }),
      ];
      await store.saveLabels(labels, machine(id), VERSIONS, THEMES);
    }
    const found = async (
      options: Omit<Parameters<Store['labelledComments']>[0], 'limit'>,
      limit = 9,
    ): Promise<string[]> =>
      (await store.labelledComments({ ...options, limit })).map(
        (each) => `${each.id} ${each.labels.map((one) => `${one.theme}/${one.source}`).join()}`,
      );
    assert.deepEqual(await found({}, 1), ['1 food/correction,staff/sample']);
    assert.deepEqual(await found({ afterId: 1 }), ['2 food/panel,staff/sample', '3 food/correction,staff/sample']);
    assert.deepEqual(await found({ theme: 'food', sources: ['correction'] }), [
      '1 food/correction',
      '3 food/correction',
    ]);
    assert.deepEqual(await found({ theme: 'unheard_of' }), []);
    const [first] = await store.labelledComments({ limit: 1 });
    assert.deepEqual([first?.text, first?.lang, first?.unit, first?.day], [TEXT, 'fi', 'surgery', '2024-03-15']);
  });
});

test('labels and tagging at the same time end with every label laid over', async () => {
  await withComments(async (store) => {
    const work = Array.from({ length: 30 }, (_, index) => {
      const id = (index % 3) + 1;
      const versions = { ...VERSIONS, heads: `heads-${index}` };
      return index % 2 === 0
        ? store.saveTags(machine(id, tag('access', 'neg')), versions, [], THEMES)
        : store.saveLabels(
            [label('food', index % 4 === 1 ? 'neg' : null, { response: id, at: `at ${index}` })],
            machine(id, tag('access', 'neg')),
            VERSIONS,
            THEMES,
          );
    });
    await Promise.all(work);
    for (const id of [1, 2, 3]) {
      const last = (await store.labelHistory(id)).at(-1);
      assert.deepEqual(await said(store, id), last?.present ? ['food:neg!', 'access:neg'] : ['access:neg']);
    }
  });
});

test('what another process corrects meanwhile is laid over by the tagging of this one', async () => {
  await withComments(async (store, file) => {
    const other = await openStore({ file });
    try {
      await Promise.all([
        other.saveLabels([label('food', 'neg')], machine(1, tag('access', 'neg')), VERSIONS, THEMES),
        store.saveTags(machine(1, tag('staff', 'pos')), VERSIONS, [], THEMES),
      ]);
    } finally {
      await other.close();
    }
    assert.ok((await said(store)).includes('food:neg!'));
  });
});

test('a response that is deleted takes its labels along', async () => {
  await withStore(async (store, file) => {
    await store.addResponses([response('1', { comment: TEXT })]);
    await store.saveTags(machine(1), VERSIONS, []);
    await store.saveLabels([label('food', 'neg')], machine(1), VERSIONS, THEMES);
    const database = await openDatabase(file, 1);
    await database.write((sql) => sql.rows('DELETE FROM responses'));
    await database.close();
    assert.deepEqual(await store.labelHistory(1), []);
    assert.deepEqual(await store.labelledComments({ limit: 9 }), []);
    assert.deepEqual(await store.readCells(NO_FILTER, ['themes']).then((cells) => cells.length), 1);
  });
});

test('check finds tags that do not follow what people said', async () => {
  await withStore(async (store, file) => {
    await store.addResponses([1, 2, 3].map((id) => response(String(id), { comment: TEXT })));
    for (const id of [1, 2, 3]) {
      await store.saveTags(machine(id, tag('access', 'neg')), VERSIONS, [], THEMES);
      await store.saveLabels(
        [label('food', 'neg', { response: id })],
        machine(id, tag('access', 'neg')),
        VERSIONS,
        THEMES,
      );
    }
    const database = await openDatabase(file, 1);
    await database.write(async (sql) => {
      await sql.rows(`UPDATE labels SET in_force = 0 WHERE response_id = 1`);
      await sql.rows(`UPDATE labels SET present = 0, polarity = NULL WHERE response_id = 2`);
      await sql.rows(`UPDATE labels SET evidence = '[[0,99]]' WHERE response_id = 3`);
    });
    await database.close();
    assert.deepEqual(await store.check(), [
      '2 comments whose tags do not follow what people confirmed',
      '1 comments with evidence of people outside of their text',
    ]);
  });
});
