/** `retag`: tags all stored comments with the heads and themes in use, without embedding again what has vectors. */
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { retag } from '../flows/retag.js';
import { verifyTags } from '../flows/verifyTags.js';
import type { CommandContext } from './context.js';
import { openInstallation } from './openInstallation.js';

export function registerRetagCommand(program: Command, context: CommandContext): void {
  program
    .command('retag')
    .description('tag all stored comments with the current heads, without embedding again what has vectors')
    .option('--verify', 'change nothing: tag every comment again and say how many tags are not what is stored', false)
    .action(({ verify }: { readonly verify: boolean }) => (verify ? runVerify(context) : runRetag(context)));
}

async function runRetag(context: CommandContext): Promise<void> {
  const { store, tagger, themesInUse } = await openPorts(context);
  const { tagged } = await store.taggingProgress();
  const { comments, embedded } = await withBar(context, tagged, (onProgress) =>
    retag({ store, tagger, themesInUse }, onProgress),
  );
  context.print(`tagged again: ${comments} (of them embedded again for want of vectors: ${embedded})`);
}

async function runVerify(context: CommandContext): Promise<void> {
  const ports = await openPorts(context);
  const { tagged } = await ports.store.taggingProgress();
  const { compared, different, examples, otherVersions } = await withBar(context, tagged, (onProgress) =>
    verifyTags(ports, onProgress),
  );
  context.print(`compared: ${compared}, different: ${different}, tagged with other versions: ${otherVersions}`);
  if (otherVersions > 0) context.note('comments tagged with other versions are compared after: kuulolla retag');
  if (different > 0) {
    context.fail(
      `expected the stored tags of ${compared} comments again, got others of ${different}: ${examples.join(', ')}${different > examples.length ? ' …' : ''}`,
    );
  }
}

async function openPorts(context: CommandContext) {
  const installation = await openInstallation(context);
  const [store, tagger] = await Promise.all([context.store(), context.tagger()]);
  return { store, tagger, themesInUse: () => installation.current.document };
}

async function withBar<Result>(
  context: CommandContext,
  atMost: number,
  work: (onProgress: (done: number) => void) => Promise<Result>,
): Promise<Result> {
  const bar = context.stderr.isTTY
    ? new SingleBar({
        stream: context.stderr,
        format: '{bar} {value} of at most {total} comments',
        clearOnComplete: true,
      })
    : null;
  bar?.start(atMost, 0);
  try {
    return await work((done) => bar?.update(done));
  } finally {
    bar?.stop();
  }
}
