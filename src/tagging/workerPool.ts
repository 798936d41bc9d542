/** Worker threads of the tagger, and lists that are spread over them. */
import { Piscina } from 'piscina';
import type { WorkerAnswers, WorkerSettings, WorkerTask } from './taggingTasks.js';

export class WorkerPool {
  readonly #pool: Piscina;
  readonly #running = new Set<Promise<unknown>>();
  #closed: Promise<void> | null = null;

  constructor(
    readonly workers: number,
    settings: WorkerSettings,
  ) {
    this.#pool = new Piscina({
      filename: new URL('./taggingWorker.js', import.meta.url).href,
      minThreads: workers,
      maxThreads: workers,
      concurrentTasksPerWorker: 1,
      // a worker that waits for its next task asleep could not finish a run of the ONNX runtime
      atomics: 'disabled',
      workerData: settings,
    });
  }

  /** Rejects with what the worker threw, or because the pool is closed. */
  async run<K extends WorkerTask['kind']>(task: Extract<WorkerTask, { kind: K }>): Promise<WorkerAnswers[K]> {
    if (this.#closed) throw new Error('expected an open tagger, it was closed');
    const answer = this.#pool.run(task) as Promise<WorkerAnswers[K]>;
    this.#running.add(answer);
    try {
      return await answer;
    } finally {
      this.#running.delete(answer);
    }
  }

  /**
   * Runs one task per part of a list and joins the answers in order.
   * @param largest most items in a part; parts are smaller where that keeps all workers busy
   */
  async spread<T, K extends WorkerTask['kind'], A>(
    items: readonly T[],
    largest: number,
    taskOf: (part: readonly T[]) => Extract<WorkerTask, { kind: K }>,
    listOf: (answer: WorkerAnswers[K]) => ArrayLike<A>,
  ): Promise<A[]> {
    const results = new Array<A>(items.length);
    const ahead = 2 * this.workers;
    const size = Math.max(SMALLEST_PART, Math.min(largest, Math.ceil(items.length / ahead)));
    let next = 0;
    const takeParts = async (): Promise<void> => {
      while (next < items.length) {
        const from = next;
        const part = items.slice(from, from + size);
        next += size;
        const list = listOf(await this.run<K>(taskOf(part)));
        if (list.length !== part.length) {
          throw new Error(`expected ${part.length} answers from a worker of the tagger, got ${list.length}`);
        }
        for (let i = 0; i < part.length; i += 1) results[from + i] = list[i]!;
      }
    };
    // two tasks a worker: one at work, one waiting, so that none idles and little is queued
    await Promise.all(Array.from({ length: ahead }, takeParts));
    return results;
  }

  /** Waits for what is under way: ending a thread in the middle of a run of the ONNX runtime can take the process down. */
  close(): Promise<void> {
    return (this.#closed ??= this.#stop());
  }

  async #stop(): Promise<void> {
    await Promise.allSettled(this.#running);
    await this.#pool.destroy();
  }
}

/** Fewer than this are not worth a message of their own. */
const SMALLEST_PART = 12;
