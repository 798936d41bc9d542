import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ThemeTag } from '../../src/domain/theme.js';
import type { StoredVectors } from '../../src/store/store.js';
import { query, response, VERSIONS, withStore } from './samples.js';

const HASHES = ['aa'.repeat(32), 'bb'.repeat(32), 'cc'.repeat(32)] as const;

function vectors(textHash: string, ...bytes: number[]): StoredVectors {
  return { textHash, bytes: Uint8Array.from(bytes) };
}

test('vectors belong to a text within a space; the first ones stored stand', async () => {
  await withStore(async (store) => {
    const other = { ...VERSIONS, space: 'other-space' };
    await store.saveTags([], VERSIONS, [vectors(HASHES[0], 1, 2, 255), vectors(HASHES[1], 3)]);
    await store.saveTags([], VERSIONS, [vectors(HASHES[0], 9)]);
    await store.saveTags([], other, [vectors(HASHES[0], 7)]);
    const found = await store.getVectors(VERSIONS.space, [HASHES[1], HASHES[2], HASHES[0], HASHES[0]]);
    assert.deepEqual(
      new Map(found.map((row) => [row.textHash, [...row.bytes]])),
      new Map([
        [HASHES[0], [1, 2, 255]],
        [HASHES[1], [3]],
      ]),
    );
    assert.equal(found.length, 2);
    assert.deepEqual(
      (await store.getVectors('other-space', HASHES)).map((row) => [...row.bytes]),
      [[7]],
    );
    assert.deepEqual(await store.getVectors('unknown-space', HASHES), []);
  });
});

test('vectors that are a view into a larger buffer are stored as the view', async () => {
  await withStore(async (store) => {
    const buffer = Uint8Array.from([1, 2, 3, 4, 5, 6]).subarray(2, 4);
    const many = Array.from({ length: 450 }, (_, index) => vectors(index.toString(16).padStart(64, '0'), index % 256));
    await store.saveTags([], VERSIONS, [{ textHash: HASHES[0], bytes: buffer }, ...many]);
    const [row] = await store.getVectors(VERSIONS.space, [HASHES[0]]);
    assert.deepEqual([...(row?.bytes ?? [])], [3, 4]);
    assert.equal(
      (
        await store.getVectors(
          VERSIONS.space,
          many.map((one) => one.textHash),
        )
      ).length,
      450,
    );
  });
});

test('tags that fail leave nothing behind: no vectors, no states, no cells', async () => {
  await withStore(async (store) => {
    await store.addResponses([response('1', { comment: 'Hyvä' }), response('2')]);
    const good: ThemeTag = { theme: 'access', polarity: 'pos', confidence: 0.9, evidence: [] };
    const refused: readonly (readonly [number, readonly ThemeTag[], RegExp])[] = [
      [99, [good], /expected 2 stored comments to tag, found 1/],
      [2, [good], /expected 2 stored comments to tag, found 1/],
      [2, [{ ...good, confidence: 1.5 }], /expected 2 stored comments/],
    ];
    for (const [id, tags, message] of refused) {
      await assert.rejects(
        store.saveTags(
          [
            { id: 1, state: 'tagged', tags: [good] },
            { id, state: 'tagged', tags },
          ],
          VERSIONS,
          [vectors(HASHES[0], 1)],
        ),
        message,
      );
    }
    await assert.rejects(
      store.saveTags([{ id: 1, state: 'tagged', tags: [{ ...good, confidence: 1.5 }] }], VERSIONS, []),
      /CHECK constraint failed/,
    );
    await assert.rejects(
      store.saveTags([{ id: 1, state: 'unsupported', tags: [good] }], VERSIONS, []),
      /expected no tags on unsupported comment 1, got 1/,
    );
    assert.deepEqual(await store.getVectors(VERSIONS.space, [HASHES[0]]), []);
    assert.equal((await store.getComment(1))?.state, 'pending');
    assert.equal(await store.countComments(query({ theme: 'access' })), 0);
    assert.deepEqual(await store.check(), []);
  });
});

test('comments tagged with other versions come by ascending id, over several versions, until none is left', async () => {
  await withStore(async (store) => {
    await store.addResponses(
      Array.from({ length: 9 }, (_, index) => response(String(index), { comment: `Teksti ${index}` })),
    );
    const tagAs = (heads: string, ids: readonly number[]): Promise<void> =>
      store.saveTags(
        ids.map((id) => ({ id, state: 'tagged', tags: [] })),
        { ...VERSIONS, heads },
        [],
      );
    await tagAs('a', [1, 4, 7]);
    await tagAs('b', [2, 5]);
    await tagAs('now', [3, 6]);
    const now = { ...VERSIONS, heads: 'now' };
    const idsAfter = async (after: number, limit: number): Promise<number[]> =>
      (await store.commentsTaggedOtherwise(now, after, limit)).map((comment) => comment.id);
    assert.deepEqual(await idsAfter(0, 3), [1, 2, 4]);
    assert.deepEqual(await idsAfter(4, 3), [5, 7]);
    assert.deepEqual(await idsAfter(7, 3), []);
    assert.deepEqual((await store.commentsTaggedOtherwise(now, 0, 1))[0], { id: 1, text: 'Teksti 0', lang: 'fi' });
    await tagAs('now', [1, 2, 4, 5, 7]);
    assert.deepEqual(await idsAfter(0, 10), []);
    assert.deepEqual(
      (await store.pendingComments(10)).map((comment) => comment.id),
      [9, 8],
    );
  });
});

test('pending comments come newest answers first', async () => {
  await withStore(async (store) => {
    await store.addResponses([
      response('1', { day: '2024-03-01', comment: 'a' }),
      response('2', { day: '2024-05-01', comment: 'b' }),
      response('3', { day: '2024-04-01', comment: 'c' }),
      response('4', { day: '2024-06-01', comment: 'd', initialState: 'unsupported' }),
    ]);
    assert.deepEqual(
      (await store.pendingComments(2)).map((comment) => comment.text),
      ['b', 'c'],
    );
  });
});
