/** The form of a new theme: names, what belongs and what not, and sentences that show it. */
import { themeKeyOf } from '../../domain/taxonomyChange.js';
import { LEAST_EXAMPLES, MOST_EXAMPLES } from '../../flows/ownThemeInput.js';
import type { OwnThemeInput, OwnThemeProblem, SentenceInput } from '../../flows/ownThemes.js';
import { readWords, textOf, type FormFields } from '../changeQuery.js';
import type { Translate } from '../language.js';
import type { PageWords } from '../render.js';
import type { Link } from './frame.js';
import { qualityTabs, type QualityTabLink } from './qualityTabs.js';
import { errorLinks, wordGroups, type FieldError, type FieldGroup, type FieldView } from './themeEditPage.js';

/** As typed. */
export interface TypedTheme {
  readonly input: OwnThemeInput;
  readonly examples: string;
  readonly counterExamples: string;
  /** Sentences ticked in the list of a theme that is split. */
  readonly picked: readonly string[];
}

export interface OwnThemeForm {
  readonly tabs: readonly QualityTabLink[];
  readonly breadcrumb: readonly Link[];
  readonly token: string;
  readonly errors: readonly Link[];
  readonly notice: string;
  /** Names and descriptions; examples and the key. */
  readonly words: readonly FieldGroup[];
  readonly sentences: readonly FieldGroup[];
  readonly split: string;
  readonly pick: {
    readonly title: string;
    readonly clauses: readonly { readonly id: string; readonly text: string; readonly checked: boolean }[];
  } | null;
}

/** What a suggestion or an address fills in beforehand. */
export interface Prefilled {
  readonly fields: FormFields;
  readonly notice: string;
  readonly pick: { readonly theme: string; readonly clauses: readonly string[] } | null;
  readonly split: string;
}

/** Fields of the form to what the flow takes; a key is made of the English name unless one was typed. */
export function readTheme(fields: FormFields): TypedTheme {
  const words = readWords(fields);
  const typedKey = textOf(fields, 'key');
  const picked = listOf(fields['pick']);
  const examples = textOf(fields, 'examples');
  const counterExamples = textOf(fields, 'counterExamples');
  return {
    input: {
      key: typedKey === '' ? themeKeyOf(words.name.en) : typedKey,
      ...words,
      examples: [...sentencesOf(examples), ...picked.map((text) => ({ text }))],
      counterExamples: sentencesOf(counterExamples),
    },
    examples,
    counterExamples,
    picked,
  };
}

export function ownThemeForm(
  typed: TypedTheme,
  prefilled: Omit<Prefilled, 'fields'>,
  problems: readonly OwnThemeProblem[],
  typedKey: string,
  token: string,
  words: PageWords,
): OwnThemeForm {
  const { t } = words;
  const errors = problems.map((problem) => errorOf(problem, t));
  const area = (id: 'examples' | 'counterExamples', value: string, rows: number): FieldGroup => ({
    legend: t(`taxonomy.fields.${id}`),
    note: t(`taxonomy.fields.${id}Note`, { least: LEAST_EXAMPLES, most: MOST_EXAMPLES }),
    fields: [field(id, value, rows, errors, t)],
  });
  const wordFields = wordGroups(typed.input, errors, t);
  const sentences = [
    area('examples', typed.examples, 8),
    area('counterExamples', typed.counterExamples, 4),
    {
      legend: t('taxonomy.fields.key'),
      note: t('taxonomy.fields.keyNote'),
      fields: [field('key', typedKey, 0, errors, t)],
    },
  ];
  return {
    tabs: qualityTabs('themes', t),
    breadcrumb: [{ href: '/taxonomy', label: t('taxonomy.title') }],
    token,
    errors: errorLinks([...wordFields, ...sentences]),
    notice: prefilled.notice,
    words: wordFields,
    sentences,
    split: prefilled.split,
    pick: prefilled.pick && {
      title: t('teaching.pickTitle', { theme: prefilled.pick.theme }),
      clauses: prefilled.pick.clauses.map((text, index) => ({
        id: `pick-${index}`,
        text,
        checked: typed.picked.includes(text),
      })),
    },
  };
}

function field(
  id: 'examples' | 'counterExamples' | 'key',
  value: string,
  rows: number,
  errors: readonly FieldError[],
  t: Translate,
): FieldView {
  return {
    id,
    label: t(`taxonomy.fields.${id}`),
    value,
    lang: null,
    error: errors.find((error) => error.field === id)?.text ?? '',
    rows,
  };
}

function errorOf({ field: name, lang, problem, limit, found }: OwnThemeProblem, t: Translate): FieldError {
  const counts = { limit: limit ?? 0, found: found ?? 0 };
  // the palette's slots are not a field of the form
  if (problem === 'range')
    throw new Error(`expected a colour of the palette, got one of ${counts.limit} slots or more`);
  const isTaken = problem === 'taken';
  return {
    field: lang === undefined ? name : `${name}_${lang}`,
    text: t(`taxonomy.problems.${isTaken ? (name === 'key' ? 'keyTaken' : 'nameTaken') : problem}`, counts),
  };
}

function sentencesOf(lines: string): SentenceInput[] {
  return lines
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((text) => ({ text }));
}

function listOf(value: unknown): string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.filter((each): each is string => typeof each === 'string' && each.trim() !== '');
}
