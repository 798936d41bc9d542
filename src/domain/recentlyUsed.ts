/** A map that forgets what has not been asked for longest: a memo that cannot grow without end. */
export class RecentlyUsed<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #capacity: number;

  /** `capacity`: how many entries are kept, at least 1. */
  constructor(capacity: number) {
    if (!(capacity >= 1)) throw new Error(`expected a capacity of at least 1, got ${String(capacity)}`);
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The remembered value, else the computed one. */
  getOrCompute(key: K, compute: (key: K) => V): V {
    let value = this.#entries.get(key);
    if (value === undefined) {
      value = compute(key);
      if (this.#entries.size >= this.#capacity) {
        const oldest = this.#entries.keys().next();
        if (!oldest.done) this.#entries.delete(oldest.value);
      }
    } else {
      // a Map keeps insertion order: putting an entry in again makes it the newest
      this.#entries.delete(key);
    }
    this.#entries.set(key, value);
    return value;
  }
}
