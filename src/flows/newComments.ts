/** How many comments came since a reader last looked, where they may read them. */
import { authorise } from '../domain/actor.js';
import type { CommentFilter } from '../domain/feedbackFilter.js';
import { queryStems } from '../language/stems.js';
import type { ResponseId, Unit } from '../store/store.js';
import type { TeamDeps } from './assignments.js';
import { currentActor } from './currentActor.js';
import { pathOf } from './staff.js';

/**
 * The units that together are all that the reader sees of a filter's unit: that unit, or for the whole organisation the topmost of
 * their own. Null inside: the whole organisation. Empty when they see nothing of it.
 */
export function readableUnits(unit: string | null, units: readonly Unit[]): (string | null)[] {
  const actor = currentActor();
  if (unit !== null) {
    const path = pathOf(unit, units);
    return path.length > 0 && authorise(actor, 'comments.read', path) ? [unit] : [];
  }
  if (!authorise(actor, 'comments.read')) return [];
  if (actor.units === null) return [null];
  const own = actor.units.filter((code) => pathOf(code, units).length > 0);
  return own.filter((code) => !pathOf(code, units).some((above) => above !== code && own.includes(above)));
}

/** Null when the reader sees nothing of the filter's unit. Exact: whoever may read the comments may count them. */
export async function countNewComments(
  deps: Pick<TeamDeps, 'store'>,
  filter: CommentFilter,
  afterId: ResponseId,
): Promise<number | null> {
  const units = readableUnits(filter.unit, await deps.store.listUnits());
  if (units.length === 0) return null;
  const stems = filter.q === null ? [] : queryStems(filter.q);
  if (filter.q !== null && stems.length === 0) return 0;
  const counts = await Promise.all(units.map((unit) => deps.store.countComments({ ...filter, unit, stems, afterId })));
  return counts.reduce((sum, count) => sum + count, 0);
}
