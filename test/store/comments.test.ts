import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ThemeTag } from '../../src/domain/theme.js';
import { InvalidCursorError, writeCursor } from '../../src/store/cursor.js';
import type { CommentQuery, CommentTags, IncomingResponse, Store } from '../../src/store/store.js';
import { query, response, VERSIONS, withStore } from './samples.js';

function tag(theme: string, polarity: ThemeTag['polarity'], confidence = 0.75): ThemeTag {
  return { theme, polarity, confidence, evidence: [{ start: 0, end: 4 }] };
}

async function ids(store: Store, changes: Partial<CommentQuery>): Promise<string[]> {
  return (await store.listComments(query(changes))).items.map((row) => row.sourceId);
}

/** All pages of a query, by source id. */
async function allPages(store: Store, changes: Partial<CommentQuery>): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await store.listComments(query({ ...changes, cursor }));
    assert.ok(page.items.length > 0 || found.length === 0, 'a page after a cursor has something on it');
    found.push(...page.items.map((row) => row.sourceId));
    cursor = page.next;
  } while (cursor !== null);
  return found;
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

// --- every combination of filters gives what a plain scan gives ---

interface Believed {
  readonly id: number;
  readonly row: IncomingResponse;
  readonly tags: readonly ThemeTag[];
}

function matches({ row, tags }: Believed, asked: CommentQuery): boolean {
  const text = row.comment;
  if (text === null) return false;
  const length = [...text].length;
  const hasTag =
    (asked.theme === null && asked.polarity === null) ||
    tags.some(
      (found) =>
        (asked.theme === null || found.theme === asked.theme) &&
        (asked.polarity === null || found.polarity === asked.polarity),
    );
  const words = row.stems.split(' ');
  return (
    hasTag &&
    (asked.from === null || row.day >= asked.from) &&
    (asked.to === null || row.day <= asked.to) &&
    (asked.unit === null || row.unitPath.includes(asked.unit)) &&
    (asked.channel === null || row.channel === asked.channel) &&
    (asked.lang === null || row.lang === asked.lang) &&
    (asked.minLength === undefined || length >= asked.minLength) &&
    (asked.maxLength === undefined || length <= asked.maxLength) &&
    asked.stems.every((group) =>
      group.some((stem) =>
        words.some((word) => (stem.endsWith('*') ? word.startsWith(stem.slice(0, -1)) : word === stem)),
      ),
    )
  );
}

/** A few hundred responses that combine everything with everything; unit `tiny` has next to none of them. */
function combinedRows(): { readonly rows: IncomingResponse[]; readonly tags: readonly (readonly ThemeTag[])[] } {
  const texts = [null, 'Hyvä 💛', 'Jono oli aivan liian pitkä', 'Kallis parkki'];
  const sets: ThemeTag[][] = [
    [],
    [tag('access', 'neg')],
    [tag('access', 'pos'), tag('premises', 'neg')],
    [tag('premises', 'neu', 0.51)],
  ];
  const rows = Array.from({ length: 400 }, (_, index) => {
    const comment = texts[index % 4] ?? null;
    return response(String(index), {
      comment,
      stems: comment === null ? '' : (['hyv', 'jono ol pitk', 'kall park'][(index % 4) - 1] ?? ''),
      day: `2024-0${1 + ((index * 7) % 4)}-${10 + ((index * 3) % 9)}`,
      unitPath: index % 97 === 0 ? ['county', 'tiny'] : ['county', index % 3 === 0 ? 'clinic' : 'hospital'],
      channel: index % 5 === 0 ? 'web' : 'sms',
      lang: index % 7 === 0 ? 'sv' : 'fi',
    });
  });
  return { rows, tags: rows.map((row, index) => (row.comment === null ? [] : (sets[(index >> 2) % 4] ?? []))) };
}

const anyQuery = fc.record({
  from: fc.option(fc.constantFrom('2024-01-12', '2024-02-01')),
  to: fc.option(fc.constantFrom('2024-03-31', '2024-04-14')),
  unit: fc.option(fc.constantFrom('county', 'clinic', 'hospital', 'tiny', 'nowhere')),
  channel: fc.option(fc.constantFrom('sms' as const, 'web' as const)),
  lang: fc.option(fc.constantFrom('fi', 'sv')),
  theme: fc.option(fc.constantFrom('access', 'premises', 'unheard_of')),
  polarity: fc.option(fc.constantFrom('pos' as const, 'neg' as const, 'neu' as const)),
  stems: fc.constantFrom<string[][]>([], [], [], [['hyv']], [['jono'], ['pit*']], [['kall', 'hyv*']], [['none']]),
  length: fc.constantFrom({}, {}, { minLength: 6 }, { maxLength: 6 }, { minLength: 7, maxLength: 20 }),
  limit: fc.integer({ min: 1, max: 90 }),
});

test('every combination of filters lists and counts what a plain scan finds', async () => {
  await withStore(async (store) => {
    const { rows, tags } = combinedRows();
    await store.addResponses(rows);
    const tagged = tags.flatMap((found, index): CommentTags[] =>
      rows[index]?.comment ? [{ id: index + 1, state: 'tagged', tags: found }] : [],
    );
    await store.saveTags(tagged, VERSIONS, []);
    const believed: Believed[] = rows.map((row, index) => ({ id: index + 1, row, tags: tags[index] ?? [] }));
    await fc.assert(
      fc.asyncProperty(anyQuery, async ({ length, ...rest }) => {
        const asked = query({ ...rest, ...length });
        const expected = believed
          .filter((row) => matches(row, asked))
          .sort((a, b) => (a.row.day === b.row.day ? b.id - a.id : a.row.day < b.row.day ? 1 : -1));
        assert.deepEqual(
          await allPages(store, asked),
          expected.map(({ row }) => row.sourceId),
        );
        assert.equal(await store.countComments(asked), expected.length);
        assert.deepEqual(
          await store.commentTexts(asked),
          expected.slice(0, asked.limit).map(({ row, tags: found }) => ({
            text: row.comment,
            tags: [...found].sort((a, b) => b.confidence - a.confidence || (a.theme < b.theme ? -1 : 1)),
          })),
        );
      }),
      { numRuns: 300 },
    );
  });
});
