import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { restore } from '../../src/store/restore.js';
import { openStore } from '../../src/store/sqliteStore.js';
import { query, response, withFolder, withStore } from './samples.js';

test('a backup made while responses are being stored is whole: complete batches, sound, and a file of its own', async () => {
  await withStore(async (store, file) => {
    const batch = (number: number): Promise<unknown> =>
      store.addResponses(
        Array.from({ length: 50 }, (_, index) => response(`${number}-${index}`, { comment: `sana ${index}` })),
      );
    await batch(0);
    const copy = `${file}.copy`;
    let writing = true;
    let batches = 1;
    const writer = (async () => {
      while (writing) await batch(batches++);
    })();
    try {
      await store.backup(copy);
    } finally {
      writing = false;
      await writer;
    }
    const opened = await openStore({ file: copy });
    try {
      const count = (await opened.readCells(NO_FILTER, []))[0]?.count ?? 0;
      assert.ok(count >= 50 && count % 50 === 0 && count <= batches * 50, `${count} responses in the backup`);
      assert.equal(await opened.countComments(query({ stems: [['sana']] })), count);
      assert.deepEqual(await opened.check(), []);
    } finally {
      await opened.close();
    }
  });
});

test('a backup never writes over a file, and leaves nothing unfinished behind', async () => {
  await withFolder(async (folder) => {
    const file = join(folder, 'd.sqlite');
    const store = await openStore({ file });
    try {
      const taken = join(folder, 'taken');
      await writeFile(taken, 'precious');
      await assert.rejects(store.backup(taken), /expected a new file name for the backup, found .*taken there already/);
      await assert.rejects(store.backup(join(folder, 'no', 'folder')));
      await Promise.allSettled([store.backup(join(folder, 'one')), store.backup(join(folder, 'one'))]);
    } finally {
      await store.close();
    }
    assert.deepEqual((await readdir(folder)).sort(), ['d.sqlite', 'one', 'taken']);
  });
});

test('a restored database is the backup, and the one before is kept whole beside it', async () => {
  await withFolder(async (folder) => {
    const database = join(folder, 'd.sqlite');
    const backup = join(folder, 'backup');
    const store = await openStore({ file: database });
    await store.addResponses([response('1')]);
    await store.backup(backup);
    await store.addResponses([response('2')]);
    await store.close();
    const result = await restore({ backup, database, force: false, timestamp: 'T1' });
    const keptAs = `${database}.T1.before-restore`;
    assert.deepEqual(result, {
      outcome: 'restored',
      responses: 1,
      keptAs,
      wasHeld: false,
      trail: 'own',
      erasedAgain: 0,
    });
    for (const [file, count] of [
      [database, 1],
      [keptAs, 2],
      [backup, 1],
    ] as const) {
      const opened = await openStore({ file });
      assert.deepEqual(await opened.readCells(NO_FILTER, []), [{ count }], file);
      await opened.close();
    }
    assert.deepEqual((await readdir(folder)).sort(), ['backup', 'd.sqlite', 'd.sqlite.T1.before-restore']);
  });
});

test('a database that is open elsewhere is not replaced unless forced, also when the holder only reads', async () => {
  await withFolder(async (folder) => {
    const database = join(folder, 'd.sqlite');
    const backup = join(folder, 'backup');
    const holder = await openStore({ file: database });
    try {
      await holder.backup(backup);
      await holder.addResponses([response('1')]);
      const options = { backup, database, force: false, timestamp: 'T1' };
      assert.deepEqual(await restore(options), { outcome: 'held' });
      assert.equal(await holder.isEmpty(), false);
      assert.deepEqual(
        (await readdir(folder)).filter((name) => name.includes('T1')),
        [],
      );
      const forced = await restore({ ...options, force: true });
      assert.equal(forced.outcome === 'restored' && forced.wasHeld, true);
      await holder.addResponses([response('2')]);
    } finally {
      await holder.close();
    }
    const restored = await openStore({ file: database });
    assert.equal(await restored.isEmpty(), true);
    await restored.close();
    const kept = await openStore({ file: `${database}.T1.before-restore` });
    assert.deepEqual(await kept.readCells(NO_FILTER, []), [{ count: 2 }]);
    assert.deepEqual(await kept.check(), []);
    await kept.close();
  });
});

test('a backup that is damaged, of something else or cut short is refused and changes nothing', async () => {
  await withFolder(async (folder) => {
    const database = join(folder, 'd.sqlite');
    const store = await openStore({ file: database });
    await store.addResponses(
      Array.from({ length: 300 }, (_, index) => response(String(index), { comment: 'a '.repeat(200) })),
    );
    const backup = join(folder, 'backup');
    await store.backup(backup);
    await store.close();
    const whole = await readFile(backup);
    const damaged: readonly (readonly [string, Buffer])[] = [
      ['text', Buffer.from('not a database at all, only text'.repeat(100))],
      ['empty', Buffer.alloc(0)],
      ['cut', whole.subarray(0, whole.length >> 1)],
      ['scribbled', Buffer.concat([whole.subarray(0, 8192), Buffer.alloc(65_536, 0x5a), whole.subarray(73_728)])],
    ];
    for (const [name, bytes] of damaged) {
      const file = join(folder, name);
      await writeFile(file, bytes);
      const result = await restore({ backup: file, database, force: false, timestamp: name });
      assert.equal(result.outcome, 'unsound', name);
      assert.ok(result.outcome === 'unsound' && result.problems.length > 0, name);
      await rm(file);
    }
    assert.deepEqual((await readdir(folder)).sort(), ['backup', 'd.sqlite']);
    const after = await openStore({ file: database });
    assert.deepEqual(await after.readCells(NO_FILTER, []), [{ count: 300 }]);
    await after.close();
  });
});

test('a backup is restored where there is no database yet', async () => {
  await withStore(async (store, file) => {
    await store.addResponses([response('1')]);
    await store.backup(`${file}.backup`);
    const database = `${file}.elsewhere`;
    assert.deepEqual(await restore({ backup: `${file}.backup`, database, force: false, timestamp: 'T' }), {
      outcome: 'restored',
      responses: 1,
      keptAs: null,
      wasHeld: false,
      trail: 'own',
      erasedAgain: 0,
    });
    assert.ok(existsSync(database));
  });
});
