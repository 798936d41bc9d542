/** The list of comments by what they mean: like words that someone wrote, or like another comment. */
import type { SimilarComments } from '../../flows/similarComments.js';
import type { ThemeMentions } from '../../flows/themeMentions.js';
import { facetsOf, pressesOf, type CommentsPage } from './commentPages.js';
import { commentView, type CommentWords } from './commentView.js';
import type { CorrectionForms } from './correctionView.js';
import { newFindingHref } from '../findingSource.js';
import { toSearchParams } from '../query.js';

/** Similarity from which two comments are called very alike, and alike; what comes below is somewhat alike (docs/search.md). */
const VERY_ALIKE = 0.6;
const ALIKE = 0.4;

/** What a list by meaning carries on in its links and forms. */
export function keptBySimilar({ like }: Pick<SimilarComments, 'like'>): { name: string; value: string }[] {
  return [like ? { name: 'like', value: String(like.id) } : { name: 'search', value: 'meaning' }];
}

export function similarPage(
  found: SimilarComments,
  mentions: readonly ThemeMentions[],
  words: CommentWords,
  { forms, corrected }: { readonly forms: CorrectionForms | null; readonly corrected: number | null },
): CommentsPage {
  const { t, numbers } = words;
  const { filter, items, like, waiting } = found;
  const kept = keptBySimilar(found);
  const views = items.map(({ comment }) => commentView(comment, words, forms));
  return {
    presses: pressesOf(views),
    arrivals: null,
    corrected:
      corrected === null || items.some(({ comment }) => comment.id === corrected) ? null : `/comments/${corrected}`,
    lead: t(like ? 'similar.leadLike' : 'similar.leadWords', {
      count: items.length,
      n: numbers.count(items.length),
      q: filter.q ?? '',
    }),
    explanation: t('similar.explanation'),
    waiting: waiting === 0 ? '' : t('similar.waiting', { count: waiting, n: numbers.count(waiting) }),
    like: like ? commentView(like, words) : null,
    search: 'meaning',
    items: items.map(({ similarity, alike }, index) => ({
      ...views[index]!,
      near: [
        t(`similar.${similarity >= VERY_ALIKE ? 'very' : similarity >= ALIKE ? 'alike' : 'somewhat'}`),
        numbers.wholePercent(similarity),
        ...(alike > 1 ? [t('similar.sameText', { count: alike - 1, n: numbers.count(alike - 1) })] : []),
      ].join(' · '),
    })),
    next: null,
    first: like ? `/comments${queryOf(filter)}` : null,
    q: filter.q ?? '',
    findingHref: newFindingHref(like ? `/comments/${like.id}` : `/comments${queryOf({ ...filter, q: null })}`),
    kept: [...toSearchParams({ ...filter, q: null })].map(([name, value]) => ({ name, value })),
    facets: facetsOf({ ...filter, q: filter.q ?? '' }, mentions, words, kept),
  };
}

function queryOf(filter: SimilarComments['filter']): string {
  const query = toSearchParams({ ...filter, q: null }).toString();
  return query === '' ? '' : `?${query}`;
}
