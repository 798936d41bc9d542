/** What a panel said, once its round is closed: counts, agreement, and what members wrote, without who wrote it. */
import type { Actor } from '../domain/actor.js';
import {
  nominalAgreement,
  pairShare,
  scaleAgreement,
  taggerAgainstPanel,
  type JudgedAgreement,
  type PairShare,
} from '../domain/panelAgreement.js';
import { READERS_NEEDED, suggestState, type RecognitionCounts, type SuggestedState } from '../domain/panelSettling.js';
import { quantileOf } from '../domain/random.js';
import type { ThemeAgreement } from '../domain/tagQuality.js';
import { LANGUAGES, type Language, type ThemeKey } from '../domain/theme.js';
import type { Finding, FindingChange, PartlyLocalised } from '../store/findingStore.js';
import type {
  FindingAnswer,
  MemberFindingAnswer,
  MemberSampleAnswer,
  Recognition,
  Round,
  Settlement,
} from '../store/panelStore.js';
import { maskTyped } from './maskedText.js';
import { leadRound, type PanelDeps } from './panelDeps.js';

/** UTF-16 code units. */
export const MAX_CONSENSUS_LENGTH = 2000;

export interface FindingResult {
  /** Null for a finding that the facilitator may not see. */
  readonly finding: Finding | null;
  /** So few answered that whoever knows who did would know what they said: nothing of it is told. */
  readonly withheld: boolean;
  readonly counts: RecognitionCounts;
  /** 1–5, of those who said one; null when nobody did. Low and high: the middle half lies between them. */
  readonly importance: {
    readonly n: number;
    readonly median: number;
    readonly low: number;
    readonly high: number;
  } | null;
  /** In an order that follows from what was said alone: nothing links the answers of one member. */
  readonly answers: readonly Omit<FindingAnswer, 'at'>[];
  readonly suggested: SuggestedState;
}

export interface ThemeResult {
  readonly theme: ThemeKey | null;
  readonly members: JudgedAgreement;
  readonly pairs: PairShare;
  /** The tagger against what the panel settled by its majority. */
  readonly tagger: Omit<ThemeAgreement, 'polarity'>;
}

/** A comment with themes that the panel did not settle. */
export interface UnsettledComment {
  readonly response: number;
  readonly lang: string;
  readonly text: string;
  /** Members who read it. */
  readonly readers: number;
  /** In doubt: as many saw it as did not, or fewer than three read it and some saw it. */
  readonly themes: readonly { readonly theme: ThemeKey; readonly seen: number; readonly readers: number }[];
}

export interface RoundResults {
  readonly round: Round;
  readonly answered: number;
  readonly findings: readonly FindingResult[];
  readonly recognition: JudgedAgreement;
  readonly importance: JudgedAgreement;
  /** Null theme: all themes together. Empty without answers about comments. */
  readonly themes: readonly ThemeResult[];
  readonly settled: { readonly comments: number; readonly majority: number; readonly facilitator: number };
  readonly unsettled: readonly UnsettledComment[];
  /** Answers about comments wait to be settled: closing was cut short. */
  readonly waits: boolean;
}

/** Null when there is no such closed round: until then nobody sees what was said. */
export async function roundResults(deps: PanelDeps, id: number, actor: Actor): Promise<RoundResults | null> {
  const round = await leadRound(deps, actor, id);
  if (round?.state !== 'closed') return null;
  const { flows } = deps;
  const [answers, read, settlements, findings, comments] = await Promise.all([
    flows.store.findingAnswers(id),
    flows.store.sampleAnswers(id),
    flows.store.settlementsOf(id),
    Promise.all(round.findings.map((finding) => flows.store.getFinding(finding))),
    flows.store.roundComments(id),
  ]);
  const saidOf = (finding: number, member: string): FindingAnswer | null =>
    answers.find((each) => each.finding === finding && each.member === member)?.answer ?? null;
  const table = <T>(of: (answer: FindingAnswer) => T | null): (T | null)[][] =>
    round.findings.map((finding) =>
      round.members.map((member) => {
        const answer = saidOf(finding, member);
        return answer && of(answer);
      }),
    );
  return {
    round,
    answered: new Set([...answers, ...read].map(({ member }) => member)).size,
    findings: round.findings.map((finding, index) => resultOf(finding, findings[index] ?? null, answers)),
    recognition: nominalAgreement(table((answer) => answer.recognition)),
    importance: scaleAgreement(table((answer) => answer.importance)),
    themes: themeResults(
      flows.taxonomy.themes.map(({ key }) => key),
      read.map((each) => ({ ...each, thing: String(each.response) })),
      settlements,
    ),
    settled: {
      comments: new Set(settlements.map(({ response }) => response)).size,
      majority: settlements.filter(({ how }) => how === 'majority').length,
      facilitator: settlements.filter(({ how }) => how === 'facilitator').length,
    },
    unsettled: comments.flatMap(({ response, lang, text }): UnsettledComment[] => {
      const open = settlements.filter((each) => each.response === response && each.how === 'open' && each.seen > 0);
      const readers = read.filter((each) => each.response === response).length;
      return open.length === 0 ? [] : [{ response, lang, text, readers, themes: open }];
    }),
    waits: read.length > 0 && settlements.length === 0,
  };
}

function resultOf(id: number, finding: Finding | null, all: readonly MemberFindingAnswer[]): FindingResult {
  const given = all.filter((each) => each.finding === id).map(({ answer }) => answer);
  const withheld = given.length > 0 && given.length < READERS_NEEDED;
  const answers = withheld ? [] : given;
  const count = (recognition: Recognition): number =>
    answers.filter((answer) => answer.recognition === recognition).length;
  const counts = {
    recognise: count('recognise'),
    doNotRecognise: count('doNotRecognise'),
    somethingMissing: count('somethingMissing'),
  };
  const said = answers.map(({ importance }) => importance).filter((importance) => importance !== null);
  const [median, low, high] = [quantileOf(said, 0.5), quantileOf(said, 0.25), quantileOf(said, 0.75)];
  return {
    finding,
    withheld,
    counts,
    importance: median === null || low === null || high === null ? null : { n: said.length, median, low, high },
    answers: answers
      .map(({ recognition, importance, text, suggestedAction }) => ({ recognition, importance, text, suggestedAction }))
      .sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1)),
    suggested: suggestState(counts),
  };
}

const ORDER: readonly Recognition[] = ['recognise', 'somethingMissing', 'doNotRecognise'];

function orderOf({ recognition, importance, text, suggestedAction }: Omit<FindingAnswer, 'at'>): string {
  return `${ORDER.indexOf(recognition)} ${9 - (importance ?? 0)} ${text} ${suggestedAction}`;
}

/** What one member said about one comment; `thing` tells comments of several rounds apart. */
export interface PlacedReading extends Pick<MemberSampleAnswer, 'member' | 'answer'> {
  readonly thing: string;
}

/** Each theme, then all together; empty without answers. */
export function themeResults(
  themes: readonly ThemeKey[],
  read: readonly PlacedReading[],
  settlements: readonly Pick<Settlement, 'theme' | 'how' | 'present' | 'given'>[],
): ThemeResult[] {
  if (read.length === 0) return [];
  const members = [...new Set(read.map(({ member }) => member))];
  const things = [...new Set(read.map(({ thing }) => thing))];
  const byPlace = new Map(read.map(({ thing, member, answer }) => [`${thing} ${member}`, answer]));
  const saw = (theme: ThemeKey): (boolean | null)[][] =>
    things.map((thing) =>
      members.map((member) => {
        const answer = byPlace.get(`${thing} ${member}`);
        return answer?.asked.includes(theme) ? answer.themes.some((each) => each.theme === theme) : null;
      }),
    );
  const tables = themes.map((theme) => ({ theme, table: saw(theme) }));
  const all = { theme: null, table: tables.flatMap(({ table }) => table) };
  return [...tables, all].map(({ theme, table }) => ({
    theme,
    members: nominalAgreement(table),
    pairs: pairShare(table),
    tagger: taggerAgainstPanel(
      settlements.flatMap((each) =>
        each.how === 'majority' && each.present !== null && (theme === null || each.theme === theme)
          ? [{ theme: each.theme, present: each.present, given: each.given }]
          : [],
      ),
    ),
  }));
}

/** As it comes from a form. */
export interface ConclusionInput {
  readonly state: string;
  readonly consensus: Readonly<Record<Language, string>>;
  readonly dissent: Readonly<Record<Language, string>>;
}

export const CONCLUSIONS = ['confirmed', 'disputed', 'needsMore'] as const satisfies readonly SuggestedState[];

/**
 * Writes what the panel thought of a finding of a closed round. `refused`: no known state, no consensus in any language, or too long a
 * text. `unknown`: no such finding there, or it has had its course.
 */
export async function concludeFinding(
  deps: PanelDeps,
  id: number,
  finding: number,
  input: ConclusionInput,
  actor: Actor,
): Promise<'saved' | 'refused' | 'unknown'> {
  const round = await leadRound(deps, actor, id);
  const known = round?.state === 'closed' && round.findings.includes(finding);
  const before = known ? await deps.flows.store.getFinding(finding) : null;
  if (!before || !['inReview', ...CONCLUSIONS].some((state) => state === before.state)) return 'unknown';
  const state = CONCLUSIONS.find((each) => each === input.state);
  const [consensus, dissent] = [writtenOf(input.consensus), writtenOf(input.dissent)];
  if (!state || !consensus || !dissent || Object.keys(consensus).length === 0) return 'refused';
  const change: FindingChange = { state, consensus, dissent };
  await deps.flows.store.changeFinding(finding, change, actor.id, deps.flows.now());
  return 'saved';
}

/** Null when a text is too long. */
function writtenOf(typed: Readonly<Record<Language, string>>): PartlyLocalised | null {
  if (LANGUAGES.some((lang) => typed[lang].length > MAX_CONSENSUS_LENGTH)) return null;
  const written = LANGUAGES.map((lang) => [lang, maskTyped(typed[lang]).text] as const);
  return Object.fromEntries(written.filter(([, text]) => text !== ''));
}
