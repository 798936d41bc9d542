/** Findings with their quotes and the history of their changes. */
import type { SchemaStep } from './migrate.js';

const STATEMENTS: readonly string[] = [
  // claim, limits, figures, consensus and dissent are JSON: they are read and written whole
  `CREATE TABLE findings (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL
      CHECK (state IN ('draft', 'ready', 'inReview', 'confirmed', 'disputed', 'needsMore', 'closed')),
    unit_id INTEGER REFERENCES units (id),
    theme TEXT,
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    claim TEXT NOT NULL,
    limits TEXT NOT NULL,
    figures TEXT NOT NULL,
    space TEXT NOT NULL,
    heads TEXT NOT NULL,
    taxonomy TEXT NOT NULL,
    data_last_response INTEGER NOT NULL,
    data_responses INTEGER NOT NULL,
    made_from TEXT NOT NULL,
    replaces_id INTEGER REFERENCES findings (id),
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    consensus TEXT NOT NULL,
    dissent TEXT NOT NULL,
    fixed_at TEXT,
    erased_quotes INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX findings_by_unit ON findings (unit_id)`,
  // a quote goes with the response that it is from; one voice a response
  `CREATE TABLE finding_quotes (
    finding_id INTEGER NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    response_id INTEGER NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    lang TEXT NOT NULL,
    polarity INTEGER,
    contradicts INTEGER NOT NULL CHECK (contradicts IN (0, 1)),
    approved INTEGER NOT NULL CHECK (approved IN (0, 1)),
    PRIMARY KEY (finding_id, place),
    UNIQUE (finding_id, response_id)
  ) STRICT, WITHOUT ROWID`,
  // without it, deleting a response would look through all quotes
  `CREATE INDEX finding_quotes_by_response ON finding_quotes (response_id)`,
  `CREATE TABLE finding_history (
    id INTEGER PRIMARY KEY,
    finding_id INTEGER NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX finding_history_by_finding ON finding_history (finding_id, id)`,
  `CREATE TRIGGER finding_history_stays BEFORE UPDATE ON finding_history
   BEGIN SELECT RAISE(ABORT, 'the history of findings is only added to'); END`,
  `CREATE TRIGGER finding_figures_stay
   BEFORE UPDATE OF unit_id, theme, first_day, last_day, figures, space, heads, taxonomy, data_last_response,
     data_responses, made_from, replaces_id, created_by, created_at ON findings
   BEGIN SELECT RAISE(ABORT, 'what a finding rests on never changes'); END`,
  `CREATE TRIGGER finding_texts_stay BEFORE UPDATE ON findings
   WHEN old.fixed_at IS NOT NULL
     AND (new.claim IS NOT old.claim OR new.limits IS NOT old.limits OR new.fixed_at IS NOT old.fixed_at)
   BEGIN SELECT RAISE(ABORT, 'a panel has read this finding: it can only be replaced'); END`,
  // they can still be deleted: whoever said it may have it erased
  `CREATE TRIGGER finding_quotes_stay BEFORE INSERT ON finding_quotes
   WHEN (SELECT fixed_at FROM findings WHERE id = new.finding_id) IS NOT NULL
   BEGIN SELECT RAISE(ABORT, 'a panel has read this finding: it can only be replaced'); END`,
];

export const findings: SchemaStep = {
  name: '0012-findings',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
