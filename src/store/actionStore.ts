/** What is done about findings, and how it is followed up. */
import type { Day } from '../domain/calendar.js';
import type { ThemeKey } from '../domain/theme.js';
import { actionHistory, addAction, changeAction, getAction, listActions } from './actions.js';
import type { Database } from './database.js';

export const ACTION_STATES = ['planned', 'underWay', 'done', 'dropped'] as const;
export type ActionState = (typeof ACTION_STATES)[number];

/** The figure that is expected to move: NPS of a unit, or the share of a theme's complaints among comments. */
export interface ExpectedMeasure {
  readonly kind: 'nps' | 'complaintShare' | 'themeNps';
  readonly theme: ThemeKey | null;
  readonly direction: 'up' | 'down';
}

export interface Action {
  readonly id: number;
  readonly finding: number | null;
  readonly unit: string | null;
  readonly title: string;
  readonly description: string;
  /** Account id and name as it was. */
  readonly owner: { readonly id: string; readonly name: string };
  readonly due: Day;
  readonly state: ActionState;
  /** First day that the change was in force; null until then. */
  readonly startedOn: Day | null;
  readonly measure: ExpectedMeasure;
  /** What came of it, in the words of the owner; of a dropped one, why. Shown to the panel. */
  readonly outcome: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly changedAt: string;
}

export type NewAction = Omit<Action, 'id' | 'changedAt' | 'outcome'>;
export type ActionChange = Partial<
  Pick<Action, 'title' | 'description' | 'owner' | 'due' | 'state' | 'startedOn' | 'measure' | 'outcome'>
>;

export interface ActionListFilter {
  readonly finding?: number;
  /** These units and all under them; null: everything, what concerns the whole organisation as well. */
  readonly units?: readonly string[] | null;
  readonly states?: readonly ActionState[];
}

export interface ActionStore {
  addAction(action: NewAction): Promise<number>;
  getAction(id: number): Promise<Action | null>;
  /** By due day. */
  listActions(filter: ActionListFilter): Promise<Action[]>;
  /** Adds what really changed to the history, in the same transaction. Throws when there is no such action. */
  changeAction(id: number, change: ActionChange, by: string, at: string): Promise<void>;
  /** Every change, oldest first. */
  actionHistory(
    id: number,
  ): Promise<readonly { readonly at: string; readonly by: string; readonly change: ActionChange }[]>;
}

export function actionMethods({ read, write }: Database): ActionStore {
  return {
    addAction: (action) => write((sql) => addAction(sql, action)),
    getAction: (id) => read((sql) => getAction(sql, id)),
    listActions: (filter) => read((sql) => listActions(sql, filter)),
    changeAction: (id, change, by, at) => write((sql) => changeAction(sql, id, change, by, at)),
    actionHistory: (id) => read((sql) => actionHistory(sql, id)),
  };
}
