/**
 * The first schema. Days are integers yyyymmdd and months yyyymm, which sort and compare like dates; enumerations are their
 * position in the lists of domain/ (see ../codes.ts). docs/store.md explains every table.
 */
import type { SchemaStep } from './migrate.js';

const STATEMENTS = [
  `CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,

  `CREATE TABLE units (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    code TEXT NOT NULL UNIQUE,
    parent_id INTEGER REFERENCES units (id),
    name_fi TEXT NOT NULL,
    name_sv TEXT NOT NULL,
    name_en TEXT NOT NULL,
    target REAL
  ) STRICT`,
  // every unit with itself, all above it, and 0: the whole organisation
  `CREATE TABLE unit_ancestors (
    ancestor_id INTEGER NOT NULL,
    unit_id INTEGER NOT NULL REFERENCES units (id),
    PRIMARY KEY (ancestor_id, unit_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX unit_ancestors_by_unit ON unit_ancestors (unit_id, ancestor_id)`,

  `CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    file_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    rows_read INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    bytes_read INTEGER NOT NULL,
    bytes_total INTEGER NOT NULL,
    error TEXT,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    rejections_file TEXT
  ) STRICT`,
  `CREATE TABLE idempotent_answers (
    idempotency_key TEXT PRIMARY KEY,
    request_hash TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_at TEXT NOT NULL
  ) STRICT`,

  // dictionaries: long keys that repeat in millions of rows
  `CREATE TABLE themes (id INTEGER PRIMARY KEY, theme TEXT NOT NULL UNIQUE) STRICT`,
  `CREATE TABLE theme_sets (id INTEGER PRIMARY KEY, theme_set TEXT NOT NULL UNIQUE) STRICT`,
  `INSERT INTO theme_sets (id, theme_set) VALUES (1, '')`,
  `CREATE TABLE statements (id INTEGER PRIMARY KEY, statement TEXT NOT NULL UNIQUE) STRICT`,
  `CREATE TABLE languages (lang TEXT PRIMARY KEY) STRICT, WITHOUT ROWID`,
  `CREATE TABLE vector_spaces (id INTEGER PRIMARY KEY, space TEXT NOT NULL UNIQUE) STRICT`,
  `CREATE TABLE tag_versions (
    id INTEGER PRIMARY KEY,
    space TEXT NOT NULL,
    heads TEXT NOT NULL,
    taxonomy TEXT NOT NULL,
    UNIQUE (space, heads, taxonomy)
  ) STRICT`,

  `CREATE TABLE responses (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    source_id TEXT NOT NULL,
    content_key BLOB NOT NULL,
    day INTEGER NOT NULL,
    answered_at TEXT,
    unit_id INTEGER NOT NULL REFERENCES units (id),
    channel TEXT NOT NULL,
    lang TEXT NOT NULL,
    score INTEGER,
    scale TEXT NOT NULL,
    score_class INTEGER NOT NULL,
    comment TEXT,
    comment_state INTEGER NOT NULL,
    theme_set_id INTEGER NOT NULL DEFAULT 1 REFERENCES theme_sets (id),
    versions_id INTEGER REFERENCES tag_versions (id),
    import_id INTEGER REFERENCES imports (id),
    CHECK ((comment IS NULL) = (comment_state = 0))
  ) STRICT`,
  `CREATE UNIQUE INDEX responses_by_identity ON responses (source, source_id)`,
  // lists of comments, newest first; the columns after id are filters that need no look at the row
  `CREATE INDEX comments_by_day ON responses (day, id, unit_id, channel, lang) WHERE comment_state <> 0`,
  `CREATE INDEX comments_by_unit ON responses (unit_id, day) WHERE comment_state <> 0`,
  `CREATE INDEX comments_pending ON responses (day) WHERE comment_state = 1`,
  `CREATE INDEX comments_by_versions ON responses (versions_id) WHERE versions_id IS NOT NULL`,

  `CREATE TABLE originals (
    response_id INTEGER PRIMARY KEY REFERENCES responses (id) ON DELETE CASCADE,
    comment TEXT NOT NULL,
    delete_after INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX originals_by_end ON originals (delete_after)`,

  `CREATE TABLE response_statements (
    response_id INTEGER NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    statement_id INTEGER NOT NULL REFERENCES statements (id),
    value INTEGER NOT NULL CHECK (value BETWEEN 1 AND 5),
    PRIMARY KEY (response_id, statement_id)
  ) STRICT, WITHOUT ROWID`,

  // origin: who gave the tag; 'machine' until people can correct tags
  `CREATE TABLE tags (
    response_id INTEGER NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    theme_id INTEGER NOT NULL REFERENCES themes (id),
    polarity INTEGER NOT NULL,
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    evidence TEXT NOT NULL,
    day INTEGER NOT NULL,
    origin TEXT NOT NULL DEFAULT 'machine',
    PRIMARY KEY (response_id, theme_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX tags_by_theme ON tags (theme_id, day, response_id, polarity)`,

  // several responses share a text, hence a vector belongs to a text
  `CREATE TABLE vectors (
    id INTEGER PRIMARY KEY,
    text_hash BLOB NOT NULL,
    space_id INTEGER NOT NULL REFERENCES vector_spaces (id),
    vectors BLOB NOT NULL,
    UNIQUE (text_hash, space_id)
  ) STRICT`,

  /*
   * Search: stems only, without the text. The row id is (day << 36) | response id, so that the full-text index itself yields
   * matches newest first. The ascii tokenizer leaves every non-ASCII letter alone: the words are already stems.
   */
  `CREATE VIRTUAL TABLE comment_stems USING fts5 (
    stems, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
  )`,

  // every word of the index, so that a search for a beginning becomes one for the few words that begin so
  `CREATE TABLE search_words (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID`,

  // Counted cells. Days: the unit that the response belongs to. Months: that unit, all above it and 0; '*' counts all.
  `CREATE TABLE daily_cells (
    unit_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    channel TEXT NOT NULL,
    lang TEXT NOT NULL,
    score_class INTEGER NOT NULL,
    comment_state INTEGER NOT NULL,
    theme_set_id INTEGER NOT NULL,
    responses INTEGER NOT NULL,
    PRIMARY KEY (unit_id, day, channel, lang, score_class, comment_state, theme_set_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE monthly_cells (
    unit_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    lang TEXT NOT NULL,
    month INTEGER NOT NULL,
    score_class INTEGER NOT NULL,
    comment_state INTEGER NOT NULL,
    responses INTEGER NOT NULL,
    PRIMARY KEY (unit_id, channel, lang, month, score_class, comment_state)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE monthly_theme_cells (
    unit_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    lang TEXT NOT NULL,
    month INTEGER NOT NULL,
    score_class INTEGER NOT NULL,
    comment_state INTEGER NOT NULL,
    theme_set_id INTEGER NOT NULL,
    responses INTEGER NOT NULL,
    PRIMARY KEY (unit_id, channel, lang, month, score_class, comment_state, theme_set_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE daily_statement_cells (
    unit_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    channel TEXT NOT NULL,
    lang TEXT NOT NULL,
    statement_id INTEGER NOT NULL,
    value INTEGER NOT NULL,
    responses INTEGER NOT NULL,
    PRIMARY KEY (unit_id, day, channel, lang, statement_id, value)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE monthly_statement_cells (
    unit_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    lang TEXT NOT NULL,
    month INTEGER NOT NULL,
    statement_id INTEGER NOT NULL,
    value INTEGER NOT NULL,
    responses INTEGER NOT NULL,
    PRIMARY KEY (unit_id, channel, lang, month, statement_id, value)
  ) STRICT, WITHOUT ROWID`,
  // empty at every commit: finds the cells that a transaction emptied
  `CREATE INDEX daily_cells_emptied ON daily_cells (responses) WHERE responses = 0`,
  `CREATE INDEX monthly_cells_emptied ON monthly_cells (responses) WHERE responses = 0`,
  `CREATE INDEX monthly_theme_cells_emptied ON monthly_theme_cells (responses) WHERE responses = 0`,
];

export const foundation: SchemaStep = {
  name: '0001-foundation',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
