/**
 * The comments nearest to a vector. The index (signs, one bit a number) says which texts can be among them; their similarity
 * is then worked out from all of the stored numbers, so what is returned is exact, and only a text whose signs lie far off
 * although its numbers lie near can be missed (docs/search.md has the share).
 */
import { comparerOf, distinctiveOf, type Direction } from '../domain/similarity.js';
import { isSmallUnit } from './comments.js';
import { commentSearch, responseConditions } from './commentSearch.js';
import type { CommentConditions, CommentSearch } from './commentSearch.js';
import type { Bound, Sql } from './database.js';
import { ID_BITS } from './searchIndex.js';
import { indexOf, signBits } from './similarityIndex.js';
import type { SimilarityIndex } from './similarityIndex.js';
import type { NearComment } from './similarityStore.js';

/** The index gives at most so many at a time (sqlite-vec). */
const MOST_CANDIDATES = 4096;
/** Of as many candidates as there can be so many have to pass the filter to be taken for the nearest. */
const ENOUGH_OF_CUT = 400;
/** The texts that the margin is measured from: few, since each costs a comparison with every text. */
const FIRST_TEXTS = 20;
/**
 * A text whose signs differ in so many more of its numbers than those of the twentieth nearest is not looked at; what
 * that leaves out is in docs/search.md.
 */
const MARGIN_SHARE = 24 / 384;
/** Up to so many texts the filter lets pass, all of them are measured and the index is not asked. */
const MEASURE_ALL_UP_TO = 3000;

/** The nearest texts that pass the filter, nearest first; each as its newest comment that passes. */
export async function nearestComments(
  sql: Sql,
  space: string,
  query: Int8Array,
  limit: number,
  filter: CommentConditions,
): Promise<NearComment[]> {
  const index = await indexOf(sql, space);
  if (!index) return [];
  const asked = distinctiveOf(query, index.common);
  const search = new Search(sql, index, asked, filter);
  const unfiltered = (await search.candidates(FIRST_TEXTS, null)).at(-1);
  if (!unfiltered) return [];
  const found =
    (await search.amongAll(unfiltered.distance, limit)) ??
    (await search.amongFew()) ??
    (await search.amongMany(unfiltered.distance, limit));
  return measure(sql, index, asked, found, limit);
}

interface Candidate {
  readonly id: number;
  /** Signs that differ. */
  readonly distance: number;
}

/** A text that passes the filter, with its newest comment that does and how many do. */
interface Passing {
  readonly vector_id: number;
  readonly newest: number;
  readonly alike: number;
}

class Search {
  private readonly bits: Buffer;
  private readonly margin: number;

  constructor(
    private readonly sql: Sql,
    private readonly index: SimilarityIndex,
    asked: Direction,
    private readonly filter: CommentConditions,
  ) {
    this.bits = signBits(asked);
    this.margin = Math.ceil(MARGIN_SHARE * asked.length);
  }

  /** Nearest by signs; with `within` only those that differ in no more signs. */
  candidates(most: number, within: number | null, among = '', values: readonly Bound[] = []): Promise<Candidate[]> {
    return this.sql.rows<Candidate>(
      `SELECT rowid AS id, distance FROM ${this.index.table}
       WHERE signs MATCH vec_bit(?) AND k = ?${within === null ? '' : ' AND distance <= ?'}${among}`,
      [this.bits, most, ...(within === null ? [] : [within]), ...values],
    );
  }

  /**
   * The nearest of all texts, less those that do not pass: right when those that pass lie about as near as those that do not.
   * Null when the filter leaves too few to know.
   * @param first how many signs the last of the first texts differs in
   */
  async amongAll(first: number, limit: number): Promise<Passing[] | null> {
    let within = first + this.margin;
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const candidates = await this.candidates(MOST_CANDIDATES, within);
      const cut = candidates.length === MOST_CANDIDATES;
      const passing = await this.passing(candidates.map(({ id }) => id));
      const byId = new Map(candidates.map(({ id, distance }) => [id, distance]));
      const distances = passing.map(({ vector_id }) => byId.get(vector_id) ?? 0).sort((a, b) => a - b);
      const enough = distances[Math.min(limit, FIRST_TEXTS) - 1];
      // few texts in all: every one of them was a candidate
      if (candidates.length < MOST_CANDIDATES && within >= 8 * this.bits.length) return passing;
      // so many are about as near that the index cannot tell them apart: the nearest of them will do
      if (cut) return passing.length >= ENOUGH_OF_CUT ? passing : null;
      if (enough === undefined) return null;
      const wanted = enough + this.margin;
      if (wanted <= within) return passing;
      within = wanted;
    }
    return null;
  }

  /** All texts that pass, when they are few enough to measure each; else null. */
  async amongFew(): Promise<Passing[] | null> {
    const { text, values } = await this.walk();
    const ids = await this.sql.rows<{ vector_id: number }>(
      `SELECT DISTINCT responses.vector_id ${text} AND responses.vector_id IS NOT NULL LIMIT ?`,
      [...values, MEASURE_ALL_UP_TO + 1],
    );
    return ids.length > MEASURE_ALL_UP_TO ? null : this.passing(ids.map((row) => row.vector_id));
  }

  /** The index asked about the texts that pass alone: slower the more they are. */
  async amongMany(first: number, limit: number): Promise<Passing[]> {
    const { text, values } = await this.walk();
    const among = ` AND rowid IN (SELECT responses.vector_id ${text} AND responses.vector_id IS NOT NULL)`;
    const nearest = await this.candidates(Math.min(limit, FIRST_TEXTS), null, among, values);
    const within = (nearest.at(-1)?.distance ?? first) + this.margin;
    const candidates = await this.candidates(MOST_CANDIDATES, within, among, values);
    return this.passing(candidates.map(({ id }) => id));
  }

  private async walk(): Promise<Pick<CommentSearch, 'text' | 'values'>> {
    return commentSearch(this.filter, '', (await isSmallUnit(this.sql, this.filter)) ? 'unit' : 'any', null);
  }

  /** Which of the texts have a comment that passes. */
  private passing(vectorIds: readonly number[]): Promise<Passing[]> {
    const { text, values } = responseConditions(this.filter);
    return this.sql.rows<Passing>(
      `SELECT responses.vector_id, MAX((responses.day << ${ID_BITS}) | responses.id) & ((1 << ${ID_BITS}) - 1) AS newest,
         COUNT(*) AS alike
       FROM responses INDEXED BY responses_by_vector
       WHERE responses.vector_id IN (SELECT value FROM json_each(?)) AND ${text} GROUP BY responses.vector_id`,
      [JSON.stringify(vectorIds), ...values],
    );
  }
}

/** The similarity of each, and the `limit` most similar. */
async function measure(
  sql: Sql,
  { spaceId, common }: SimilarityIndex,
  asked: Direction,
  found: readonly Passing[],
  limit: number,
): Promise<NearComment[]> {
  const texts = new Map(found.map((text) => [text.vector_id, text]));
  const rows = await sql.rows<{ id: number; whole: Uint8Array }>(
    `SELECT vectors.id, substr(vectors, whole_at + 1, ?) AS whole
     FROM json_each(?) AS asked JOIN vectors ON vectors.id = asked.value AND vectors.space_id = ?`,
    [asked.length, JSON.stringify([...texts.keys()]), spaceId],
  );
  const compare = comparerOf(asked, common);
  return rows
    .flatMap(({ id, whole }) => {
      const text = texts.get(id);
      const vector = new Int8Array(whole.buffer, whole.byteOffset, whole.byteLength);
      return text ? [{ ...text, similarity: compare(vector) }] : [];
    })
    .sort((a, b) => b.similarity - a.similarity || a.vector_id - b.vector_id)
    .slice(0, limit)
    .map(({ newest, similarity, alike }) => ({ id: newest, similarity, alike }));
}
