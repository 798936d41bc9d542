/** The audit trail: only added to, each record chained to the one before by its hash. */
import type { SchemaStep } from './migrate.js';

const FIRST_HASH = '0'.repeat(64);

const STATEMENTS: readonly string[] = [
  // ids are consecutive; subject is JSON as it was hashed
  `CREATE TABLE audit_records (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    route TEXT NOT NULL,
    subject TEXT NOT NULL,
    status INTEGER,
    hash TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX audit_records_by_actor ON audit_records (actor_id, id)`,
  `CREATE INDEX audit_records_by_action ON audit_records (action, id)`,
  `CREATE INDEX audit_records_by_time ON audit_records (at)`,
  // which comments a record showed, out of its subject; no reference to responses: who saw an erased one is still to be known
  `CREATE TABLE audit_comments (
    response_id INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    PRIMARY KEY (response_id, record_id)
  ) STRICT, WITHOUT ROWID`,
  // the end of the chain a second time, and where it begins when old records were purged
  `CREATE TABLE audit_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    newest_id INTEGER NOT NULL,
    newest_hash TEXT NOT NULL,
    purged_id INTEGER NOT NULL,
    purged_hash TEXT NOT NULL
  ) STRICT`,
  `INSERT INTO audit_head (one, newest_id, newest_hash, purged_id, purged_hash) VALUES (1, 0, '${FIRST_HASH}', 0, '${FIRST_HASH}')`,

  ...['audit_records', 'audit_comments'].map(
    (table) => `CREATE TRIGGER ${table}_stay BEFORE UPDATE ON ${table}
     BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END`,
  ),
  // only what the head says is purged may go
  `CREATE TRIGGER audit_records_remain BEFORE DELETE ON audit_records
   WHEN old.id > (SELECT purged_id FROM audit_head)
   BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END`,
  `CREATE TRIGGER audit_comments_remain BEFORE DELETE ON audit_comments
   WHEN old.record_id > (SELECT purged_id FROM audit_head)
   BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END`,
  `CREATE TRIGGER audit_head_remains BEFORE DELETE ON audit_head
   BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END`,
  `CREATE TRIGGER audit_head_goes_on BEFORE UPDATE ON audit_head
   WHEN new.newest_id < old.newest_id OR new.purged_id < old.purged_id
   BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END`,
];

export const auditTrail: SchemaStep = {
  name: '0011-audit',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
