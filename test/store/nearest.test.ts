import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { seededRandom } from '../../src/domain/random.js';
import { commonDirections, distinctiveOf, similarityOf, type CommonDirections } from '../../src/domain/similarity.js';
import { openDatabase } from '../../src/store/database.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { IncomingResponse, Store, StoredVectors } from '../../src/store/store.js';
import type { NearFilter } from '../../src/store/similarityStore.js';
import { response, tag, VERSIONS, withFolder, withStore } from './samples.js';

const ALL: NearFilter = { from: null, to: null, unit: null, channel: null, lang: null, theme: null, polarity: null };
const SPACE = VERSIONS.space;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Vectors of a text whose direction is these numbers; two bytes of something else before and one after. */
function vectorsOf(text: string, ...whole: number[]): StoredVectors {
  const direction = Int8Array.from(whole);
  return {
    textHash: hash(text),
    bytes: new Uint8Array([1, 2, ...new Uint8Array(direction.buffer), 99]),
    whole: direction,
  };
}

/** A space whose texts have nothing in common: similarity is the plain cosine. */
const nothing = (dimensions: number): CommonDirections => ({ mean: new Float32Array(dimensions), axes: [] });

/** Stores comments, tagged, with the vectors; their ids in order. */
async function add(
  store: Store,
  comments: readonly (Partial<IncomingResponse> & { readonly comment: string; readonly theme?: string })[],
  vectors: readonly StoredVectors[],
  versions = VERSIONS,
): Promise<number[]> {
  const dimensions = vectors[0]?.whole?.length;
  if (dimensions !== undefined) await store.createSimilarityIndex(versions.space, nothing(dimensions));
  const stored = await store.addResponses(
    comments.map(({ theme, ...changes }, index) => {
      void theme;
      return response(`${comments.length}-${changes.comment}-${index}`, changes);
    }),
  );
  const tags = stored.map(({ id }, index) => {
    const theme = comments[index]?.theme;
    return { id, state: 'tagged' as const, tags: theme === undefined ? [] : [tag(theme, 'neg')] };
  });
  await store.saveTags(tags, versions, vectors);
  return stored.map(({ id }) => id);
}

const near = async (store: Store, query: number[], limit = 10, filter: Partial<NearFilter> = {}, space = SPACE) =>
  (await store.nearestComments(space, Int8Array.from(query), limit, { ...ALL, ...filter })).map(
    ({ id, similarity, alike }) => [id, Math.round(similarity * 1e4) / 1e4, alike],
  );

test('similarity is the cosine of the stored numbers, nearest first', async () => {
  await withStore(async (store) => {
    const [jono, puisto, muu] = await add(
      store,
      [{ comment: 'jono' }, { comment: 'puisto' }, { comment: 'muu' }],
      [vectorsOf('jono', 3, 4, 0, 0), vectorsOf('puisto', 4, 3, 0, 0), vectorsOf('muu', -3, 0, 0, 4)],
    );
    // (3,4)·(3,4)/25 = 1, (3,4)·(4,3)/25 = 0.96, −9/25 = −0.36
    assert.deepEqual(await near(store, [3, 4, 0, 0]), [
      [jono, 1, 1],
      [puisto, 0.96, 1],
      [muu, -0.36, 1],
    ]);
    assert.deepEqual(await near(store, [30, 40, 0, 0], 1), [[jono, 1, 1]]);
  });
});

test('comments with the same text are one result: the newest, and how many there are', async () => {
  await withStore(async (store) => {
    const ids = await add(
      store,
      [
        { comment: 'kiitos', day: '2024-01-02' },
        { comment: 'kiitos', day: '2024-03-02' },
        { comment: 'kiitos', day: '2024-02-02' },
        { comment: 'hyvä', day: '2024-02-02' },
      ],
      [vectorsOf('kiitos', 5, 1), vectorsOf('hyvä', 1, 5)],
    );
    assert.deepEqual(await near(store, [5, 1]), [
      [ids[1], 1, 3],
      [ids[3], 0.3846, 1],
    ]);
    assert.deepEqual((await near(store, [5, 1], 5, { to: '2024-02-28' }))[0], [ids[2], 1, 2]);
    // a comment that comes later with a text that is known needs no vectors of its own
    const [later] = await add(store, [{ comment: 'kiitos', day: '2024-04-01' }], []);
    assert.deepEqual((await near(store, [5, 1]))[0], [later, 1, 4]);
  });
});

test('every filter narrows what is found before the nearest are taken', async () => {
  await withStore(async (store) => {
    const random = seededRandom(3);
    const vectors: StoredVectors[] = [];
    const comments = Array.from({ length: 400 }, (_, index) => {
      const comment = `comment ${index}`;
      const far = index % 40 === 0;
      // one in forty points away from what is asked for, and only those pass the filters below
      vectors.push(
        vectorsOf(
          comment,
          ...Array.from({ length: 64 }, (__, at) => (far && at < 40 ? -1 : 1) * (20 + Math.floor(random() * 40))),
        ),
      );
      return far
        ? { comment, lang: 'sv', channel: 'web' as const, unitPath: ['clinic'], day: '2023-01-05', theme: 'access' }
        : { comment, theme: 'premises' };
    });
    const ids = await add(store, comments, vectors);
    const wanted = ids.filter((_, index) => index % 40 === 0).sort();
    const query = Array.from({ length: 64 }, () => 30);
    for (const filter of [
      { lang: 'sv' },
      { channel: 'web' },
      { unit: 'clinic' },
      { to: '2023-12-31' },
      { theme: 'access' },
      { theme: 'access', polarity: 'neg' },
    ] as const) {
      const found = await near(store, query, 10, filter);
      assert.deepEqual(found.map(([id]) => id).sort(), wanted, JSON.stringify(filter));
    }
    assert.deepEqual(await near(store, query, 10, { polarity: 'pos' }), []);
    assert.deepEqual(await near(store, query, 10, { unit: 'nowhere' }), []);
  });
});

test('the nearest of some thousand texts are those that measuring each would give, in its order', async () => {
  await withStore(async (store) => {
    const random = seededRandom(11);
    const gauss = (): number => random() + random() + random() + random() - 2;
    const centres = Array.from({ length: 30 }, () => Array.from({ length: 384 }, gauss));
    const wholes = Array.from({ length: 3000 }, (_, index) =>
      Int8Array.from(centres[index % 30]!, (value) =>
        Math.max(-127, Math.min(127, Math.round(40 * value + 30 * gauss()))),
      ),
    );
    const comments = wholes.map((__, index) => ({ comment: `text ${index}`, lang: index % 3 === 0 ? 'fi' : 'en' }));
    const vectors = wholes.map((whole, index) => vectorsOf(`text ${index}`, ...whole));
    await store.createSimilarityIndex(SPACE, commonDirections(wholes));
    const common = (await store.commonDirections(SPACE))!;
    const ids = await add(store, comments, vectors);
    let same = 0;
    for (let asked = 0; asked < 10; asked += 1) {
      const whole = wholes[asked * 37]!;
      for (const lang of [null, 'fi']) {
        const exact = ids
          .map((id, index) => ({
            id,
            index,
            similarity: similarityOf(distinctiveOf(whole, common), distinctiveOf(wholes[index]!, common)),
          }))
          .filter(({ index }) => lang === null || index % 3 === 0)
          .sort((a, b) => b.similarity - a.similarity)
          .slice(0, 20);
        const found = await store.nearestComments(SPACE, whole, 20, { ...ALL, lang });
        const known = new Map(exact.map(({ id, similarity }) => [id, similarity]));
        for (const { id, similarity } of found) {
          const expected = known.get(id);
          if (expected !== undefined) assert.ok(Math.abs(similarity - expected) < 1e-6);
        }
        assert.deepEqual(
          found.map(({ similarity }) => similarity),
          found.map(({ similarity }) => similarity).sort((a, b) => b - a),
        );
        same += found.filter(({ id }) => known.has(id)).length;
      }
    }
    assert.ok(same >= 0.99 * 10 * 20 * 2, `${same} of 400`);
  });
});

test('vectors of two spaces never meet', async () => {
  await withStore(async (store) => {
    const other = { ...VERSIONS, space: 'other-space' };
    const [one] = await add(store, [{ comment: 'yksi' }], [vectorsOf('yksi', 1, 2)]);
    const [two] = await add(store, [{ comment: 'kaksi' }], [vectorsOf('kaksi', 1, 2, 3)], other);
    assert.deepEqual(await near(store, [1, 2]), [[one, 1, 1]]);
    assert.deepEqual(await near(store, [1, 2, 3], 5, {}, 'other-space'), [[two, 1, 1]]);
    assert.deepEqual(await near(store, [1, 2], 5, {}, 'unknown-space'), []);
    await assert.rejects(near(store, [1, 2, 3]), /expected a vector of 2 numbers, got one of 3/);
    await assert.rejects(
      add(store, [{ comment: 'x' }], [vectorsOf('x', 1, 2, 3)]),
      /expected a vector of 2 numbers, got one of 3/,
    );
    assert.deepEqual(await near(store, [1, 2]), [[one, 1, 1]], 'what was refused left nothing behind');
    // tagged again in the other space, the comment is found there and no more here
    await store.saveTags([{ id: one!, state: 'tagged', tags: [] }], other, [vectorsOf('yksi', 3, 2, 1)]);
    assert.deepEqual(await near(store, [1, 2]), []);
    assert.deepEqual((await near(store, [3, 2, 1], 5, {}, 'other-space'))[0], [one, 1, 1]);
  });
});

test('without an index vectors are stored all the same, and comments wait for it', async () => {
  await withStore(async (store) => {
    const [stored] = await store.addResponses([response('1', { comment: 'jono' })]);
    const id = stored!.id;
    await store.saveTags([{ id, state: 'tagged', tags: [] }], VERSIONS, [vectorsOf('jono', 1, 2)]);
    assert.equal(await store.commonDirections(SPACE), null);
    assert.deepEqual(await store.similarityProgress(SPACE), { indexed: 0, waiting: 1 });
    await store.createSimilarityIndex(SPACE, nothing(2));
    await store.createSimilarityIndex(SPACE, nothing(3));
    assert.equal((await store.commonDirections(SPACE))?.mean.length, 2, 'the first stands');
    await store.indexComments(SPACE, [id], [vectorsOf('jono', 1, 2)]);
    assert.deepEqual(await near(store, [1, 2]), [[id, 1, 1]]);
    assert.deepEqual(await store.check(), []);
  });
});

test('comments stored without a direction wait, and are found once they are indexed', async () => {
  await withStore(async (store) => {
    const { textHash, bytes } = vectorsOf('vanha', 2, 1);
    await add(store, [{ comment: 'uusi' }], [vectorsOf('uusi', 1, 2)]);
    const [old] = await add(store, [{ comment: 'vanha' }], [{ textHash, bytes }]);
    assert.deepEqual(await store.similarityProgress(SPACE), { indexed: 1, waiting: 1 });
    assert.deepEqual(await store.commentsNotIndexed(0, 5), [{ id: old, text: 'vanha', lang: 'fi' }]);
    assert.deepEqual(await store.commentsNotIndexed(old!, 5), []);
    await store.indexComments(SPACE, [old!], [vectorsOf('vanha', 2, 1)]);
    assert.deepEqual(await store.similarityProgress(SPACE), { indexed: 2, waiting: 0 });
    assert.deepEqual((await near(store, [2, 1]))[0], [old, 1, 1]);
    assert.deepEqual(await store.check(), []);
    await assert.rejects(
      store.indexComments(SPACE, [old!], [{ ...vectorsOf('muu', 1, 2), whole: Int8Array.of(7, 7) }]),
      /expected the vector of the whole text to be part of its stored vectors/,
    );
  });
});

test('a text leaves the index with its last comment, and a backup keeps the index', async () => {
  await withFolder(async (folder) => {
    const file = join(folder, 'kuulolla.sqlite');
    let store = await openStore({ file });
    const ids = await add(
      store,
      [{ comment: 'kiitos' }, { comment: 'kiitos', day: '2024-01-01' }, { comment: 'jono' }],
      [vectorsOf('kiitos', 1, 2), vectorsOf('jono', 2, 1)],
    );
    await store.close();
    const database = await openDatabase(file, 1);
    const remove = (id: number | undefined) =>
      database.write((sql) => sql.rows('DELETE FROM responses WHERE id = ?', [id!]));
    const count = async (table: string): Promise<number> =>
      (await database.read((sql) => sql.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`)))[0]?.n ?? -1;
    await remove(ids[0]);
    assert.deepEqual([await count('vectors'), await count('similar_1')], [2, 2]);
    await remove(ids[1]);
    assert.deepEqual([await count('vectors'), await count('similar_1')], [1, 1]);
    await database.close();

    store = await openStore({ file });
    assert.deepEqual(await near(store, [1, 2]), [[ids[2], 0.8, 1]]);
    const copy = join(folder, 'copy.sqlite');
    await store.backup(copy);
    await store.close();
    const restored = await openStore({ file: copy });
    assert.deepEqual(await near(restored, [2, 1]), [[ids[2], 1, 1]]);
    await restored.close();
  });
});
