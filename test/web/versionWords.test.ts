import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retagProgress } from '../../src/web/retagProgress.js';
import { shortHeads } from '../../src/web/versionWords.js';
import { createFakeTagger } from '../support/fakeTagger.js';

test('heads are shown by the first characters of their hashes', () => {
  assert.equal(shortHeads('8d4331b501e8+3e4c7e5ccabf'), '8d43…+3e4c…');
  assert.equal(shortHeads('8d4331b501e8'), '8d43…');
  assert.equal(shortHeads('shipped'), 'shipped');
});

test('comments that rest on other versions are counted once for all pages of a moment, and anew for new versions', async () => {
  const tagger = createFakeTagger();
  const asked: string[] = [];
  let fails = false;
  const count = retagProgress({
    tagger,
    store: {
      countTaggedOtherwise: (versions: { readonly taxonomy: string }) => {
        asked.push(versions.taxonomy);
        return fails ? Promise.reject(new Error('busy')) : Promise.resolve(asked.length);
      },
    } as never,
  });
  assert.deepEqual(await Promise.all([count(), count(), count()]), [1, 1, 1]);
  tagger.versions = { ...tagger.versions, taxonomy: '2' };
  assert.equal(await count(), 2);
  tagger.versions = { ...tagger.versions, taxonomy: '3' };
  fails = true;
  await assert.rejects(count(), /busy/);
  fails = false;
  assert.equal(await count(), 4, 'a failure is not remembered');
  assert.deepEqual(asked, ['1', '2', '3', '3']);
});
