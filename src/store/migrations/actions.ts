/** Actions and their history. */
import type { SchemaStep } from './migrate.js';

const STATEMENTS: readonly string[] = [
  // unit_id null: the whole organisation
  `CREATE TABLE actions (
    id INTEGER PRIMARY KEY,
    finding_id INTEGER REFERENCES findings (id),
    unit_id INTEGER REFERENCES units (id),
    title TEXT NOT NULL CHECK (title <> ''),
    description TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    owner_name TEXT NOT NULL CHECK (owner_name <> ''),
    due INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'underWay', 'done', 'dropped')),
    started_on INTEGER CHECK (started_on IS NOT NULL OR state IN ('planned', 'dropped')),
    measure TEXT NOT NULL CHECK (measure IN ('nps', 'complaintShare', 'themeNps')),
    theme TEXT CHECK ((theme IS NULL) = (measure = 'nps')),
    direction TEXT NOT NULL CHECK (direction IN ('up', 'down')),
    outcome TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX actions_by_finding ON actions (finding_id) WHERE finding_id IS NOT NULL`,
  `CREATE INDEX actions_by_state ON actions (state, due)`,
  // never changed, only added to; change is what was changed, as JSON
  `CREATE TABLE action_history (
    id INTEGER PRIMARY KEY,
    action_id INTEGER NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
    change TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX action_history_by_action ON action_history (action_id, id)`,
  `CREATE TRIGGER action_history_stays BEFORE UPDATE ON action_history
   BEGIN SELECT RAISE(ABORT, 'the history of actions is only added to'); END`,
];

export const actions: SchemaStep = {
  name: '0014-actions',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
