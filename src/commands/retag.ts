/** `retag`: tags all stored comments with the current heads, without embedding again what has vectors. */
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { retag } from '../flows/retag.js';
import type { CommandContext } from './context.js';

export function registerRetagCommand(program: Command, context: CommandContext): void {
  program
    .command('retag')
    .description('tag all stored comments with the current heads, without embedding again what has vectors')
    .action(() => runRetag(context));
}

async function runRetag(context: CommandContext): Promise<void> {
  const [store, tagger] = await Promise.all([context.store(), context.tagger()]);
  const { tagged } = await store.taggingProgress();
  const bar = context.stderr.isTTY
    ? new SingleBar({
        stream: context.stderr,
        format: '{bar} {value} of at most {total} comments',
        clearOnComplete: true,
      })
    : null;
  bar?.start(tagged, 0);
  try {
    const { comments, embedded } = await retag({ store, tagger }, (done) => bar?.update(done));
    context.print(`tagged again: ${comments} (of them embedded again for want of vectors: ${embedded})`);
  } finally {
    bar?.stop();
  }
}
