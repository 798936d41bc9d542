/** What people know beside the feedback: notes on days, and how many visits there were to ask about. */
import type { SchemaStep } from './migrate.js';

const STATEMENTS = [
  // unit_id null: the whole organisation
  `CREATE TABLE annotations (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER REFERENCES units (id),
    day INTEGER NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    created_on INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX annotations_by_day ON annotations (day)`,

  `CREATE TABLE visit_counts (
    unit_id INTEGER NOT NULL REFERENCES units (id),
    month INTEGER NOT NULL,
    visits INTEGER NOT NULL CHECK (visits >= 0),
    PRIMARY KEY (unit_id, month)
  ) STRICT, WITHOUT ROWID`,
];

export const annotationsAndVisits: SchemaStep = {
  name: '0002-annotations-and-visits',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
