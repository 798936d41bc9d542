import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import knexFactory from 'knex';
import { restore } from '../../src/store/restore.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { CommentTags, IncomingResponse, Store } from '../../src/store/store.js';
import { query, response, tag, VERSIONS, withFolder, withStore } from './samples.js';

const REQUEST = { at: '2024-06-01T09:00:00.000Z', by: 'a-1', reason: 'asked for by letter' };
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Every count of the database, by names and not by ids, and every word that can be searched for. */
async function countsOf(file: string): Promise<unknown> {
  const knex = knexFactory({ client: 'sqlite3', connection: { filename: file }, useNullAsDefault: true });
  const cells = async (table: string, columns: string): Promise<unknown> =>
    knex.raw<unknown[]>(
      `SELECT COALESCE(units.code, '*') AS unit, ${columns}, responses FROM ${table}
       LEFT JOIN units ON units.id = ${table}.unit_id
       ${columns.includes('theme_set') ? 'JOIN theme_sets ON theme_sets.id = theme_set_id' : ''}
       ${columns.includes('statement') ? 'JOIN statements ON statements.id = statement_id' : ''}
       ORDER BY unit, ${columns}`,
    );
  const rows = async (text: string): Promise<unknown> => knex.raw<unknown[]>(text);
  try {
    return {
      daily: await cells('daily_cells', 'day, channel, lang, score_class, comment_state, theme_set'),
      monthly: await cells('monthly_cells', 'month, channel, lang, score_class, comment_state'),
      monthlyThemes: await cells('monthly_theme_cells', 'month, channel, lang, score_class, comment_state, theme_set'),
      dailyStatements: await cells('daily_statement_cells', 'day, channel, lang, statement, value'),
      monthlyStatements: await cells('monthly_statement_cells', 'month, channel, lang, statement, value'),
      words: await rows(`SELECT word FROM search_words ORDER BY word`),
      vectors: await rows(`SELECT hex(text_hash) AS hash FROM vectors ORDER BY 1`),
      tags: await rows(
        `SELECT source_id, theme FROM tags JOIN responses ON responses.id = response_id JOIN themes ON themes.id = theme_id
         ORDER BY 1, 2`,
      ),
    };
  } finally {
    await knex.destroy();
  }
}

interface Sample {
  readonly incoming: IncomingResponse;
  readonly tags: CommentTags['tags'] | null;
  readonly erased: boolean;
}

const TEXTS = ['kiitos', 'kiitos paljon', 'jono oli pitkä', 'odotus jono', 'pysäköinti'];

const sample = fc.record({
  day: fc.constantFrom('2024-03-15', '2024-03-16', '2024-04-01'),
  unitPath: fc.constantFrom(['hospital', 'surgery'], ['hospital', 'ward'], ['hospital'], ['clinic']),
  channel: fc.constantFrom('sms', 'web'),
  lang: fc.constantFrom('fi', 'sv'),
  score: fc.constantFrom(0, 7, 10, null),
  comment: fc.constantFrom(null, ...TEXTS),
  statements: fc.constantFrom({}, { heard: 5 }, { heard: 4, got_help: 1 }),
  themes: fc.constantFrom(null, [], [tag('waiting_times', 'neg')], [tag('waiting_times', 'neg'), tag('access', 'pos')]),
  erased: fc.boolean(),
});

async function fill(store: Store, samples: readonly Sample[]): Promise<number[]> {
  if (samples.length === 0) return [];
  const outcomes = await store.addResponses(samples.map(({ incoming }) => incoming));
  const tags = samples.flatMap((each, index): CommentTags[] =>
    each.incoming.comment === null || each.tags === null
      ? []
      : [{ id: outcomes[index]?.id ?? 0, state: 'tagged', tags: each.tags }],
  );
  const texts = new Set(
    samples.flatMap(({ incoming, tags: given }) =>
      incoming.comment !== null && given !== null ? [incoming.comment] : [],
    ),
  );
  const vectors = [...texts].map((text) => ({ textHash: hashOf(text), bytes: Buffer.from(`vector of ${text}`) }));
  await store.saveTags(tags, VERSIONS, vectors);
  return outcomes.map(({ id }) => id);
}

test('after erasing some of any responses every count, tag, word and vector is that of a database that never had them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sample, { maxLength: 14 }), async (drawn) => {
      const samples = drawn.map(({ themes, erased, ...changes }, index): Sample => ({
        incoming: response(String(index), changes),
        tags: themes,
        erased,
      }));
      // a text that only pending comments share has no vectors there, which the other database would not have either
      await withStore(async (store, file) => {
        const ids = await fill(store, samples);
        for (const [index, { erased }] of samples.entries()) {
          if (erased) assert.ok(await store.eraseSubject(ids[index] ?? 0, REQUEST));
        }
        assert.deepEqual(await store.check(), []);
        await withStore(async (never, otherFile) => {
          await fill(
            never,
            samples.filter(({ erased }) => !erased),
          );
          const [found, expected] = (await Promise.all([countsOf(file), countsOf(otherFile)])) as [
            { vectors: unknown[] },
            { vectors: unknown[] },
          ];
          // a pending comment keeps the vectors of its text, which are read again with it
          const pending = new Set(
            samples
              .filter(({ erased, tags }) => !erased && tags === null)
              .map(({ incoming }) => hashOf(incoming.comment ?? '').toUpperCase()),
          );
          const kept = found.vectors.filter((row) => !pending.has((row as { hash: string }).hash));
          const others = expected.vectors.filter((row) => !pending.has((row as { hash: string }).hash));
          assert.deepEqual({ ...found, vectors: kept }, { ...expected, vectors: others });
        });
      });
    }),
    { numRuns: 25 },
  );
});

test('no byte of an erased comment stays in the database file or its log, also not of the second one erased', async () => {
  await withStore(async (store, file) => {
    const many = Array.from({ length: 300 }, (_, index) =>
      response(String(index), { comment: `kiitos avusta ${index}` }),
    );
    await store.addResponses(many);
    const words = ['xylofonipaukku', 'zeppeliininarina'];
    const outcomes = await store.addResponses(
      words.map((word, index) =>
        response(`rare-${index}`, {
          comment: `kiitos ${word}`,
          original: { text: `kiitos ${word} t. Maija`, deleteAfter: '2099-01-01' },
        }),
      ),
    );
    const textHash = hashOf(`kiitos ${words[0]}`);
    await store.saveTags([{ id: outcomes[0]!.id, state: 'tagged', tags: [tag('access', 'pos')] }], VERSIONS, [
      { textHash, bytes: Buffer.from('numbersOfTheRareOne') },
    ]);
    const held = async (text: string): Promise<boolean> => {
      const files = [file, `${file}-wal`].map((name) => readFile(name).catch(() => Buffer.alloc(0)));
      return (await Promise.all(files)).some((bytes) => bytes.includes(text));
    };
    for (const [index, word] of words.entries()) {
      // the index keeps words without what they begin with alike
      const tail = word.slice(4);
      assert.ok(await held(tail), 'it is there before');
      assert.ok(await store.eraseSubject(outcomes[index]!.id, REQUEST));
      assert.equal(await held(tail), false, word);
      assert.equal(await held('rare-' + String(index)), false);
    }
    assert.equal(await held('numbersOfTheRareOne'), false);
    assert.equal(await store.countComments(query({ stems: [['kiitos']] })), 300);
    assert.deepEqual(await store.check(), []);
  });
});

test('what was erased is refused when it is sent again, whatever it says now, and its id is never given again', async () => {
  await withStore(async (store) => {
    const [, newest] = await store.addResponses([response('1'), response('2', { comment: 'jono' })]);
    const erasure = await store.eraseSubject(newest!.id, REQUEST);
    assert.deepEqual(erasure, {
      ...REQUEST,
      response: 2,
      remains: { findings: [], rejectedRowsOfImport: null, themes: [] },
    });
    assert.equal(await store.eraseSubject(newest!.id, REQUEST), null, 'it is gone');
    const again = [response('1'), response('2', { comment: 'toinen' }), response('3'), response('3')];
    assert.deepEqual(await store.addResponses(again), [
      { outcome: 'duplicate', id: 1 },
      { outcome: 'erased', id: 0 },
      { outcome: 'accepted', id: 4 },
      { outcome: 'duplicate', id: 4 },
    ]);
    assert.deepEqual(await store.addResponses([response('4', { source: 'other' })]), [{ outcome: 'accepted', id: 5 }]);
    assert.deepEqual(await store.findErasure('survey', '2'), erasure);
    assert.equal(await store.findErasure('other', '2'), null);
    assert.deepEqual(await store.listErasures(9), [erasure]);
    assert.deepEqual(await store.check(), []);
  });
});

test('a comment that is erased while it is being tagged leaves neither tags nor vectors behind', async () => {
  await withStore(async (store, file) => {
    const [one, two] = await store.addResponses([
      response('1', { comment: 'jono' }),
      response('2', { comment: 'kiitos' }),
    ]);
    await store.eraseSubject(two!.id, REQUEST);
    await store.saveTags(
      [one!, two!].map(({ id }) => ({ id, state: 'tagged', tags: [tag('access', 'pos')] })),
      VERSIONS,
      ['jono', 'kiitos'].map((text) => ({ textHash: hashOf(text), bytes: Buffer.from(text) })),
    );
    assert.deepEqual(await store.check(), []);
    const { vectors } = (await countsOf(file)) as { vectors: unknown[] };
    assert.deepEqual(vectors, [{ hash: hashOf('jono').toUpperCase() }]);
  });
});

test('everything that is stored about a response is found by its source id, table by table, with who saw it', async () => {
  await withStore(async (store) => {
    const [first] = await store.addResponses([
      response('same', {
        comment: 'jono oli pitkä',
        statements: { heard: 4 },
        original: { text: 'jono oli pitkä, Maija', deleteAfter: '2099-01-01' },
      }),
      response('same', { source: 'other' }),
      response('else', { source: 'third' }),
    ]);
    await store.saveTags([{ id: first!.id, state: 'tagged', tags: [tag('waiting_times', 'neg')] }], VERSIONS, []);
    const event = {
      at: REQUEST.at,
      actorId: 'a-1',
      actorName: 'Anna',
      role: 'manager',
      action: 'view',
      status: 200,
    } as const;
    await store.appendAudit([
      { ...event, route: '/comments', subject: { comments: '1-3' } },
      { ...event, route: '/themes', subject: {} },
    ]);
    assert.deepEqual(await store.findSubjects('same'), [1, 2]);
    assert.deepEqual(await store.findSubjects('same', 'other'), [2]);
    assert.deepEqual(await store.findSubjects('nothing'), []);
    const subject = await store.getSubject(1);
    assert.equal(subject?.comment?.text, 'jono oli pitkä');
    assert.deepEqual(
      subject.seenBy.map(({ actorName, route }) => [actorName, route]),
      [['Anna', '/comments']],
    );
    assert.deepEqual(Object.keys(subject.tables).sort(), ['originals', 'response_statements', 'responses', 'tags']);
    assert.deepEqual(subject.tables['response_statements'], [{ statement: 'heard', value: 4 }]);
    assert.deepEqual(subject.tables['originals'], [{ comment: 'jono oli pitkä, Maija', delete_after: '2099-01-01' }]);
    const [given] = subject.tables['tags'] ?? [];
    assert.deepEqual([given?.['theme'], given?.['polarity'], given?.['day']], ['waiting_times', 'neg', '2024-03-15']);
    assert.equal(await store.getSubject(99), null);
  });
});

test('restoring an older backup erases again what was erased since, and keeps the audit trail and the ids', async () => {
  await withFolder(async (folder) => {
    const database = join(folder, 'kuulolla.sqlite');
    const backup = join(folder, 'backup');
    const files = { anchorFile: join(folder, 'audit-anchor.jsonl'), erasuresFile: join(folder, 'erasures.jsonl') };
    const store = await openStore({ file: database, ...files });
    const event = {
      at: REQUEST.at,
      actorId: 'a-1',
      actorName: 'Anna',
      role: 'manager',
      action: 'view',
      status: 200,
    } as const;
    await store.addResponses([response('1'), response('2', { comment: 'jono' })]);
    await store.appendAudit([{ ...event, route: '/', subject: {} }]);
    await store.backup(backup);
    await store.addResponses([response('3'), response('4')]);
    await store.eraseSubject(2, REQUEST);
    await store.appendAudit([{ ...event, route: '/comments', subject: { comments: '4' } }]);
    await store.close();
    const options = { backup, database, force: false, ...files };

    const first = await restore({ ...options, timestamp: 'T1' });
    assert.deepEqual(first.outcome === 'restored' && [first.responses, first.trail, first.erasedAgain], [
      1,
      'carried',
      1,
    ]);
    const restored = await openStore({ file: database, ...files });
    assert.deepEqual(await restored.check(), []);
    assert.equal((await restored.verifyAudit()).records, 2);
    assert.equal((await restored.findErasure('survey', '2'))?.reason, REQUEST.reason);
    assert.deepEqual(await restored.addResponses([response('2'), response('5')]), [
      { outcome: 'erased', id: 0 },
      { outcome: 'accepted', id: 5 },
    ]);
    await restored.close();

    // the database is lost: the file of erasures is enough, and the trail begins again where the backup had it
    await rm(database);
    const second = await restore({ ...options, timestamp: 'T2' });
    assert.deepEqual(second.outcome === 'restored' && [second.responses, second.trail, second.erasedAgain], [
      1,
      'own',
      1,
    ]);
    const again = await openStore({ file: database, ...files });
    assert.deepEqual(await again.check(), []);
    await again.appendAudit([{ ...event, route: '/', subject: {} }]);
    assert.deepEqual([(await again.verifyAudit()).records, (await again.verifyAudit()).problem], [2, null]);
    await again.close();
  });
});

test('a backup older than what was purged since gets the whole of the present trail', async () => {
  await withFolder(async (folder) => {
    const database = join(folder, 'kuulolla.sqlite');
    const backup = join(folder, 'backup');
    const store = await openStore({ file: database });
    const at = (day: string) =>
      ({
        at: `${day}T08:00:00.000Z`,
        actorId: 'a',
        actorName: 'A',
        role: 'local',
        action: 'view',
        route: '/',
        subject: { comments: '1' },
        status: 200,
      }) as const;
    await store.appendAudit([at('2019-01-01'), at('2019-01-02')]);
    await store.backup(backup);
    await store.appendAudit([at('2019-01-03'), at('2024-01-01')]);
    await store.purgeAudit('2020-01-01T00:00:00.000Z');
    await store.close();
    const result = await restore({ backup, database, force: false, timestamp: 'T1' });
    assert.equal(result.outcome === 'restored' && result.trail, 'carried');
    const restored = await openStore({ file: database });
    const chain = await restored.verifyAudit();
    assert.deepEqual([chain.records, chain.newest.id, chain.purgedThrough, chain.problem], [1, 4, 3, null]);
    await restored.close();
  });
});
