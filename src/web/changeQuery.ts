/** A change of themes as it stands in an address or a form, so that a look at it can be linked. */
import { isThemeKey, type ThemeWords } from '../domain/taxonomyChange.js';
import { LANGUAGES, type Language, type Localised } from '../domain/theme.js';
import type { ChangeRequest } from '../flows/changePlan.js';
import { LONGEST_DESCRIPTION, LONGEST_NAME } from '../flows/ownThemeInput.js';

export type FormFields = Readonly<Record<string, unknown>>;

export const WORD_FIELDS = ['name', 'description', 'excludes'] as const;
export type WordField = (typeof WORD_FIELDS)[number];

/** Null when it names no change, or an incomplete one. Words are trimmed, and checked where they are used. */
export function readChange(fields: FormFields): ChangeRequest | null {
  const theme = textOf(fields, 'theme');
  switch (textOf(fields, 'change')) {
    case 'describe':
      return isThemeKey(theme) ? { kind: 'describe', theme, words: readWords(fields) } : null;
    case 'retire':
      return isThemeKey(theme) ? { kind: 'retire', theme } : null;
    case 'bringBack':
      return isThemeKey(theme) ? { kind: 'bringBack', theme } : null;
    case 'merge': {
      const into = textOf(fields, 'into');
      return isThemeKey(theme) && isThemeKey(into) ? { kind: 'merge', theme, into } : null;
    }
    case 'add': {
      const drafts = readKeys(fields);
      return drafts.length > 0 ? { kind: 'add', drafts } : null;
    }
    case 'split': {
      const drafts = readKeys(fields);
      if (drafts.length === 0) return null;
      // the form of a taught theme asks which theme it takes the place of; none is an answer
      if (theme === '') return { kind: 'add', drafts };
      if (!isThemeKey(theme)) return null;
      return { kind: 'split', theme, drafts, keep: textOf(fields, 'keep') !== 'no' };
    }
    case 'goBack': {
      const installation = textOf(fields, 'installation');
      return /^\d{1,9}$/.test(installation) ? { kind: 'goBack', installation: Number(installation) } : null;
    }
    default:
      return null;
  }
}

/** The same as parameters; readChange of them gives the change again. */
export function changeFields(request: ChangeRequest): [name: string, value: string][] {
  const kind: [string, string] = ['change', request.kind];
  switch (request.kind) {
    case 'describe':
      return [
        kind,
        ['theme', request.theme],
        ...WORD_FIELDS.flatMap((field) =>
          LANGUAGES.map((lang): [string, string] => [`${field}_${lang}`, request.words[field][lang]]),
        ),
      ];
    case 'merge':
      return [kind, ['theme', request.theme], ['into', request.into]];
    case 'add':
      return [kind, ['drafts', request.drafts.join(',')]];
    case 'split':
      return [
        kind,
        ['theme', request.theme],
        ['drafts', request.drafts.join(',')],
        ['keep', request.keep ? 'yes' : 'no'],
      ];
    case 'goBack':
      return [kind, ['installation', String(request.installation)]];
    case 'retire':
    case 'bringBack':
      return [kind, ['theme', request.theme]];
  }
}

export function previewPath(request: ChangeRequest): string {
  return `/taxonomy/changes/preview?${new URLSearchParams(changeFields(request)).toString()}`;
}

/** Names and texts of a theme in each language: fields `name_fi`, `description_sv`, …. */
export function readWords(fields: FormFields): ThemeWords {
  const localised = (field: WordField): Localised => {
    const text = (lang: Language): string => textOf(fields, `${field}_${lang}`).replace(/\s+/gu, ' ').trim();
    return { fi: text('fi'), sv: text('sv'), en: text('en') };
  };
  return { name: localised('name'), description: localised('description'), excludes: localised('excludes') };
}

export interface FieldProblem {
  readonly field: string;
  readonly problem: 'empty' | 'tooLong';
  readonly limit: number;
}

/** What of a theme's words cannot be taken. Texts may be empty, names not. */
export function problemsOfWords(words: ThemeWords): FieldProblem[] {
  return WORD_FIELDS.flatMap((field) =>
    LANGUAGES.flatMap((lang): FieldProblem[] => {
      const limit = field === 'name' ? LONGEST_NAME : LONGEST_DESCRIPTION;
      const text = words[field][lang];
      const name = `${field}_${lang}`;
      if (field === 'name' && text === '') return [{ field: name, problem: 'empty', limit }];
      return text.length > limit ? [{ field: name, problem: 'tooLong', limit }] : [];
    }),
  );
}

export function textOf(fields: FormFields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value.trim() : '';
}

function readKeys(fields: FormFields): string[] {
  const keys = textOf(fields, 'drafts').split(',');
  return keys.every(isThemeKey) ? [...new Set(keys)] : [];
}
