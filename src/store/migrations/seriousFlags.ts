/** Rare but serious: rules and flagged comments. */
import type { SchemaStep } from './migrate.js';

const STATEMENTS: readonly string[] = [
  // the newest is in use
  `CREATE TABLE serious_rule_sets (
    id INTEGER PRIMARY KEY,
    document TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    reason TEXT NOT NULL
  ) STRICT`,
  // what was learned from the examples of a rule set, in one vector space
  `CREATE TABLE serious_heads (
    rules_id INTEGER NOT NULL REFERENCES serious_rule_sets (id),
    space TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (rules_id, space)
  ) STRICT, WITHOUT ROWID`,
  // with which rules a comment was last read
  `CREATE TABLE serious_scans (
    response_id INTEGER PRIMARY KEY REFERENCES responses (id) ON DELETE CASCADE,
    rules_id INTEGER NOT NULL REFERENCES serious_rule_sets (id)
  ) STRICT`,
  `CREATE INDEX serious_scans_by_rules ON serious_scans (rules_id, response_id)`,
  // one a flagged comment; score and day are those of its flags and response, repeated here for the order of the queue
  `CREATE TABLE serious_cases (
    response_id INTEGER PRIMARY KEY REFERENCES responses (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('open', 'in_progress', 'handled', 'not_serious')),
    score REAL NOT NULL,
    day INTEGER NOT NULL,
    flagged_at TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX serious_cases_by_state ON serious_cases (state, score DESC, day DESC)`,
  // rules_id null: flagged by a person
  `CREATE TABLE serious_flags (
    id INTEGER PRIMARY KEY,
    response_id INTEGER NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    category TEXT NOT NULL,
    score REAL NOT NULL,
    reasons TEXT NOT NULL,
    rules_id INTEGER REFERENCES serious_rule_sets (id),
    flagged_at TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX serious_flags_by_response ON serious_flags (response_id)`,
  `CREATE INDEX serious_flags_by_category ON serious_flags (category, response_id)`,
  // never changed, only added to
  `CREATE TABLE serious_history (
    id INTEGER PRIMARY KEY,
    response_id INTEGER NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX serious_history_by_response ON serious_history (response_id, id)`,
  `CREATE TRIGGER serious_history_stays BEFORE UPDATE ON serious_history
   BEGIN SELECT RAISE(ABORT, 'the history of serious comments is only added to'); END`,
];

export const seriousFlags: SchemaStep = {
  name: '0008-serious-flags',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
