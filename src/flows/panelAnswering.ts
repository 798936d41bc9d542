/** What members of a panel see and answer; never what others did, nor what the tagger found. */
import type { Actor } from '../domain/actor.js';
import type { RedactionKind } from '../domain/redactedSpan.js';
import { LANGUAGES, type Polarity, type Theme, type ThemeKey } from '../domain/theme.js';
import type { Finding } from '../store/findingStore.js';
import type { FindingAnswer, Recognition, Round, SampleAnswer, SampleComment } from '../store/panelStore.js';
import type { ResponseId } from '../store/store.js';
import { maskTyped } from './maskedText.js';
import { memberRound, type PanelDeps } from './panelDeps.js';

/** UTF-16 code units. */
export const MAX_ANSWER_LENGTH = 1500;

/** The answers as the store names them; flows see only its types. */
export const ANSWERS = ['recognise', 'somethingMissing', 'doNotRecognise'] as const satisfies readonly Recognition[];
export const IMPORTANCES = [1, 2, 3, 4, 5] as const;

/** A round as one member goes through it. */
export interface MemberView {
  readonly round: Round;
  /** Answers are taken: the round is open, and its last day is not over. */
  readonly canAnswer: boolean;
  /** Languages of the comments that there are, and those that the member reads; null until chosen. */
  readonly offered: readonly string[];
  readonly languages: readonly string[] | null;
  /** In the order of the round; null where the member has not answered. */
  readonly findings: readonly { readonly id: number; readonly answer: FindingAnswer | null }[];
  /** Comments in the languages that the member reads; `place` in the sample, from 1. */
  readonly comments: readonly { readonly place: number; readonly answer: SampleAnswer | null }[];
  readonly next: MemberStep;
}

/** Where the member is to go on. */
export type MemberStep =
  | { readonly kind: 'welcome' }
  | { readonly kind: 'finding'; readonly n: number }
  | { readonly kind: 'comment'; readonly place: number }
  | { readonly kind: 'done' };

export async function memberView(deps: PanelDeps, actor: Actor, id: number): Promise<MemberView | null> {
  const round = await memberRound(deps, actor, id);
  if (!round) return null;
  const { store } = deps.flows;
  const [languages, said, read, sample] = await Promise.all([
    store.memberLanguages(id, actor.id),
    store.findingAnswers(id),
    store.sampleAnswers(id),
    store.roundComments(id),
  ]);
  const findings = round.findings.map((finding) => ({
    id: finding,
    answer: said.find((each) => each.finding === finding && each.member === actor.id)?.answer ?? null,
  }));
  const comments = sample.flatMap(({ response, lang }, index) => {
    if (!languages?.includes(lang)) return [];
    const answer = read.find((each) => each.response === response && each.member === actor.id)?.answer ?? null;
    return [{ place: index + 1, answer }];
  });
  return {
    round,
    canAnswer: round.state === 'open' && deps.flows.today() <= round.until,
    offered: LANGUAGES.filter((lang) => sample.some((each) => each.lang === lang)),
    languages,
    findings,
    comments,
    next: stepAfter(languages, findings, comments),
  };
}

function stepAfter(
  languages: MemberView['languages'],
  findings: MemberView['findings'],
  comments: MemberView['comments'],
): MemberStep {
  if (languages === null) return { kind: 'welcome' };
  const finding = findings.findIndex((each) => each.answer === null);
  if (finding >= 0) return { kind: 'finding', n: finding + 1 };
  const comment = comments.find((each) => each.answer === null);
  return comment ? { kind: 'comment', place: comment.place } : { kind: 'done' };
}

/** Why an answer was not kept. */
export type AnswerRefusal = 'unknown' | 'closed' | 'wrong';

export interface KeptAnswer {
  readonly outcome: 'kept';
  /** What was taken out of the words that were typed. */
  readonly masked: readonly RedactionKind[];
}
export type AnswerOutcome = KeptAnswer | { readonly outcome: AnswerRefusal };

/** Keeps which comments the member reads. */
export async function chooseLanguages(
  deps: PanelDeps,
  actor: Actor,
  id: number,
  chosen: readonly string[],
): Promise<AnswerOutcome> {
  const view = await memberView(deps, actor, id);
  if (!view) return { outcome: 'unknown' };
  if (!view.canAnswer) return { outcome: 'closed' };
  const languages = view.offered.filter((lang) => chosen.includes(lang));
  await deps.flows.store.setMemberLanguages(id, actor.id, languages);
  return { outcome: 'kept', masked: [] };
}

export interface FindingStep {
  readonly view: MemberView;
  /** From 1. */
  readonly n: number;
  readonly finding: Finding;
  readonly answer: FindingAnswer | null;
}

/** @param n place in the round, from 1; null when there is none for this member */
export async function findingStep(deps: PanelDeps, actor: Actor, id: number, n: number): Promise<FindingStep | null> {
  const view = await memberView(deps, actor, id);
  const place = view?.findings[n - 1];
  if (!view || !place) return null;
  const finding = await deps.flows.store.getFinding(place.id);
  return finding && { view, n, finding, answer: place.answer };
}

/** As it comes from a form. */
export interface FindingAnswerInput {
  readonly recognition: string;
  readonly importance: string;
  readonly text: string;
  readonly suggestedAction: string;
}

export async function answerFinding(
  deps: PanelDeps,
  actor: Actor,
  id: number,
  n: number,
  input: FindingAnswerInput,
): Promise<AnswerOutcome> {
  const view = await memberView(deps, actor, id);
  const finding = view?.round.findings[n - 1];
  if (!view || finding === undefined) return { outcome: 'unknown' };
  if (!view.canAnswer) return { outcome: 'closed' };
  const recognition = ANSWERS.find((each) => each === input.recognition);
  const importance = IMPORTANCES.find((each) => String(each) === input.importance) ?? null;
  const lengths = [input.text.length, input.suggestedAction.length];
  if (!recognition || (importance === null && input.importance !== '') || lengths.some((n) => n > MAX_ANSWER_LENGTH)) {
    return { outcome: 'wrong' };
  }
  const [text, action] = [maskTyped(input.text), maskTyped(input.suggestedAction)];
  const { now, today, store } = deps.flows;
  const answer = { recognition, importance, text: text.text, suggestedAction: action.text, at: now() };
  await store.saveFindingAnswer(id, finding, actor.id, answer, today());
  return { outcome: 'kept', masked: [...new Set([...text.kinds, ...action.kinds])] };
}

export interface CommentStep {
  readonly view: MemberView;
  /** Place in the sample, from 1; and among the comments that the member reads. */
  readonly place: number;
  readonly n: number;
  readonly comment: SampleComment;
  readonly themes: readonly Theme[];
  readonly answer: SampleAnswer | null;
}

export async function commentStep(
  deps: PanelDeps,
  actor: Actor,
  id: number,
  place: number,
): Promise<CommentStep | null> {
  const view = await memberView(deps, actor, id);
  const index = view?.comments.findIndex((each) => each.place === place) ?? -1;
  if (!view || index < 0) return null;
  const comment = (await deps.flows.store.roundComments(id))[place - 1];
  if (!comment) return null;
  const answer = view.comments[index]?.answer ?? null;
  return { view, place, n: index + 1, comment, themes: deps.flows.taxonomy.themes, answer };
}

export interface CommentAnswerInput {
  /** The comment that was shown: a place means another one once some comment is erased. */
  readonly response: ResponseId;
  /** Ticked themes, with what is said about each; null where nothing was chosen. */
  readonly themes: ReadonlyMap<ThemeKey, Polarity | null>;
  /** The member ticked that there is none. */
  readonly none: boolean;
}

/** A theme without good or bad counts as both or neutral. */
export async function answerComment(
  deps: PanelDeps,
  actor: Actor,
  id: number,
  place: number,
  { response, themes, none }: CommentAnswerInput,
): Promise<AnswerOutcome> {
  const step = await commentStep(deps, actor, id, place);
  if (!step) return { outcome: 'unknown' };
  if (!step.view.canAnswer) return { outcome: 'closed' };
  const asked = step.themes.map(({ key }) => key);
  const isKnown = [...themes.keys()].every((theme) => asked.includes(theme));
  if (step.comment.response !== response || !isKnown || none === themes.size > 0) return { outcome: 'wrong' };
  const seen = [...themes].map(([theme, polarity]) => ({ theme, polarity: polarity ?? ('neu' as const) }));
  const { now, today, store } = deps.flows;
  await store.saveSampleAnswer(id, response, actor.id, { themes: seen, asked, at: now() }, today());
  return { outcome: 'kept', masked: [] };
}
