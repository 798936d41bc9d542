/** Actions as lists, and who may see which. */
import type { Verdict } from '../domain/actionEffect.js';
import { authorise, type Actor, type UnitPath } from '../domain/actor.js';
import type { Day } from '../domain/calendar.js';
import type { Action, ActionState } from '../store/actionStore.js';
import type { Unit } from '../store/store.js';
import { wholesOf } from './actionEffect.js';
import type { ReadDeps } from './deps.js';
import { followUp, lastWholeMonth, type FollowUp, type StartedAction } from './followUp.js';
import { ancestorsOf } from './scope.js';

/** Null where there is none, or the actor may not see it: nobody can tell the two apart. */
export async function readAction(
  deps: Pick<ReadDeps, 'store'>,
  id: number,
  actor: Actor,
): Promise<{ readonly action: Action; readonly path: UnitPath } | null> {
  const action = await deps.store.getAction(id);
  if (!action) return null;
  const path = pathOf(action.unit, await deps.store.listUnits());
  return authorise(actor, 'actions.read', path) ? { action, path } : null;
}

/** Codes from the root down; empty for the whole organisation. */
export function pathOf(code: string | null, units: readonly Unit[]): UnitPath {
  const unit = units.find((known) => known.code === code);
  return unit ? [...ancestorsOf(unit, units), unit].map((each) => each.code) : [];
}

export const ACTION_LISTS = ['open', 'overdue', 'planned', 'underWay', 'done', 'dropped', 'all'] as const;
export type ActionList = (typeof ACTION_LISTS)[number];

export interface ActionQuestion {
  readonly list: ActionList;
  /** With all under it; null: whatever the actor may see. */
  readonly unit: string | null;
  readonly mine: boolean;
}

export interface ListedAction {
  readonly action: Action;
  readonly overdue: boolean;
  /** Null where it has not started or was dropped. */
  readonly verdict: Verdict | null;
  readonly outlook: FollowUp['outlook'] | null;
}

export interface ListOfActions {
  /** Open ones by due day, then the others, newest first. */
  readonly actions: readonly ListedAction[];
  /** More than fit on the page. */
  readonly more: number;
  readonly counts: Readonly<Record<ActionList, number>>;
  /** Open and overdue, of the actor's own. */
  readonly ownOverdue: readonly Action[];
}

const MOST_LISTED = 60;
const OPEN: readonly ActionState[] = ['planned', 'underWay'];

/** Null when the unit is not known or not the actor's. */
export async function listOfActions(
  deps: ReadDeps,
  { list, unit, mine }: ActionQuestion,
  actor: Actor,
): Promise<ListOfActions | null> {
  const units = await deps.store.listUnits();
  if (unit !== null) {
    const path = pathOf(unit, units);
    if (path.length === 0 || !authorise(actor, 'actions.read', path)) return null;
  }
  const today = deps.today();
  const visible = await deps.store.listActions({ units: unit === null ? actor.units : [unit] });
  const asked = mine ? visible.filter((action) => isOwn(action, actor)) : visible;
  const chosen = asked.filter((action) => isIn(action, list, today)).sort(byUrgency);
  const shown = chosen.slice(0, MOST_LISTED);
  return {
    actions: await withVerdicts(deps, shown, actor, units),
    more: chosen.length - shown.length,
    counts: Object.fromEntries(
      ACTION_LISTS.map((each) => [each, asked.filter((action) => isIn(action, each, today)).length]),
    ) as Record<ActionList, number>,
    ownOverdue: visible.filter((action) => isOwn(action, actor) && isOverdue(action, today)),
  };
}

/** Actions that follow from one finding, as far as the actor may see them. */
export async function actionsOfFinding(deps: ReadDeps, finding: number, actor: Actor): Promise<ListedAction[]> {
  const found = await deps.store.listActions({ finding, units: actor.units });
  return withVerdicts(deps, found.sort(byUrgency), actor, await deps.store.listUnits());
}

/** Open actions past their day, of all that the actor may see. */
export async function countOverdue(
  { store }: Pick<ReadDeps, 'store'>,
  today: Day,
  { units }: Pick<Actor, 'units'>,
): Promise<number> {
  const open = await store.listActions({ units, states: OPEN });
  return open.filter((action) => isOverdue(action, today)).length;
}

export function isOverdue({ state, due }: Pick<Action, 'state' | 'due'>, today: Day): boolean {
  return OPEN.includes(state) && due < today;
}

export function hasStarted(action: Action): action is StartedAction {
  return action.startedOn !== null;
}

async function withVerdicts(
  deps: ReadDeps,
  actions: readonly Action[],
  actor: Actor,
  units: readonly Unit[],
): Promise<ListedAction[]> {
  const today = deps.today();
  const maySee = (where: UnitPath): boolean => authorise(actor, 'figures.read', where);
  const followed = actions.filter(hasStarted).filter(({ state }) => state !== 'dropped');
  const found = new Map<number, FollowUp>();
  // one query each, after one another: a list must not take every reading connection
  for (const action of followed) {
    const [whole] = wholesOf(action.unit, units, maySee);
    if (whole) found.set(action.id, await followUp(deps, action, await lastWholeMonth(deps, whole.code)));
  }
  return actions.map((action) => ({
    action,
    overdue: isOverdue(action, today),
    verdict: found.get(action.id)?.verdict ?? null,
    outlook: found.get(action.id)?.outlook ?? null,
  }));
}

function isIn(action: Action, list: ActionList, today: Day): boolean {
  if (list === 'all') return true;
  if (list === 'open') return OPEN.includes(action.state);
  return list === 'overdue' ? isOverdue(action, today) : action.state === list;
}

function byUrgency(one: Action, other: Action): number {
  const [open, otherOpen] = [OPEN.includes(one.state), OPEN.includes(other.state)];
  if (open !== otherOpen) return open ? -1 : 1;
  return open
    ? one.due.localeCompare(other.due) || one.id - other.id
    : other.changedAt.localeCompare(one.changedAt) || other.id - one.id;
}

/** A name typed where there was no account to choose is still a name. */
function isOwn({ owner }: Action, actor: Actor): boolean {
  return owner.id === actor.id || (owner.id === '' && owner.name.toLowerCase() === actor.name.toLowerCase());
}
