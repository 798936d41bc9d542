import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { NO_FILTER } from '../../src/domain/feedbackFilter.js';
import { openStore } from '../../src/store/sqliteStore.js';
import { withFolder } from './samples.js';

const WRITER = fileURLToPath(new URL('crashWriter.js', import.meta.url));
const BATCHES = 60;
const BATCH_SIZE = 100;

/** Starts the writer and kills it `delayMs` after it said the line, or lets it finish. The delay spreads kills over a batch. */
async function runWriter(
  file: string,
  kill: { readonly after: string; readonly delayMs: number } | null,
): Promise<string[]> {
  const child = spawn(process.execPath, [WRITER, file, String(BATCHES), String(BATCH_SIZE)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line === kill?.after) setTimeout(() => child.kill('SIGKILL'), kill.delayMs);
  }
  await ended;
  return lines;
}

test('a writer killed at any moment leaves a sound database, and the same input again stores each response once', async () => {
  await withFolder(async (folder) => {
    const file = join(folder, 'kuulolla.sqlite');
    const kills = [
      { after: 'ready', delayMs: 0 },
      { after: 'ready', delayMs: 9 },
      { after: '2', delayMs: 3 },
      { after: '5', delayMs: 14 },
      { after: '9', delayMs: 23 },
    ];
    for (const kill of kills) {
      const lines = await runWriter(file, kill);
      assert.ok(!lines.includes('done'), 'the writer was killed before it was done');
      const store = await openStore({ file });
      try {
        assert.deepEqual(await store.check(), [], `after a kill ${kill.delayMs} ms after "${kill.after}"`);
      } finally {
        await store.close();
      }
    }
    const lines = await runWriter(file, null);
    assert.equal(lines.at(-1), 'done');
    const store = await openStore({ file });
    try {
      assert.deepEqual(await store.check(), []);
      assert.deepEqual(await store.readCells(NO_FILTER, []), [{ count: BATCHES * BATCH_SIZE }]);
      assert.equal((await store.listImports(1))[0]?.accepted, BATCHES * BATCH_SIZE);
      // every fifth of those that were tagged is labelled and one of each batch is taken back; check compares labels and tags
      assert.ok(((await store.countLabels())[0]?.count ?? 0) > BATCHES);
      const answers = await store.readStatements(NO_FILTER);
      assert.equal(
        answers.reduce((sum, cell) => sum + cell.count, 0),
        BATCHES * BATCH_SIZE,
      );
    } finally {
      await store.close();
    }
  });
});
