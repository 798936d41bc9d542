/** A round on a member's phone: welcome, one finding or comment a screen, done. Nothing of other members, nothing of the tagger. */
import { REDACTION_KINDS, type RedactionKind } from '../../domain/redactedSpan.js';
import { POLARITIES } from '../../domain/theme.js';
import {
  ANSWERS,
  IMPORTANCES,
  MAX_ANSWER_LENGTH,
  type CommentStep,
  type FindingAnswerInput,
  type FindingStep,
  type MemberView,
} from '../../flows/panelAnswering.js';
import type { FrozenQuote } from '../../store/findingStore.js';
import type { PageWords } from '../render.js';
import { languageName } from './filterBar.js';
import { standing, stepPath } from './panelListPage.js';
import { claimOf, plainFigure, roundTitle, writtenText, type WrittenText } from './panelWords.js';

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly checked: boolean;
}

/** What every screen of a round has. */
interface Screen {
  readonly token: string;
  readonly action: string;
  readonly round: string;
  /** `2 / 5`, what it counts, and how much of the whole round is done. */
  readonly place: string;
  readonly kind: string;
  readonly done: number;
  readonly of: number;
  /** Previous screen. */
  readonly back: string;
  /** What was masked in the answer before, in words; empty when nothing was. */
  readonly masked: string;
  /** What is wrong with the answer that was sent; empty when nothing is. */
  readonly problem: string;
}

export interface WelcomePage {
  readonly token: string;
  readonly action: string;
  readonly title: string;
  readonly until: string;
  readonly parts: readonly string[];
  readonly minutes: string;
  readonly languages: readonly Choice[];
  readonly canAnswer: boolean;
  readonly go: string;
}

const MINUTES_A_FINDING = 2;
const MINUTES_A_COMMENT = 0.75;

export function welcomePage(view: MemberView, token: string, words: PageWords): WelcomePage {
  const { t, lang, numbers } = words;
  const { round, offered, languages } = view;
  const comments = round.sample.length;
  const minutes =
    MINUTES_A_FINDING * round.findings.length + (MINUTES_A_COMMENT * comments) / Math.max(1, offered.length);
  return {
    token,
    action: `/panel/${round.id}/start`,
    title: roundTitle(round, words),
    until: t('panel.until', { day: numbers.day(round.until) }),
    parts: [
      t('panel.welcome.findings', { count: round.findings.length }),
      ...(comments > 0 ? [t('panel.welcome.comments')] : []),
    ],
    minutes: t('panel.welcome.minutes', { n: Math.max(5, 5 * Math.ceil(minutes / 5)) }),
    languages: offered.map((each) => ({
      value: each,
      label: languageName(each, lang, t),
      checked: languages ? languages.includes(each) : each === lang || offered.length === 1,
    })),
    canAnswer: view.canAnswer,
    go: t(standing(view).done === 0 ? 'panel.start' : 'panel.goOn'),
  };
}

export interface FindingScreen extends Screen {
  readonly claim: WrittenText;
  readonly figure: { readonly sentence: string; readonly base: string } | null;
  readonly limits: WrittenText | null;
  readonly quotes: readonly { readonly text: string; readonly lang: string | null; readonly contradicts: boolean }[];
  readonly answers: readonly (Choice & { readonly hint: string })[];
  readonly importances: readonly Choice[];
  readonly text: string;
  readonly suggestedAction: string;
  readonly maxLength: number;
}

/** Quotes shown: short enough for a phone, one of them going the other way where there is one. */
const QUOTES = 3;

/** @param typed what was sent and could not be kept */
export function findingScreen(
  { view, n, finding, answer }: FindingStep,
  sent: ScreenSent<FindingAnswerInput>,
  words: PageWords,
): FindingScreen {
  const { t } = words;
  const { typed } = sent;
  const said = typed?.recognition ?? answer?.recognition;
  const importance = typed?.importance ?? String(answer?.importance ?? '');
  return {
    ...screenOf(view, sent, words),
    action: `/panel/${view.round.id}/findings/${n}`,
    place: t('panel.place', { n, of: view.findings.length }),
    kind: t('panel.finding'),
    back: n > 1 ? `/panel/${view.round.id}/findings/${n - 1}` : `/panel/${view.round.id}`,
    claim: claimOf(finding, words),
    figure: plainFigure(finding.figures, words),
    limits: writtenText(finding.limits, words),
    quotes: chosenQuotes(finding.quotes, words.lang).map(({ text, lang, contradicts }) => ({
      text,
      lang: /^[a-z]{2}$/.test(lang) ? lang : null,
      contradicts,
    })),
    answers: ANSWERS.map((value) => ({
      value,
      label: t(`panel.answer.${value}`),
      hint: t(`panel.answerHint.${value}`),
      checked: said === value,
    })),
    importances: IMPORTANCES.map((value) => ({
      value: String(value),
      label: String(value),
      checked: importance === String(value),
    })),
    text: typed?.text ?? answer?.text ?? '',
    suggestedAction: typed?.suggestedAction ?? answer?.suggestedAction ?? '',
    maxLength: MAX_ANSWER_LENGTH,
  };
}

/** Approved ones in the reader's language first; the last one goes against the claim where any does. */
function chosenQuotes(quotes: readonly FrozenQuote[], lang: string): FrozenQuote[] {
  const approved = quotes.filter((quote) => quote.approved);
  const sorted = [...approved].sort((a, b) => Number(b.lang === lang) - Number(a.lang === lang));
  const against = sorted.find((quote) => quote.contradicts);
  const others = sorted.filter((quote) => !quote.contradicts).slice(0, against ? QUOTES - 1 : QUOTES);
  return against ? [...others, against] : others;
}

export interface CommentScreen extends Screen {
  readonly response: number;
  readonly text: string;
  readonly lang: string | null;
  readonly themes: readonly {
    readonly key: string;
    readonly name: string;
    readonly description: string;
    readonly checked: boolean;
    readonly polarities: readonly Choice[];
  }[];
  readonly none: boolean;
}

export function commentScreen(
  { view, place, n, comment, themes, answer }: CommentStep,
  sent: ScreenSent<ReadonlyMap<string, string | null>>,
  words: PageWords,
): CommentScreen {
  const { t, lang } = words;
  const before = view.comments[n - 2];
  const known = answer && new Map<string, string | null>(answer.themes.map((each) => [each.theme, each.polarity]));
  const ticked = sent.typed ?? known ?? new Map<string, string | null>();
  words.shown?.(comment.response);
  return {
    ...screenOf(view, sent, words),
    action: `/panel/${view.round.id}/comments/${place}`,
    place: t('panel.place', { n, of: view.comments.length }),
    kind: t('panel.comment'),
    back: stepPath(
      view.round.id,
      before ? { kind: 'comment', place: before.place } : { kind: 'finding', n: view.findings.length },
    ),
    response: comment.response,
    text: comment.text,
    lang: /^[a-z]{2}$/.test(comment.lang) ? comment.lang : null,
    themes: themes.map(({ key, name, description }) => ({
      key,
      name: name[lang],
      description: description[lang],
      checked: ticked.has(key),
      polarities: POLARITIES.map((value) => ({
        value,
        label: t(`panel.polarity.${value}`),
        checked: ticked.get(key) === value,
      })),
    })),
    none: sent.typed === null && answer !== null && answer.themes.length === 0,
  };
}

/** What came with the request: the token of the form, what was masked before, what was sent and could not be kept. */
export interface ScreenSent<Typed> {
  readonly token: string;
  readonly masked: readonly RedactionKind[];
  readonly typed: Typed | null;
  readonly problem: string;
}

function screenOf(
  view: MemberView,
  { token, masked, problem }: ScreenSent<unknown>,
  words: PageWords,
): Pick<Screen, 'token' | 'round' | 'done' | 'of' | 'masked' | 'problem'> {
  const { t } = words;
  return {
    token,
    round: roundTitle(view.round, words),
    ...standing(view),
    masked: maskedWords(masked, words),
    problem: problem === '' ? '' : t(problem),
  };
}

/** Kinds named in a query; what is none is left out. */
export function readMasked(query: unknown): RedactionKind[] {
  const named = typeof query === 'string' ? query.split(',') : [];
  return REDACTION_KINDS.filter((kind) => named.includes(kind));
}

function maskedWords(kinds: readonly RedactionKind[], { t }: Pick<PageWords, 't'>): string {
  if (kinds.length === 0) return '';
  return t('panel.masked', { what: kinds.map((kind) => t(`panel.maskedKind.${kind}`)).join(', ') });
}

export interface DonePage {
  readonly title: string;
  readonly lead: string;
  readonly left: readonly { readonly href: string; readonly label: string }[];
  readonly masked: string;
  readonly change: string;
}

export function donePage(view: MemberView, masked: readonly RedactionKind[], words: PageWords): DonePage {
  const { t, numbers } = words;
  const { id, until } = view.round;
  const findings = view.findings.flatMap(({ answer }, index) =>
    answer ? [] : [{ href: `/panel/${id}/findings/${index + 1}`, label: `${t('panel.finding')} ${index + 1}` }],
  );
  const comments = view.comments.flatMap(({ place, answer }, index) =>
    answer ? [] : [{ href: `/panel/${id}/comments/${place}`, label: `${t('panel.comment')} ${index + 1}` }],
  );
  const left = [...findings, ...comments];
  return {
    title: t(left.length === 0 ? 'panel.done.title' : 'panel.done.leftTitle'),
    lead: t(left.length === 0 ? 'panel.done.lead' : 'panel.done.leftLead'),
    left,
    masked: maskedWords(masked, words),
    change: t('panel.done.change', { day: numbers.day(until) }),
  };
}
