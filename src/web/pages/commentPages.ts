/** The list of comments. */
import type { CommentFilter } from '../../domain/feedbackFilter.js';
import type { ThemeMentions } from '../../flows/themeMentions.js';
import type { CommentRow } from '../../store/store.js';
import { toSearchParams } from '../query.js';
import { commentView, type CommentView, type CommentWords } from './commentView.js';
import type { CorrectionForms } from './correctionView.js';
import type { NavigationLink } from './frame.js';

export interface CommentsPage {
  readonly lead: string;
  /** Link to the comment that was just corrected, when it is no longer among those listed. */
  readonly corrected: string | null;
  /** `near`: how similar it is to what is looked for; empty in a list that is not by meaning. */
  readonly items: readonly (CommentView & { readonly near: string })[];
  /** What a list by meaning is, and how many comments it cannot find yet; empty in others. */
  readonly explanation: string;
  readonly waiting: string;
  /** The comment that the others are like. */
  readonly like: CommentView | null;
  readonly search: 'words' | 'meaning';
  readonly next: string | null;
  /** Back to the newest, when this is a later page. */
  readonly first: string | null;
  readonly q: string;
  /** Filters that a search keeps. */
  readonly kept: readonly { readonly name: string; readonly value: string }[];
  readonly facets: readonly CommentFacet[];
}

export interface CommentFacet extends NavigationLink {
  readonly colour: number | null;
  readonly count: string;
}

export function commentsPage(
  list: { readonly items: readonly CommentRow[]; readonly next: string | null; readonly total: number },
  filter: CommentFilter,
  cursor: string | null,
  mentions: readonly ThemeMentions[],
  words: CommentWords,
  correcting: { readonly forms: CorrectionForms | null; readonly corrected: number | null },
  search: CommentsPage['search'] = 'words',
): CommentsPage {
  const query = toSearchParams(filter).toString();
  const { forms, corrected } = correcting;
  return {
    corrected: corrected === null || list.items.some(({ id }) => id === corrected) ? null : `/comments/${corrected}`,
    lead: words.t('comments.lead', { count: list.total, n: words.numbers.count(list.total) }),
    items: list.items.map((row) => ({ ...commentView(row, words, forms), near: '' })),
    explanation: '',
    waiting: '',
    like: null,
    search,
    next: list.next === null ? null : `/comments?${query}${query ? '&' : ''}cursor=${encodeURIComponent(list.next)}`,
    first: cursor === null ? null : `/comments${query ? `?${query}` : ''}`,
    q: filter.q ?? '',
    kept: [...toSearchParams({ ...filter, q: null })].map(([name, value]) => ({ name, value })),
    facets: facetsOf(filter, mentions, words),
  };
}

/** @param kept further parameters of the list that its links keep */
export function facetsOf(
  filter: CommentFilter,
  mentions: readonly ThemeMentions[],
  words: CommentWords,
  kept: CommentsPage['kept'] = [],
): CommentFacet[] {
  const href = (theme: string | null): string => {
    const parameters = toSearchParams({ ...filter, theme });
    for (const { name, value } of kept) parameters.set(name, value);
    const query = parameters.toString();
    return `/comments${query ? `?${query}` : ''}`;
  };
  return [
    { href: href(null), label: words.t('comments.allThemes'), current: filter.theme === null, colour: null, count: '' },
    ...mentions.map(({ theme, comments }) => ({
      href: href(theme.key),
      label: theme.name[words.lang],
      current: filter.theme === theme.key,
      colour: theme.colour,
      // cells know no words: while someone searches, a count would be of more than what is shown
      count: filter.q !== null ? '' : comments === null ? words.t('figures.underLimit') : words.numbers.count(comments),
    })),
  ];
}
