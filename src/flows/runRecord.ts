/** A record of what was run: with which versions, on what, for how long, and with which result. */
import { createHash, type Hash } from 'node:crypto';
import type { TagVersions } from '../domain/theme.js';
import type { InstallationStore, RunKind, RunRow } from '../store/installationStore.js';
import type { CommentTags } from '../store/store.js';

export interface RunPorts {
  readonly store: Pick<InstallationStore, 'startRun' | 'finishRun'>;
  /** ISO date-time, UTC. */
  readonly now: () => string;
}

export interface RunStart {
  readonly kind: RunKind;
  /** Id of who asked for it; the service itself for what runs by itself. */
  readonly by: string;
  readonly versions: TagVersions;
  readonly settings?: RunRow['settings'];
}

export interface RunResult {
  readonly counts: RunRow['counts'];
  /** sha256, hex, of what went in and of what came out; null where it does not apply. */
  readonly inputHash: string | null;
  readonly outputHash: string | null;
  readonly state?: 'done' | 'refused';
  /** Why it was refused. */
  readonly error?: string;
}

/** Who the service's own runs are by. */
export const SERVICE = 'kuulolla';

/**
 * Does the work under a record that is there before it begins, and that says how it ended also when the work throws. The work is
 * given the record's id.
 */
export async function recordRun<Result extends RunResult>(
  ports: RunPorts,
  start: RunStart,
  work: (run: number) => Promise<Result>,
): Promise<Result> {
  const { store, now } = ports;
  const { settings = {}, ...rest } = start;
  const id = await store.startRun({ ...rest, settings, startedAt: now() });
  const startedAt = performance.now();
  const duration = (): number => Math.round(performance.now() - startedAt);
  try {
    const result = await work(id);
    const { counts, inputHash, outputHash, state = 'done', error = null } = result;
    await store.finishRun(id, {
      state,
      finishedAt: now(),
      durationMs: duration(),
      inputHash,
      outputHash,
      counts,
      error,
    });
    return result;
  } catch (error) {
    await store.finishRun(id, {
      state: 'failed',
      finishedAt: now(),
      durationMs: duration(),
      inputHash: null,
      outputHash: null,
      counts: {},
      error: error instanceof Error ? error.message : String(error),
    });
    throw error;
  }
}

/**
 * Hashes of what a run tagged and of the tags, comment by comment in order: the same comments tagged again with the same versions
 * give the same two hashes.
 */
export class TaggingDigest {
  private readonly input: Hash = createHash('sha256');
  private readonly output: Hash = createHash('sha256');

  /** `textHash`: sha256 of the comment's text, hex. */
  add(textHash: string, { id, state, tags }: CommentTags): void {
    this.input.update(`${id} ${textHash}\n`);
    const said = tags.map((tag) => [
      tag.theme,
      tag.polarity,
      tag.confidence,
      tag.evidence.map((span) => [span.start, span.end]),
    ]);
    this.output.update(`${id} ${state} ${JSON.stringify(said)}\n`);
  }

  /** Of what was added so far. */
  hashes(): { readonly inputHash: string; readonly outputHash: string } {
    return { inputHash: this.input.copy().digest('hex'), outputHash: this.output.copy().digest('hex') };
  }
}

/** Runs that a crash or a power cut ended say so. */
export async function closeInterruptedRuns(
  store: Pick<InstallationStore, 'listRuns' | 'finishRun'>,
  now: string,
): Promise<number> {
  const interrupted = (await store.listRuns(1000)).filter((run) => run.state === 'running');
  for (const { id } of interrupted) {
    await store.finishRun(id, {
      state: 'failed',
      finishedAt: now,
      durationMs: null,
      inputHash: null,
      outputHash: null,
      counts: {},
      error: 'the service stopped before it was done',
    });
  }
  return interrupted.length;
}
