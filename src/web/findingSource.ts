/** From the address of the page that someone looked at to what a finding is made from, and back. */
import { addMonths, firstDayOfMonth, lastDayOfMonth, monthOf, type Period } from '../domain/calendar.js';
import type { Actor } from '../domain/actor.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import type { FlowDeps } from '../flows/deps.js';
import type { MovementGroup } from '../flows/explainMovement.js';
import type { FindingSource, MovementRowName } from '../flows/findingSource.js';
import { maskText } from '../flows/maskedText.js';
import { defaultPeriod, resolvePeriod } from '../flows/period.js';
import { localPath } from './language.js';
import { movementParams, readMovementQuery } from './movementQuery.js';
import { LIKE_RULE, parseCommentQuery, parseFeedbackQuery, QueryReader, toSearchParams } from './query.js';

/** Address of the form for a finding made from a page. */
export function newFindingHref(page: string): string {
  return `/findings/new?from=${encodeURIComponent(page)}`;
}

/** The part of an address that names a row of a movement; the page itself does not look at it. */
export function rowFragment({ group, key }: MovementRowName): string {
  return `#row=${group}${key === null ? '' : `:${encodeURIComponent(key)}`}`;
}

const ROW_GROUPS: readonly MovementGroup[] = ['theme', 'noTheme', 'noComment', 'serviceMix', 'channelMix'];

/**
 * Null for an address that no finding is made from. Whoever sees one unit alone makes findings of that unit where the page was about
 * all that they see.
 */
export async function readFindingSource(flows: FlowDeps, page: unknown, actor: Actor): Promise<FindingSource | null> {
  const url = new URL(localPath(page), 'http://localhost');
  const source = await sourceOf(flows, url);
  const [only, ...others] = actor.units ?? [];
  if (!source || !('filter' in source) || source.filter.unit !== null || only === undefined || others.length > 0) {
    return source;
  }
  return source.kind === 'movement'
    ? { ...source, filter: { ...source.filter, unit: only } }
    : { ...source, filter: { ...source.filter, unit: only } };
}

async function sourceOf(flows: FlowDeps, url: URL): Promise<FindingSource | null> {
  const { pathname, searchParams, hash } = url;
  if (pathname === '/movement') {
    const { asked, base, current, adjust } = await readMovementQuery(flows, searchParams);
    const row = rowOf(hash);
    return row === 'unknown' ? null : { kind: 'movement', base, current, filter: asked, adjust, row };
  }
  const theme = /^\/themes\/([a-z][a-z0-9_]{0,59})$/.exec(pathname)?.[1];
  if (theme) {
    const { filter } = parseFeedbackQuery(searchParams);
    return { kind: 'theme', theme, filter: await withDays(flows, filter), polarity: null, pinned: null };
  }
  if (pathname === '/comments') return fromList(flows, searchParams);
  const comment = /^\/comments\/(\d{1,15})$/.exec(pathname)?.[1];
  if (comment) return fromComment(flows, Number(comment), url);
  const group = /^#group-(\d{1,9})$/.exec(hash)?.[1];
  if (pathname === '/taxonomy/missing' && group) return { kind: 'group', group: Number(group) };
  const draft = /^\/taxonomy\/drafts\/([a-z][a-z0-9_]{0,59})$/.exec(pathname)?.[1];
  return draft ? { kind: 'draft', key: draft } : null;
}

/** The page that shows what the finding is made from; reading it again gives the same source. */
export function sourcePath(source: FindingSource): string {
  switch (source.kind) {
    case 'movement': {
      const query = movementParams(source.filter, source.current, source.base, source.adjust);
      return `/movement?${query}${source.row ? rowFragment(source.row) : ''}`;
    }
    case 'theme': {
      const { filter, theme, polarity, pinned } = source;
      if (pinned !== null) return `/comments/${pinned}?${toSearchParams(filter).toString()}#theme=${theme}`;
      return polarity === null
        ? `/themes/${theme}?${toSearchParams(filter).toString()}`
        : `/comments?${toSearchParams({ ...filter, theme, polarity }).toString()}`;
    }
    case 'comments': {
      const { filter, polarity, q, pinned } = source;
      return pinned === null
        ? `/comments?${toSearchParams({ ...filter, polarity, q }).toString()}`
        : `/comments/${pinned}?${toSearchParams(filter).toString()}`;
    }
    case 'group':
      return `/taxonomy/missing#group-${source.group}`;
    case 'draft':
      return `/taxonomy/drafts/${source.key}`;
  }
}

async function fromList(flows: FlowDeps, query: URLSearchParams): Promise<FindingSource> {
  const { filter: asked } = parseCommentQuery(query, ['cursor', 'corrected', 'search', 'like']);
  const { theme, polarity, q: typed, ...rest } = asked;
  // what was searched for is stored with the finding
  const q = typed === null ? null : maskText(typed).text;
  const filter = await withDays(flows, rest);
  const pinned = new QueryReader(query).read('like', LIKE_RULE);
  return theme !== null && q === null
    ? { kind: 'theme', theme, filter, polarity, pinned }
    : { kind: 'comments', filter, polarity, q: pinned === null ? q : null, pinned };
}

/** The comment's unit over the last 12 months, or over the 12 up to the comment where it is older; its clearest theme. */
async function fromComment(flows: FlowDeps, id: number, { searchParams, hash }: URL): Promise<FindingSource | null> {
  const comment = await flows.store.getComment(id);
  if (!comment) return null;
  const { filter: asked } = parseFeedbackQuery(searchParams);
  const { from, to, channel, lang } = asked;
  const unit = asked.unit ?? comment.unit;
  const usual = await defaultPeriod(flows, unit);
  const month = monthOf(comment.day);
  const days: Period =
    from !== null && to !== null
      ? { from, to }
      : comment.day >= usual.from && comment.day <= usual.to
        ? usual
        : { from: firstDayOfMonth(addMonths(month, -11)), to: lastDayOfMonth(month) };
  const filter = { ...days, unit, channel, lang };
  const wanted = /^#theme=([a-z][a-z0-9_]{0,59})$/.exec(hash)?.[1];
  const tag = comment.tags.find((each) => each.theme === wanted) ?? comment.tags[0];
  const theme = wanted ?? tag?.theme;
  const polarity = tag?.theme === theme ? (tag?.polarity ?? null) : null;
  return theme
    ? { kind: 'theme', theme, filter, polarity, pinned: id }
    : { kind: 'comments', filter, polarity: null, q: null, pinned: id };
}

async function withDays(flows: FlowDeps, filter: FeedbackFilter): Promise<FeedbackFilter & Period> {
  return { ...filter, ...(await resolvePeriod(flows, filter)) };
}

function rowOf(hash: string): MovementRowName | null | 'unknown' {
  if (!hash.startsWith('#row=')) return null;
  const [name = '', ...rest] = hash.slice('#row='.length).split(':');
  const group = ROW_GROUPS.find((each) => each === name);
  if (!group) return 'unknown';
  try {
    return { group, key: rest.length === 0 ? null : decodeURIComponent(rest.join(':')) };
  } catch {
    return 'unknown';
  }
}
