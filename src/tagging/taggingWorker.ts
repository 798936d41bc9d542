/**
 * Worker thread of the tagger: one model, one ONNX thread, one comment a run. Activations are quantised over the whole input
 * of a run, so batch mates would change a comment's vector; alone it is the same every time.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workerData } from 'piscina';
import { RecentlyUsed } from '../domain/recentlyUsed.js';
import { projectFindings, projectionOf, projectTags } from '../domain/taxonomyDocument.js';
import type { ThemeTag } from '../domain/theme.js';
import { loadEncoder, type Encoder } from '../embedding/encoder.js';
import { commentSpans } from '../language/clauses.js';
import { parseHeads, type Heads } from './heads.js';
import type { EmbeddedText } from './learner.js';
import { HEADS_FILE } from './modelFiles.js';
import type { HeadsOverlay, OwnThemeHead } from './overlay.js';
import { fitOwnTheme } from './ownTheme.js';
import { createRanker } from './ownThemeRanker.js';
import { unpackTexts } from './packedTexts.js';
import { createScorer, type Scorer } from './scorer.js';
import { readSharedJson, type SharedJson } from './sharedJson.js';
import { decodeSpanVectors, encodeSpanVectors, quantiseSpans } from './spanVectors.js';
import type { InstalledHeads, TaggerInput, ThemeReason } from './tagger.js';
import type { WorkerAnswers, WorkerSettings, WorkerTask } from './taggingTasks.js';
import { trainOverlay } from './training.js';

/** Scores texts and counts the themes as an installation does. */
interface InstalledScorer {
  readonly tags: (text: EmbeddedText) => ThemeTag[];
  readonly reasons: (text: EmbeddedText) => ThemeReason[];
}

/** What is in use, and what is looked at beside it. */
const KEPT = 8;
const installedScorers = new RecentlyUsed<string, InstalledScorer>(KEPT);
const scorers = new RecentlyUsed<string, Scorer>(KEPT);
const rankers = new RecentlyUsed<string, (text: EmbeddedText) => number>(KEPT);
let heads: Promise<Heads> | null = null;
let encoder: Promise<Encoder> | null = null;

/** Entry point: one task at a time. */
export default async function work(task: WorkerTask): Promise<WorkerAnswers[WorkerTask['kind']]> {
  const loaded = await useHeads();
  switch (task.kind) {
    case 'load':
      await useEncoder();
      return null;
    case 'embed': {
      const { tags } = installedScorerOf(loaded, task.installed);
      const outputs: { tags: ThemeTag[]; vectors: Uint8Array }[] = [];
      for (const text of task.texts) {
        const vectors = await embed(loaded, text);
        outputs.push({ tags: tags({ text, vectors }), vectors });
      }
      return outputs;
    }
    case 'tag':
      return unpackTexts(task.texts).map(installedScorerOf(loaded, task.installed).tags);
    case 'explain':
      return installedScorerOf(loaded, task.installed).reasons(await withVectors(loaded, task.input));
    case 'judge': {
      const scorer = scorers.getOrCompute(task.overlay.key, () =>
        createScorer(loaded, readSharedJson(task.overlay) as HeadsOverlay),
      );
      return unpackTexts(task.texts).map(({ text, vectors }) => scorer.reasons(text, decodeSpanVectors(vectors)));
    }
    case 'rank': {
      const rank = rankers.getOrCompute(task.head.key, () =>
        createRanker(loaded, readSharedJson(task.head) as OwnThemeHead),
      );
      return Float64Array.from(unpackTexts(task.texts), rank);
    }
    case 'fitOwnTheme':
      return fitOwnTheme(loaded, task.theme, task.examples);
    case 'train':
      return trainOverlay(loaded, task.comments, task.current, task.seed);
  }
}

function installedScorerOf(loaded: Heads, installed: SharedJson): InstalledScorer {
  return installedScorers.getOrCompute(installed.key, () => {
    const { overlay, taxonomy } = readSharedJson(installed) as InstalledHeads;
    const scorer = createScorer(loaded, overlay);
    const project = projectionOf(taxonomy);
    return {
      tags: ({ text, vectors }) => projectTags(scorer.tags(text, decodeSpanVectors(vectors)), project),
      reasons: ({ text, vectors }) => projectFindings(scorer.reasons(text, decodeSpanVectors(vectors)), taxonomy),
    };
  });
}

async function withVectors(loaded: Heads, { text, vectors }: TaggerInput): Promise<EmbeddedText> {
  return { text, vectors: vectors ?? (await embed(loaded, text)) };
}

async function embed({ standardise }: Heads, text: string): Promise<Uint8Array> {
  const spans = await (await useEncoder()).embed(text, commentSpans(text));
  return encodeSpanVectors(quantiseSpans(spans, standardise));
}

/** Heads alone are enough to tag from stored vectors. A failed load is forgotten, so that the next task tries again. */
function useHeads(): Promise<Heads> {
  heads ??= readHeads().catch((cause: unknown) => {
    heads = null;
    throw new Error(`expected to load heads from ${settings().modelFolder}`, { cause });
  });
  return heads;
}

function useEncoder(): Promise<Encoder> {
  encoder ??= useHeads()
    .then(({ prefix }) => loadEncoder({ ...settings(), prefix }))
    .catch((cause: unknown) => {
      encoder = null;
      throw new Error(`expected to load the encoder from ${settings().modelFolder}`, { cause });
    });
  return encoder;
}

async function readHeads(): Promise<Heads> {
  return parseHeads(JSON.parse(await readFile(join(settings().modelFolder, HEADS_FILE), 'utf8')));
}

function settings(): WorkerSettings {
  return workerData as WorkerSettings;
}
