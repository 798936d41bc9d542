import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { run } from '../support/process.js';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.js';

let folder: TemporaryFolder;
before(async () => {
  folder = await createTemporaryFolder();
});
after(() => folder.remove());

describe('train', () => {
  it('without a confirmed label finds nothing new, with figures of every theme and language, and again the same', async () => {
    const env = { KUULOLLA_DATA: folder.path };
    const first = await run('cli', ['train', '--seed', '3'], env);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /879 committed and 0 confirmed comments, 10-fold cross-validation, seed 3/);
    for (const lang of ['fi', 'sv', 'en']) {
      assert.match(first.stdout, new RegExp(`waiting_times +${lang} +committed +\\d+/\\d+ +0\\.\\d{3} +0\\.\\d{3}`));
    }
    assert.match(first.stderr, /nothing new/);
    const again = await run('cli', ['train', '--seed', '3', '--dry-run'], env);
    assert.equal(again.stdout, first.stdout);
  });

  it('says what seed it expected', async () => {
    const { code, stderr } = await run('cli', ['train', '--seed', 'x'], { KUULOLLA_DATA: folder.path });
    assert.deepEqual([code, stderr], [2, 'expected a whole number for --seed, got x\n']);
  });
});
