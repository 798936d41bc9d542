/** `generate`: synthetic feedback at scale, the same file for the same seed, in the import format (CSV). */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SingleBar } from 'cli-progress';
import { InvalidArgumentError, type Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { readDemoFiles } from '../../data/demo/demoFiles.js';
import { DEMO_COLUMNS, type DemoRow } from '../../data/demo/generateDemo.js';
import { scaleRows } from '../../data/demo/scaleRows.js';
import type { CommandContext } from './context.js';

const BATCH_ROWS = 1000;
const MOST_RESPONSES = 100_000_000;

interface GenerateOptions {
  readonly responses: number;
  readonly seed: string;
  readonly output: string;
}

export function registerGenerateCommand(program: Command, context: CommandContext): void {
  program
    .command('generate')
    .description('write synthetic feedback in the import format (CSV), the same for the same seed')
    .requiredOption('--responses <n>', 'how many', parseResponses)
    .option('--seed <seed>', 'any text', '1')
    .requiredOption('--output <file>', 'file to write, - for standard output')
    .action((options: GenerateOptions) => runGenerate(options, context));
}

function parseResponses(text: string): number {
  const responses = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (responses >= 1 && responses <= MOST_RESPONSES) return responses;
  throw new InvalidArgumentError(`expected a whole number 1–${String(MOST_RESPONSES)}, found "${text}"`);
}

async function runGenerate(options: GenerateOptions, context: CommandContext): Promise<void> {
  const files = await readDemoFiles(context.root);
  const bar = context.stderr.isTTY
    ? new SingleBar({ stream: context.stderr, format: '{bar} {value} of {total} responses', clearOnComplete: true })
    : null;
  bar?.start(options.responses, 0);
  const rows = scaleRows(files, options.responses, options.seed);
  const chunks = Readable.from(csvChunks(rows, (done) => bar?.update(done)));
  try {
    if (options.output === '-') await pipeline(chunks, context.stdout, { end: false });
    else await pipeline(chunks, createWriteStream(options.output));
  } finally {
    bar?.stop();
  }
  if (options.output !== '-') context.note(`${String(options.responses)} responses written to ${options.output}`);
}

/** CSV text a thousand rows at a time, so that memory does not grow with their number. */
function* csvChunks(rows: Iterable<DemoRow>, onProgress: (done: number) => void): Generator<string> {
  yield stringify([DEMO_COLUMNS]);
  let batch: DemoRow[] = [];
  let done = 0;
  const flush = (): string => {
    done += batch.length;
    onProgress(done);
    const text = stringify(batch, { columns: [...DEMO_COLUMNS] });
    batch = [];
    return text;
  };
  for (const row of rows) {
    batch.push(row);
    if (batch.length === BATCH_ROWS) yield flush();
  }
  if (batch.length > 0) yield flush();
}
