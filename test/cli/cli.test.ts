import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openStore } from '../../src/store/sqliteStore.js';
import { response } from '../store/samples.js';
import { run } from '../support/process.js';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.js';

let folder: TemporaryFolder;
before(async () => {
  folder = await createTemporaryFolder();
});
after(() => folder.remove());

const COMMANDS = [
  'import',
  'tag',
  'retag',
  'evaluate',
  'train-heads',
  'movement',
  'visits',
  'redact',
  'demo',
  'generate',
  'backup',
  'restore',
  'check',
];

describe('the command line', () => {
  it('lists every command with --help, on standard output, and ends with 0', async () => {
    const { code, stdout, stderr } = await run('cli', ['--help']);
    assert.deepEqual([code, stderr], [0, '']);
    for (const name of COMMANDS) assert.match(stdout, new RegExp(`^ {2}${name}\\b`, 'm'));
  });

  it('explains each command with --help', async () => {
    for (const name of COMMANDS) {
      const { code, stdout } = await run('cli', [name, '--help']);
      assert.equal(code, 0, name);
      assert.match(stdout, new RegExp(`^Usage: kuulolla ${name}\\b`), name);
    }
  });

  it('ends with 2 on bad usage and says so on standard error only', async () => {
    for (const args of [[], ['dance'], ['check', '--colour'], ['import'], ['tag', '--input', 'a']]) {
      const { code, stdout, stderr } = await run('cli', args);
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.notEqual(stderr, '', args.join(' '));
    }
  });

  it('needs no settings where none are used', async () => {
    const { code, stdout } = await run('cli', ['redact'], { PORT: 'bad' }, 'soita 040 123 4567\n');
    assert.equal(code, 0);
    assert.doesNotMatch(stdout, /040/);
  });

  it('names every setting that cannot be used, and ends with 1', async () => {
    const { code, stderr } = await run('cli', ['check'], { KUULOLLA_WORKERS: '99', HOST: 'example.org' });
    assert.equal(code, 1);
    assert.match(stderr, /KUULOLLA_WORKERS: expected/);
    assert.match(stderr, /HOST: expected/);
  });
});

describe('retag', () => {
  it('tags again what other heads tagged, and a second run finds nothing to do', async () => {
    const store = await openStore({ file: join(folder.path, 'kuulolla.sqlite') });
    const [stored] = await store.addResponses([response('1', { comment: 'Jonotin puhelimessa kaksi tuntia.' })]);
    const id = stored?.id ?? assert.fail();
    const older = { space: 'older', heads: 'older', taxonomy: 'older' };
    await store.saveTags([{ id, state: 'tagged', tags: [] }], older, []);
    await store.close();

    const env = { KUULOLLA_DATA: folder.path, KUULOLLA_WORKERS: '1' };
    const first = await run('cli', ['retag'], env);
    assert.deepEqual(
      [first.code, first.stdout],
      [0, 'tagged again: 1 (of them embedded again for want of vectors: 1)\n'],
    );
    const second = await run('cli', ['retag'], env);
    assert.equal(second.stdout, 'tagged again: 0 (of them embedded again for want of vectors: 0)\n');

    const again = await openStore({ file: join(folder.path, 'kuulolla.sqlite') });
    const row = await again.getComment(id);
    await again.close();
    assert.deepEqual(
      row?.tags.map(({ theme, polarity }) => `${theme}:${polarity}`),
      ['waiting_times:neg'],
    );
  });
});
