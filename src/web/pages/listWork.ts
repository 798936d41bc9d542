/** What the team does about a comment, as a list shows it: a quiet mark, and the ways to ask for an answer or make a finding. */
import { may, type Actor } from '../../domain/actor.js';
import type { ResponseId } from '../../store/store.js';
import type { Assignment } from '../../store/teamStore.js';
import { newFindingHref } from '../findingSource.js';
import type { Translate } from '../language.js';
import type { NumberWords } from '../numbers.js';
import type { Link } from './frame.js';
import { staffName } from './staffName.js';

export interface ListWorkView {
  /** Who answers, or that it has been answered; empty when nobody was asked. */
  readonly mark: string;
  /** `key`: presses the link from the keyboard. */
  readonly links: readonly (Link & { readonly key: 'a' | 'f' })[];
}

export type ListWork = (comment: ResponseId) => ListWorkView;

export function listWork(
  actor: Actor,
  held: ReadonlyMap<ResponseId, Assignment>,
  words: { readonly t: Translate; readonly numbers: NumberWords },
): ListWork {
  const { t } = words;
  return (comment) => {
    const assignment = held.get(comment);
    return {
      mark: assignment ? markOf(assignment, words) : '',
      links: [
        ...(may(actor, 'comments.work')
          ? [{ href: `/comments/${comment}?ask=1#answer`, label: t('work.list.assign'), key: 'a' as const }]
          : []),
        ...(may(actor, 'findings.write')
          ? [{ href: newFindingHref(`/comments/${comment}`), label: t('findings.make'), key: 'f' as const }]
          : []),
      ],
    };
  };
}

function markOf(
  { state, due, assignee }: Assignment,
  { t, numbers }: { readonly t: Translate; readonly numbers: NumberWords },
): string {
  const key = state === 'open' && due !== null ? 'openDue' : state;
  return t(`work.mark.${key}`, { who: staffName(assignee, t), day: due === null ? '' : numbers.day(due) });
}
