/**
 * Worker thread of the tagger: one model, one ONNX thread, one comment a run. Activations are quantised over the whole input
 * of a run, so batch mates would change a comment's vector; alone it is the same every time.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workerData } from 'piscina';
import { loadEncoder, type Encoder } from '../embedding/encoder.js';
import { HEADS_FILE } from './modelFiles.js';
import { commentSpans } from '../language/clauses.js';
import { parseHeads } from './heads.js';
import { createScorer, type Scorer } from './scorer.js';
import { decodeSpanVectors, encodeSpanVectors, quantiseSpans } from './spanVectors.js';
import type { TaggerInput, TaggerOutput, ThemeReason } from './tagger.js';

/** What a worker is told when it starts. */
export interface WorkerSettings {
  readonly modelFolder: string;
  readonly modelsFolder?: string;
  readonly allowRemoteModels: boolean;
}

export type WorkerTask =
  | { readonly kind: 'load' }
  | { readonly kind: 'tag'; readonly inputs: readonly TaggerInput[] }
  | { readonly kind: 'explain'; readonly input: TaggerInput };

export interface WorkerAnswers {
  readonly load: null;
  readonly tag: TaggerOutput[];
  readonly explain: ThemeReason[];
}

let scorer: Promise<Scorer> | null = null;
let encoder: Promise<Encoder> | null = null;

/** Entry point: one task at a time. */
export default async function work(task: WorkerTask): Promise<WorkerAnswers[WorkerTask['kind']]> {
  switch (task.kind) {
    case 'load':
      await Promise.all([useScorer(), useEncoder()]);
      return null;
    case 'tag': {
      const outputs: TaggerOutput[] = [];
      for (const input of task.inputs) outputs.push(await tagOne(input));
      return outputs;
    }
    case 'explain':
      return (await useScorer()).reasons(task.input.text, decodeSpanVectors(await vectorsOf(task.input)));
  }
}

async function tagOne(input: TaggerInput): Promise<TaggerOutput> {
  const vectors = await vectorsOf(input);
  return { tags: (await useScorer()).tags(input.text, decodeSpanVectors(vectors)), vectors };
}

async function vectorsOf({ text, vectors }: TaggerInput): Promise<Uint8Array> {
  if (vectors) return vectors;
  const [{ heads }, loaded] = await Promise.all([useScorer(), useEncoder()]);
  return encodeSpanVectors(quantiseSpans(await loaded.embed(text, commentSpans(text)), heads.standardise));
}

/** Heads alone are enough to tag from stored vectors. A failed load is forgotten, so that the next task tries again. */
function useScorer(): Promise<Scorer> {
  scorer ??= readScorer().catch((cause: unknown) => {
    scorer = null;
    throw new Error(`expected to load heads from ${settings().modelFolder}`, { cause });
  });
  return scorer;
}

function useEncoder(): Promise<Encoder> {
  encoder ??= useScorer()
    .then(({ heads }) => loadEncoder({ ...settings(), prefix: heads.prefix }))
    .catch((cause: unknown) => {
      encoder = null;
      throw new Error(`expected to load the encoder from ${settings().modelFolder}`, { cause });
    });
  return encoder;
}

async function readScorer(): Promise<Scorer> {
  return createScorer(parseHeads(JSON.parse(await readFile(join(settings().modelFolder, HEADS_FILE), 'utf8'))));
}

function settings(): WorkerSettings {
  return workerData as WorkerSettings;
}
