/**
 * How fast comments are tagged on this machine: `node dist/bench/tagging.js [comments]`. Texts are the committed labels, each
 * once; timed after every worker has loaded the model. `CPU µs` is the time of
 * all threads for one comment tagged again, which another load on the machine changes least. Prints a table.
 */
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../src/root.js';
import { createTagger } from '../src/tagging/taggerPool.js';
import { readTaxonomy } from '../src/taxonomyFile.js';

const MOST_COMMENTS = 2000;
/** Enough that the machine code of the scoring is compiled before the time is taken. */
const RETAGGED_COMMENTS = 20_000;
/** Enough small tasks that each worker gets some and loads the model. */
const WARM_UP_COMMENTS = 96;

async function readTexts(root: string, limit: number): Promise<string[]> {
  const texts = new Set<string>();
  for (const lang of ['fi', 'sv', 'en']) {
    const content = await readFile(join(root, 'data', 'labels', `train_${lang}.jsonl`), 'utf8');
    const rows = content
      .trim()
      .split('\n')
      .slice(0, Math.ceil(limit / 3));
    for (const row of rows) texts.add((JSON.parse(row) as { readonly text: string }).text);
  }
  return [...texts].slice(0, limit);
}

async function measure(root: string, texts: readonly string[], workers: number): Promise<string[]> {
  const started = performance.now();
  const tagger = await createTagger({
    modelFolder: join(root, 'models', 'kuulolla-fisven'),
    taxonomy: await readTaxonomy(root),
    workers,
  });
  try {
    await tagger.ready();
    const loadSeconds = (performance.now() - started) / 1000;
    await tagger.tag(texts.slice(0, WARM_UP_COMMENTS).map((text) => ({ text: `${text} ` })));
    const inputs = texts.map((text) => ({ text }));
    let from = performance.now();
    const outputs = await tagger.tag(inputs);
    const tagSeconds = (performance.now() - from) / 1000;
    const known = outputs.map(({ vectors }, index) => ({ text: texts[index] ?? '', vectors }));
    const many = Array.from({ length: RETAGGED_COMMENTS }, (_, index) => known[index % known.length]!);
    await tagger.tag(many);
    const cpu = process.cpuUsage();
    from = performance.now();
    await tagger.tag(many);
    const retagSeconds = (performance.now() - from) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const bytes = outputs.reduce((sum, { vectors }) => sum + vectors.length, 0) / outputs.length;
    return [
      String(workers),
      loadSeconds.toFixed(2),
      (texts.length / tagSeconds).toFixed(0),
      (many.length / retagSeconds).toFixed(0),
      ((user + system) / many.length).toFixed(0),
      bytes.toFixed(0),
      (process.memoryUsage.rss() / 1e6).toFixed(0),
    ];
  } finally {
    await tagger.close();
  }
}

const root = projectRoot();
const texts = await readTexts(root, Number(process.argv[2] ?? MOST_COMMENTS));
process.stdout.write(`${texts.length} comments, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`);
const header = ['workers', 'load s', 'tagged/s', 'again from vectors/s', 'CPU µs', 'bytes a comment', 'memory MB'];
const rows = [header, await measure(root, texts, 1), await measure(root, texts, 2)];
for (const row of rows) {
  process.stdout.write(`${row.map((cell, column) => cell.padStart(header[column]?.length ?? 0)).join('  ')}\n`);
}
