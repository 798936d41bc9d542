/** An answer is computed once per idempotency key, so that a caller who heard nothing can safely send the same again. */
import type { Store } from '../store/store.js';

export type OnceAnswer =
  | { readonly outcome: 'answer'; readonly body: string; readonly repeated: boolean }
  /** The key was used before for another request. */
  | { readonly outcome: 'keyReused' };

export interface OnceDeps {
  readonly store: Pick<Store, 'getIdempotent' | 'saveIdempotent'>;
  /** Now, as an ISO instant. */
  readonly now: () => string;
}

/** Keeps answers by key and answers two requests with one key that come at the same time one after the other. */
export class AnswersOnce {
  private readonly underWay = new Map<string, Promise<unknown>>();

  constructor(private readonly deps: OnceDeps) {}

  /**
   * @param requestHash sha256 of the request's body: tells a repeat from another request under the same key
   * @param compute is called only when there is no answer yet; a failure is not kept, so that a repeat tries again
   */
  async answer(key: string, requestHash: string, compute: () => Promise<string>): Promise<OnceAnswer> {
    const before = this.underWay.get(key) ?? Promise.resolve();
    const mine = before.then(() => this.answerAlone(key, requestHash, compute));
    const settled = mine.catch(() => undefined);
    this.underWay.set(key, settled);
    try {
      return await mine;
    } finally {
      if (this.underWay.get(key) === settled) this.underWay.delete(key);
    }
  }

  private async answerAlone(key: string, requestHash: string, compute: () => Promise<string>): Promise<OnceAnswer> {
    const { store, now } = this.deps;
    const kept = await store.getIdempotent(key);
    if (kept && kept.requestHash !== requestHash) return { outcome: 'keyReused' };
    if (kept) return { outcome: 'answer', body: kept.body, repeated: true };
    const body = await compute();
    await store.saveIdempotent(key, requestHash, body, now());
    return { outcome: 'answer', body, repeated: false };
  }
}
