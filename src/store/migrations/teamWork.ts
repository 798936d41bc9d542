/** Saved views, what accounts have seen, assignments, threads, and the digests that were sent. */
import type { SchemaStep } from './migrate.js';

const STATEMENTS: readonly string[] = [
  // accounts are named without a reference: whoever uses the machine without one has views too
  `CREATE TABLE saved_views (
    id INTEGER PRIMARY KEY,
    account_id TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (digest IN ('none', 'daily', 'weekly')),
    digest_since TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_up_to INTEGER NOT NULL,
    seen_at TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX saved_views_by_account ON saved_views (account_id)`,
  `CREATE INDEX saved_views_by_digest ON saved_views (digest, account_id) WHERE digest <> 'none'`,
  `CREATE TABLE work_marks (
    account_id TEXT PRIMARY KEY,
    seen_up_to INTEGER NOT NULL,
    seen_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,

  // what holds of a comment; every state that it had is in the history
  `CREATE TABLE assignments (
    response_id INTEGER PRIMARY KEY REFERENCES responses (id) ON DELETE CASCADE,
    assignee_id TEXT NOT NULL,
    assignee_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'notNeeded')),
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    due INTEGER,
    note TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX assignments_by_assignee ON assignments (assignee_id, state)`,
  `CREATE INDEX assignments_by_state ON assignments (state)`,
  `CREATE TABLE assignment_history (
    id INTEGER PRIMARY KEY,
    response_id INTEGER NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    assignee_id TEXT NOT NULL,
    assignee_name TEXT NOT NULL,
    state TEXT NOT NULL,
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    due INTEGER,
    note TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX assignment_history_by_response ON assignment_history (response_id, id)`,
  `CREATE TRIGGER assignment_history_stays BEFORE UPDATE ON assignment_history
   BEGIN SELECT RAISE(ABORT, 'the history of assignments is only added to'); END`,

  `CREATE TABLE thread_messages (
    id INTEGER PRIMARY KEY,
    response_id INTEGER NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    by_id TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    message TEXT NOT NULL,
    withdrawn_at TEXT
  ) STRICT`,
  `CREATE INDEX thread_messages_by_response ON thread_messages (response_id, id)`,
  `CREATE INDEX thread_messages_by_writer ON thread_messages (by_id, response_id)`,

  `CREATE TABLE digests (
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('daily', 'weekly')),
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'webhook')),
    slot INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'nothing', 'givenUp')),
    attempts INTEGER NOT NULL,
    next_try_at TEXT NOT NULL,
    failure TEXT,
    up_to INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (account_id, kind, channel, slot)
  ) STRICT, WITHOUT ROWID`,
];

export const teamWork: SchemaStep = {
  name: '0015-team',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
