/** Records of the tagging that goes on by itself: batches that follow each other closely are one run. */
import type { TagVersions } from '../domain/theme.js';
import type { InstallationStore } from '../store/installationStore.js';
import { SERVICE, TaggingDigest } from './runRecord.js';
import type { TaggedBatch, TaggedComments } from './tagPending.js';

export type TaggingKind = 'tagging' | 'retagging';

interface OpenRun {
  readonly id: number;
  readonly kind: TaggingKind;
  readonly versions: TagVersions;
  readonly digest: TaggingDigest;
  busyMs: number;
  endedAt: number;
  comments: number;
  embedded: number;
}

/** Comments that arrive one by one through a day must not become a record each. */
const SAME_RUN_WITHIN_MS = 10 * 60_000;

export class TaggingRuns {
  private open: OpenRun | null = null;

  constructor(
    private readonly store: Pick<InstallationStore, 'startRun' | 'finishRun'>,
    private readonly now: () => string,
  ) {}

  /** Tags a batch and adds it to the run that is open, or to a new one; the record is true after every batch. */
  async during<Tagged extends TaggedComments & { readonly batch: TaggedBatch }>(
    kind: TaggingKind,
    tag: () => Promise<Tagged>,
  ): Promise<Tagged> {
    const startedAt = performance.now();
    const begun = this.now();
    const tagged = await tag();
    const run = await this.runOf(kind, tagged.versions, startedAt, begun);
    tagged.results.forEach((result, index) => run.digest.add(tagged.textHashes[index]!, result));
    run.comments += tagged.results.length;
    run.embedded += tagged.batch.embedded;
    run.endedAt = performance.now();
    run.busyMs += run.endedAt - startedAt;
    await this.store.finishRun(run.id, {
      state: 'done',
      finishedAt: this.now(),
      durationMs: Math.round(run.busyMs),
      ...run.digest.hashes(),
      counts: { comments: run.comments, embedded: run.embedded },
      error: null,
    });
    return tagged;
  }

  private async runOf(kind: TaggingKind, versions: TagVersions, startedAt: number, begun: string): Promise<OpenRun> {
    const { open } = this;
    const isSame =
      open !== null &&
      open.kind === kind &&
      startedAt - open.endedAt <= SAME_RUN_WITHIN_MS &&
      JSON.stringify(open.versions) === JSON.stringify(versions);
    if (open && isSame) return open;
    const id = await this.store.startRun({ kind, by: SERVICE, versions, startedAt: begun, settings: {} });
    const digest = new TaggingDigest();
    this.open = { id, kind, versions, digest, busyMs: 0, endedAt: 0, comments: 0, embedded: 0 };
    return this.open;
  }
}
