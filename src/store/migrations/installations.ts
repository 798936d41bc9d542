/** Versions of themes and heads, which pair was installed when, and a record of every run. */
import type { SchemaStep } from './migrate.js';

const STATEMENTS = [
  `CREATE TABLE taxonomy_versions (
    version TEXT PRIMARY KEY,
    document TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE heads_versions (
    version TEXT PRIMARY KEY,
    overlay TEXT NOT NULL,
    report TEXT,
    at TEXT NOT NULL,
    by TEXT NOT NULL
  ) STRICT`,
  // the newest is in use; heads 'shipped' have no row of their own
  `CREATE TABLE installations (
    id INTEGER PRIMARY KEY,
    taxonomy TEXT NOT NULL REFERENCES taxonomy_versions (version),
    heads TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    reason TEXT NOT NULL
  ) STRICT`,
  `CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'refused')),
    by TEXT NOT NULL,
    space TEXT NOT NULL,
    heads TEXT NOT NULL,
    taxonomy TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    duration_ms REAL,
    input_hash TEXT,
    output_hash TEXT,
    settings TEXT NOT NULL,
    counts TEXT NOT NULL,
    error TEXT
  ) STRICT`,
  `CREATE INDEX runs_by_kind ON runs (kind, id)`,
];

export const installations: SchemaStep = {
  name: '0005-installations',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
