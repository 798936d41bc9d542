/** What may be given for a theme of the organisation's own, and what of it cannot be taken. */
import { redact } from '../domain/redaction.js';
import type { TaxonomyDocument } from '../domain/taxonomyDocument.js';
import { COLOUR_SLOTS, isThemeKey } from '../domain/taxonomyChange.js';
import { LANGUAGES, type Localised, type ThemeKey } from '../domain/theme.js';
import { identifyLanguage } from '../language/identify.js';
import { findNames } from '../language/names.js';
import type { OwnThemeInput, OwnThemeProblem, SentenceInput } from './ownThemes.js';

/** Sentences that show the theme: fewer teach too little, more are better given as answers on comments. */
export const LEAST_EXAMPLES = 5;
export const MOST_EXAMPLES = 20;
/** UTF-16 units. */
export const LONGEST_SENTENCE = 1000;
export const LONGEST_NAME = 60;
export const LONGEST_DESCRIPTION = 500;

/** A sentence as it is kept: identifiers masked, spaces joined. */
export interface CleanSentence {
  readonly text: string;
  readonly lang: string;
  readonly present: boolean;
}

export interface CheckedInput {
  readonly problems: readonly OwnThemeProblem[];
  readonly name: Localised;
  readonly description: Localised;
  readonly excludes: Localised;
  readonly sentences: readonly CleanSentence[];
}

/** @param taught keys of themes that are being taught already */
export function checkInput(
  input: OwnThemeInput,
  document: Pick<TaxonomyDocument, 'themes'>,
  taught: readonly ThemeKey[],
): CheckedInput {
  const problems: OwnThemeProblem[] = [];
  if (!isThemeKey(input.key)) problems.push({ field: 'key', problem: 'pattern' });
  else if (document.themes.some((theme) => theme.key === input.key) || taught.includes(input.key)) {
    problems.push({ field: 'key', problem: 'taken' });
  }
  const words = {
    name: trimmed(input.name),
    description: trimmed(input.description),
    excludes: trimmed(input.excludes),
  };
  for (const lang of LANGUAGES) {
    if (words.name[lang] === '') problems.push({ field: 'name', lang, problem: 'empty' });
    else if (isNameTaken(words.name[lang], lang, document)) problems.push({ field: 'name', lang, problem: 'taken' });
    for (const field of ['name', 'description', 'excludes'] as const) {
      const limit = field === 'name' ? LONGEST_NAME : LONGEST_DESCRIPTION;
      if (words[field][lang].length > limit) problems.push({ field, lang, problem: 'tooLong', limit });
    }
  }
  const { colour } = input;
  if (colour !== undefined && !(Number.isInteger(colour) && colour >= 0 && colour < COLOUR_SLOTS)) {
    problems.push({ field: 'colour', problem: 'range', limit: COLOUR_SLOTS });
  }
  const examples = cleanSentences(input.examples, true, []);
  const counterExamples = cleanSentences(input.counterExamples, false, examples);
  problems.push(...lengthProblems('examples', examples), ...lengthProblems('counterExamples', counterExamples));
  if (examples.length < LEAST_EXAMPLES) {
    problems.push({ field: 'examples', problem: 'tooFew', limit: LEAST_EXAMPLES, found: examples.length });
  }
  return { problems, ...words, sentences: [...examples, ...counterExamples] };
}

function lengthProblems(field: 'examples' | 'counterExamples', sentences: readonly CleanSentence[]): OwnThemeProblem[] {
  const problems: OwnThemeProblem[] = [];
  if (sentences.length > MOST_EXAMPLES) {
    problems.push({ field, problem: 'tooMany', limit: MOST_EXAMPLES, found: sentences.length });
  }
  if (sentences.some((sentence) => sentence.text.length > LONGEST_SENTENCE)) {
    problems.push({ field, problem: 'tooLong', limit: LONGEST_SENTENCE });
  }
  return problems;
}

function trimmed(words: Localised): Localised {
  const clean = (text: string): string => text.replace(/\s+/gu, ' ').trim();
  return { fi: clean(words.fi), sv: clean(words.sv), en: clean(words.en) };
}

function isNameTaken(
  name: string,
  lang: (typeof LANGUAGES)[number],
  { themes }: Pick<TaxonomyDocument, 'themes'>,
): boolean {
  return themes.some((theme) => theme.state === 'active' && theme.name[lang].toLowerCase() === name.toLowerCase());
}

/** Without empty lines and repeats; what is shown on a page must carry no name or number of a person. */
function cleanSentences(
  given: readonly SentenceInput[],
  present: boolean,
  others: readonly CleanSentence[],
): CleanSentence[] {
  const seen = new Set(others.map(({ text }) => text.toLowerCase()));
  return given.flatMap((sentence): CleanSentence[] => {
    const plain = sentence.text.replace(/\s+/gu, ' ').trim();
    const lang = sentence.lang ?? identifyLanguage(plain).lang;
    const { text } = redact(plain, findNames(plain, lang));
    if (text === '' || seen.has(text.toLowerCase())) return [];
    seen.add(text.toLowerCase());
    return [{ text, lang, present }];
  });
}
