/** One theme: its names and words, and what else can be done with it. One question per form. */
import type { TaxonomyDocument, TaxonomyTheme } from '../../domain/taxonomyDocument.js';
import type { ThemeWords } from '../../domain/taxonomyChange.js';
import { LANGUAGES, type Language } from '../../domain/theme.js';
import { previewPath, WORD_FIELDS, type FieldProblem, type WordField } from '../changeQuery.js';
import type { Translate } from '../language.js';
import type { PageWords } from '../render.js';
import type { Link } from './frame.js';
import { qualityTabs, type QualityTabLink } from './qualityTabs.js';

/** A field of a form that can be wrong: what was typed stays, and what was expected stands beside it. */
export interface FieldView {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly lang: Language | null;
  readonly error: string;
  /** Rows of a text area; 0 for one line. */
  readonly rows: number;
}

export interface FieldGroup {
  readonly legend: string;
  readonly note: string;
  readonly fields: readonly FieldView[];
}

export interface ThemeEditPage {
  readonly tabs: readonly QualityTabLink[];
  readonly breadcrumb: readonly Link[];
  readonly name: string;
  readonly colour: number;
  readonly key: string;
  readonly errors: readonly Link[];
  readonly groups: readonly FieldGroup[];
  readonly others: readonly { readonly value: string; readonly label: string; readonly selected: boolean }[];
  readonly retire: Link;
  readonly split: Link;
}

/** @param typed as typed, or as it is */
export function themeEditPage(
  theme: TaxonomyTheme,
  document: TaxonomyDocument,
  typed: ThemeWords,
  problems: readonly FieldError[],
  words: PageWords,
): ThemeEditPage {
  const { t, lang } = words;
  const groups = wordGroups(typed, problems, t);
  return {
    tabs: qualityTabs('themes', t),
    breadcrumb: [{ href: '/taxonomy', label: t('taxonomy.title') }],
    name: theme.name[lang],
    colour: theme.colour,
    key: theme.key,
    errors: errorLinks(groups),
    groups,
    others: document.themes
      .filter((each) => each.state === 'active' && each.key !== theme.key)
      .map((each) => ({ value: each.key, label: each.name[lang], selected: false })),
    retire: { href: previewPath({ kind: 'retire', theme: theme.key }), label: t('taxonomy.retireLook') },
    split: { href: `/taxonomy/new?split=${theme.key}`, label: t('taxonomy.splitStart') },
  };
}

/** A field and what is wrong with it, in words. */
export interface FieldError {
  readonly field: string;
  readonly text: string;
}

export function problemWords({ field, problem, limit }: FieldProblem, t: Translate): FieldError {
  return { field, text: t(`taxonomy.problems.${problem}`, { limit }) };
}

/** Names, what belongs, what does not: each in the three languages. */
export function wordGroups(typed: ThemeWords, problems: readonly FieldError[], t: Translate): FieldGroup[] {
  return WORD_FIELDS.map((field) => ({
    legend: t(`taxonomy.fields.${field}`),
    note: t(`taxonomy.fields.${field}Note`),
    fields: LANGUAGES.map((lang) => wordField(field, lang, typed[field][lang], problems, t)),
  }));
}

function wordField(
  field: WordField,
  lang: Language,
  value: string,
  problems: readonly FieldError[],
  t: Translate,
): FieldView {
  const id = `${field}_${lang}`;
  return {
    id,
    label: t('taxonomy.fields.inLanguage', { field: t(`taxonomy.fields.${field}`), lang: t(`languageNames.${lang}`) }),
    value,
    lang,
    error: problems.find((problem) => problem.field === id)?.text ?? '',
    rows: field === 'name' ? 0 : 4,
  };
}

export function errorLinks(groups: readonly FieldGroup[]): Link[] {
  return groups.flatMap(({ fields }) =>
    fields
      .filter((field) => field.error !== '')
      .map((field) => ({ href: `#f-${field.id}`, label: `${field.label}: ${field.error}` })),
  );
}
