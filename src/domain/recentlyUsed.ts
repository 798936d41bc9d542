/** A memo that cannot grow without end: what has not been asked for lately is forgotten. */
export class RecentlyUsed<K, V> {
  /**
   * Two generations instead of an exact order: what is asked for while it is in the older one moves to the younger, and when that
   * is full the older is dropped. An order kept in one Map costs a deletion and an insertion for every answer.
   */
  #younger = new Map<K, V>();
  #older: ReadonlyMap<K, V> = new Map<K, V>();
  readonly #generation: number;

  /** `capacity`: how many entries are kept at most, at least 1; the half of it asked for last is certainly there. */
  constructor(capacity: number) {
    if (!(capacity >= 1)) throw new Error(`expected a capacity of at least 1, got ${String(capacity)}`);
    this.#generation = Math.max(1, Math.floor(capacity / 2));
  }

  /** The remembered value, else the computed one. */
  getOrCompute(key: K, compute: (key: K) => V): V {
    const known = this.#younger.get(key);
    if (known !== undefined) return known;
    const value = this.#older.get(key) ?? compute(key);
    if (this.#younger.size >= this.#generation) {
      this.#older = this.#younger;
      this.#younger = new Map();
    }
    this.#younger.set(key, value);
    return value;
  }
}
