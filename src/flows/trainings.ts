/** Trainings that are asked for on a page: one at a time, after the request is answered. */
import type { LearningDeps } from './deps.js';
import { DEFAULT_SEED, trainTagger, type TrainingOutcome } from './trainTagger.js';

export class Trainings {
  private running: Promise<TrainingOutcome> | null = null;

  constructor(
    private readonly deps: LearningDeps,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  get isRunning(): boolean {
    return this.running !== null;
  }

  /** False when one is running already. How it went is in the record of runs. @param by id of who asks */
  start(by: string): boolean {
    if (this.running) return false;
    this.running = trainTagger(this.deps, { seed: DEFAULT_SEED, by });
    this.running.catch(this.onFailure).finally(() => {
      this.running = null;
    });
    return true;
  }

  /** Resolves when none is running. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.running]);
  }
}
