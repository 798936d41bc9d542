/** What one actor sees of the store: asked by every rule, and answered by `authorise` alone. */
import { authorise, type Actor, type Right, type UnitPath } from '../../domain/actor.js';
import type { FeedbackFilter } from '../../domain/feedbackFilter.js';
import type { ResponseId, Store } from '../../store/store.js';
import { NotAllowedError } from './notAllowed.js';
import type { UnitTree } from './unitTree.js';

/** One right, or several of which any will do. */
export type Rights = Right | readonly Right[];

export class View {
  constructor(
    readonly actor: Actor,
    /** Unguarded. */
    readonly store: Store,
    private readonly tree: UnitTree,
  ) {}

  /** Whether they may, about no unit in particular. */
  may(rights: Rights): boolean {
    return this.allows(rights, undefined);
  }

  /** @throws when they may not */
  need(rights: Rights): void {
    if (!this.may(rights)) throw new NotAllowedError(this.actor.id, listOf(rights));
  }

  /** @throws when they may not, or see some units only */
  needWhole(rights: Rights): void {
    if (!this.mayWhole(rights)) throw new NotAllowedError(this.actor.id, listOf(rights));
  }

  /** Whether they may, about all units at once. */
  mayWhole(rights: Rights): boolean {
    return this.allows(rights, []);
  }

  /** Whether they may, about this unit (null: the whole organisation). False for a unit that is not known. */
  async mayIn(rights: Rights, unit: string | null): Promise<boolean> {
    if (unit === null) return this.mayWhole(rights);
    if (this.actor.units === null) return this.may(rights);
    const path = await this.tree.pathOf(unit);
    return path !== null && this.allows(rights, path);
  }

  /** @throws when they may not */
  async needIn(rights: Rights, unit: string | null): Promise<void> {
    if (!(await this.mayIn(rights, unit))) throw new NotAllowedError(this.actor.id, listOf(rights));
  }

  /** Whether they may, about the unit of this comment; false when it is not known. */
  async mayOn(rights: Rights, response: ResponseId): Promise<boolean> {
    if (!this.may(rights)) return false;
    if (this.actor.units === null) return true;
    const comment = await this.store.getComment(response);
    return comment !== null && this.mayIn(rights, comment.unit);
  }

  /** @throws when they may not */
  async needOn(rights: Rights, response: ResponseId): Promise<void> {
    if (!(await this.mayOn(rights, response))) throw new NotAllowedError(this.actor.id, listOf(rights));
  }

  /** Those of the rows whose unit they may. */
  async those<Row>(rights: Rights, rows: readonly Row[], unitOf: (row: Row) => string | null): Promise<Row[]> {
    const kept = await Promise.all(rows.map((row) => this.mayIn(rights, unitOf(row))));
    return rows.filter((_row, index) => kept[index]);
  }

  /** Codes of the units at the top of what they see, none of which lies under another; null: the whole organisation. */
  async tops(): Promise<readonly string[] | null> {
    return this.actor.units === null ? null : this.tree.topsOf(this.actor.units);
  }

  /** The tops as an optional argument: undefined for the whole organisation. */
  async within(): Promise<readonly string[] | undefined> {
    return (await this.tops()) ?? undefined;
  }

  /** The part of a filter that they see: no unit means all of theirs. Null: nothing, as for a unit that is not known. */
  async narrow<Filter extends FeedbackFilter>(filter: Filter): Promise<Filter | null> {
    const tops = await this.tops();
    if (tops === null) return filter;
    if (filter.unit === null) return { ...filter, within: tops };
    return (await this.tree.isUnder(filter.unit, this.actor.units ?? [])) ? filter : null;
  }

  private allows(rights: Rights, where: UnitPath | undefined): boolean {
    return listOf(rights).some((right) => authorise(this.actor, right, where));
  }
}

function listOf(rights: Rights): readonly Right[] {
  return typeof rights === 'string' ? [rights] : rights;
}
