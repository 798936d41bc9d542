/** Results that take a while and may be a few minutes old. */

interface Kept<T> {
  readonly result: Promise<T>;
  readonly atMs: number;
}

/** Remembers at most `most` results for `maxAgeMs`; a failure is forgotten, so that the next call tries again. */
export class RecentResults<T> {
  private readonly kept = new Map<string, Kept<T>>();

  constructor(
    private readonly most: number,
    private readonly maxAgeMs: number,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** The result known under `key`, or that of `compute`. Callers at the same time share one computation. */
  get(key: string, compute: () => Promise<T>): Promise<T> {
    const known = this.kept.get(key);
    if (known && this.nowMs() - known.atMs < this.maxAgeMs) return known.result;
    const result = compute();
    const entry = { result, atMs: this.nowMs() };
    // Deleted first so that the map's order is that of age
    this.kept.delete(key);
    this.kept.set(key, entry);
    result.catch(() => {
      if (this.kept.get(key) === entry) this.kept.delete(key);
    });
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.most) break;
      this.kept.delete(oldest);
    }
    return result;
  }
}
