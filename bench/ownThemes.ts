/**
 * How well a theme that was never trained on is learned: `node dist/bench/ownThemes.js --data FILE_OR_FOLDER`. The data are labelled
 * comments as JSON Lines {text, labels, usable?} (a folder: all its .jsonl files), for example NHS Friends and Family Test comments.
 * For each label and seed: half of the comments are held out; ten random comments of the other half that have the label are the
 * examples, the rest of it is asked about, ten at a time, and the labels answer. Printed: mean average precision on the held-out half,
 * and precision, recall and F1 at the threshold, at once and after 20, 50 and 100 answers, asking as the product does and at random.
 */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nextQuestions } from '../src/domain/nextQuestions.js';
import { seededRandom, type Random } from '../src/domain/random.js';
import type { Taxonomy } from '../src/domain/theme.js';
import { projectRoot } from '../src/root.js';
import { parseHeads, type Heads } from '../src/tagging/heads.js';
import type { EmbeddedText, OwnThemeExample } from '../src/tagging/learner.js';
import { fitOwnTheme } from '../src/tagging/ownTheme.js';
import { createRanker } from '../src/tagging/ownThemeRanker.js';
import { createTagger } from '../src/tagging/taggerPool.js';

/** Labels of the NHS framework with at least 40 comments that say nothing of the seven shipped themes in its strict mapping. */
const NHS_LABELS = [
  'Transport to/ from services',
  'Appointment arrangements',
  'Number & deployment of staff',
  'Activities & access to fresh air',
  'Staff responsiveness',
  'Referals & continuity of care',
  'Food & drink provision & facilities',
  'Supplying & understanding medication',
  'Organisation & efficiency',
  'Interaction with family/ carers',
];
const EXAMPLES = 10;
const BACKGROUND = 400;
const BATCH = 10;
const CHECKPOINTS = [0, 20, 50, 100];
const STRATEGIES = ['chosen', 'random'] as const;

interface Comment extends EmbeddedText {
  readonly id: number;
  readonly labels: ReadonlySet<string>;
}

interface Measured {
  readonly averagePrecision: number;
  readonly precision: number | null;
  readonly recall: number;
  readonly f1: number;
  /** With the threshold that would have been best on the held-out comments. */
  readonly bestF1: number;
  /** Share of held-out comments that have the label, and the mean probability given to them all. */
  readonly share: number;
  readonly meanProbability: number;
  /** Answers so far that were yes. */
  readonly yes: number;
}

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    seeds: { type: 'string', default: '3' },
    labels: { type: 'string', multiple: true },
    vectors: { type: 'string' },
  },
});
if (!options.data) throw new Error('expected --data FILE_OR_FOLDER, got none');

const modelFolder = join(projectRoot(), 'models', 'kuulolla-fisven');
const heads: Heads = parseHeads(JSON.parse(await readFile(join(modelFolder, 'heads.json'), 'utf8')));
const comments = await readComments(options.data, options.vectors ?? null);
const labels = options.labels ?? NHS_LABELS;
const seeds = Array.from({ length: Number(options.seeds) }, (_, index) => index + 1);
const results = new Map<string, Measured[][]>();
const startedAt = performance.now();
let fits = 0;
for (const label of labels) {
  for (const seed of seeds) {
    for (const strategy of STRATEGIES) {
      const key = `${strategy} ${label}`;
      results.set(key, [...(results.get(key) ?? []), teach(label, seed, strategy)]);
    }
  }
}
report();

/** One course of teaching; a measurement at each checkpoint. */
function teach(label: string, seed: number, strategy: (typeof STRATEGIES)[number]): Measured[] {
  const random = seededRandom(1000 * seed + labels.indexOf(label));
  const shuffled = shuffle(comments, random);
  const middle = Math.floor(shuffled.length / 2);
  const [pool, heldOut] = [shuffled.slice(0, middle), shuffled.slice(middle)];
  const examples = pool.filter((comment) => comment.labels.has(label)).slice(0, EXAMPLES);
  const others = pool.filter((comment) => !examples.includes(comment));
  const background = shuffle(others, random).slice(0, BACKGROUND);
  const order = shuffle(others, seededRandom(seed));
  const answered = new Map<number, Comment>();
  const measured: Measured[] = [];
  for (;;) {
    const given: OwnThemeExample[] = [
      ...examples.map((comment) => exampleOf(comment, true, 'example')),
      ...[...answered.values()].map((comment) => exampleOf(comment, comment.labels.has(label), 'person')),
      ...background.filter(({ id }) => !answered.has(id)).map((comment) => exampleOf(comment, false, 'background')),
    ];
    const head = fitOwnTheme(heads, 'bench', given);
    fits += 1;
    if (CHECKPOINTS.includes(answered.size)) {
      const yes = [...answered.values()].filter((comment) => comment.labels.has(label)).length;
      measured.push({ ...measure(heldOut.map(createRanker(heads, head)), heldOut, label, head.threshold), yes });
    }
    if (answered.size >= Math.max(...CHECKPOINTS)) return measured;
    const open = order.filter(({ id }) => !answered.has(id));
    const asked = strategy === 'random' ? open.slice(0, BATCH) : choose(open, [...answered.values()], head);
    for (const comment of asked) answered.set(comment.id, comment);
    if (asked.length === 0) throw new Error(`expected more comments to ask about ${label}, found none`);
  }
}

function choose(
  open: readonly Comment[],
  answered: readonly Comment[],
  head: ReturnType<typeof fitOwnTheme>,
): Comment[] {
  const scores = open.map(createRanker(heads, head));
  const candidates = open.map(({ id, text }, index) => ({ id, text, lang: 'en', score: scores[index]! }));
  const texts = answered.map(({ text }) => text);
  const chosen = new Set(nextQuestions(candidates, texts, head.threshold, BATCH).map(({ id }) => id));
  return open.filter(({ id }) => chosen.has(id));
}

function exampleOf({ text, vectors }: Comment, present: boolean, origin: OwnThemeExample['origin']): OwnThemeExample {
  return { text, vectors, present, origin };
}

function measure(
  probabilities: readonly number[],
  texts: readonly Comment[],
  label: string,
  threshold: number,
): Omit<Measured, 'yes'> {
  const ranked = texts
    .map((comment, index) => ({ has: comment.labels.has(label), probability: probabilities[index]! }))
    .sort((a, b) => b.probability - a.probability);
  const labelled = ranked.filter(({ has }) => has).length;
  let hits = 0;
  let sum = 0;
  let bestF1 = 0;
  ranked.forEach(({ has }, index) => {
    if (!has) return;
    hits += 1;
    sum += hits / (index + 1);
    bestF1 = Math.max(bestF1, (2 * hits) / (index + 1 + labelled));
  });
  const given = ranked.filter(({ probability }) => probability > threshold);
  const found = given.filter(({ has }) => has).length;
  return {
    averagePrecision: sum / labelled,
    precision: given.length > 0 ? found / given.length : null,
    recall: found / labelled,
    f1: (2 * found) / (given.length + labelled),
    bestF1,
    share: labelled / ranked.length,
    meanProbability: meanOf(probabilities),
  };
}

function report(): void {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const seconds = (performance.now() - startedAt) / 1000;
  print(`${comments.length} comments, ${labels.length} labels, ${seeds.length} seeds, ${EXAMPLES} examples each`);
  print(`mean average precision on the held-out half (± standard deviation over seeds of the mean over labels)\n`);
  const columns = CHECKPOINTS.map((answers) => (answers === 0 ? 'at once' : `${answers} answers`));
  print(['asked'.padEnd(10), ...columns.map((column) => column.padStart(15))].join(''));
  for (const strategy of STRATEGIES) {
    const cells = CHECKPOINTS.map((_, point) => {
      const perSeed = seeds.map((_, seed) =>
        meanOf(labels.map((label) => results.get(`${strategy} ${label}`)![seed]![point]!.averagePrecision)),
      );
      return `${meanOf(perSeed).toFixed(3)} ± ${spreadOf(perSeed).toFixed(3)}`.padStart(15);
    });
    print([strategy.padEnd(10), ...cells].join(''));
  }
  for (const strategy of STRATEGIES) {
    print(`\nat the threshold, asked ${strategy}: means over labels and seeds`);
    for (const [point, column] of columns.entries()) {
      const all = labels.flatMap((label) => results.get(`${strategy} ${label}`)!.map((course) => course[point]!));
      const precision = all.map((one) => one.precision).filter((value) => value !== null);
      print(
        `${column.padEnd(13)} precision ${meanOf(precision).toFixed(2)}  recall ${meanOf(all.map((one) => one.recall)).toFixed(2)}` +
          `  F1 ${meanOf(all.map((one) => one.f1)).toFixed(2)} (at best ${meanOf(all.map((one) => one.bestF1)).toFixed(2)})  share ${percent(meanOf(all.map((one) => one.share)))}` +
          `  mean probability ${percent(meanOf(all.map((one) => one.meanProbability)))}  yes ${meanOf(all.map((one) => one.yes)).toFixed(0)}`,
      );
    }
  }
  print(`\naverage precision per label, asked chosen`);
  for (const label of labels) {
    const cells = CHECKPOINTS.map((_, point) => {
      const values = results.get(`chosen ${label}`)!.map((course) => course[point]!.averagePrecision);
      return `${meanOf(values).toFixed(2)} ± ${spreadOf(values).toFixed(2)}`.padStart(15);
    });
    print([label.slice(0, 38).padEnd(40), ...cells].join(''));
  }
  print(`\n${fits} fits, ${((1000 * seconds) / fits).toFixed(0)} ms each with scoring`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function spreadOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1));
}

function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}

/** Each different text once, with the labels of all its comments. `cache`: a file for the vectors, so that a second run is quick. */
async function readComments(path: string, cache: string | null): Promise<Comment[]> {
  const files = (await stat(path)).isDirectory()
    ? (await readdir(path)).filter((name) => name.endsWith('.jsonl')).map((name) => join(path, name))
    : [path];
  const byText = new Map<string, { text: string; labels: Set<string> }>();
  for (const file of files.sort()) {
    for (const line of (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '')) {
      const row = JSON.parse(line) as { text: string; labels: string[]; usable?: boolean };
      if (row.usable === false) continue;
      const key = row.text.trim().toLowerCase();
      const known = byText.get(key) ?? { text: row.text, labels: new Set<string>() };
      for (const label of row.labels) known.labels.add(label);
      byText.set(key, known);
    }
  }
  const texts = [...byText.values()];
  const vectors = await readVectors(
    texts.map(({ text }) => text),
    cache,
  );
  return texts.map(({ text, labels }, id) => ({ id, text, labels, vectors: vectors[id]! }));
}

async function readVectors(texts: readonly string[], cache: string | null): Promise<Uint8Array[]> {
  const kept = cache === null ? null : await readFile(cache, 'utf8').catch(() => null);
  const known = new Map(kept === null ? [] : (JSON.parse(kept) as [string, string][]));
  if (!texts.every((text) => known.has(text))) {
    const taxonomy = JSON.parse(await readFile(join(projectRoot(), 'data', 'themes.json'), 'utf8')) as Taxonomy;
    const tagger = await createTagger({ modelFolder, taxonomy, workers: 2 });
    try {
      const outputs = await tagger.tag(texts.map((text) => ({ text })));
      texts.forEach((text, index) => known.set(text, Buffer.from(outputs[index]!.vectors).toString('base64')));
    } finally {
      await tagger.close();
    }
    if (cache !== null) await writeFile(cache, JSON.stringify([...known]));
  }
  return texts.map((text) => new Uint8Array(Buffer.from(known.get(text)!, 'base64')));
}
