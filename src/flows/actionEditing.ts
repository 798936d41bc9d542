/** Making and changing actions: what forms send is checked, free text is masked before it is stored. */
import { authorise, type Actor } from '../domain/actor.js';
import { isDay, type Day } from '../domain/calendar.js';
import type { ThemeKey } from '../domain/theme.js';
import type { Action, ActionChange, ActionState, ExpectedMeasure } from '../store/actionStore.js';
import { pathOf } from './actions.js';
import type { ReadDeps } from './deps.js';
import { maskTyped } from './maskedText.js';

export type ActionDeps = ReadDeps & { readonly now: () => string };

/** UTF-16 code units. */
export const MAX_TITLE_LENGTH = 160;
export const MAX_TEXT_LENGTH = 2000;
export const MAX_OWNER_LENGTH = 100;

/** As it comes from a form. */
export interface ActionInput {
  readonly title: string;
  readonly description: string;
  readonly owner: string;
  readonly due: string;
  /** Empty: the whole organisation. */
  readonly unit: string;
  /** `nps:up`: what should move, and which way. */
  readonly measure: string;
  readonly theme: string;
  /** Number of a finding, or empty. */
  readonly finding: string;
  /** First day of the change; looked at where the action has started. */
  readonly startedOn: string;
}

export type ActionField = keyof ActionInput;

export type ActionOutcome =
  | { readonly outcome: 'saved'; readonly id: number }
  | { readonly outcome: 'refused'; readonly fields: readonly ActionField[] };

/** Measures as forms send them. */
export const MEASURES = [
  'nps:up',
  'complaintShare:down',
  'themeNps:up',
  'nps:down',
  'complaintShare:up',
  'themeNps:down',
] as const;

export function measureText({ kind, direction }: Pick<ExpectedMeasure, 'kind' | 'direction'>): string {
  return `${kind}:${direction}`;
}

/** Refused without a unit that the actor may act in. Free text is masked before it is stored. */
export async function addAction(deps: ActionDeps, input: ActionInput, actor: Actor): Promise<ActionOutcome> {
  const checked = await checkInput(deps, input, actor, null);
  if ('fields' in checked) return { outcome: 'refused', fields: checked.fields };
  const id = await deps.store.addAction({
    ...checked.action,
    state: 'planned',
    startedOn: null,
    createdBy: actor.id,
    createdAt: deps.now(),
  });
  return { outcome: 'saved', id };
}

/** Finding and unit stay as they were: an action of another unit is another action. */
export async function editAction(
  deps: ActionDeps,
  action: Action,
  input: ActionInput,
  actor: Actor,
): Promise<ActionOutcome> {
  const kept = { ...input, unit: action.unit ?? '', finding: '' };
  const checked = await checkInput(deps, kept, actor, action);
  if ('fields' in checked) return { outcome: 'refused', fields: checked.fields };
  const { title, description, owner, due, measure } = checked.action;
  const change: ActionChange = {
    title,
    description,
    owner,
    due,
    measure,
    ...(action.startedOn !== null && { startedOn: input.startedOn }),
  };
  await deps.store.changeAction(action.id, change, actor.id, deps.now());
  return { outcome: 'saved', id: action.id };
}

/** Which state may follow which. */
export const NEXT_STATES: Readonly<Record<ActionState, readonly ActionState[]>> = {
  planned: ['underWay', 'dropped'],
  underWay: ['done', 'dropped'],
  done: ['underWay'],
  dropped: ['planned'],
};

/** As it comes from a form: the new state, the day it started where it does, and what came of it or why it was dropped. */
export interface StateInput {
  readonly state: string;
  readonly startedOn: string;
  readonly text: string;
}

/** False where the state may not follow, the day of the start is none or to come, or a reason is missing. */
export async function moveAction(deps: ActionDeps, action: Action, input: StateInput, actor: Actor): Promise<boolean> {
  const state = NEXT_STATES[action.state].find((each) => each === input.state);
  if (!state) return false;
  const starts = state === 'underWay' && action.state === 'planned';
  if (starts && !isStart(input.startedOn, deps.today())) return false;
  const text = maskTyped(input.text).text;
  if ((state === 'dropped' && text === '') || text.length > MAX_TEXT_LENGTH) return false;
  const change: ActionChange = {
    state,
    ...(starts && { startedOn: input.startedOn }),
    // planned again: it starts anew
    ...(state === 'planned' && { startedOn: null }),
    ...(text !== '' && { outcome: text }),
  };
  await deps.store.changeAction(action.id, change, actor.id, deps.now());
  return true;
}

/** What came of it, for those who gave the feedback; false when it is too long. */
export async function tellOutcome(deps: ActionDeps, action: Action, text: string, actor: Actor): Promise<boolean> {
  const outcome = maskTyped(text).text;
  if (outcome.length > MAX_TEXT_LENGTH) return false;
  await deps.store.changeAction(action.id, { outcome }, actor.id, deps.now());
  return true;
}

function isStart(day: string, today: Day): boolean {
  return isDay(day) && day >= '1990-01-01' && day <= today;
}

type Checked = {
  readonly action: Pick<Action, 'title' | 'description' | 'owner' | 'due' | 'unit' | 'finding' | 'measure'>;
};

async function checkInput(
  deps: ActionDeps,
  input: ActionInput,
  actor: Actor,
  before: Action | null,
): Promise<Checked | { readonly fields: readonly ActionField[] }> {
  const fields: ActionField[] = [];
  const title = maskTyped(input.title.replace(/\s+/gu, ' ')).text;
  const description = maskTyped(input.description).text;
  const ownerName = input.owner.replace(/\s+/gu, ' ').trim();
  const unit = input.unit.trim() === '' ? null : input.unit.trim();
  const path = pathOf(unit, await deps.store.listUnits());
  const measure = measureOf(input, deps, before?.measure.theme ?? null);
  const finding = await findingOf(deps, input.finding);
  if (title === '' || title.length > MAX_TITLE_LENGTH) fields.push('title');
  if (description.length > MAX_TEXT_LENGTH) fields.push('description');
  if (ownerName === '' || ownerName.length > MAX_OWNER_LENGTH) fields.push('owner');
  if (!isDay(input.due) || input.due < '1990-01-01' || input.due > '2199-12-31') fields.push('due');
  if ((unit !== null && path.length === 0) || !authorise(actor, 'actions.write', path)) fields.push('unit');
  if (measure === 'measure' || measure === 'theme') fields.push(measure);
  if (finding === undefined) fields.push('finding');
  if (before !== null && before.startedOn !== null && !isStart(input.startedOn, deps.today())) fields.push('startedOn');
  if (fields.length > 0 || typeof measure === 'string' || finding === undefined) return { fields };
  return {
    action: {
      title,
      description,
      owner: await ownerOf(deps, ownerName, actor),
      due: input.due,
      unit,
      finding,
      measure,
    },
  };
}

/** Ids of accounts begin so; those of programs do not. */
const ACCOUNT_ID = /^(?:a|demo)-/;

/** The account of that name, or the name alone: not everybody who answers for something has an account. */
async function ownerOf({ store }: ActionDeps, name: string, actor: Actor): Promise<Action['owner']> {
  const alike = (other: string): boolean => other.toLowerCase() === name.toLowerCase();
  if (alike(actor.name)) return { id: actor.id, name: actor.name };
  const known = [...(await store.accountNames())].find(([id, other]) => ACCOUNT_ID.test(id) && alike(other));
  return known ? { id: known[0], name: known[1] } : { id: '', name };
}

/** The measure, or the field that names none. A theme that has left the list may stay where it was. */
function measureOf(
  { measure, theme }: ActionInput,
  { taxonomy }: Pick<ReadDeps, 'taxonomy'>,
  known: ThemeKey | null,
): ExpectedMeasure | 'measure' | 'theme' {
  if (!MEASURES.some((each) => each === measure)) return 'measure';
  const [kind, direction] = measure.split(':') as [ExpectedMeasure['kind'], ExpectedMeasure['direction']];
  if (kind === 'nps') return { kind, theme: null, direction };
  return theme === known || taxonomy.themes.some(({ key }) => key === theme) ? { kind, theme, direction } : 'theme';
}

/** Null without one, undefined for one that is not there. */
async function findingOf({ store }: ActionDeps, text: string): Promise<number | null | undefined> {
  if (text === '') return null;
  if (!/^\d{1,15}$/.test(text)) return undefined;
  return (await store.getFinding(Number(text))) ? Number(text) : undefined;
}
