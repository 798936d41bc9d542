/** Labels that people confirmed: append-only, with one in force per comment and theme. */
import type { SchemaStep } from './migrate.js';

const STATEMENTS: readonly string[] = [
  `CREATE TABLE labels (
    id INTEGER PRIMARY KEY,
    response_id INTEGER NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    theme_id INTEGER NOT NULL REFERENCES themes (id),
    present INTEGER NOT NULL CHECK (present IN (0, 1)),
    polarity INTEGER,
    evidence TEXT NOT NULL,
    source TEXT NOT NULL,
    said_by TEXT NOT NULL,
    said_at TEXT NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at TEXT,
    in_force INTEGER NOT NULL CHECK (in_force IN (0, 1)),
    CHECK (present = 1 OR polarity IS NULL),
    CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL)),
    CHECK (in_force = 0 OR withdrawn_at IS NULL)
  ) STRICT`,
  `CREATE INDEX labels_by_response ON labels (response_id, id)`,
  // what tags are laid under: few rows, so that a batch of comments without labels costs one seek each in a small index
  `CREATE UNIQUE INDEX labels_in_force ON labels (response_id, theme_id) WHERE in_force = 1`,
  `CREATE INDEX labels_by_theme ON labels (theme_id, response_id) WHERE in_force = 1`,
];

export const labels: SchemaStep = {
  name: '0004-labels',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
