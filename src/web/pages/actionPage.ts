/** One action: what is done, by whom, why, what came of it, and whether its measure moved. */
import type { Right } from '../../domain/actor.js';
import type { ActionEffect } from '../../flows/actionEffect.js';
import { MAX_TEXT_LENGTH, NEXT_STATES } from '../../flows/actionEditing.js';
import { isOverdue } from '../../flows/actions.js';
import type { Action, ActionChange, ActionState } from '../../store/actionStore.js';
import { movementParams } from '../movementQuery.js';
import type { MomentWords } from '../moments.js';
import { NO_COMMENT_FILTER, toSearchParams } from '../query.js';
import { findingLink, measureHope, unitName } from './actionWords.js';
import type { CommentWords } from './commentView.js';
import { effectView, type EffectView } from './effectViews.js';
import type { Link } from './frame.js';
import type { Fact } from './overviewPage.js';
import { personName } from './people.js';

export interface ActionPage {
  readonly breadcrumb: readonly Link[];
  readonly title: string;
  readonly overdue: string;
  readonly paragraphs: readonly string[];
  readonly facts: readonly Fact[];
  readonly finding: Link | null;
  readonly outcome: readonly string[];
  readonly outcomeTitle: string;
  /** Null while it has not started. */
  readonly effect: EffectView | null;
  readonly notStarted: string;
  /** With the right that what they lead to takes. */
  readonly links: readonly (Link & { readonly right: Right })[];
  /** Null for readers who may not change it. */
  readonly form: ActionForms | null;
  readonly history: readonly string[];
}

export interface ActionForms {
  readonly id: number;
  readonly token: string;
  readonly today: string;
  readonly outcome: string;
  readonly maxLength: number;
  readonly editHref: string;
  readonly moves: readonly {
    readonly state: ActionState;
    readonly label: string;
    readonly start: boolean;
    readonly reason: boolean;
  }[];
}

export interface ActionPageInput {
  readonly action: Action;
  readonly effect: ActionEffect | null;
  readonly history: readonly { readonly at: string; readonly by: string; readonly change: ActionChange }[];
  /** Null for readers who may not change it. */
  readonly token: string | null;
  readonly today: string;
  readonly seesFindings: boolean;
}

export function actionPage(
  input: ActionPageInput,
  words: CommentWords & { readonly moments: MomentWords },
): ActionPage {
  const { t, numbers } = words;
  const { action, effect, token } = input;
  return {
    breadcrumb: [{ href: '/actions', label: t('navigation.actions') }],
    title: action.title,
    overdue: isOverdue(action, input.today) ? t('actions.overdue') : '',
    paragraphs: paragraphsOf(action.description),
    facts: [
      { label: t('actions.state'), value: t(`actions.states.${action.state}`), note: '' },
      { label: t('actions.owner'), value: action.owner.name, note: '' },
      { label: t('actions.due'), value: numbers.day(action.due), note: '' },
      ...(action.startedOn === null
        ? []
        : [{ label: t('actions.startedOn'), value: numbers.day(action.startedOn), note: '' }]),
      { label: t('units.unit'), value: unitName(action.unit, words), note: '' },
      { label: t('actions.measure'), value: measureHope(action.measure, words), note: '' },
    ],
    finding: input.seesFindings ? findingLink(action, words) : null,
    outcome: paragraphsOf(action.outcome),
    outcomeTitle: t(action.state === 'dropped' ? 'actions.whyDropped' : 'actions.cameOfIt'),
    effect: effect && effectView(action, effect, words),
    notStarted: t(action.state === 'dropped' ? 'actions.effectDropped' : 'actions.effectNotStarted'),
    links: linksOf(action, effect, words),
    form: token === null ? null : formsOf(action, token, input.today, words),
    history: [
      t('actions.history.made', { at: words.moments.minute(action.createdAt), by: personName(action.createdBy, t) }),
      ...input.history.map(({ at, by, change }) =>
        t('actions.history.changed', {
          at: words.moments.minute(at),
          by: personName(by, t),
          what: changedWords(change, words),
        }),
      ),
    ],
  };
}

function paragraphsOf(text: string): string[] {
  return text
    .split(/\n+/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function changedWords(change: ActionChange, { t, numbers }: CommentWords): string {
  return Object.keys(change)
    .map((field) => {
      if (field === 'state' && change.state)
        return t('actions.history.state', { state: t(`actions.states.${change.state}`) });
      if (field === 'due' && change.due) return t('actions.history.due', { day: numbers.day(change.due) });
      if (field === 'startedOn' && change.startedOn) {
        return t('actions.history.startedOn', { day: numbers.day(change.startedOn) });
      }
      return t(`actions.history.fields.${field}`);
    })
    .join(', ');
}

/** The comments behind the measure since the start, and the account of the change. */
function linksOf(action: Action, effect: ActionEffect | null, { t }: CommentWords): ActionPage['links'] {
  const after = effect?.followUp.after;
  const [yardstick] = effect?.followUp.yardsticks ?? [];
  if (!after || !yardstick) return [];
  const { kind, theme } = action.measure;
  const comments = {
    ...NO_COMMENT_FILTER,
    ...after.period,
    unit: action.unit,
    theme,
    polarity: kind === 'complaintShare' ? ('neg' as const) : null,
  };
  const filter = { ...NO_COMMENT_FILTER, unit: action.unit };
  return [
    {
      href: `/comments?${toSearchParams(comments).toString()}`,
      label: t('actions.toComments'),
      right: 'comments.read',
    },
    {
      href: `/movement?${movementParams(filter, after.period, yardstick.period, 'both')}`,
      label: t('actions.toMovement'),
      right: 'figures.read',
    },
  ];
}

function formsOf(action: Action, token: string, today: string, { t }: CommentWords): ActionForms {
  return {
    id: action.id,
    token,
    today,
    outcome: action.outcome,
    maxLength: MAX_TEXT_LENGTH,
    editHref: `/actions/${action.id}/edit`,
    moves: NEXT_STATES[action.state].map((state) => ({
      state,
      label: t(`actions.moves.${action.state}.${state}`),
      start: action.state === 'planned' && state === 'underWay',
      reason: state === 'dropped',
    })),
  };
}
