/** Comments by what they mean: the nearest to a vector, and groups of comments without a theme. */
import type { CommentFilter } from '../domain/feedbackFilter.js';
import type { CommonDirections } from '../domain/similarity.js';
import { UNDER_UNITS } from './commentSearch.js';
import { groupMethods } from './commentGroups.js';
import type { CommentGroupStore } from './commentGroupStore.js';
import type { Database, Sql } from './database.js';
import { nearestComments } from './nearest.js';
import { createIndex, indexOf, linkTexts } from './similarityIndex.js';
import type { PendingComment, ResponseId, StoredVectors } from './store.js';
import { saveVectors } from './vectors.js';

/** A text near the one asked about. */
export interface NearComment {
  /** Its newest comment that passes the filter. */
  readonly id: ResponseId;
  /** As domain/similarity.ts has it: 1 for the same text, around 0 for texts that have nothing in common. */
  readonly similarity: number;
  /** How many comments that pass the filter have this text, at least 1. */
  readonly alike: number;
}

/** What a search by meaning looks through: the words of a filter are what is searched for. */
export type NearFilter = Omit<CommentFilter, 'q'>;

export interface SimilarityStore extends CommentGroupStore {
  /** What is not distinctive in the texts of a space; null before its index is made. */
  commonDirections(space: string): Promise<CommonDirections | null>;
  /** Makes the index of a space, which from then on is filled with the vectors that are stored; an existing one stays. */
  createSimilarityIndex(space: string, common: CommonDirections): Promise<void>;
  /**
   * The texts nearest to a vector of this space that have a comment which passes the filter, nearest first, each once. Similarity
   * is exact; see nearest.ts for what can be missed. Empty for a space without vectors.
   * @param query the whole text's direction, as long as the space's vectors
   * @param limit 1 to 200
   */
  nearestComments(space: string, query: Int8Array, limit: number, filter: NearFilter): Promise<NearComment[]>;
  /**
   * How many comments can be found by meaning in this space, and how many wait for the background (indexSimilarity.ts); with
   * `within` those of these units and what lies under them.
   */
  similarityProgress(
    space: string,
    within?: readonly string[],
  ): Promise<{ readonly indexed: number; readonly waiting: number }>;
  /** Tagged comments that the index does not know, by ascending id after `afterId`. */
  commentsNotIndexed(afterId: ResponseId, limit: number): Promise<PendingComment[]>;
  /** Stores vectors, adds them to the index, and says of these comments which text they have, in one transaction. */
  indexComments(space: string, ids: readonly ResponseId[], vectors: readonly StoredVectors[]): Promise<void>;
}

export function similarityMethods(database: Database): SimilarityStore {
  const { read, write } = database;
  return {
    ...groupMethods(database),
    commonDirections: (space) => read(async (sql) => (await indexOf(sql, space))?.common ?? null),
    createSimilarityIndex: (space, common) => write((sql) => createIndex(sql, space, common)),
    nearestComments: (space, query, limit, filter) =>
      read((sql) => nearestComments(sql, space, query, limit, { ...filter, q: null, stems: [] })),
    similarityProgress: (space, within) => read((sql) => similarityProgress(sql, space, within)),
    commentsNotIndexed: (afterId, limit) => read((sql) => commentsNotIndexed(sql, afterId, limit)),
    indexComments: (space, ids, vectors) =>
      write(async (sql) => {
        await saveVectors(sql, space, vectors);
        await linkTexts(sql, space, ids);
      }),
  };
}

async function similarityProgress(
  sql: Sql,
  space: string,
  within?: readonly string[],
): Promise<{ readonly indexed: number; readonly waiting: number }> {
  const only = within === undefined ? '' : ` AND ${UNDER_UNITS}`;
  const units = within === undefined ? [] : [JSON.stringify(within)];
  const [row] = await sql.rows<{ indexed: number; waiting: number }>(
    `SELECT
       (SELECT COUNT(*) FROM responses INDEXED BY responses_by_vector JOIN vectors ON vectors.id = vector_id
          JOIN vector_spaces ON vector_spaces.id = vectors.space_id
        WHERE vector_id IS NOT NULL AND space = ?${only}) AS indexed,
       (SELECT COUNT(*) FROM responses INDEXED BY comments_not_indexed
        WHERE comment_state = 2 AND vector_id IS NULL${only}) AS waiting`,
    [space, ...units, ...units],
  );
  return row ?? { indexed: 0, waiting: 0 };
}

function commentsNotIndexed(sql: Sql, afterId: ResponseId, limit: number): Promise<PendingComment[]> {
  return sql.rows<PendingComment>(
    `SELECT id, comment AS text, lang FROM responses INDEXED BY comments_not_indexed
     WHERE comment_state = 2 AND vector_id IS NULL AND id > ? ORDER BY id LIMIT ?`,
    [afterId, limit],
  );
}
