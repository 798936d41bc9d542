/** The list of comments. */
import type { CommentFilter } from '../../domain/feedbackFilter.js';
import type { ThemeMentions } from '../../flows/themeMentions.js';
import type { CommentRow } from '../../store/store.js';
import { newFindingHref } from '../findingSource.js';
import { toSearchParams } from '../query.js';
import { commentView, type CommentView, type CommentWords } from './commentView.js';
import type { CorrectionForms } from './correctionView.js';
import type { NavigationLink } from './frame.js';

export interface CommentsPage {
  readonly lead: string;
  /** Keys that do something with a comment of this list. */
  readonly presses: readonly string[];
  /** A list of what arrived lately: says so, with the way to all; null in others. */
  readonly arrivals: { readonly note: string; readonly all: string } | null;
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
  /** To a finding made of what is listed. */
  readonly findingHref: string;
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
  { cursor, after }: { readonly cursor: string | null; readonly after: number | null },
  mentions: readonly ThemeMentions[],
  words: CommentWords,
  correcting: { readonly forms: CorrectionForms | null; readonly corrected: number | null },
  search: CommentsPage['search'] = 'words',
): CommentsPage {
  const kept = keptByArrivals(after);
  const parameters = toSearchParams(filter);
  const all = parameters.toString();
  for (const { name, value } of kept) parameters.set(name, value);
  const query = parameters.toString();
  const { forms, corrected } = correcting;
  const items = list.items.map((row) => ({ ...commentView(row, words, forms), near: '' }));
  return {
    presses: pressesOf(items),
    arrivals:
      after === null ? null : { note: words.t('work.list.arrivalsNote'), all: `/comments${all ? `?${all}` : ''}` },
    corrected: corrected === null || list.items.some(({ id }) => id === corrected) ? null : `/comments/${corrected}`,
    lead: words.t(after === null ? 'comments.lead' : 'work.list.arrivals', {
      count: list.total,
      n: words.numbers.count(list.total),
    }),
    items,
    explanation: '',
    waiting: '',
    like: null,
    search,
    next: list.next === null ? null : `/comments?${query}${query ? '&' : ''}cursor=${encodeURIComponent(list.next)}`,
    first: cursor === null ? null : `/comments${query ? `?${query}` : ''}`,
    q: filter.q ?? '',
    findingHref: newFindingHref(`/comments${query ? `?${query}` : ''}`),
    kept: [...[...toSearchParams({ ...filter, q: null })].map(([name, value]) => ({ name, value })), ...kept],
    // the figures beside themes are of all comments, not of the few that arrived lately
    facets: facetsOf(after === null ? filter : { ...filter, q: filter.q ?? '' }, mentions, words, kept),
  };
}

/** Keys beside those that every list has. */
export function pressesOf(items: readonly CommentView[]): string[] {
  const links = items.flatMap(({ work }) => work?.links.map(({ key }) => key) ?? []);
  return [...(items.some(({ correction }) => correction !== null) ? ['c'] : []), ...new Set(links)];
}

/** What a list of what arrived lately carries on in its links and forms. */
export function keptByArrivals(after: number | null): { name: string; value: string }[] {
  return after === null ? [] : [{ name: 'after', value: String(after) }];
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
