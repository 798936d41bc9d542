import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openStore } from '../../src/store/sqliteStore.js';
import { run } from '../support/process.js';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.js';

let folder: TemporaryFolder;
before(async () => {
  folder = await createTemporaryFolder();
  const store = await openStore({ file: join(folder.path, 'kuulolla.sqlite') });
  await store.saveUnits([{ code: 'clinic', parent: null, name: { fi: 'K', sv: 'K', en: 'C' }, target: null }]);
  await store.close();
});
after(() => folder.remove());

describe('visits', () => {
  it('saves the good rows, names the others by row and field, and the same file again changes nothing', async () => {
    const file = join(folder.path, 'visits.csv');
    await writeFile(file, 'Unit;Month;Visits\nclinic;2024-01;1200\nnowhere;2024-01;10\nclinic;1/2024;-5\n');
    for (let time = 0; time < 2; time += 1) {
      const { code, stdout, stderr } = await run('cli', ['visits', file], { KUULOLLA_DATA: folder.path });
      assert.deepEqual([code, stdout], [0, 'saved: 1\nrejected: 2\n']);
      assert.match(stderr, /row 3, unit: expected the code of a known unit; found "nowhere"/);
      assert.match(stderr, /row 4, month: expected a month yyyy-mm; found "1\/2024"/);
      assert.match(stderr, /row 4, visits: expected a whole number of visits, 0 or more; found "-5"/);
    }
    const store = await openStore({ file: join(folder.path, 'kuulolla.sqlite') });
    assert.deepEqual(await store.readVisitCounts(['clinic'], '2024-01', '2024-12'), [
      { unit: 'clinic', month: '2024-01', visits: 1200 },
    ]);
    await store.close();
  });

  it('says which columns it expected', async () => {
    const file = join(folder.path, 'wrong.csv');
    await writeFile(file, 'a;b\n1;2\n');
    const { code, stderr } = await run('cli', ['visits', file], { KUULOLLA_DATA: folder.path });
    assert.equal(code, 1);
    assert.match(stderr, /expected the columns unit, month, visits, found a, b/);
  });
});
