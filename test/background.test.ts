import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { announceComments, closeInterruptedImports } from '../src/background.js';
import type { ResponseId } from '../src/store/store.js';
import { response, withStore } from './store/samples.js';

describe('new comments', () => {
  it('are announced by number when a few arrive, and without numbers when many do', () =>
    withStore(async (bare) => {
      const announced: (readonly ResponseId[])[] = [];
      const store = announceComments(bare, (ids) => announced.push(ids));
      const [stored] = await store.addResponses([response('1', { comment: 'hyvä' })]);
      await store.addResponses(Array.from({ length: 101 }, (_, index) => response(`m${index}`, { comment: 'hyvä' })));
      assert.deepEqual(announced, [[stored?.id], []]);
    }));

  it('are not announced when there is no comment, or it was there already', () =>
    withStore(async (bare) => {
      const announced: (readonly ResponseId[])[] = [];
      const store = announceComments(bare, (ids) => announced.push(ids));
      await bare.addResponses([response('1', { comment: 'hyvä' })]);
      await store.addResponses([response('1', { comment: 'hyvä' }), response('2')]);
      assert.deepEqual(announced, []);
    }));
});

describe('an import that a crash cut short', () => {
  it('is marked failed at the next start with what to do, and finished ones stay as they are', () =>
    withStore(async (store) => {
      const start = { source: 'survey', fileName: 'a.csv', bytesTotal: 10, startedAt: '2024-05-01T08:00:00.000Z' };
      const cut = await store.startImport(start);
      const done = await store.startImport(start);
      await store.updateImport(done, { state: 'done', finishedAt: '2024-05-01T08:01:00.000Z' });
      assert.equal(await closeInterruptedImports(store, '2024-05-02T06:00:00.000Z'), 1);
      const record = await store.getImport(cut);
      assert.equal(record?.state, 'failed');
      assert.equal(record.finishedAt, '2024-05-02T06:00:00.000Z');
      assert.match(record.error ?? '', /Send the file again/);
      assert.equal((await store.getImport(done))?.state, 'done');
    }));
});
