/** The rules for serious comments: how good they are, what they are, and what a change would do. */
import type { SeriousQualityRow, SeriousRate } from '../../domain/seriousQuality.js';
import type { SeriousCategory, SeriousRuleSet } from '../../domain/seriousRules.js';
import { LANGUAGES, type Language } from '../../domain/theme.js';
import type { SeriousQuality } from '../../flows/seriousComments.js';
import type { ChangeProblem, MovedComment, RuleChange, RulePreview } from '../../flows/seriousRuleEditing.js';
import type { SeriousRulesRow } from '../../store/seriousStore.js';
import type { PageWords } from '../render.js';
import type { NavigationLink } from './frame.js';
import { personName } from './people.js';

export interface QualityRowView {
  readonly name: string;
  readonly lang: string;
  readonly recall: string;
  readonly precision: string;
  /** The same before a change; empty where there is none. */
  readonly recallBefore: string;
  readonly precisionBefore: string;
}

export interface LinesField {
  readonly name: string;
  readonly label: string;
  readonly text: string;
  readonly lang: Language;
}

export interface SeriousRulesPage {
  readonly lead: string;
  readonly categories: readonly NavigationLink[];
  readonly description: string;
  readonly excludes: string;
  readonly category: string;
  readonly syntax: readonly { readonly code: string; readonly text: string }[];
  readonly rules: readonly LinesField[];
  readonly examples: readonly LinesField[];
  readonly harmless: readonly LinesField[];
  readonly passPerThousand: string;
  readonly problems: readonly string[];
  readonly quality: readonly QualityRowView[];
  readonly versions: readonly {
    readonly id: number;
    readonly when: string;
    readonly who: string;
    readonly reason: string;
    readonly current: boolean;
  }[];
  readonly token: string;
}

const SYNTAX = ['form', 'ending', 'stem', 'choice', 'gap', 'both', 'except', 'denied', 'hint', 'noteLine'] as const;

export interface RulesPageInput {
  readonly row: SeriousRulesRow;
  readonly category: SeriousCategory;
  /** As typed, when it could not be taken; null: as it is. */
  readonly typed: RuleChange | null;
  readonly problems: readonly ChangeProblem[];
  /** Null while it is being measured. */
  readonly quality: SeriousQuality | null;
  readonly versions: readonly Omit<SeriousRulesRow, 'document'>[];
  readonly token: string;
}

export function seriousRulesPage(input: RulesPageInput, words: PageWords): SeriousRulesPage {
  const { t, lang, moments } = words;
  const { row, category, typed, quality } = input;
  const [overall, unseen] = [quality?.labelled[0], quality?.unseen[0]];
  return {
    lead:
      overall && unseen
        ? t('serious.rules.lead', {
            recall: rateWords(overall.recall, words),
            precision: rateWords(overall.precision, words),
            unseen: rateWords(unseen.recall, words),
          })
        : t('serious.rules.measuring'),
    categories: row.document.categories.map(({ key, name }) => ({
      href: `/serious/rules?category=${key}`,
      label: name[lang],
      current: key === category.key,
    })),
    category: category.key,
    description: category.description[lang],
    excludes: category.excludes[lang],
    syntax: SYNTAX.map((part) => ({
      code: t(`serious.rules.syntax.${part}.code`),
      text: t(`serious.rules.syntax.${part}.text`),
    })),
    rules: fieldsOf('rules', typed?.rules ?? category.rules, words),
    examples: fieldsOf('examples', typed?.examples ?? category.examples, words),
    harmless: fieldsOf('harmless', typed?.harmless ?? row.document.harmless, words),
    passPerThousand: String(typed?.passPerThousand ?? row.document.passPerThousand),
    problems: input.problems.map((problem) => problemWords(problem, words)),
    quality: withUnseen(quality).map((each) => qualityRow(each, null, row.document, words)),
    versions: input.versions.map((each, index) => ({
      id: each.id,
      when: moments.minute(each.at),
      who: personName(each.by, t),
      reason: each.reason === 'shipped' ? t('serious.rules.shipped') : each.reason,
      current: index === 0,
    })),
    token: input.token,
  };

  function fieldsOf(
    name: string,
    lines: Readonly<Record<Language, readonly string[]>>,
    { t: say }: PageWords,
  ): LinesField[] {
    return LANGUAGES.map((each) => ({
      name: `${name}_${each}`,
      label: say(`languageNames.${each}`),
      text: lines[each].join('\n'),
      lang: each,
    }));
  }
}

export interface SeriousPreviewPage {
  readonly lead: string;
  readonly detail: string;
  readonly added: readonly MovedView[];
  readonly removed: readonly MovedView[];
  readonly quality: readonly QualityRowView[];
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly back: string;
  readonly token: string;
}

interface MovedView {
  readonly href: string;
  readonly text: string;
  readonly lang: string;
  readonly categories: string;
}

export function seriousPreviewPage(
  preview: RulePreview,
  change: RuleChange,
  after: SeriousRuleSet,
  token: string,
  words: PageWords,
): SeriousPreviewPage {
  const { t, lang, numbers } = words;
  const moved = ({ id, text, lang: of, categories }: MovedComment): MovedView => {
    words.shown?.(id);
    return {
      href: `/comments/${id}`,
      text,
      lang: of,
      categories: categories
        .map((key) => after.categories.find((each) => each.key === key)?.name[lang] ?? key)
        .join(', '),
    };
  };
  return {
    lead: t('serious.preview.lead', { added: numbers.count(preview.added), removed: numbers.count(preview.removed) }),
    detail: t('serious.preview.detail', {
      read: numbers.count(preview.read),
      stored: numbers.count(preview.stored),
      before: numbers.count(preview.flaggedBefore),
      after: numbers.count(preview.flaggedAfter),
    }),
    added: preview.addedExamples.map(moved),
    removed: preview.removedExamples.map(moved),
    quality: withUnseen(preview.after).map((each, index) =>
      qualityRow(each, withUnseen(preview.before)[index] ?? null, after, words),
    ),
    hidden: [
      { name: 'category', value: change.category },
      { name: 'passPerThousand', value: String(change.passPerThousand) },
      ...(['rules', 'examples', 'harmless'] as const).flatMap((field) =>
        LANGUAGES.map((each) => ({ name: `${field}_${each}`, value: change[field][each].join('\n') })),
      ),
    ],
    back: `/serious/rules?category=${change.category}`,
    token,
  };
}

/** The unseen ones first: all of them, and by language. */
function withUnseen(quality: SeriousQuality | null): (SeriousQualityRow & { readonly unseen: boolean })[] {
  if (quality === null) return [];
  return [
    ...quality.unseen.filter(({ category }) => category === null).map((row) => ({ ...row, unseen: true })),
    ...quality.labelled.map((row) => ({ ...row, unseen: false })),
  ];
}

function qualityRow(
  row: SeriousQualityRow & { readonly unseen: boolean },
  before: SeriousQualityRow | null,
  rules: SeriousRuleSet,
  words: PageWords,
): QualityRowView {
  const { t, lang } = words;
  return {
    name:
      row.category === null
        ? t(row.unseen ? 'serious.rules.unseen' : 'serious.rules.atAll')
        : (rules.categories.find(({ key }) => key === row.category)?.name[lang] ?? row.category),
    lang: row.lang === null ? t('filter.allLanguages') : t(`languageNames.${row.lang}`),
    recall: rateWords(row.recall, words),
    precision: rateWords(row.precision, words),
    recallBefore: before ? rateWords(before.recall, words) : '',
    precisionBefore: before ? rateWords(before.precision, words) : '',
  };
}

function rateWords({ hits, n, value, interval }: SeriousRate, { t, numbers }: PageWords): string {
  if (value === null) return '–';
  return t('serious.rules.rate', {
    value: numbers.wholePercent(value),
    interval: numbers.percentInterval(interval),
    hits: numbers.count(hits),
    n: numbers.count(n),
  });
}

function problemWords(problem: ChangeProblem, { t }: PageWords): string {
  if (problem.kind === 'passPerThousand') return t('serious.rules.problems.passPerThousand');
  const lang = t(`languageNames.${problem.lang}`);
  if (problem.kind === 'tooMany') return t('serious.rules.problems.tooMany', { lang });
  const { line, text } = problem;
  if (problem.kind === 'example') return t('serious.rules.problems.example', { lang, line, text: text.slice(0, 80) });
  return t('serious.rules.problems.line', {
    lang,
    line,
    text,
    problem: t(`serious.rules.problems.${problem.problem}`),
  });
}
