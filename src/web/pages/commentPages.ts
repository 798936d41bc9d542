/** The list of comments, and one comment with the reasons for its themes. */
import type { CommentFilter } from '../../domain/feedbackFilter.js';
import type { ThemeMentions } from '../../flows/themeMentions.js';
import type { CommentRow } from '../../store/store.js';
import type { ThemeReason } from '../../tagging/tagger.js';
import { toSearchParams } from '../query.js';
import { commentView, tagView, type CommentView, type CommentWords } from './commentView.js';
import type { Link, NavigationLink } from './frame.js';

export interface CommentsPage {
  readonly lead: string;
  readonly items: readonly CommentView[];
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
): CommentsPage {
  const query = toSearchParams(filter).toString();
  return {
    lead: words.t('comments.lead', { count: list.total, n: words.numbers.count(list.total) }),
    items: list.items.map((row) => commentView(row, words)),
    next: list.next === null ? null : `/comments?${query}${query ? '&' : ''}cursor=${encodeURIComponent(list.next)}`,
    first: cursor === null ? null : `/comments${query ? `?${query}` : ''}`,
    q: filter.q ?? '',
    kept: [...toSearchParams({ ...filter, q: null })].map(([name, value]) => ({ name, value })),
    facets: facetsOf(filter, mentions, words),
  };
}

function facetsOf(filter: CommentFilter, mentions: readonly ThemeMentions[], words: CommentWords): CommentFacet[] {
  const href = (theme: string | null): string => {
    const query = toSearchParams({ ...filter, theme }).toString();
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

export interface ReasonView {
  readonly name: string;
  readonly colour: number;
  readonly given: boolean;
  readonly confidence: string;
  readonly threshold: string;
  readonly percent: number;
  readonly thresholdPercent: number;
  readonly polarity: string;
  /** The clause that speaks of the theme most, whether or not the theme was given. */
  readonly clause: string;
}

export interface CommentPage {
  readonly breadcrumb: readonly Link[];
  readonly comment: CommentView;
  readonly identity: string;
  readonly reasons: readonly ReasonView[];
  readonly versions: string;
  /** Why no reasons are shown; empty when they are. */
  readonly unexplained: string;
}

/** @param unexplained the tagger could not be asked for reasons */
export function commentPage(
  row: CommentRow,
  reasons: readonly ThemeReason[],
  unexplained: boolean,
  words: CommentWords,
): CommentPage {
  const { t } = words;
  const unit = words.units.get(row.unit);
  return {
    breadcrumb: [
      { href: '/comments', label: t('navigation.comments') },
      ...(unit ? [{ href: `/comments?unit=${encodeURIComponent(unit.code)}`, label: unit.name[words.lang] }] : []),
    ],
    comment: commentView(row, words),
    identity: t('comment.identity', { source: row.source, id: row.sourceId }),
    reasons: [...reasons]
      .sort((a, b) => b.confidence - a.confidence)
      .map((reason) => reasonView(reason, row.text, words)),
    unexplained: unexplained ? t('comment.unexplained') : '',
    versions: row.versions ? t('comment.versions', { ...row.versions }) : '',
  };
}

function reasonView(reason: ThemeReason, text: string, words: CommentWords): ReasonView {
  const { numbers } = words;
  const tag = tagView(reason, words);
  return {
    name: tag.name,
    colour: tag.colour,
    given: reason.given,
    confidence: tag.confidence,
    threshold: numbers.percent(reason.threshold),
    percent: Math.round(reason.confidence * 100),
    thresholdPercent: Math.round(reason.threshold * 100),
    polarity: reason.given ? tag.polarityName : '–',
    clause: reason.evidence.map((span) => text.slice(span.start, span.end)).join(' … '),
  };
}
