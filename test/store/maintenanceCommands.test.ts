import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { Command } from 'commander';
import { registerBackupCommand } from '../../src/commands/backup.js';
import { registerCheckCommand } from '../../src/commands/check.js';
import { openCommandContext } from '../../src/commands/openContext.js';
import { registerRestoreCommand } from '../../src/commands/restore.js';
import { openStore } from '../../src/store/sqliteStore.js';
import { response, withFolder } from './samples.js';

interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

function collector(): { readonly stream: Writable; readonly text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}

/** Runs a command as cli.ts does, with `folder` as the installation. */
async function run(folder: string, ...argv: string[]): Promise<Ran> {
  const out = collector();
  const err = collector();
  const context = openCommandContext({
    root: folder,
    env: { KUULOLLA_DATA: join(folder, 'var'), KUULOLLA_MODEL: 'model', KUULOLLA_LOG_LEVEL: 'silent' },
    stdin: process.stdin,
    stdout: out.stream,
    stderr: err.stream,
  });
  const program = new Command().exitOverride();
  registerBackupCommand(program, context);
  registerRestoreCommand(program, context);
  registerCheckCommand(program, context);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } finally {
    await context.close();
  }
  return { exitCode: context.exitCode, out: out.text(), err: err.text() };
}

async function withInstallation(work: (folder: string, database: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    await mkdir(join(folder, 'model'));
    const heads = '{"themes":[]}';
    await writeFile(join(folder, 'model', 'heads.json'), heads);
    const digest = createHash('sha256').update(heads).digest('hex');
    await writeFile(join(folder, 'model', 'SHA256SUMS'), `${digest}  heads.json\n`);
    const probe = openCommandContext({
      root: folder,
      env: { KUULOLLA_DATA: join(folder, 'var') },
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
    });
    const { databaseFile } = probe.config;
    await work(folder, databaseFile);
  });
}

async function makeDatabase(file: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  const store = await openStore({ file });
  await store.addResponses([response('1', { comment: 'Hyvä' }), response('2')]);
  await store.close();
}

test('backup and restore carry the responses to another installation, and say where things are', async () => {
  await withInstallation(async (folder, database) => {
    const copy = join(folder, 'copy.sqlite');
    const none = await run(folder, 'backup', copy);
    assert.equal(none.exitCode, 1);
    assert.match(none.err, /expected a database at .*, found none/);
    assert.ok(!existsSync(database), 'a backup makes no database');
    await makeDatabase(database);
    const made = await run(folder, 'backup', copy);
    assert.deepEqual([made.exitCode, made.err], [0, '']);
    assert.match(made.out, /^backup: .*copy\.sqlite \(\d+\.\d MB\)\n$/);
    const again = await run(folder, 'backup', copy);
    assert.deepEqual([again.exitCode, again.out], [2, '']);
    await withInstallation(async (other, otherDatabase) => {
      const restored = await run(other, 'restore', copy);
      assert.equal(restored.exitCode, 0, restored.err);
      assert.equal(restored.out, `restored: ${otherDatabase} from ${copy} (2 responses)\n`);
      const replaced = await run(other, 'restore', copy);
      assert.match(replaced.out, /kept as .*\.\d{8}T\d{6}Z\.before-restore\n$/);
    });
  });
});

test('restore refuses a database in use, a missing file and the database itself', async () => {
  await withInstallation(async (folder, database) => {
    await makeDatabase(database);
    const copy = join(folder, 'copy.sqlite');
    await run(folder, 'backup', copy);
    const holder = await openStore({ file: database });
    try {
      const held = await run(folder, 'restore', copy);
      assert.equal(held.exitCode, 1);
      assert.match(held.err, /another process has .* open: stop the service first, or add --force/);
    } finally {
      await holder.close();
    }
    assert.match((await run(folder, 'restore', join(folder, 'nothing'))).err, /found no such file/);
    assert.equal((await run(folder, 'restore', database)).exitCode, 2);
    const text = join(folder, 'notes.txt');
    await writeFile(text, 'notes '.repeat(200));
    assert.match(
      (await run(folder, 'restore', text)).err,
      /the backup cannot be used, nothing was changed:\n {2}.*not a database/,
    );
  });
});

test('check names what is wrong with the database and the model files, and is content with none yet', async () => {
  await withInstallation(async (folder, database) => {
    const fresh = await run(folder, 'check');
    assert.deepEqual(
      [fresh.exitCode, fresh.out],
      [0, 'configuration: sound\ndatabase: none yet, it is made at the first start\nmodel files: sound (1 files)\n'],
    );
    await makeDatabase(database);
    assert.match((await run(folder, 'check')).out, /^database: sound$/m);
    await writeFile(join(folder, 'model', 'heads.json'), '{"themes":[1]}');
    const damaged = await run(folder, 'check');
    assert.equal(damaged.exitCode, 1);
    assert.match(damaged.err, /^model files: expected sha256 [0-9a-f]{64} of .*heads\.json, found [0-9a-f]{64}$/m);
    await writeFile(database, 'overwritten '.repeat(1000));
    const unreadable = await run(folder, 'check');
    assert.match(unreadable.err, /^database: .*not a database/m);
    assert.match(unreadable.err, /^model files: expected sha256/m);
  });
});
