import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { Command } from 'commander';
import { openCommandContext } from '../../src/commands/openContext.js';
import { recordCommand } from '../../src/commands/recordCommand.js';
import { registerSubjectCommand } from '../../src/commands/subject.js';
import { openStore } from '../../src/store/sqliteStore.js';
import { response, withFolder } from '../store/samples.js';

interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command as cli.ts does, with `folder` as the data folder. */
async function run(folder: string, ...argv: string[]): Promise<Ran> {
  const texts = { out: '', err: '' };
  const into = (name: 'out' | 'err'): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        texts[name] += chunk.toString();
        done();
      },
    });
  const context = openCommandContext({
    root: folder,
    env: { KUULOLLA_DATA: folder, KUULOLLA_LOG_LEVEL: 'silent' },
    stdin: process.stdin,
    stdout: into('out'),
    stderr: into('err'),
  });
  const program = new Command().exitOverride();
  registerSubjectCommand(program, context);
  try {
    await program.parseAsync(argv, { from: 'user' });
    await recordCommand(context, argv);
  } finally {
    await context.close();
  }
  return { exitCode: context.exitCode, ...texts };
}

test('subject finds, exports and erases by source and id, and the audit trail has it without the id of the source', async () => {
  await withFolder(async (folder) => {
    const file = join(folder, 'kuulolla.sqlite');
    const store = await openStore({ file });
    await store.addResponses([response('one'), response('secret-id-77', { comment: 'jono oli pitkä' })]);
    await store.close();
    const identity = ['--source', 'survey', '--id', 'secret-id-77'];

    const found = await run(folder, 'subject', 'find', ...identity);
    assert.deepEqual([found.exitCode, found.err], [0, '']);
    assert.match(found.out, /^response 2\nresponses: 1\n/);
    assert.equal((await run(folder, 'subject', 'find', '--source', 'survey', '--id', 'x')).exitCode, 1);

    const copy = join(folder, 'copy.json');
    assert.equal((await run(folder, 'subject', 'export', ...identity, '--output', copy)).exitCode, 0);
    assert.match(await readFile(copy, 'utf8'), /"comment": "jono oli pitkä"/);
    assert.equal((await stat(copy)).mode & 0o077, 0, 'nobody else can read it');

    const unsure = await run(folder, 'subject', 'erase', ...identity, '--reason', 'letter');
    assert.deepEqual([unsure.exitCode, unsure.out], [2, '']);
    const erased = await run(folder, 'subject', 'erase', ...identity, '--reason', 'letter', '--yes');
    assert.match(erased.out, /^erased: response 2\nbackups made until now still have it/);
    const again = await run(folder, 'subject', 'find', ...identity);
    assert.deepEqual([again.exitCode, /erased on \d{4}-\d\d-\d\d/.test(again.err)], [1, true]);
    assert.match(await readFile(join(folder, 'erasures.jsonl'), 'utf8'), /^\{"identity":"[0-9a-f]{64}"/);

    const opened = await openStore({ file, anchorFile: join(folder, 'audit-anchor.jsonl') });
    const records = await opened.listAudit({ limit: 50 });
    assert.doesNotMatch(JSON.stringify(records), /secret-id-77|jono/);
    assert.deepEqual(
      records.map(({ action, route, subject }) => [action, route, subject['exitCode'] ?? subject['id']]).reverse(),
      [
        ['system', 'command subject find', '0'],
        ['system', 'command subject find', '1'],
        ['export', 'command subject export', '2'],
        ['system', 'command subject export', '0'],
        ['system', 'command subject erase', '2'],
        ['change', 'command subject erase', '2'],
        ['system', 'command subject erase', '0'],
        ['system', 'command subject find', '1'],
      ],
    );
    assert.deepEqual(await opened.check(), []);
    await opened.close();
  });
});

test('a command that changes nothing, only helps, or has no database is not recorded', async () => {
  await withFolder(async (folder) => {
    const env = { KUULOLLA_DATA: folder, KUULOLLA_LOG_LEVEL: 'silent' };
    const context = openCommandContext({
      root: folder,
      env,
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
    });
    try {
      await recordCommand(context, ['backup', 'x']);
      await assert.rejects(stat(join(folder, 'kuulolla.sqlite')), 'no database is made for a record');
      const store = await context.store();
      for (const argv of [['check'], ['import', '--help'], ['movement', '--from', 'a'], []]) {
        await recordCommand(context, argv);
      }
      assert.deepEqual(await store.listAudit({ limit: 5 }), []);
      await recordCommand(context, ['import', 'Maija Meikäläinen.csv', '--source', 'x', '--dry-run']);
      const [record] = await store.listAudit({ limit: 5 });
      assert.deepEqual([record?.route, record?.subject['options']], ['command import', '--dry-run --source']);
      assert.doesNotMatch(JSON.stringify(record), /Maija/);
    } finally {
      await context.close();
    }
  });
});
