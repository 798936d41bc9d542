/** Actions as a list: what is open, whose it is, and whether it helped. */
import { ACTION_LISTS, type ActionQuestion, type ListOfActions } from '../../flows/actions.js';
import { actionRow, type ActionRow } from './actionWords.js';
import type { CommentWords } from './commentView.js';
import type { Link } from './frame.js';

export interface ActionsPage {
  readonly lead: string;
  /** The reader's own that are overdue. */
  readonly own: readonly Link[];
  readonly ownTitle: string;
  readonly states: readonly {
    readonly href: string;
    readonly label: string;
    readonly count: string;
    readonly current: boolean;
  }[];
  readonly form: {
    readonly state: string;
    readonly mine: boolean;
    readonly units: readonly { readonly value: string; readonly label: string; readonly selected: boolean }[];
  };
  readonly rows: readonly ActionRow[];
  readonly empty: string;
  /** Says how many do not fit, or empty. */
  readonly more: string;
  /** Null for readers who may not make any. */
  readonly newHref: string | null;
}

export function actionsPage(
  list: ListOfActions,
  question: ActionQuestion,
  mayWrite: boolean,
  words: CommentWords,
): ActionsPage {
  const { t, numbers, lang } = words;
  const { counts, ownOverdue } = list;
  return {
    lead:
      counts.all === 0
        ? t('actions.leadNone')
        : [
            t('actions.lead', { count: counts.open, n: numbers.count(counts.open) }),
            ...(counts.overdue > 0
              ? [t('actions.leadOverdue', { count: counts.overdue, n: numbers.count(counts.overdue) })]
              : []),
          ].join(' '),
    ownTitle: t('actions.ownOverdue', { count: ownOverdue.length, n: numbers.count(ownOverdue.length) }),
    own: ownOverdue.map(({ id, title, due }) => ({
      href: `/actions/${id}`,
      label: t('actions.dueItem', { title, day: numbers.day(due) }),
    })),
    states: ACTION_LISTS.map((each) => ({
      href: `/actions${queryOf({ ...question, list: each })}`,
      label: t(`actions.lists.${each}`),
      count: numbers.count(counts[each]),
      current: each === question.list,
    })),
    form: {
      state: question.list,
      mine: question.mine,
      units: [
        { value: '', label: t('filter.allUnits'), selected: question.unit === null },
        ...[...words.units.values()].map((unit) => ({
          value: unit.code,
          label: unit.name[lang],
          selected: unit.code === question.unit,
        })),
      ],
    },
    rows: list.actions.map((each) => actionRow(each, words)),
    empty: t(counts.all === 0 ? 'actions.emptyAll' : 'actions.emptyHere'),
    more: list.more > 0 ? t('actions.more', { count: list.more, n: numbers.count(list.more) }) : '',
    newHref: mayWrite
      ? `/actions/new${question.unit === null ? '' : `?unit=${encodeURIComponent(question.unit)}`}`
      : null,
  };
}

function queryOf({ list, unit, mine }: ActionQuestion): string {
  const query = new URLSearchParams({
    ...(list !== 'open' && { state: list }),
    ...(unit !== null && { unit }),
    ...(mine && { mine: '1' }),
  }).toString();
  return query === '' ? '' : `?${query}`;
}
