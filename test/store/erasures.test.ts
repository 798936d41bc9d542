import assert from 'node:assert/strict';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { noteErasure, readErasures } from '../../src/store/erasures.js';
import { createTemporaryFolder } from '../support/temporaryFolder.js';

const REQUEST = { at: '2024-06-01T08:00:00.000Z', by: 'a-kirsi', reason: 'asked for' };

test('half a line that a full disk left is cut off before the next erasure is noted', async (t) => {
  const folder = await createTemporaryFolder();
  t.after(() => folder.remove());
  const file = join(folder.path, 'erasures.jsonl');
  await noteErasure(file, 'a'.repeat(64), REQUEST);
  await appendFile(file, '{"identity":"bbbb');
  await noteErasure(file, 'c'.repeat(64), REQUEST);
  assert.deepEqual(
    (await readErasures(file)).map(({ identity }) => identity[0]),
    ['a', 'c'],
  );
  assert.doesNotMatch(await readFile(file, 'utf8'), /bbbb/);
});
