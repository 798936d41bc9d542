/** Finding similar comments, and groups of comments without a theme. */
import type { SchemaStep } from './migrate.js';

const STATEMENTS: readonly string[] = [
  // where the whole text's numbers begin among the bytes; null: the text is in no similarity index
  `ALTER TABLE vectors ADD COLUMN whole_at INTEGER`,
  // the comment's text in the similarity index of the space that it was tagged in
  `ALTER TABLE responses ADD COLUMN vector_id INTEGER REFERENCES vectors (id)`,
  // after the first column all that a search filters by, so that no row has to be read
  `CREATE INDEX responses_by_vector ON responses (vector_id, day, id, unit_id, channel, lang)
   WHERE vector_id IS NOT NULL`,
  `CREATE INDEX comments_not_indexed ON responses (id) WHERE comment_state = 2 AND vector_id IS NULL`,

  // one index a space (the table similar_1 for space 1): vectors of two spaces are never compared; mean and axes are what all
  // texts of the space have in common (domain/similarity.ts), as float32 in the order of the dimensions
  `CREATE TABLE similarity_indexes (
    space_id INTEGER PRIMARY KEY REFERENCES vector_spaces (id),
    dimensions INTEGER NOT NULL CHECK (dimensions > 0),
    mean BLOB NOT NULL,
    axes BLOB NOT NULL
  ) STRICT`,

  // a text's vectors go with the last comment that has it, and with them their place in the index (similarityIndex.ts)
  `CREATE TRIGGER vectors_of_last_response AFTER DELETE ON responses
   WHEN old.vector_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM responses WHERE vector_id = old.vector_id)
   BEGIN
     DELETE FROM vectors WHERE text_hash = (SELECT text_hash FROM vectors WHERE id = old.vector_id);
   END`,

  /*
   * Groups of comments without a theme. A group keeps its id from run to run; one that was not found again has the run in
   * which it was last found. Days of the run that found it last are those that its counts are about.
   */
  `CREATE TABLE comment_groups (
    id INTEGER PRIMARY KEY,
    space_id INTEGER NOT NULL REFERENCES vector_spaces (id),
    centroid BLOB NOT NULL,
    phrases TEXT NOT NULL,
    cohesion REAL NOT NULL,
    first_run_id INTEGER NOT NULL REFERENCES runs (id),
    last_run_id INTEGER NOT NULL REFERENCES runs (id)
  ) STRICT`,
  `CREATE INDEX comment_groups_by_run ON comment_groups (last_run_id)`,
  // only of the run that found the group last; similarity to the centroid, −1 to 1
  `CREATE TABLE comment_group_members (
    group_id INTEGER NOT NULL REFERENCES comment_groups (id) ON DELETE CASCADE,
    response_id INTEGER NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    similarity REAL NOT NULL,
    PRIMARY KEY (group_id, response_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX comment_group_members_by_response ON comment_group_members (response_id)`,
];

export const similarity: SchemaStep = {
  name: '0007-similarity',
  async up(knex) {
    for (const statement of STATEMENTS) await knex.raw(statement);
  },
};
