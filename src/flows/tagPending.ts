/**
 * Comments that wait are tagged: those just sent first, then the newest. Pending is a state in the database, so a crash loses
 * nothing: the next start goes on where the last one stopped.
 */
import { createHash } from 'node:crypto';
import type { ThemeTag } from '../domain/theme.js';
import type { CommentTags, PendingComment, ResponseId, Store, StoredVectors } from '../store/store.js';
import type { Tagger } from '../tagging/tagger.js';

export interface TaggingPorts {
  readonly store: Pick<Store, 'pendingComments' | 'getComment' | 'getVectors' | 'saveTags'>;
  readonly tagger: Pick<Tagger, 'versions' | 'languages' | 'tag'>;
}

export interface TaggedBatch {
  readonly tagged: number;
  /** In a language that the tagger has no measured quality for. */
  readonly unsupported: number;
  /** Different texts that had no vectors yet. */
  readonly embedded: number;
}

/** Too short or mixed to tell the language (`ok`, `👍`): read all the same, since most are in one that is supported. */
const UNDETERMINED = 'und';

/** Identity of a masked text for its vectors: sha256, hex. */
export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Tags comments and stores the tags. A text that was embedded before, here or in another response, is not embedded again;
 * within the batch each different text is tagged once.
 */
export async function tagBatch(ports: TaggingPorts, comments: readonly PendingComment[]): Promise<TaggedBatch> {
  const { store, tagger } = ports;
  const isRead = ({ lang }: PendingComment): boolean => lang === UNDETERMINED || tagger.languages.includes(lang);
  const supported = comments.filter(isRead);
  const textByHash = new Map(supported.map((comment) => [hashText(comment.text), comment.text]));
  const hashes = [...textByHash.keys()];
  const known = new Map<string, Uint8Array>();
  for (const stored of await store.getVectors(tagger.versions.space, hashes)) known.set(stored.textHash, stored.bytes);

  const outputs = await tagger.tag(
    [...textByHash].map(([hash, text]) => {
      const vectors = known.get(hash);
      return vectors ? { text, vectors } : { text };
    }),
  );
  const tagsByHash = new Map<string, readonly ThemeTag[]>();
  const fresh: StoredVectors[] = [];
  hashes.forEach((hash, index) => {
    const output = outputs[index];
    if (!output) throw new Error(`expected ${hashes.length} texts back from the tagger, got ${outputs.length}`);
    tagsByHash.set(hash, output.tags);
    if (!known.has(hash)) fresh.push({ textHash: hash, bytes: output.vectors });
  });

  const results = comments.map((comment): CommentTags => {
    const tags = isRead(comment) ? tagsByHash.get(hashText(comment.text)) : undefined;
    return tags ? { id: comment.id, state: 'tagged', tags } : { id: comment.id, state: 'unsupported', tags: [] };
  });
  await store.saveTags(results, tagger.versions, fresh);
  return { tagged: supported.length, unsupported: comments.length - supported.length, embedded: fresh.length };
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
  readonly onTagged?: (batch: TaggedBatch) => void;
  /** Milliseconds until the next try after this many failures in a row; one second doubling to a minute unless given. */
  readonly backOffMs?: (failures: number) => number;
}

/** A batch should last about this long, so that a comment just sent waits for half of it on average. */
const BATCH_TARGET_MS = 500;
const SMALLEST_BATCH = 16;
const LARGEST_BATCH = 256;
const FIRST_BATCH = 64;

/** Starts tagging in the background, at once and whenever woken. */
export function startTagging(ports: TaggingPorts, options: TaggingLoopOptions): TaggingLoop {
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

  constructor(
    private readonly ports: TaggingPorts,
    private readonly options: TaggingLoopOptions,
  ) {}

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
        else await this.rest(wakeUpsSeen);
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

  private async tagTimed(comments: readonly PendingComment[]): Promise<void> {
    const startedAt = performance.now();
    await this.tagOrSplit(comments);
    const tookMs = performance.now() - startedAt;
    if (comments.length < this.batchSize) return;
    if (tookMs > BATCH_TARGET_MS * 1.5) this.batchSize = Math.max(SMALLEST_BATCH, Math.floor(this.batchSize / 2));
    else if (tookMs < BATCH_TARGET_MS / 2) this.batchSize = Math.min(LARGEST_BATCH, this.batchSize * 2);
  }

  /** When a batch fails, its comments are tried one by one, so that a single bad one cannot hold up the rest. */
  private async tagOrSplit(comments: readonly PendingComment[]): Promise<void> {
    try {
      await this.tagNow(comments);
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
        await this.tagNow([comment]);
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

  private async tagNow(comments: readonly PendingComment[]): Promise<void> {
    const batch = await tagBatch(this.ports, comments);
    this.options.onTagged?.(batch);
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
