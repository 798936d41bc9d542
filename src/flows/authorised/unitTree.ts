/** Where units lie, read once in a while: a unit never moves, so that only new ones have to be looked for. */
import type { UnitPath } from '../../domain/actor.js';
import type { Store, Unit } from '../../store/store.js';

export class UnitTree {
  private paths: ReadonlyMap<string, UnitPath> = new Map();

  constructor(private readonly store: Pick<Store, 'listUnits'>) {}

  /** Codes from the root down to the unit; null when it is not known. */
  async pathOf(code: string): Promise<UnitPath | null> {
    if (!this.paths.has(code)) await this.read();
    return this.paths.get(code) ?? null;
  }

  /**
   * Where a response with this path ends up: the place of the last of its units that is known, whatever the path says is above it,
   * since a known unit stays where it is; empty where none is known. Of the tree as it was read.
   */
  placeOf(unitPath: readonly string[]): UnitPath {
    const last = unitPath.findLast((code) => this.paths.has(code));
    return (last !== undefined && this.paths.get(last)) || [];
  }

  /** True for one of `tops` and for what lies under it. */
  async isUnder(code: string, tops: readonly string[]): Promise<boolean> {
    const path = await this.pathOf(code);
    return path !== null && path.some((each) => tops.includes(each));
  }

  /** The known ones of these, without those that lie under another of them. */
  async topsOf(codes: readonly string[]): Promise<string[]> {
    if (codes.some((code) => !this.paths.has(code))) await this.read();
    return [...new Set(codes)].filter((code) => {
      const path = this.paths.get(code);
      return path !== undefined && !path.slice(0, -1).some((above) => codes.includes(above));
    });
  }

  /** All units as they are now. */
  async read(): Promise<Unit[]> {
    const units = await this.store.listUnits();
    const paths = new Map<string, UnitPath>();
    // parents come before their children
    for (const { code, parent } of units)
      paths.set(code, [...(parent === null ? [] : (paths.get(parent) ?? [])), code]);
    this.paths = paths;
    return units;
  }
}
