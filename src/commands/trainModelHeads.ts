/** `train-heads`: makes another transformers.js encoder usable by training heads for it from the committed labels. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { loadEncoder, type Encoder } from '../embedding/encoder.js';
import { commentSpans } from '../language/clauses.js';
import { parseHeads } from '../tagging/heads.js';
import { headsDocument } from '../tagging/headsDocument.js';
import { parseLabelledLines } from '../tagging/labelledLines.js';
import { HEADS_FILE, SUMS_FILE } from '../tagging/modelFiles.js';
import { trainHeads, type EmbeddedComment } from '../tagging/trainHeads.js';
import { LANGUAGES } from '../domain/theme.js';
import type { CommandContext } from './context.js';

interface Options {
  readonly model: string;
  readonly prefix: string;
  readonly labels?: string;
  readonly remote: boolean;
}

const SHIPPED_MODEL = 'kuulolla-fisven';
const COMMENTS_PER_NOTE = 500;

export function registerTrainHeadsCommand(program: Command, context: CommandContext): void {
  program
    .command('train-heads')
    .description('train heads.json for another transformers.js encoder from the committed labels')
    .requiredOption('--model <folder>', 'folder with config.json, tokenizer.json and onnx/model_quantized.onnx')
    .option('--prefix <text>', 'what the encoder wants before every text', 'query: ')
    .option('--labels <folder>', 'folder of train_*.jsonl and calibration_*.jsonl (default: data/labels)')
    .option('--remote', 'the model is an id on the model hub; fetch it into models/', false)
    .action((options: Options) => runTrainHeads(context, options));
}

async function runTrainHeads(context: CommandContext, options: Options): Promise<void> {
  const models = join(context.root, 'models');
  const folder = options.remote
    ? join(models, options.model)
    : isAbsolute(options.model)
      ? options.model
      : resolve(context.root, options.model);
  if (existsSync(join(folder, SUMS_FILE))) {
    context.fail(`expected a model without ${SUMS_FILE}: the files of ${folder} are fixed, its heads too`);
    return;
  }
  const base: unknown = JSON.parse(await readFile(join(models, SHIPPED_MODEL, HEADS_FILE), 'utf8'));
  const baseHeads = parseHeads(base);
  const encoder = await loadEncoder({
    modelFolder: folder,
    ...(options.remote && { modelsFolder: models }),
    prefix: options.prefix,
    allowRemoteModels: options.remote,
  });
  try {
    const read = (part: string) =>
      embedPart(context, encoder, options.labels ?? join(context.root, 'data', 'labels'), part, baseHeads.themes);
    const training = await read('train');
    const calibration = await read('calibration');
    context.note(`fitting heads on ${training.length} comments, stack and thresholds on ${calibration.length}`);
    const heads = trainHeads(baseHeads, options.prefix, training, calibration);
    const target = join(folder, HEADS_FILE);
    await mkdir(dirname(target), { recursive: true });
    // whole or not at all: a service may be reading it
    await writeFile(`${target}.new`, JSON.stringify(headsDocument(heads, base)));
    await rename(`${target}.new`, target);
    context.print(target);
  } finally {
    await encoder.close();
  }
}

async function embedPart(
  context: CommandContext,
  encoder: Encoder,
  folder: string,
  part: string,
  themes: readonly string[],
): Promise<EmbeddedComment[]> {
  const embedded: EmbeddedComment[] = [];
  for (const lang of LANGUAGES) {
    const file = join(folder, `${part}_${lang}.jsonl`);
    for (const comment of parseLabelledLines(await readFile(file, 'utf8'), file, themes)) {
      embedded.push({ ...comment, spans: await encoder.embed(comment.text, commentSpans(comment.text)) });
      if (embedded.length % COMMENTS_PER_NOTE === 0) context.note(`${part}: ${embedded.length} comments embedded`);
    }
  }
  return embedded;
}
