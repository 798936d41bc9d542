/** Accounts, sessions, tokens of programs, and tries to sign in. */
import type { SchemaStep } from './migrate.js';

const STATEMENTS: readonly string[] = [
  // units and grants are JSON lists; units null: the whole organisation. Never deleted: what they did names them
  `CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    user_name TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT,
    role TEXT NOT NULL,
    units TEXT,
    grants TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
    lang TEXT,
    issuer TEXT,
    subject TEXT,
    password_hash TEXT,
    created_at TEXT NOT NULL,
    last_sign_in_at TEXT,
    CHECK ((issuer IS NULL) = (subject IS NULL)),
    CHECK (units IS NULL OR json_array_length(units) > 0)
  ) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX accounts_by_identity ON accounts (issuer, subject) WHERE issuer IS NOT NULL`,
  `CREATE INDEX accounts_by_email ON accounts (email) WHERE email IS NOT NULL`,
  // only the hash of what the browser holds: whoever reads the database cannot go on with a session
  `CREATE TABLE sessions (
    id_hash TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX sessions_by_account ON sessions (account_id)`,
  `CREATE INDEX sessions_by_expiry ON sessions (expires_at)`,
  `CREATE TABLE api_tokens (
    id TEXT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('ingest', 'read')),
    units TEXT,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    last_used_at TEXT,
    revoked_at TEXT,
    CHECK (units IS NULL OR json_array_length(units) > 0)
  ) STRICT, WITHOUT ROWID`,
  // by a hash of the typed user name (known or not) or of the address: no key names anybody
  `CREATE TABLE sign_in_tries (
    key TEXT PRIMARY KEY,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    last_at TEXT NOT NULL,
    locked_until TEXT
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX sign_in_tries_by_time ON sign_in_tries (last_at)`,
];

export const accounts: SchemaStep = {
  name: '0010-accounts',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
