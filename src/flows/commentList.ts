/** Comments that match a filter, newest first, a page at a time. */
import type { CommentFilter } from '../domain/feedbackFilter.js';
import { queryStems } from '../language/stems.js';
import type { CommentRow, ResponseId } from '../store/store.js';
import type { ReadDeps } from './deps.js';

export interface CommentList {
  readonly filter: CommentFilter;
  readonly items: readonly CommentRow[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
  /** How many match on all pages. */
  readonly total: number;
}

/** Comments on a page unless asked otherwise. */
const PAGE_SIZE = 25;

/**
 * Null when the filter names an unknown unit. Open days stay open: a list has no default period. Words of `q` are searched by stem and all
 * must occur; a `q` without any word finds nothing. `after`: only what arrived after that response.
 */
export async function commentList(
  deps: ReadDeps,
  filter: CommentFilter,
  cursor: string | null = null,
  limit = PAGE_SIZE,
  after: ResponseId | null = null,
): Promise<CommentList | null> {
  const units = filter.unit === null ? [] : await deps.store.listUnits();
  if (filter.unit !== null && !units.some((unit) => unit.code === filter.unit)) return null;
  const stems = filter.q === null ? [] : queryStems(filter.q);
  if (filter.q !== null && stems.length === 0) return { filter, items: [], next: null, total: 0 };
  const query = { ...filter, stems, ...(after !== null && { afterId: after }) };
  const [page, total] = await Promise.all([
    deps.store.listComments({ ...query, cursor, limit }),
    deps.store.countComments(query),
  ]);
  return { filter, items: page.items, next: page.next, total };
}
