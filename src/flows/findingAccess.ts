/** Whose findings someone may read and write: those of their units and of what lies under them. */
import { authorise, type Right, type UnitPath } from '../domain/actor.js';
import type { Unit } from '../store/store.js';
import { currentActor } from './currentActor.js';
import type { FlowDeps } from './deps.js';
import { ancestorsOf } from './scope.js';

/** Codes from the root down to the unit; empty for the whole organisation. Null for an unknown unit. */
export function unitPathOf(units: readonly Unit[], code: string | null): UnitPath | null {
  if (code === null) return [];
  const unit = units.find((known) => known.code === code);
  return unit ? [...ancestorsOf(unit, units).map((each) => each.code), unit.code] : null;
}

/** What belongs to the whole organisation is for those who see all of it. */
export async function mayFinding(
  { store }: Pick<FlowDeps, 'store'>,
  right: Right,
  unit: string | null,
): Promise<boolean> {
  const path = unitPathOf(await store.listUnits(), unit);
  return path !== null && authorise(currentActor(), right, path);
}
