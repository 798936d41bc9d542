/** The form that an action is made and changed with. */
import {
  MAX_OWNER_LENGTH,
  MAX_TEXT_LENGTH,
  MAX_TITLE_LENGTH,
  MEASURES,
  type ActionField,
  type ActionInput,
} from '../../flows/actionEditing.js';
import type { CommentWords } from './commentView.js';
import type { Link } from './frame.js';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly selected: boolean;
}

export interface ActionFormPage {
  readonly breadcrumb: readonly Link[];
  readonly heading: string;
  readonly target: string;
  readonly token: string;
  readonly cancel: string;
  readonly input: ActionInput;
  readonly errors: readonly { readonly href: string; readonly label: string }[];
  readonly wrong: Readonly<Partial<Record<ActionField, string>>>;
  readonly limits: { readonly title: number; readonly text: number; readonly owner: number };
  readonly measures: readonly Choice[];
  readonly themes: readonly Choice[];
  /** Null where the unit is fixed. */
  readonly units: readonly Choice[] | null;
  readonly owners: readonly string[];
  readonly finding: Link | null;
  /** The last day that a start may be on; null where the action has not started. */
  readonly startBy: string | null;
}

export interface ActionFormInput {
  readonly input: ActionInput;
  readonly wrong: readonly ActionField[];
  readonly token: string;
  /** Number of the action that is changed; null for a new one. */
  readonly id: number | null;
  readonly started: boolean;
  /** Names to choose from; any other can be typed. */
  readonly owners: readonly string[];
  readonly wholeAllowed: boolean;
  readonly today: string;
}

export function actionFormPage(form: ActionFormInput, words: CommentWords): ActionFormPage {
  const { t, numbers, taxonomy, lang, units } = words;
  const { input, id } = form;
  const choice = (value: string, label: string, current: string): Choice => ({
    value,
    label,
    selected: value === current,
  });
  const known = taxonomy.themes.map(({ key, name }) => choice(key, name[lang], input.theme));
  return {
    breadcrumb: [{ href: '/actions', label: t('navigation.actions') }],
    heading: t(id === null ? 'actions.newTitle' : 'actions.editTitle'),
    target: id === null ? '/actions' : `/actions/${id}`,
    token: form.token,
    cancel: id === null ? '/actions' : `/actions/${id}`,
    input,
    errors: form.wrong.map((field) => ({ href: `#f-${field}`, label: t(`actions.problems.${field}`) })),
    wrong: Object.fromEntries(form.wrong.map((field) => [field, t(`actions.problems.${field}`)])),
    limits: { title: MAX_TITLE_LENGTH, text: MAX_TEXT_LENGTH, owner: MAX_OWNER_LENGTH },
    measures: MEASURES.map((each) => choice(each, t(`actions.choices.${each.replace(':', '_')}`), input.measure)),
    themes: [
      choice('', t('actions.noTheme'), input.theme),
      ...known,
      // a theme that has left the list stays what the action was about
      ...(input.theme === '' || known.some(({ selected }) => selected)
        ? []
        : [choice(input.theme, input.theme, input.theme)]),
    ],
    units:
      id === null
        ? [
            ...(form.wholeAllowed ? [choice('', t('filter.allUnits'), input.unit)] : []),
            ...[...units.values()].map((unit) => choice(unit.code, unit.name[lang], input.unit)),
          ]
        : null,
    owners: form.owners,
    finding:
      input.finding === ''
        ? null
        : {
            href: `/findings/${input.finding}`,
            label: t('actions.findingNumber', { n: numbers.count(Number(input.finding)) }),
          },
    startBy: form.started ? form.today : null,
  };
}
