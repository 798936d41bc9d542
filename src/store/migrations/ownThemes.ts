/** Themes that are being taught, with the comments to be asked about. */
import type { SchemaStep } from './migrate.js';

const STATEMENTS = [
  // sentences and months are JSON: they are read and written whole
  `CREATE TABLE own_themes (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    excludes TEXT NOT NULL,
    colour INTEGER,
    sentences TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('scanning', 'ready', 'adopted')),
    head TEXT NOT NULL,
    answers INTEGER NOT NULL,
    scanned_answers INTEGER,
    scanned INTEGER NOT NULL,
    total INTEGER NOT NULL,
    months TEXT NOT NULL,
    by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE own_theme_candidates (
    key TEXT NOT NULL REFERENCES own_themes (key) ON DELETE CASCADE,
    response_id INTEGER NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    score REAL NOT NULL,
    random INTEGER NOT NULL CHECK (random IN (0, 1)),
    PRIMARY KEY (key, response_id)
  ) STRICT, WITHOUT ROWID`,
  // without it, deleting a response would look through all candidates
  `CREATE INDEX own_theme_candidates_by_response ON own_theme_candidates (response_id)`,
];

export const ownThemes: SchemaStep = {
  name: '0006-own-themes',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
