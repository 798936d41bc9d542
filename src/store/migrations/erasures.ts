/** What a data subject had erased, so that it stays erased. */
import type { SchemaStep } from './migrate.js';

const STATEMENTS: readonly string[] = [
  // identity: sha256 (hex) of source and id; response_id is never given again; remains: JSON, what people still have to look at
  `CREATE TABLE erasures (
    identity TEXT PRIMARY KEY,
    response_id INTEGER,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    reason TEXT NOT NULL,
    remains TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX erasures_by_response ON erasures (response_id)`,
  // the words that the search index really holds: a word that was only in an erased comment must not stay in search_words
  `CREATE VIRTUAL TABLE indexed_words USING fts5vocab('comment_stems', 'row')`,
];

export const erasures: SchemaStep = {
  name: '0016-erasures',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
