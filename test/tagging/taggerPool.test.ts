import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Taxonomy } from '../../src/domain/theme.js';
import { projectRoot } from '../../src/root.js';
import type { Learner } from '../../src/tagging/learner.js';
import { createTagger } from '../../src/tagging/taggerPool.js';
import type { Tagger } from '../../src/tagging/tagger.js';
import { readTaxonomy } from '../../src/taxonomyFile.js';
import { createTemporaryFolder } from '../support/temporaryFolder.js';

const modelFolder = join(projectRoot(), 'models', 'kuulolla-fisven');
let tagger: Tagger & Learner;
let taxonomy: Taxonomy;

before(async () => {
  taxonomy = await readTaxonomy(projectRoot());
  tagger = await createTagger({ modelFolder, taxonomy, workers: 2 });
  await tagger.ready();
});

after(() => tagger.close());

const TEXTS = [
  'Jonotin kolme tuntia, mutta hoitaja oli ystävällinen',
  'Väntrummet var smutsigt',
  'Nobody answered the phone for a week',
  'Kiitos!',
];

test('themes, polarity and evidence come in the order of the texts', async () => {
  const [first, second, third, fourth] = await tagger.tag(TEXTS.map((text) => ({ text })));
  const summary = first?.tags.map((tag) => `${tag.theme} ${tag.polarity}`).sort();
  assert.deepEqual(summary, ['staff_friendliness pos', 'waiting_times neg']);
  const waiting = first?.tags.find((tag) => tag.theme === 'waiting_times')?.evidence[0];
  assert.equal(TEXTS[0]?.slice(waiting?.start, waiting?.end), 'Jonotin kolme tuntia');
  assert.deepEqual([second?.tags[0]?.theme, second?.tags[0]?.polarity], ['premises', 'neg']);
  assert.equal(third?.tags[0]?.theme, 'access');
  assert.deepEqual(fourth?.tags, []);
});

test('tags are most confident first', async () => {
  const [output] = await tagger.tag([{ text: TEXTS[0]! }]);
  const confidences = output!.tags.map((tag) => tag.confidence);
  assert.deepEqual(
    confidences,
    [...confidences].sort((a, b) => b - a),
  );
});

test('tagging again from stored vectors gives the same tags and leaves the vectors alone', async () => {
  const outputs = await tagger.tag(TEXTS.map((text) => ({ text })));
  const again = await tagger.tag(TEXTS.map((text, index) => ({ text, vectors: outputs[index]!.vectors })));
  assert.deepEqual(again, outputs);
});

test('a text gets the same vectors alone, among others, twice, and from any worker', async () => {
  const [alone] = await tagger.tag([{ text: TEXTS[1]! }]);
  const many = await tagger.tag(
    Array.from({ length: 60 }, (_, i) => ({ text: i % 3 === 0 ? TEXTS[1]! : `${TEXTS[2]!} ${i}` })),
  );
  for (let i = 0; i < many.length; i += 3) assert.deepEqual(many[i], alone);
});

test('the event loop is free while comments are tagged', async () => {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 5);
  await tagger.tag(Array.from({ length: 120 }, (_, i) => ({ text: `${TEXTS[0]!} ${i}` })));
  clearInterval(timer);
  assert.ok(turns >= 10, `${turns} turns`);
});

test('no inputs give no outputs', async () => {
  assert.deepEqual(await tagger.tag([]), []);
});

test('the versions name model, revision and heads', () => {
  assert.deepEqual(tagger.versions, {
    space: 'kuulolla-fisven@72689cc7149e/q8/mean-of-span/query:/int8-standardised-8ef0bce3',
    heads: '8d4331b501e8',
    taxonomy: taxonomy.version,
  });
  assert.deepEqual(tagger.languages, ['fi', 'sv', 'en']);
});

test('a theme is explained whether it is given or not', async () => {
  const reasons = await tagger.explain({ text: TEXTS[0]! });
  assert.equal(reasons.length, 7);
  const waiting = reasons.find((reason) => reason.theme === 'waiting_times');
  assert.equal(waiting?.given, true);
  assert.equal(waiting.clauses.length, 2);
  assert.ok(waiting.clauses[0]!.logit > waiting.clauses[1]!.logit);
});

test('vectors that are none fail that call alone', async () => {
  await assert.rejects(
    tagger.tag([{ text: 'x', vectors: Uint8Array.of(9) }]),
    /expected span vectors of version 1, got 9/,
  );
  assert.equal((await tagger.tag([{ text: 'x' }])).length, 1);
});

test('a model that is not there is named by its path', async () => {
  await assert.rejects(createTagger({ modelFolder: '/nowhere/model', taxonomy, workers: 1 }), /\/nowhere\/model/);
});

test('a model file that was changed is named, with both sums', async () => {
  const temporary = await createTemporaryFolder();
  const { path } = temporary;
  try {
    await mkdir(join(path, 'onnx'));
    for (const file of ['SHA256SUMS', 'heads.json', 'tokenizer.json', 'tokenizer_config.json', 'config.json']) {
      await cp(join(modelFolder, file), join(path, file));
    }
    await writeFile(join(path, 'onnx', 'model_quantized.onnx'), 'other bytes');
    await assert.rejects(
      createTagger({ modelFolder: path, taxonomy, workers: 1 }),
      /expected sha256 72689cc7.*model_quantized\.onnx.*got [0-9a-f]{64}/,
    );
  } finally {
    await temporary.remove();
  }
});

test('a worker that cannot load the model says so, and the next task tries again', async () => {
  const temporary = await createTemporaryFolder();
  const { path } = temporary;
  try {
    await mkdir(join(path, 'onnx'));
    for (const file of ['heads.json', 'tokenizer.json', 'tokenizer_config.json', 'config.json']) {
      await cp(join(modelFolder, file), join(path, file));
    }
    const onnx = join(path, 'onnx', 'model_quantized.onnx');
    await writeFile(onnx, 'no model');
    const broken = await createTagger({ modelFolder: path, taxonomy, workers: 1 });
    await assert.rejects(broken.ready(), /expected to load the encoder from/);
    await cp(join(modelFolder, 'onnx', 'model_quantized.onnx'), onnx);
    await broken.ready();
    await broken.close();
  } finally {
    await temporary.remove();
  }
});

test('a process that used and closed a tagger ends by itself, also when closed in the middle', () => {
  const url = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
  const script = `
    const { createTagger } = await import(${url('../../src/tagging/taggerPool.js')});
    const tagger = await createTagger({ modelFolder: ${JSON.stringify(modelFolder)}, taxonomy: ${JSON.stringify(taxonomy)}, workers: 2 });
    await tagger.tag([{ text: 'Kiitos' }]);
    const cut = tagger.tag(Array.from({ length: 300 }, (_, i) => ({ text: 'Jono ' + i }))).catch((error) => error.message);
    await tagger.close();
    process.stdout.write(await cut);
  `;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  assert.deepEqual([child.status, child.stdout, child.stderr], [0, 'expected an open tagger, it was closed', '']);
});
