import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { retag } from '../../src/flows/retag.js';
import { startTagging, type TaggingLoop } from '../../src/flows/taggingLoop.js';
import { hashText, tagBatch } from '../../src/flows/tagPending.js';
import type { IncomingResponse, ResponseId, Store } from '../../src/store/store.js';
import { openStore } from '../../src/store/sqliteStore.js';
import { createFakeTagger, type FakeTagger } from '../support/fakeTagger.js';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.js';

let folder: TemporaryFolder;
let store: Store;
let tagger: FakeTagger;
let files = 0;

before(async () => {
  folder = await createTemporaryFolder();
});
beforeEach(async () => {
  await store?.close();
  store = await openStore({ file: join(folder.path, `tagging-${++files}.sqlite`) });
  tagger = createFakeTagger();
});
after(async () => {
  await store.close();
  await folder.remove();
});

function response(sourceId: string, comment: string, lang = 'fi', day = '2024-03-01'): IncomingResponse {
  return {
    source: 'test',
    sourceId,
    day,
    answeredAt: null,
    unitPath: ['hospital'],
    channel: 'sms',
    lang,
    score: 9,
    scale: 'nps',
    comment,
    statements: {},
    contentHash: `hash-${sourceId}`,
    stems: '',
    initialState: 'pending',
  };
}

async function add(...responses: readonly IncomingResponse[]): Promise<ResponseId[]> {
  return (await store.addResponses(responses)).map(({ id }) => id);
}

async function themesOf(id: ResponseId | undefined): Promise<string[] | null> {
  const row = await store.getComment(id ?? 0);
  return row?.state === 'tagged' ? row.tags.map((tag) => `${tag.theme}:${tag.polarity}`) : null;
}

const quiet = { info: () => undefined, warn: () => undefined };

async function tagAll(options: Partial<Parameters<typeof startTagging>[1]> = {}): Promise<void> {
  const loop = startTagging({ store, tagger }, { log: quiet, ...options });
  await loop.idle();
  await loop.stop();
}

describe('tagging a batch', () => {
  it('stores tags, the versions they rest on, and the vectors of the text', async () => {
    const [id] = await add(response('1', 'Kauan jonotin.'));
    const result = await tagBatch({ store, tagger }, await store.pendingComments(10));
    assert.deepEqual(result, { tagged: 1, unsupported: 0, embedded: 1 });
    const row = await store.getComment(id ?? 0);
    assert.deepEqual(row?.tags, [
      { theme: 'waiting_times', polarity: 'neg', confidence: 0.9, evidence: [{ start: 6, end: 13 }] },
    ]);
    assert.deepEqual(row.versions, tagger.versions);
    const [vectors] = await store.getVectors('drawn', [hashText('Kauan jonotin.')]);
    assert.match(new TextDecoder().decode(vectors?.bytes), /^Kauan jonotin\./);
  });

  it('embeds a text once, however many people wrote it and whenever', async () => {
    const ids = await add(response('1', 'Kiitos!'), response('2', 'Kiitos!'));
    await tagAll();
    assert.deepEqual(tagger.embedded, ['Kiitos!']);
    const later = await add(response('3', 'Kiitos!'));
    await tagAll();
    assert.deepEqual(tagger.embedded, ['Kiitos!']);
    for (const id of [...ids, ...later]) assert.deepEqual(await themesOf(id), []);
  });

  it('stores a comment in a language without measured quality as unsupported, without embedding it', async () => {
    const [estonian, finnish] = await add(response('1', 'jonotin', 'et'), response('2', 'jonotin', 'fi'));
    await tagAll();
    assert.equal((await store.getComment(estonian ?? 0))?.state, 'unsupported');
    assert.deepEqual(await themesOf(finnish), ['waiting_times:neg']);
  });
});

describe('a comment too short to tell its language', () => {
  it('is tagged all the same', async () => {
    const [id] = await add(response('1', 'jonotin', 'und'));
    await tagAll();
    assert.deepEqual(await themesOf(id), ['waiting_times:neg']);
  });
});

describe('tagging in the background', () => {
  let loop: TaggingLoop;

  it('takes comments just sent before the newest of a backlog', async () => {
    await add(
      ...Array.from({ length: 300 }, (_, index) => response(`b${index}`, `backlog ${index}`, 'fi', '2024-06-01')),
    );
    const order: string[] = [];
    let old: ResponseId[] = [];
    tagger.beforeBatch = async (texts) => {
      order.push(...texts);
      if (old.length > 0) return;
      old = await add(response('new', 'an answer of long ago, sent just now', 'fi', '2023-01-01'));
      loop.wake(old);
    };
    loop = startTagging({ store, tagger }, { log: quiet });
    await loop.idle();
    await loop.stop();
    assert.equal(order.length, 301);
    assert.equal(order.indexOf('an answer of long ago, sent just now'), 64, 'right after the first batch of 64');
  });

  it('is woken by new comments', async () => {
    loop = startTagging({ store, tagger }, { log: quiet });
    await loop.idle();
    const [id] = await add(response('1', 'ystävällinen lääkäri'));
    loop.wake();
    await loop.idle();
    assert.deepEqual(await themesOf(id), ['staff_friendliness:pos']);
    await loop.stop();
  });

  it('tries again after a failure and logs it without the text', async () => {
    const [id] = await add(response('1', 'jonotin salassa'));
    let tries = 0;
    tagger.beforeBatch = () => {
      if (++tries < 3) throw new Error('no memory');
    };
    const logged: string[] = [];
    const waits: number[] = [];
    const log = {
      info: () => undefined,
      warn: (details: object, message: string) => void logged.push(message + JSON.stringify(details)),
    };
    await tagAll({ log, backOffMs: (failures) => (waits.push(failures), 1) });
    assert.deepEqual(await themesOf(id), ['waiting_times:neg']);
    assert.deepEqual(waits, [1, 2]);
    assert.equal(logged.length, 2);
    assert.ok(!logged.join().includes('salassa'), logged.join());
  });

  it('is not held up by one comment that cannot be tagged', async () => {
    const [first, bad, last] = await add(
      response('1', 'jonotin'),
      response('2', 'cursed'),
      response('3', 'vänlig', 'sv'),
    );
    tagger.beforeBatch = (texts) => {
      if (texts.includes('cursed')) throw new Error('cannot be read');
    };
    await tagAll();
    assert.deepEqual(await themesOf(first), ['waiting_times:neg']);
    assert.deepEqual(await themesOf(last), ['staff_friendliness:pos']);
    assert.equal((await store.getComment(bad ?? 0))?.state, 'pending', 'tried again at the next start');
  });

  it('leaves what it did not reach pending, and the next start goes on there', async () => {
    await add(...Array.from({ length: 200 }, (_, index) => response(`r${index}`, `text ${index}`)));
    const stopping: Promise<void>[] = [];
    tagger.beforeBatch = () => {
      stopping.push(loop.stop());
    };
    loop = startTagging({ store, tagger }, { log: quiet });
    await loop.idle();
    await Promise.all(stopping);
    assert.deepEqual(await store.taggingProgress(), { pending: 136, tagged: 64, unsupported: 0 });
    tagger.beforeBatch = () => undefined;
    await tagAll();
    assert.deepEqual(await store.taggingProgress(), { pending: 0, tagged: 200, unsupported: 0 });
    assert.equal(new Set(tagger.embedded).size, 200);
    assert.equal(tagger.embedded.length, 200, 'no text twice');
  });
});

describe('tagging again', () => {
  const newer = (): FakeTagger => {
    const tagger = createFakeTagger({ jonotin: ['access', 'neg'] });
    tagger.versions = { ...tagger.versions, heads: 'drawn-2' };
    return tagger;
  };

  it('changes tags to the new heads without embedding, and a second run does nothing', async () => {
    const ids = await add(...Array.from({ length: 5000 }, (_, index) => response(`r${index}`, `jonotin ${index}`)));
    await tagAll();
    const tagger = newer();
    const progress: number[] = [];
    const result = await retag({ store, tagger }, (done) => progress.push(done));
    assert.deepEqual([result.comments, result.embedded], [5000, 0]);
    assert.deepEqual(progress, [2048, 4096, 5000]);
    assert.deepEqual(tagger.embedded, []);
    assert.deepEqual(await themesOf(ids[0]), ['access:neg']);
    assert.deepEqual(await themesOf(ids[4999]), ['access:neg']);
    assert.equal((await retag({ store, tagger })).comments, 0);
  });

  it('has the same digest when the same comments get the same tags again', async () => {
    await add(...Array.from({ length: 2500 }, (_, index) => response(`r${index}`, `jonotin ${index}`)));
    await tagAll();
    const first = await retag({ store, tagger: newer() });
    await retag({ store, tagger });
    const second = await retag({ store, tagger: newer() });
    assert.deepEqual(second, first);
  });

  it('embeds where the vectors are of another space', async () => {
    await add(response('1', 'jonotin'));
    await tagAll();
    const other = createFakeTagger();
    other.versions = { ...other.versions, space: 'drawn-other' };
    const result = await retag({ store, tagger: other });
    assert.deepEqual([result.comments, result.embedded], [1, 1]);
    assert.deepEqual(other.embedded, ['jonotin']);
  });

  it('stops at a batch that fails and is finished by the next run', async () => {
    await add(...Array.from({ length: 5000 }, (_, index) => response(`r${index}`, `jonotin ${index}`)));
    await tagAll();
    const tagger = newer();
    let failed = false;
    tagger.beforeBatch = (texts) => {
      // of the second batch of 2,048; which of several under way is scored first is not settled
      if (failed || !texts.includes('jonotin 3000')) return;
      failed = true;
      throw new Error('out of memory');
    };
    await assert.rejects(retag({ store, tagger }), /out of memory/);
    assert.equal(await store.countTaggedOtherwise(tagger.versions), 2952);
    assert.equal((await retag({ store, tagger })).comments, 2952);
  });

  it('goes on in the background when heads or themes change, new comments first', async () => {
    const ids = await add(response('1', 'jonotin 1'), response('2', 'jonotin 2'));
    await tagAll();
    tagger.beforeBatch = () => undefined;
    const seen: string[][] = [];
    const other = newer();
    other.beforeBatch = (texts) => void seen.push([...texts]);
    await add(response('3', 'jonotin 3'));
    const loop = startTagging({ store, tagger: other }, { log: quiet });
    await loop.idle();
    await loop.stop();
    assert.deepEqual(seen, [['jonotin 3'], ['jonotin 1', 'jonotin 2']]);
    assert.deepEqual(await themesOf(ids[0]), ['access:neg']);
    const runs = await store.listRuns(10);
    assert.deepEqual(
      runs.map((run) => [run.kind, run.versions.heads, run.counts['comments']]),
      [
        ['retagging', 'drawn-2', 2],
        ['tagging', 'drawn-2', 1],
        ['tagging', 'drawn-1', 2],
      ],
    );
  });
});
