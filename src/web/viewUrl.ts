/** Which pages can be saved as a view, and which comments each is about. */
import type { CommentFilter } from '../domain/feedbackFilter.js';
import { maskText } from '../flows/maskedText.js';
import { COMMENT_PARAMETERS, NO_COMMENT_FILTER, QueryReader, readCommentFilter, toSearchParams } from './query.js';

const PAGES = /^\/(?:|themes(?:\/[a-z][a-z0-9_]{0,59})?|movement|drivers|signals|comments|units\/[^/?#]{1,120})$/;
/** What else the address of such a page may say; what a single visit adds to it is not kept. */
const KEPT: readonly string[] = [...COMMENT_PARAMETERS, 'base_from', 'base_to', 'adjust', 'search', 'like'];
const MAX_LENGTH = 1000;

/** Path and query of a page that can be saved, without what belongs to one visit; null for anything else. */
export function viewUrl(text: unknown): string | null {
  // a second slash or a backslash would name another host
  if (typeof text !== 'string' || !/^\/(?![/\\])/.test(text) || text.length > MAX_LENGTH) return null;
  const url = urlOf(text);
  if (!url || !PAGES.test(url.pathname)) return null;
  const kept = new URLSearchParams();
  for (const [name, value] of url.searchParams) {
    if (KEPT.includes(name) && value.trim() !== '' && !kept.has(name)) {
      // what was searched for is stored with the view
      kept.set(name, name === 'q' ? maskText(value).text : value);
    }
  }
  const query = kept.toString();
  return url.pathname + (query === '' ? '' : `?${query}`);
}

/** The comments of a view; null for a list by meaning, whose comments are not those that match but those that are most alike. */
export function viewFilter(text: string): CommentFilter | null {
  const url = urlOf(text);
  if (!url || url.searchParams.get('search') === 'meaning' || url.searchParams.has('like')) return null;
  const filter = { ...NO_COMMENT_FILTER, ...readCommentFilter(new QueryReader(url.searchParams)) };
  const [, page, key] = url.pathname.split('/');
  if (page === 'themes' && key) return { ...filter, theme: key };
  if (page === 'units' && key) return { ...filter, unit: decodedOr(key) };
  return filter;
}

/** The list of those comments of a filter that arrived after a response. */
export function arrivalsUrl(filter: CommentFilter, after: number): string {
  const query = toSearchParams(filter);
  query.set('after', String(after));
  return `/comments?${query.toString()}`;
}

function urlOf(text: string): URL | null {
  return URL.canParse(text, 'http://localhost') ? new URL(text, 'http://localhost') : null;
}

function decodedOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
