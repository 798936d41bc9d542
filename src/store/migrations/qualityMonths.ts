/** What the quality card keeps per month: what a sample of its comments looks like to the heads of then. */
import type { SchemaStep } from './migrate.js';

const STATEMENTS: readonly string[] = [
  // reading: the space, heads and themes that it rests on. first_month: whose words are not new. direction: float64, little-endian
  `CREATE TABLE quality_months (
    reading TEXT NOT NULL,
    lang TEXT NOT NULL,
    month INTEGER NOT NULL,
    first_month INTEGER NOT NULL,
    tagged INTEGER NOT NULL,
    sampled INTEGER NOT NULL,
    unsure INTEGER NOT NULL,
    words INTEGER NOT NULL,
    new_words INTEGER NOT NULL,
    new_words_error REAL NOT NULL,
    direction BLOB NOT NULL,
    spread REAL NOT NULL,
    squared_spread REAL NOT NULL,
    PRIMARY KEY (reading, lang, month)
  ) STRICT`,
];

export const qualityMonths: SchemaStep = {
  name: '0009-quality-months',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
