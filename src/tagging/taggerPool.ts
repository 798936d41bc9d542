/** The tagger: a pool of worker threads, so that the event loop of the service stays free. */
import { Piscina } from 'piscina';
import { LANGUAGES } from '../domain/theme.js';
import { checkModelFiles } from './modelFiles.js';
import type { Tagger, TaggerInput, TaggerOutput } from './tagger.js';
import type { WorkerAnswers, WorkerSettings, WorkerTask } from './taggingWorker.js';

export interface TaggerOptions {
  /** Absolute path of the model: encoder, heads.json and, when its files are to be checked, SHA256SUMS. */
  readonly modelFolder: string;
  /** Folder that the model's name is relative to; default the parent of `modelFolder`. */
  readonly modelsFolder?: string;
  /** Version of the taxonomy that the tags are of; becomes part of `versions`. */
  readonly taxonomyVersion: string;
  /** Worker threads, each about 300 MB. */
  readonly workers: number;
  /** Fetch model files that are missing; false unless the installation says so. */
  readonly allowRemoteModels?: boolean;
  /** Languages with measured quality; default those of the interface. */
  readonly languages?: readonly string[];
}

/**
 * Comments in one task: enough that messages between threads cost nothing, few enough that progress is steady and closing
 * waits for a fraction of a second.
 */
const COMMENTS_PER_TASK = 12;

/**
 * Checks the model's files and starts the workers; each loads the model with its first task. Rejects with the path when a
 * file is missing, and with both sums when a file is another than SHA256SUMS says.
 */
export async function createTagger(options: TaggerOptions): Promise<Tagger> {
  const files = await checkModelFiles(options.modelFolder);
  const settings: WorkerSettings = {
    modelFolder: options.modelFolder,
    ...(options.modelsFolder === undefined ? {} : { modelsFolder: options.modelsFolder }),
    allowRemoteModels: options.allowRemoteModels ?? false,
  };
  const pool = new Piscina({
    filename: new URL('./taggingWorker.js', import.meta.url).href,
    minThreads: options.workers,
    maxThreads: options.workers,
    concurrentTasksPerWorker: 1,
    // a worker that waits for its next task asleep could not finish a run of the ONNX runtime
    atomics: 'disabled',
    workerData: settings,
  });
  const running = new Set<Promise<unknown>>();
  let closed: Promise<void> | null = null;

  async function run<K extends WorkerTask['kind']>(task: Extract<WorkerTask, { kind: K }>): Promise<WorkerAnswers[K]> {
    if (closed) throw new Error('expected an open tagger, it was closed');
    const answer = pool.run(task) as Promise<WorkerAnswers[K]>;
    running.add(answer);
    try {
      return await answer;
    } finally {
      running.delete(answer);
    }
  }

  async function tag(inputs: readonly TaggerInput[]): Promise<TaggerOutput[]> {
    const tasks = distinctInputs(inputs);
    const outputs = new Array<TaggerOutput>(tasks.inputs.length);
    let next = 0;
    const takeTasks = async (): Promise<void> => {
      while (next < tasks.inputs.length) {
        const from = next;
        next += COMMENTS_PER_TASK;
        const some = await run({ kind: 'tag', inputs: tasks.inputs.slice(from, from + COMMENTS_PER_TASK) });
        some.forEach((output, index) => (outputs[from + index] = output));
      }
    };
    // two tasks a worker: one at work, one waiting, so that none idles and little is queued
    await Promise.all(Array.from({ length: 2 * options.workers }, takeTasks));
    return tasks.indexOfInput.map((index) => outputs[index]!);
  }

  async function stop(): Promise<void> {
    // terminating a thread in the middle of a run of the ONNX runtime can take the process down
    await Promise.allSettled(running);
    await pool.destroy();
  }

  return {
    versions: { space: files.space, heads: files.heads, taxonomy: options.taxonomyVersion },
    languages: options.languages ?? LANGUAGES,
    tag,
    explain: (input) => run({ kind: 'explain', input }),
    ready: async () => {
      await run({ kind: 'load' });
    },
    close: () => (closed ??= stop()),
  };
}

/** Inputs without repeats of a text that has to be embedded, and for each input the place of its own among them. */
function distinctInputs(inputs: readonly TaggerInput[]): { inputs: TaggerInput[]; indexOfInput: number[] } {
  const distinct: TaggerInput[] = [];
  const indexOfText = new Map<string, number>();
  const indexOfInput = inputs.map((input) => {
    const known = input.vectors ? undefined : indexOfText.get(input.text);
    if (known !== undefined) return known;
    if (!input.vectors) indexOfText.set(input.text, distinct.length);
    return distinct.push(input) - 1;
  });
  return { inputs: distinct, indexOfInput };
}
