/** The form that makes a finding or changes one: texts in three languages, figures to be frozen, quotes to choose. */
import { LANGUAGES, type Language, type Localised } from '../../domain/theme.js';
import type { ComposedFinding } from '../../flows/composeFinding.js';
import type { ChosenQuote, FindingInput, FindingProblem } from '../../flows/keepFinding.js';
import type { QuoteCandidate } from '../../flows/quoteCandidates.js';
import type { FrozenFigure } from '../../store/findingStore.js';
import type { PlainLanguageWarning } from '../../flows/plainWarnings.js';
import { plainWarnings } from '../../flows/plainWarnings.js';
import { textOf, type Fields } from '../formBody.js';
import type { Translate } from '../language.js';
import type { PageWords } from '../render.js';
import { claimDraft, limitsDraft } from './claimWords.js';
import { figureView, type FigureView } from './figureSentences.js';
import type { Link } from './frame.js';

export interface FindingForm {
  readonly heading: string;
  readonly action: string;
  readonly token: string;
  /** What the form carries along: the page it was made from, what the composer saw. */
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly source: Link | null;
  readonly scope: string;
  readonly errors: readonly string[];
  readonly claims: readonly TextField[];
  readonly limits: readonly TextField[];
  readonly figures: readonly FigureView[];
  readonly quotes: readonly CandidateView[];
  readonly saveLabel: string;
}

export interface TextField {
  readonly id: string;
  readonly label: string;
  readonly lang: Language;
  readonly value: string;
  readonly rows: number;
  /** How it could be easier to read. */
  readonly warnings: readonly string[];
}

export interface CandidateView {
  readonly id: number;
  readonly number: string;
  readonly text: string;
  readonly lang: string | null;
  readonly tone: string;
  readonly choice: 'skip' | 'supports' | 'contradicts';
  readonly approved: boolean;
}

export interface FindingFormInput {
  readonly heading: string;
  readonly action: string;
  readonly token: string;
  readonly hidden: FindingForm['hidden'];
  readonly source: Link | null;
  readonly scope: string;
  readonly figures: readonly FrozenFigure[];
  readonly candidates: readonly Omit<QuoteCandidate, 'proposed'>[];
  readonly typed: FindingInput;
  readonly problems: readonly (FindingProblem | 'moved')[];
  readonly saveLabel: string;
}

/** What the form begins with: texts drafted from the figures, quotes proposed; nothing is approved yet. */
export function proposedInput(composed: ComposedFinding, words: Pick<PageWords, 'taxonomy' | 'units'>): FindingInput {
  const each = (write: (lang: Language) => string): Localised => ({
    fi: write('fi'),
    sv: write('sv'),
    en: write('en'),
  });
  return {
    claim: each((lang) => claimDraft(composed, lang, words)),
    limits: each((lang) => limitsDraft(composed.facts, lang, words)),
    quotes: composed.candidates
      .filter(({ proposed }) => proposed)
      .map(({ response, contradicts }) => ({ response, contradicts, approved: false })),
  };
}

export function findingForm(input: FindingFormInput, words: PageWords): FindingForm {
  const { t, numbers } = words;
  for (const { response } of input.candidates) words.shown?.(response);
  const chosen = new Map(input.typed.quotes.map((quote) => [quote.response, quote]));
  return {
    heading: input.heading,
    action: input.action,
    token: input.token,
    hidden: input.hidden,
    source: input.source,
    scope: input.scope,
    errors: input.problems.map((problem) => t(`findings.problems.${problem}`)),
    claims: LANGUAGES.map((lang) => textField('claim', lang, input.typed.claim[lang], 8, t)),
    limits: LANGUAGES.map((lang) => textField('limits', lang, input.typed.limits[lang], 8, t)),
    figures: input.figures.map((figure) => figureView(figure, words)),
    quotes: input.candidates.map((candidate, index) => ({
      id: candidate.response,
      number: numbers.count(index + 1),
      text: candidate.text,
      lang: /^[a-z]{2}$/.test(candidate.lang) ? candidate.lang : null,
      tone: candidate.polarity === null ? '' : t(`polarity.${candidate.polarity}`),
      choice: choiceOf(chosen.get(candidate.response)),
      approved: chosen.get(candidate.response)?.approved ?? false,
    })),
    saveLabel: input.saveLabel,
  };
}

/** Fields of the form to what the flow takes. */
export function readFindingForm(fields: Fields): FindingInput {
  const texts = (name: string): Localised => ({
    fi: textOf(fields, `${name}_fi`),
    sv: textOf(fields, `${name}_sv`),
    en: textOf(fields, `${name}_en`),
  });
  const all = textOf(fields, 'approve_all') === '1';
  const quotes = Object.keys(fields).flatMap((name): ChosenQuote[] => {
    const id = /^quote_(\d{1,15})$/.exec(name)?.[1];
    const choice = textOf(fields, name);
    if (id === undefined || (choice !== 'supports' && choice !== 'contradicts')) return [];
    const approved = all || textOf(fields, `approve_${id}`) === '1';
    return [{ response: Number(id), contradicts: choice === 'contradicts', approved }];
  });
  return { claim: texts('claim'), limits: texts('limits'), quotes };
}

function choiceOf(quote: ChosenQuote | undefined): CandidateView['choice'] {
  if (!quote) return 'skip';
  return quote.contradicts ? 'contradicts' : 'supports';
}

function textField(field: 'claim' | 'limits', lang: Language, value: string, rows: number, t: Translate): TextField {
  return {
    id: `${field}_${lang}`,
    label: t('findings.form.inLanguage', { field: t(`findings.form.${field}`), lang: t(`languageNames.${lang}`) }),
    lang,
    value,
    rows,
    warnings: plainWarnings(value, lang).map((warning) => warningWords(warning, t)),
  };
}

function warningWords(warning: PlainLanguageWarning, t: Translate): string {
  switch (warning.kind) {
    case 'longSentence':
      return t('findings.warnings.longSentence', { n: warning.words, text: warning.sentence });
    case 'longWord':
    case 'jargon':
      return t(`findings.warnings.${warning.kind}`, { text: warning.word });
    case 'figure':
      return t('findings.warnings.figure', { text: warning.text });
  }
}
