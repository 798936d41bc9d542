/** `retag` on a real database with a tagger whose tags are drawn. */
import { strict as assert } from 'node:assert';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { Command } from 'commander';
import type { CommandContext } from '../../src/commands/context.js';
import { registerRetagCommand } from '../../src/commands/retag.js';
import { projectRoot } from '../../src/root.js';
import type { Store } from '../../src/store/store.js';
import { readTaxonomy } from '../../src/taxonomyFile.js';
import { response, withStore } from '../store/samples.js';
import { createFakeTagger } from '../support/fakeTagger.js';

async function run(store: Store, ...args: string[]): Promise<{ printed: string[]; failures: string[] }> {
  const printed: string[] = [];
  const failures: string[] = [];
  const tagger = createFakeTagger();
  const context = {
    stderr: new PassThrough(),
    store: () => Promise.resolve(store),
    tagger: () => Promise.resolve(tagger),
    taxonomy: () => readTaxonomy(projectRoot()),
    print: (line: string) => printed.push(line),
    note: () => undefined,
    fail: (message: string) => failures.push(message),
  } as unknown as CommandContext;
  const program = new Command().exitOverride();
  registerRetagCommand(program, context);
  await program.parseAsync(['retag', ...args], { from: 'user' });
  return { printed, failures };
}

test('tagged again, comments verify; one that was changed since is named and nothing is mended', async () => {
  await withStore(async (store) => {
    const older = { space: 'older', heads: 'older', taxonomy: 'older' };
    await store.addResponses(['jonotin', 'ystävällinen'].map((comment) => response(comment, { comment })));
    await store.saveTags(
      [1, 2].map((id) => ({ id, state: 'tagged', tags: [] })),
      older,
      [],
    );
    assert.deepEqual(await run(store, '--verify'), {
      printed: ['compared: 0, different: 0, tagged with other versions: 2'],
      failures: [],
    });
    assert.deepEqual(await run(store), {
      printed: ['tagged again: 2 (of them embedded again for want of vectors: 2)'],
      failures: [],
    });
    assert.deepEqual(await run(store, '--verify'), {
      printed: ['compared: 2, different: 0, tagged with other versions: 0'],
      failures: [],
    });
    const versions = (await store.getComment(2))?.versions ?? assert.fail();
    await store.saveTags([{ id: 2, state: 'tagged', tags: [] }], versions, []);
    const { printed, failures } = await run(store, '--verify');
    assert.deepEqual(printed, ['compared: 2, different: 1, tagged with other versions: 0']);
    assert.deepEqual(failures, ['expected the stored tags of 2 comments again, got others of 1: 2']);
    assert.deepEqual((await store.getComment(2))?.tags, []);
  });
});
