/** The tagger: a pool of worker threads, so that the event loop of the service stays free. */
import { createHash } from 'node:crypto';
import { shippedDocument } from '../domain/taxonomyDocument.js';
import { LANGUAGES, type TagVersions, type Taxonomy } from '../domain/theme.js';
import type { EmbeddedText, Learner } from './learner.js';
import { checkModelFiles, type ModelFiles } from './modelFiles.js';
import { EMPTY_OVERLAY, type HeadsOverlay } from './overlay.js';
import { checkOverlay } from './overlayCheck.js';
import { packTexts } from './packedTexts.js';
import { shareJson, type SharedJson } from './sharedJson.js';
import { wholeTextVector } from './spanVectors.js';
import type { InstalledHeads, Tagger, TaggerInput, TaggerOutput } from './tagger.js';
import type { WorkerSettings } from './taggingTasks.js';
import { WorkerPool } from './workerPool.js';

export interface TaggerOptions {
  /** Absolute path of the model: encoder, heads.json and, when its files are to be checked, SHA256SUMS. */
  readonly modelFolder: string;
  /** Folder that the model's name is relative to; default the parent of `modelFolder`. */
  readonly modelsFolder?: string;
  /** The shipped themes, in use until others are installed. */
  readonly taxonomy: Taxonomy;
  /** Worker threads, each about 300 MB. */
  readonly workers: number;
  /** Fetch model files that are missing; false unless the installation says so. */
  readonly allowRemoteModels?: boolean;
  /** Languages with measured quality; default those of the interface. */
  readonly languages?: readonly string[];
}

/** Texts to embed in one task: few enough that progress is steady and closing waits for a fraction of a second. */
const EMBEDDED_PER_TASK = 12;
/** Texts with vectors in one task: enough that messages between threads cost little. */
const TEXTS_PER_TASK = 256;

/**
 * Checks the model's files and starts the workers; each loads the model with its first task. Rejects with the path when a
 * file is missing, and with both sums when a file is another than SHA256SUMS says.
 */
export async function createTagger(options: TaggerOptions): Promise<Tagger & Learner> {
  const files = await checkModelFiles(options.modelFolder);
  const settings: WorkerSettings = {
    modelFolder: options.modelFolder,
    ...(options.modelsFolder === undefined ? {} : { modelsFolder: options.modelsFolder }),
    allowRemoteModels: options.allowRemoteModels ?? false,
  };
  return new PooledTagger(files, new WorkerPool(options.workers, settings), options);
}

/** Heads and themes as they are sent to workers. */
interface Prepared {
  readonly json: SharedJson;
  readonly versions: TagVersions;
}

class PooledTagger implements Tagger, Learner {
  readonly languages: readonly string[];
  readonly #prepared = new WeakMap<HeadsOverlay, WeakMap<InstalledHeads['taxonomy'], Prepared>>();
  readonly #shared = new WeakMap<object, SharedJson>();
  #installed: Prepared;

  constructor(
    private readonly files: ModelFiles,
    private readonly pool: WorkerPool,
    { languages, taxonomy }: Pick<TaggerOptions, 'languages' | 'taxonomy'>,
  ) {
    this.languages = languages ?? LANGUAGES;
    this.#installed = this.#prepare({ overlay: EMPTY_OVERLAY, taxonomy: shippedDocument(taxonomy) });
  }

  get versions(): TagVersions {
    return this.#installed.versions;
  }

  install(installed: InstalledHeads): void {
    this.#installed = this.#prepare(installed);
  }

  versionsOf(installed: InstalledHeads): TagVersions {
    return this.#prepare(installed).versions;
  }

  tag(inputs: readonly TaggerInput[]): Promise<TaggerOutput[]> {
    return this.#tagWith(this.#installed, inputs);
  }

  async tagAs(installed: InstalledHeads, inputs: readonly TaggerInput[]): Promise<TaggerOutput[]> {
    return this.#tagWith(this.#prepare(installed), inputs);
  }

  explain(input: TaggerInput): ReturnType<Tagger['explain']> {
    return this.pool.run({ kind: 'explain', installed: this.#installed.json, input });
  }

  fitOwnTheme(...[theme, examples]: Parameters<Learner['fitOwnTheme']>): ReturnType<Learner['fitOwnTheme']> {
    return this.pool.run({ kind: 'fitOwnTheme', theme, examples });
  }

  rank(...[head, texts]: Parameters<Learner['rank']>): ReturnType<Learner['rank']> {
    const shared = this.#share(head);
    return this.pool.spread<EmbeddedText, 'rank', number>(
      texts,
      TEXTS_PER_TASK,
      (part) => ({ kind: 'rank', head: shared, texts: packTexts(part) }),
      (answer) => answer,
    );
  }

  train(...[comments, current, seed]: Parameters<Learner['train']>): ReturnType<Learner['train']> {
    return this.pool.run({ kind: 'train', comments, current, seed });
  }

  async judge(...[texts, overlay]: Parameters<Learner['judge']>): ReturnType<Learner['judge']> {
    checkOverlay(overlay, this.files.shape);
    const shared = this.#share(overlay);
    return this.pool.spread(
      texts,
      TEXTS_PER_TASK,
      (part) => ({ kind: 'judge' as const, overlay: shared, texts: packTexts(part) }),
      (answer) => answer,
    );
  }

  async ready(): Promise<void> {
    await this.pool.run({ kind: 'load' });
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  async #tagWith({ json }: Prepared, inputs: readonly TaggerInput[]): Promise<TaggerOutput[]> {
    const known: { readonly input: EmbeddedText; readonly index: number }[] = [];
    const unknown = new Map<string, number[]>();
    inputs.forEach(({ text, vectors }, index) => {
      const repeats = unknown.get(text);
      if (vectors) known.push({ input: { text, vectors }, index });
      else if (repeats) repeats.push(index);
      else unknown.set(text, [index]);
    });
    const texts = [...unknown.keys()];
    const [tagged, embedded] = await Promise.all([
      this.pool.spread(
        known,
        TEXTS_PER_TASK,
        (part) => ({ kind: 'tag' as const, installed: json, texts: packTexts(part.map(({ input }) => input)) }),
        (answer) => answer,
      ),
      this.pool.spread(
        texts,
        EMBEDDED_PER_TASK,
        (part) => ({ kind: 'embed' as const, installed: json, texts: part }),
        (answer) => answer,
      ),
    ]);
    const outputs = new Array<TaggerOutput>(inputs.length);
    known.forEach(({ input: { vectors }, index }, at) => {
      outputs[index] = { tags: tagged[at]!, vectors, whole: wholeTextVector(vectors) };
    });
    texts.forEach((text, at) => {
      const { tags, vectors } = embedded[at]!;
      const output = { tags, vectors, whole: wholeTextVector(vectors) };
      for (const index of unknown.get(text)!) outputs[index] = output;
    });
    return outputs;
  }

  /** Throws when the overlay does not fit. What was prepared for the same objects before is used again. */
  #prepare({ overlay, taxonomy }: InstalledHeads): Prepared {
    const ofOverlay = this.#prepared.get(overlay) ?? new WeakMap<InstalledHeads['taxonomy'], Prepared>();
    const known = ofOverlay.get(taxonomy);
    if (known) return known;
    const { shape, space } = this.files;
    checkOverlay(overlay, shape);
    const prepared = {
      json: shareJson({ overlay, taxonomy }),
      versions: { space, heads: headsVersion(this.files.heads, overlay), taxonomy: taxonomy.version },
    };
    this.#prepared.set(overlay, ofOverlay.set(taxonomy, prepared));
    return prepared;
  }

  #share(value: object): SharedJson {
    const shared = this.#shared.get(value) ?? shareJson(value);
    this.#shared.set(value, shared);
    return shared;
  }
}

/** That of heads.json, and what was learned on top of it where something was. */
function headsVersion(shipped: string, overlay: HeadsOverlay): string {
  const json = JSON.stringify(overlay);
  if (json === JSON.stringify(EMPTY_OVERLAY)) return shipped;
  return `${shipped}+${createHash('sha256').update(json).digest('hex').slice(0, 12)}`;
}
