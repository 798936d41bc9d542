/**
 * Comments that wait are tagged: those just sent first, then the newest, then those whose tags rest on other heads or themes.
 * Pending is a state in the database, so a crash loses nothing: the next start goes on where the last one stopped.
 */
import type { PendingComment, ResponseId, Store } from '../store/store.js';
import { TaggingRuns, type TaggingKind } from './taggingRuns.js';
import { saveTagged, tagComments, type TaggedBatch, type TaggingPorts } from './tagPending.js';

export interface TaggingLoopPorts extends TaggingPorts {
  readonly store: TaggingPorts['store'] & Pick<Store, 'commentsTaggedOtherwise' | 'startRun' | 'finishRun'>;
}

export interface TaggingLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

export interface TaggingLoop {
  /** New comments are there; those named are tagged before any backlog. */
  wake(ids?: readonly ResponseId[]): void;
  /** Resolves when nothing was left to tag, or the loop was stopped. */
  idle(): Promise<void>;
  /** Lets the batch at hand finish, then ends. Pending comments stay pending. */
  stop(): Promise<void>;
}

export interface TaggingLoopOptions {
  readonly log: TaggingLog;
  /** Called when comments that waited are tagged; it is waited for, and what it throws is logged. */
  readonly onTagged?: (batch: TaggedBatch, ids: readonly ResponseId[]) => void | Promise<void>;
  /** ISO date-time, UTC; the system's clock unless given. */
  readonly now?: () => string;
  /** Milliseconds until the next try after this many failures in a row; one second doubling to a minute unless given. */
  readonly backOffMs?: (failures: number) => number;
}

/** Comments tagged again from stored vectors at a time: large, as in retag.ts, yet soon done when new comments come. */
const RETAG_BATCH = 1024;
/** A batch should last about this long, so that a comment just sent waits for half of it on average. */
const BATCH_TARGET_MS = 500;
const SMALLEST_BATCH = 16;
const LARGEST_BATCH = 256;
const FIRST_BATCH = 64;

/** Starts tagging in the background, at once and whenever woken. */
export function startTagging(ports: TaggingLoopPorts, options: TaggingLoopOptions): TaggingLoop {
  const loop = new Loop(ports, options);
  const ended = loop.run();
  return {
    wake: (ids = []) => loop.wake(ids),
    idle: () => loop.idle(),
    stop: async () => {
      loop.stop();
      await ended;
    },
  };
}

class Loop {
  private readonly urgent: ResponseId[] = [];
  /** Comments that cannot be tagged although others can; tried again after a restart. */
  private readonly setAside = new Set<ResponseId>();
  private readonly idleWaiters: (() => void)[] = [];
  private batchSize = FIRST_BATCH;
  private failures = 0;
  private stopped = false;
  private wakeUps = 0;
  private interrupt: () => void = () => undefined;
  /** Comments up to this id have the tags of `retaggedWith`, a key of versions. */
  private retaggedUpTo = 0;
  private retaggedWith = '';
  private readonly runs: TaggingRuns;

  constructor(
    private readonly ports: TaggingLoopPorts,
    private readonly options: TaggingLoopOptions,
  ) {
    this.runs = new TaggingRuns(ports.store, options.now ?? (() => new Date().toISOString()));
  }

  wake(ids: readonly ResponseId[]): void {
    for (const id of ids) this.urgent.push(id);
    this.wakeUps += 1;
    this.interrupt();
  }

  stop(): void {
    this.stopped = true;
    this.interrupt();
  }

  idle(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      this.idleWaiters.push(resolve);
      this.wake([]);
    });
  }

  async run(): Promise<void> {
    while (!this.stopped) {
      const wakeUpsSeen = this.wakeUps;
      try {
        const comments = await this.nextBatch();
        if (comments.length > 0) await this.tagTimed(comments);
        else if (!(await this.retagSome())) await this.rest(wakeUpsSeen);
        this.failures = 0;
      } catch (error) {
        this.failures += 1;
        const waitMs = (this.options.backOffMs ?? doublingBackOffMs)(this.failures);
        this.options.log.warn({ err: error, failures: this.failures, waitMs }, 'tagging failed, will be tried again');
        await this.pause(waitMs, wakeUpsSeen);
      }
    }
    this.releaseIdle();
  }

  /** Comments named by a waker if there are any, else the newest pending ones. */
  private async nextBatch(): Promise<PendingComment[]> {
    const { store } = this.ports;
    const named = this.urgent.splice(0, this.batchSize);
    if (named.length > 0) {
      const rows = await Promise.all(named.map((id) => store.getComment(id)));
      const pending = rows.filter((row) => row !== null).filter((row) => row.state === 'pending');
      if (pending.length > 0) return pending.map((row) => ({ id: row.id, text: row.text, lang: row.lang }));
    }
    const newest = await store.pendingComments(this.batchSize + this.setAside.size);
    return newest.filter((comment) => !this.setAside.has(comment.id)).slice(0, this.batchSize);
  }

  /** Tags again a batch of comments with other versions; false when there is none left. */
  private async retagSome(): Promise<boolean> {
    const { store, tagger } = this.ports;
    const { versions } = tagger;
    const key = JSON.stringify(versions);
    if (key !== this.retaggedWith) [this.retaggedWith, this.retaggedUpTo] = [key, 0];
    const found = await store.commentsTaggedOtherwise(versions, this.retaggedUpTo, RETAG_BATCH);
    const last = found.at(-1);
    if (!last) return false;
    const comments = found.filter((comment) => !this.setAside.has(comment.id));
    if (comments.length > 0) await this.tagOrSplit(comments, 'retagging');
    if (this.retaggedWith === key) this.retaggedUpTo = last.id;
    return true;
  }

  private async tagTimed(comments: readonly PendingComment[]): Promise<void> {
    const startedAt = performance.now();
    await this.tagOrSplit(comments, 'tagging');
    const tookMs = performance.now() - startedAt;
    if (comments.length < this.batchSize) return;
    if (tookMs > BATCH_TARGET_MS * 1.5) this.batchSize = Math.max(SMALLEST_BATCH, Math.floor(this.batchSize / 2));
    else if (tookMs < BATCH_TARGET_MS / 2) this.batchSize = Math.min(LARGEST_BATCH, this.batchSize * 2);
  }

  /** When a batch fails, its comments are tried one by one, so that a single bad one cannot hold up the rest. */
  private async tagOrSplit(comments: readonly PendingComment[], kind: TaggingKind): Promise<void> {
    try {
      await this.tagNow(comments, kind);
      return;
    } catch (error) {
      if (comments.length === 1) throw error;
      this.options.log.warn(
        { err: error, comments: comments.length },
        'a batch failed, its comments are tried one by one',
      );
    }
    const failed: { readonly id: ResponseId; readonly error: unknown }[] = [];
    let succeeded = 0;
    for (const comment of comments) {
      try {
        await this.tagNow([comment], kind);
        succeeded += 1;
      } catch (error) {
        failed.push({ id: comment.id, error });
        // Three failures and no success: it is not the comments' fault.
        if (succeeded === 0 && failed.length === 3) throw error;
      }
    }
    if (succeeded === 0) throw failed[0]?.error;
    for (const { id, error } of failed) {
      this.setAside.add(id);
      this.options.log.warn({ err: error, id }, 'a comment cannot be tagged and is left aside until the next start');
    }
  }

  private async tagNow(comments: readonly PendingComment[], kind: TaggingKind): Promise<void> {
    const tagged = await this.runs.during(kind, async () => {
      const some = await tagComments(this.ports, comments);
      return { ...some, batch: await saveTagged(this.ports, some) };
    });
    if (kind !== 'tagging') return;
    try {
      await this.options.onTagged?.(
        tagged.batch,
        comments.map((comment) => comment.id),
      );
    } catch (error) {
      this.options.log.warn({ err: error }, 'what follows on tagging failed');
    }
  }

  private async rest(wakeUpsSeen: number): Promise<void> {
    if (this.wakeUps === wakeUpsSeen) this.releaseIdle();
    await this.pause(null, wakeUpsSeen);
  }

  private releaseIdle(): void {
    for (const resolve of this.idleWaiters.splice(0)) resolve();
  }

  /** Until woken or stopped, at most this long; at once when woken since `wakeUpsSeen`. */
  private pause(timeoutMs: number | null, wakeUpsSeen: number): Promise<void> {
    if (this.stopped || (timeoutMs === null && this.wakeUps !== wakeUpsSeen)) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = timeoutMs === null ? null : setTimeout(resolve, timeoutMs);
      this.interrupt = () => {
        if (timer) clearTimeout(timer);
        this.interrupt = () => undefined;
        resolve();
      };
    });
  }
}

function doublingBackOffMs(failures: number): number {
  return Math.min(60_000, 1000 * 2 ** Math.min(failures - 1, 10));
}
