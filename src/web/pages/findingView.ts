/** A finding as a short letter, for staff and, without what is theirs alone, for panels (views/partials/findingLetter.ejs). */
import type { FindingState } from '../../domain/findingState.js';
import { turnOf } from '../../domain/findingState.js';
import { LANGUAGES, type Language } from '../../domain/theme.js';
import type { Finding, FrozenQuote, PartlyLocalised } from '../../store/findingStore.js';
import type { Translate } from '../language.js';
import type { PageWords } from '../render.js';
import { figureView, type FigureView } from './figureSentences.js';
import { languageName } from './filterBar.js';
import type { Link, NavigationLink } from './frame.js';
import { personName } from './people.js';

export interface FindingLetter {
  readonly id: number;
  readonly heading: string;
  /** Where, when, and which answers alone. */
  readonly scope: string;
  /** Languages that the claim is written in, where there are several. */
  readonly languages: readonly (NavigationLink & { readonly lang: Language })[];
  readonly claim: LetterText | null;
  /** The figure that the claim rests on most; null without figures. */
  readonly main: FigureView | null;
  readonly figures: readonly FigureView[];
  readonly voices: readonly QuoteView[];
  readonly against: readonly QuoteView[];
  /** How many quotes were erased on request; empty when none. */
  readonly erased: string;
  readonly limits: LetterText | null;
  readonly consensus: LetterText | null;
  readonly dissent: LetterText | null;
  /** For staff: the page that it was made from, and what it rests on. */
  readonly source: Link | null;
  readonly made: string;
}

/** A text in the language asked for, else in one that it is written in. */
export interface LetterText {
  readonly lang: Language;
  readonly lines: readonly string[];
  /** Says that it is not in the language asked for; empty when it is. */
  readonly note: string;
}

export interface QuoteView {
  readonly text: string;
  /** For `lang=`, or null. */
  readonly lang: string | null;
  readonly tone: string;
  /** For staff: whether panels may read it; empty for panels. */
  readonly readers: string;
  /** For staff: the comment; null for panels. */
  readonly href: string | null;
}

export interface LetterOptions {
  /** Language of the texts; the reader's own unless they chose another. */
  readonly wanted?: Language;
  /** `panel`: approved quotes only, and no way to comments or pages of figures. */
  readonly audience: 'staff' | 'panel';
  /** Address of the letter in a language; without it there are no tabs. */
  readonly hrefIn?: (lang: Language) => string;
}

export function findingLetter(finding: Finding, words: PageWords, options: LetterOptions): FindingLetter {
  const { t, lang } = words;
  const wanted = options.wanted ?? lang;
  const forStaff = options.audience === 'staff';
  if (forStaff) for (const { response } of finding.quotes) words.shown?.(response);
  const figures = finding.figures.map((figure) => figureView(figure, words));
  const quotes = finding.quotes.filter(({ approved }) => forStaff || approved);
  const side = (contradicts: boolean): QuoteView[] =>
    quotes
      .filter((quote) => quote.contradicts === contradicts)
      .map((quote) => quoteView(quote, forStaff ? words : { t }, forStaff));
  const written = LANGUAGES.filter((each) => finding.claim[each]);
  return {
    id: finding.id,
    heading: headingOf(finding, words),
    scope: scopeOf(finding, words),
    languages:
      options.hrefIn && written.length > 1
        ? written.map((each) => ({
            href: options.hrefIn?.(each) ?? '',
            label: t(`languageNames.${each}`),
            lang: each,
            current: each === (finding.claim[wanted] ? wanted : written[0]),
          }))
        : [],
    claim: letterText(finding.claim, wanted, t),
    main: figures[0] ?? null,
    figures,
    voices: side(false),
    against: side(true),
    erased:
      finding.erasedQuotes === 0
        ? ''
        : t('findings.letter.erased', {
            count: finding.erasedQuotes,
            n: words.numbers.count(finding.erasedQuotes),
          }),
    limits: letterText(finding.limits, wanted, t),
    consensus: letterText(finding.consensus, wanted, t),
    dissent: letterText(finding.dissent, wanted, t),
    source: forStaff ? { href: finding.madeFrom, label: t('findings.letter.source') } : null,
    made: forStaff ? madeOf(finding, words) : '',
  };
}

/** `Finding 12: Waiting times`. */
export function headingOf(
  finding: Pick<Finding, 'id' | 'theme' | 'unit'>,
  { t, lang, taxonomy, units }: PageWords,
): string {
  const about =
    finding.theme !== null
      ? (taxonomy.themes.find((each) => each.key === finding.theme)?.name[lang] ?? finding.theme)
      : finding.unit === null
        ? t('findings.whole')
        : (units.get(finding.unit)?.name[lang] ?? finding.unit);
  return `${t('findings.letter.heading', { id: finding.id })}: ${about}`;
}

/** The unit and the days; where the page looked at one channel or language alone, that too. */
export function scopeOf(
  finding: Pick<Finding, 'unit' | 'from' | 'to' | 'madeFrom'>,
  { t, lang, numbers, units }: PageWords,
): string {
  const where = finding.unit === null ? t('findings.whole') : (units.get(finding.unit)?.name[lang] ?? finding.unit);
  const asked = new URL(finding.madeFrom, 'http://localhost').searchParams;
  const channel = asked.get('channel');
  const language = asked.get('lang');
  return [
    t('findings.letter.scope', { where, period: numbers.period(finding) }),
    channel ? t('findings.letter.onlyChannel', { name: t(`channels.${channel}`) }) : '',
    language ? t('findings.letter.onlyLanguage', { name: languageName(language, lang, t) }) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Null where it is written in no language. */
export function letterText(text: PartlyLocalised, wanted: Language, t: Translate): LetterText | null {
  const lang = [wanted, ...LANGUAGES].find((each) => (text[each] ?? '') !== '');
  if (!lang) return null;
  return {
    lang,
    lines: (text[lang] ?? '').split(/\n+/u).filter((line) => line.trim() !== ''),
    note: lang === wanted ? '' : t('findings.onlyIn', { lang: t(`findings.inLanguages.${lang}`) }),
  };
}

export function stateWords(state: FindingState, t: Translate): { readonly name: string; readonly turn: string } {
  return { name: t(`findings.states.${state}`), turn: t(`findings.turns.${turnOf(state)}`) };
}

function quoteView(quote: FrozenQuote, { t }: Pick<PageWords, 't'>, forStaff: boolean): QuoteView {
  return {
    text: quote.text,
    lang: /^[a-z]{2}$/.test(quote.lang) ? quote.lang : null,
    tone: quote.polarity === null ? '' : t(`polarity.${quote.polarity}`),
    readers: forStaff ? t(`findings.letter.${quote.approved ? 'approved' : 'notApproved'}`) : '',
    href: forStaff ? `/comments/${quote.response}` : null,
  };
}

function madeOf(finding: Finding, { t, numbers, moments }: PageWords): string {
  const { taxonomy, heads } = finding.versions;
  return t('findings.letter.made', {
    day: moments.day(finding.createdAt),
    who: personName(finding.createdBy, t),
    n: numbers.count(finding.dataVersion.responses),
    last: finding.dataVersion.lastResponse,
    versions: t('findings.letter.versions', { taxonomy, heads }),
  });
}
