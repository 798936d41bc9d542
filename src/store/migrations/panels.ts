/** Rounds of panels and what members answered. */
import type { SchemaStep } from './migrate.js';

const STATEMENTS: readonly string[] = [
  // title: text by language; until: last day for answers
  `CREATE TABLE panel_rounds (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
    until INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    closed_at TEXT
  ) STRICT`,
  `CREATE TABLE panel_findings (
    round_id INTEGER NOT NULL REFERENCES panel_rounds (id) ON DELETE CASCADE,
    finding_id INTEGER NOT NULL REFERENCES findings (id),
    place INTEGER NOT NULL,
    PRIMARY KEY (round_id, finding_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX panel_findings_by_finding ON panel_findings (finding_id)`,
  // languages: those that the member reads comments in, null until chosen
  `CREATE TABLE panel_members (
    round_id INTEGER NOT NULL REFERENCES panel_rounds (id) ON DELETE CASCADE,
    member TEXT NOT NULL,
    languages TEXT,
    PRIMARY KEY (round_id, member)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX panel_members_by_member ON panel_members (member)`,
  `CREATE TABLE panel_sample (
    round_id INTEGER NOT NULL REFERENCES panel_rounds (id) ON DELETE CASCADE,
    response_id INTEGER NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    PRIMARY KEY (round_id, response_id)
  ) STRICT, WITHOUT ROWID`,
  // a response that is erased is looked for here
  `CREATE INDEX panel_sample_by_response ON panel_sample (response_id)`,
  `CREATE TABLE panel_finding_answers (
    round_id INTEGER NOT NULL,
    finding_id INTEGER NOT NULL,
    member TEXT NOT NULL,
    recognition TEXT NOT NULL CHECK (recognition IN ('recognise', 'doNotRecognise', 'somethingMissing')),
    importance INTEGER CHECK (importance BETWEEN 1 AND 5),
    text TEXT NOT NULL,
    suggested_action TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (round_id, finding_id, member),
    FOREIGN KEY (round_id, finding_id) REFERENCES panel_findings (round_id, finding_id) ON DELETE CASCADE,
    FOREIGN KEY (round_id, member) REFERENCES panel_members (round_id, member) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID`,
  // themes: [[key, polarity], …] that the member saw; asked: keys of all that were asked about
  `CREATE TABLE panel_sample_answers (
    round_id INTEGER NOT NULL,
    response_id INTEGER NOT NULL,
    member TEXT NOT NULL,
    themes TEXT NOT NULL,
    asked TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (round_id, response_id, member),
    FOREIGN KEY (round_id, response_id) REFERENCES panel_sample (round_id, response_id) ON DELETE CASCADE,
    FOREIGN KEY (round_id, member) REFERENCES panel_members (round_id, member) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID`,
  // what came of the answers about a theme of a comment, beside what the tagger by itself said then
  `CREATE TABLE panel_settlements (
    round_id INTEGER NOT NULL,
    response_id INTEGER NOT NULL,
    theme TEXT NOT NULL,
    readers INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('majority', 'open', 'facilitator')),
    present INTEGER CHECK (present IN (0, 1)),
    polarity INTEGER,
    given INTEGER NOT NULL CHECK (given IN (0, 1)),
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (round_id, response_id, theme),
    FOREIGN KEY (round_id, response_id) REFERENCES panel_sample (round_id, response_id) ON DELETE CASCADE,
    CHECK ((how = 'open') = (present IS NULL))
  ) STRICT, WITHOUT ROWID`,
];

export const panels: SchemaStep = {
  name: '0013-panels',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
