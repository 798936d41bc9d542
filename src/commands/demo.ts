/** `demo`: the synthetic demo organisation into the configured database, where that is empty. */
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { loadDemo, type DemoResult } from '../../data/demo/loadDemo.js';
import { LANGUAGES } from '../domain/theme.js';
import { ingestFeedback, type IngestDeps } from '../flows/ingestFeedback.js';
import type { CommandContext } from './context.js';

export function registerDemoCommand(program: Command, context: CommandContext): void {
  program
    .command('demo')
    .description('load the synthetic demo organisation into an empty database')
    .action(() => runDemo(context));
}

async function runDemo(context: CommandContext): Promise<void> {
  const store = await context.store();
  const deps: IngestDeps = {
    store,
    today: () => context.today(),
    timeZone: context.config.timeZone,
    supportedLanguages: LANGUAGES,
    keepOriginalDays: context.config.keepOriginalDays,
  };
  const bar = context.stderr.isTTY
    ? new SingleBar({ stream: context.stderr, format: '{bar} {value} of {total} responses', clearOnComplete: true })
    : null;
  bar?.start(1, 0);
  let result: DemoResult;
  try {
    result = await loadDemo({
      store,
      root: context.root,
      now: () => new Date().toISOString(),
      ingest: (items, options) => ingestFeedback(deps, items, options),
      onProgress: (rows, total) => {
        bar?.setTotal(total);
        bar?.update(rows);
      },
    });
  } finally {
    bar?.stop();
  }
  report(result, context);
}

function report(result: DemoResult, context: CommandContext): void {
  switch (result.outcome) {
    case 'loaded':
      context.print(`loaded: ${String(result.accepted)} responses`);
      context.note('the comments are tagged while the service runs');
      return;
    case 'present':
      context.print('the demo organisation is there already');
      return;
    case 'notEmpty':
      context.fail('expected an empty database (KUULOLLA_DATA), found one with feedback; nothing was done');
      return;
    case 'interrupted':
      context.fail(`interrupted after ${String(result.accepted)} responses; the same command goes on from there`);
  }
}
