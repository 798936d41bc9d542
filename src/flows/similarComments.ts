/** Comments that mean something like a text or like another comment, in whichever language they are written. */
import type { CommentFilter } from '../domain/feedbackFilter.js';
import type { CommentRow, ResponseId } from '../store/store.js';
import type { FlowDeps } from './deps.js';
import { wholeVectors } from './wholeVectors.js';

/** What is looked for: a comment, or words of one's own. */
export type SimilarTo = { readonly comment: ResponseId } | { readonly text: string };

export interface SimilarComment {
  readonly comment: CommentRow;
  /** As domain/similarity.ts has it, at least LEAST_SIMILARITY. */
  readonly similarity: number;
  /** Comments in the selection that have exactly this text. */
  readonly alike: number;
}

export interface SimilarComments {
  readonly filter: CommentFilter;
  /** Most similar first; each text once. */
  readonly items: readonly SimilarComment[];
  /** The comment that the others are like; null when words were looked for. */
  readonly like: CommentRow | null;
  /** Comments that cannot be found yet: a job in the background adds them. */
  readonly waiting: number;
}

/** Texts on a page: what comes after lies too far off to be of use. */
const MOST_SIMILAR = 30;
/** Below it fewer than half of the comments are about the same theme (docs/search.md). */
const LEAST_SIMILARITY = 0.2;

/**
 * The words of the filter (`q`) are not searched for; everything else in it narrows the list. Null when the filter names an
 * unknown unit or there is no such comment.
 */
export async function similarComments(
  deps: FlowDeps,
  filter: CommentFilter,
  to: SimilarTo,
  limit = MOST_SIMILAR,
): Promise<SimilarComments | null> {
  const { store, tagger } = deps;
  const units = filter.unit === null ? [] : await store.listUnits();
  if (filter.unit !== null && !units.some((unit) => unit.code === filter.unit)) return null;
  const like = 'comment' in to ? await store.getComment(to.comment) : null;
  if ('comment' in to && !like) return null;
  const { space } = tagger.versions;
  const [query, { waiting }] = await Promise.all([
    like ? directionOfComment(deps, like) : directionOfWords(deps, 'text' in to ? to.text : ''),
    store.similarityProgress(space),
  ]);
  if (!query) return { filter, items: [], like, waiting };
  // one more than asked for: the comment itself is the first that is found
  const found = await store.nearestComments(space, query, limit + 1, filter);
  const rows = new Map(
    (await Promise.all(found.map(({ id }) => store.getComment(id)))).flatMap((row) => (row ? [[row.id, row]] : [])),
  );
  const items = found.flatMap(({ id, similarity, alike }): SimilarComment[] => {
    const comment = rows.get(id);
    if (!comment || comment.text === like?.text || similarity < LEAST_SIMILARITY) return [];
    return [{ comment, similarity, alike }];
  });
  return { filter, items: items.slice(0, limit), like, waiting };
}

async function directionOfComment(deps: FlowDeps, { text, state }: CommentRow): Promise<Int8Array | null> {
  // a comment in a language that is not read would be placed by chance
  if (state !== 'tagged') return null;
  const [whole] = await wholeVectors(deps, [text]);
  return whole ?? null;
}

/** Not stored: what people search for is nobody's business. */
async function directionOfWords({ tagger }: FlowDeps, text: string): Promise<Int8Array | null> {
  if (text.trim() === '') return null;
  const [output] = await tagger.tag([{ text }]);
  return output?.whole ?? null;
}
