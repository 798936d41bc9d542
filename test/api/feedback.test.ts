import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { NO_COMMENT_FILTER } from '../../src/web/query.js';
import { createFakeTagger, type FakeTagger } from '../support/fakeTagger.js';
import { postFeedback } from '../support/feedback.js';
import { startApp, type RunningApp } from '../support/runningApp.js';

let app: RunningApp;
let tagger: FakeTagger;
let ids = 0;

before(async () => {
  tagger = createFakeTagger();
  app = await startApp({ tagger });
});
after(() => app.close());

/** A response that is in order; every call has another id. */
function item(more: object = {}): object {
  return { id: `i${++ids}`, source: 'kiosk-7', answered_at: '2024-05-02', unit: 'clinic', score: 9, ...more };
}

const responses = async () => {
  const cells = await app.assembly.flows.store.readCells(
    { from: null, to: null, unit: null, channel: null, lang: null },
    [],
  );
  return cells.reduce((sum, cell) => sum + cell.count, 0);
};

describe('POST /api/v1/feedback', () => {
  it('takes one response', async () => {
    const { status, results } = await postFeedback(app, item({ id: 'one' }));
    assert.equal(status, 202);
    assert.deepEqual(results, [{ index: 0, id: 'one', outcome: 'accepted' }]);
  });

  it('takes every field that it documents', async () => {
    const whole = item({
      id: 4711,
      answered_at: '2.5.2024',
      scale: 'nps',
      comment: 'Soitin 040 123 4567, ystävällinen',
      lang: 'fi',
      unit: 'clinic',
      channel: 'phone',
      statements: { got_help: 5, heard: 4 },
    });
    const { results } = await postFeedback(app, whole);
    assert.deepEqual(results, [{ index: 0, id: '4711', outcome: 'accepted' }]);
    await app.background?.tagging.idle();
    const { items } = await app.assembly.flows.store.listComments({
      ...NO_COMMENT_FILTER,
      channel: 'phone',
      stems: [],
      limit: 1,
      cursor: null,
    });
    assert.equal(items[0]?.text.includes('040'), false, 'the number is masked');
    assert.deepEqual(items[0]?.tags[0]?.theme, 'staff_friendliness');
  });

  it('answers for each of several by itself, in order, and stores those that are in order', async () => {
    const before = await responses();
    const { status, results } = await postFeedback(app, [
      item({ id: 'a' }),
      item({ id: 'b', score: 11 }),
      item({ id: 'a' }),
      item({ id: 'a', score: 1 }),
      { id: 'c', answered_at: 'yesterday', colour: 'blue' },
      'text',
      item({ id: 'd' }),
    ]);
    assert.equal(status, 202);
    assert.deepEqual(
      results.map(({ index, id, outcome }) => [index, id, outcome]),
      [
        [0, 'a', 'accepted'],
        [1, 'b', 'rejected'],
        [2, 'a', 'duplicate'],
        [3, 'a', 'rejected'],
        [4, 'c', 'rejected'],
        [5, null, 'rejected'],
        [6, 'd', 'accepted'],
      ],
    );
    assert.equal(await responses(), before + 2);
    assert.deepEqual(results[1]?.reasons, [
      {
        field: 'score',
        expected: 'a whole number 0–10',
        found: '11',
        message: 'score: expected a whole number 0–10; found "11"',
      },
    ]);
    assert.equal(results[3]?.reasons?.[0]?.field, 'id', 'the same id with another score is a conflict');
    assert.ok(results[4]?.reasons?.some(({ field }) => field === 'colour'));
  });

  it('takes a thousand at once, and not one more', async () => {
    const many = Array.from({ length: 1000 }, () => item());
    const { status, results } = await postFeedback(app, many);
    assert.equal(status, 202);
    assert.equal(results.filter(({ outcome }) => outcome === 'accepted').length, 1000);
    const { problem } = await postFeedback(app, [...many, item()]);
    assert.deepEqual([problem?.status, problem?.detail], [400, 'expected 1–1000 responses, found 1001']);
    assert.equal((await postFeedback(app, [])).problem?.type, 'urn:kuulolla:problem:invalid-body');
  });

  it('refuses what is not JSON and says where, without repeating it', async () => {
    for (const body of ['{"comment":"salaisuus",', '', new Uint8Array([0x22, 0xff, 0x22])]) {
      const { problem } = await postFeedback(app, body);
      assert.equal(problem?.type, 'urn:kuulolla:problem:malformed-json');
      assert.equal(problem.status, 400);
      assert.ok(!JSON.stringify(problem).includes('salaisuus'));
    }
    for (const body of ['null', '7', '"text"']) {
      assert.equal((await postFeedback(app, body)).problem?.type, 'urn:kuulolla:problem:invalid-body', body);
    }
  });

  it('refuses another content type with 415', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
      assert.equal((await postFeedback(app, item(), { 'Content-Type': type })).status, 415, type);
    }
    const { status } = await postFeedback(app, item(), { 'Content-Type': 'Application/JSON; charset=utf-8' });
    assert.equal(status, 202);
  });

  it('refuses more than 5 MB with 413, compressed or not', async () => {
    const large = JSON.stringify(item({ comment: 'a'.repeat(5 * 1024 * 1024) }));
    const { problem } = await postFeedback(app, large);
    assert.deepEqual([problem?.status, problem?.type], [413, 'urn:kuulolla:problem:body-too-large']);
    const packed = new Uint8Array(gzipSync(large));
    assert.equal((await postFeedback(app, packed, { 'Content-Encoding': 'gzip' })).status, 413);
  });

  it('takes a compressed body', async () => {
    const packed = new Uint8Array(gzipSync(JSON.stringify(item())));
    assert.equal((await postFeedback(app, packed, { 'Content-Encoding': 'gzip' })).status, 202);
    assert.equal((await postFeedback(app, packed, { 'Content-Encoding': 'br9' })).status, 415);
  });

  it('refuses what a page of another site sends through a browser', async () => {
    const before = await responses();
    for (const site of ['cross-site', 'same-site']) {
      assert.equal((await postFeedback(app, item(), { 'Sec-Fetch-Site': site })).status, 403, site);
    }
    assert.equal(await responses(), before);
    assert.equal((await postFeedback(app, item(), { 'Sec-Fetch-Site': 'same-origin' })).status, 202);
  });
});

describe('an idempotency key', () => {
  it('gives the same answer again for the same body, and stores nothing twice', async () => {
    const body = JSON.stringify([item(), item({ score: 12 })]);
    const first = await postFeedback(app, body, { 'Idempotency-Key': 'key-1' });
    const count = await responses();
    const second = await postFeedback(app, body, { 'Idempotency-Key': 'key-1' });
    assert.deepEqual(second, first);
    assert.equal(first.results[0]?.outcome, 'accepted', 'not duplicate: the answer is the one first given');
    assert.equal(await responses(), count);
  });

  it('is refused with another body', async () => {
    await postFeedback(app, item(), { 'Idempotency-Key': 'key-2' });
    const { problem } = await postFeedback(app, item(), { 'Idempotency-Key': 'key-2' });
    assert.deepEqual([problem?.status, problem?.type], [422, 'urn:kuulolla:problem:key-reused']);
  });

  it('holds for requests that come at the same time', async () => {
    const body = JSON.stringify(item());
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => postFeedback(app, body, { 'Idempotency-Key': 'key-3' })),
    );
    assert.deepEqual(
      replies.map(({ results }) => results[0]?.outcome),
      Array.from({ length: 5 }, () => 'accepted'),
    );
  });

  it('is not used up by a body that could not be read', async () => {
    assert.equal((await postFeedback(app, '{', { 'Idempotency-Key': 'key-4' })).status, 400);
    assert.equal((await postFeedback(app, item(), { 'Idempotency-Key': 'key-4' })).status, 202);
  });

  it('that is too long or has spaces is refused', async () => {
    for (const key of ['a b', 'a'.repeat(201)]) {
      const { problem } = await postFeedback(app, item(), { 'Idempotency-Key': key });
      assert.equal(problem?.type, 'urn:kuulolla:problem:invalid-header');
    }
  });
});
