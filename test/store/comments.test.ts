import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { InvalidCursorError, writeCursor } from '../../src/store/cursor.js';
import type { CommentQuery, Store } from '../../src/store/store.js';
import { allPages, query, response, tag, VERSIONS, withStore } from './samples.js';

async function ids(store: Store, changes: Partial<CommentQuery>): Promise<string[]> {
  return (await store.listComments(query(changes))).items.map((row) => row.sourceId);
}

test('comments are listed newest first, with tags most confident first; responses without one are not', async () => {
  await withStore(async (store) => {
    await store.addResponses([
      response('old', { day: '2024-01-01', comment: 'Vanha' }),
      response('new', { day: '2024-05-01', comment: 'Uusi' }),
      response('silent', { day: '2024-06-01' }),
      response('late', { day: '2024-01-01', comment: 'Myöhässä' }),
    ]);
    await store.saveTags(
      [{ id: 2, state: 'tagged', tags: [tag('premises', 'neu', 0.6), tag('access', 'pos', 0.9)] }],
      VERSIONS,
      [],
    );
    const page = await store.listComments(query());
    assert.deepEqual(
      page.items.map((row) => [row.sourceId, row.state, row.tags.map((found) => found.theme)]),
      [
        ['new', 'tagged', ['access', 'premises']],
        ['late', 'pending', []],
        ['old', 'pending', []],
      ],
    );
    assert.deepEqual(page.items[0]?.tags[0], tag('access', 'pos', 0.9));
    assert.deepEqual(page.items[0]?.versions, VERSIONS);
    assert.equal(page.items[1]?.versions, null);
    assert.equal(page.next, null);
  });
});

test('pages that follow their cursors show every comment once, in every way of searching', async () => {
  await withStore(async (store) => {
    const rows = Array.from({ length: 47 }, (_, index) =>
      response(String(index), {
        day: `2024-0${1 + (index % 3)}-1${index % 2}`,
        comment: `sana ${index % 5 === 0 ? 'viides' : ''} ${index}`,
        unitPath: index === 7 ? ['hospital', 'tiny'] : ['hospital', 'surgery'],
      }),
    );
    await store.addResponses(rows);
    await store.saveTags(
      rows.map((_, index) => ({ id: index + 1, state: 'tagged', tags: index % 2 ? [tag('access', 'neg')] : [] })),
      VERSIONS,
      [],
    );
    const newestFirst = rows
      .map((row, index) => ({ day: row.day, id: index + 1, sourceId: row.sourceId }))
      .sort((a, b) => (a.day === b.day ? b.id - a.id : a.day < b.day ? 1 : -1))
      .map((row) => row.sourceId);
    const of = (keep: (index: number) => boolean): string[] => newestFirst.filter((id) => keep(Number(id)));
    assert.deepEqual(await allPages(store, { limit: 5 }), newestFirst);
    assert.deepEqual(await allPages(store, { limit: 47 }), newestFirst);
    assert.deepEqual(
      await allPages(store, { limit: 4, theme: 'access' }),
      of((index) => index % 2 === 1),
    );
    assert.deepEqual(
      await allPages(store, { limit: 3, stems: [['viides']] }),
      of((index) => index % 5 === 0),
    );
    assert.deepEqual(
      await allPages(store, { limit: 4, unit: 'surgery' }),
      of((index) => index !== 7),
    );
    assert.deepEqual(await allPages(store, { limit: 1, unit: 'tiny' }), ['7']);
  });
});

test('a comment stored while a reader pages does not shift the pages after it', async () => {
  await withStore(async (store) => {
    await store.addResponses(['1', '2', '3', '4'].map((id) => response(id, { comment: id })));
    const first = await store.listComments(query({ limit: 2 }));
    await store.addResponses([response('5', { comment: '5' })]);
    const second = await store.listComments(query({ limit: 2, cursor: first.next }));
    assert.deepEqual(
      [first, second].map((page) => page.items.map((row) => row.sourceId)),
      [
        ['4', '3'],
        ['2', '1'],
      ],
    );
  });
});

test('a cursor that was not given out is refused, with what was expected', async () => {
  await withStore(async (store) => {
    for (const cursor of ['', 'x', '; DROP TABLE responses', Buffer.from('20240101.1 OR 1').toString('base64url')]) {
      await assert.rejects(store.listComments(query({ cursor })), InvalidCursorError, cursor);
    }
    assert.deepEqual(await store.listComments(query({ cursor: writeCursor({ day: 20240101, id: 1 }) })), {
      items: [],
      next: null,
    });
  });
});

test('a search word matches by stem or prefix, all groups must match, and a stem is not part of a word', async () => {
  await withStore(async (store) => {
    await store.addResponses([
      response('1', { comment: 'x', stems: 'odot puhelim tunt' }),
      response('2', { comment: 'x', stems: 'puhelinpalvelu hyvä' }),
      response('3', { comment: 'x', stems: 'hyva odotushuone' }),
    ]);
    assert.deepEqual(await ids(store, { stems: [['odot']] }), ['1']);
    assert.deepEqual(await ids(store, { stems: [['odot*']] }), ['3', '1']);
    assert.deepEqual(await ids(store, { stems: [['puhelim', 'puhelinpalvelu']] }), ['2', '1']);
    assert.deepEqual(await ids(store, { stems: [['puhelim', 'puhelinpalvelu'], ['odot*']] }), ['1']);
    assert.deepEqual(await ids(store, { stems: [['hyvä']] }), ['2']);
    assert.deepEqual(await ids(store, { stems: [['helin']] }), []);
    assert.equal(await store.countComments(query({ stems: [['odot*']] })), 2);
  });
});

test('a beginning finds its comments whether few or very many words begin so', async () => {
  await withStore(async (store) => {
    const many = Array.from({ length: 260 }, (_, index) => `hoito${index}`);
    const few = Array.from({ length: 190 }, (_, index) => `jono${index}`);
    await store.addResponses(
      [...many, ...few, 'hoit', 'jon'].map((stem) => response(stem, { comment: 'x', stems: stem })),
    );
    const count = (...stems: string[][]): Promise<number> => store.countComments(query({ stems }));
    assert.equal(await count(['hoito*']), 260);
    assert.equal(await count(['jono*']), 190);
    assert.equal(await count(['jono*', 'hoit', 'hoito*', 'jono1*', 'jono*']), 451);
    assert.equal(await count(['jono1*'], ['jono*', 'hoito*']), 101);
    assert.equal(await count(['jonot*']), 0);
  });
});

test('what looks like search syntax or SQL is only words', async () => {
  await withStore(async (store) => {
    await store.addResponses([
      response('1', { comment: 'x', stems: 'near column stems' }),
      response('2', { comment: 'x', stems: 'or and not' }),
    ]);
    const attempts = [
      '"',
      "'",
      '*',
      '**',
      '(',
      'near(',
      'stems:',
      '^near',
      'a"b',
      '" OR "near',
      "'; DELETE FROM tags; --",
      '{',
      '-near',
      'AND',
      'NOT',
      '\u0000',
      '\\',
      'near" NOT "x',
      '+',
      '😀',
      ',',
      'ä̈',
    ];
    for (const attempt of attempts) {
      const found = await ids(store, { stems: [[attempt]] });
      assert.ok(!found.includes('2') || /and|not/i.test(attempt), attempt);
      await store.countComments(query({ stems: [[attempt], ['near*']] }));
    }
    assert.deepEqual(await ids(store, { stems: [['near" NOT "column']] }), []);
    assert.deepEqual(await ids(store, { stems: [['OR']] }), ['2']);
    assert.deepEqual(await ids(store, { theme: "' OR 1=1 --", unit: "' OR 1=1 --" }), []);
  });
});

test('any text at all can be searched for without an error', async () => {
  await withStore(async (store) => {
    await store.addResponses([response('1', { comment: 'x', stems: 'sana' })]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }), { maxLength: 3 }),
        async (stems) => {
          const total = await store.countComments(query({ stems }));
          assert.equal(total, (await store.listComments(query({ stems }))).items.length);
        },
      ),
      { numRuns: 200 },
    );
  });
});
