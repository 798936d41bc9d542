/** Rounds as their facilitator makes, opens and closes them. */
import type { Actor } from '../domain/actor.js';
import { isDay } from '../domain/calendar.js';
import { READERS_NEEDED } from '../domain/panelSettling.js';
import { LANGUAGES, type Language } from '../domain/theme.js';
import type { Finding, PartlyLocalised } from '../store/findingStore.js';
import type { MemberProgress, NewRound, Round } from '../store/panelStore.js';
import { maskTyped } from './maskedText.js';
import { leadRound, type PanelDeps } from './panelDeps.js';
import { drawSample } from './panelSample.js';
import { settleRound } from './panelSettlement.js';

/** UTF-16 code units. */
export const MAX_TITLE_LENGTH = 120;
export const MOST_FINDINGS = 8;
export const MOST_COMMENTS = 40;
/** What is offered first. */
export const USUAL_COMMENTS = 12;

export interface PanelMember {
  readonly id: string;
  readonly name: string;
  readonly units: readonly string[] | null;
}

/** Accounts that can be asked. */
export async function panelMembers({ own }: Pick<PanelDeps, 'own'>): Promise<PanelMember[]> {
  const accounts = await own.store.listAccounts();
  return accounts
    .filter(({ role, state }) => role === 'panelMember' && state === 'active')
    .map(({ id, name, units }) => ({ id, name, units }));
}

/** As it comes from a form. */
export interface RoundInput {
  readonly title: Readonly<Record<Language, string>>;
  readonly findings: readonly string[];
  readonly members: readonly string[];
  readonly until: string;
  readonly comments: string;
}

export type RoundField = keyof RoundInput;

export interface RoundChoices {
  readonly findings: readonly Finding[];
  readonly members: readonly PanelMember[];
}

/** What a round can be made of: findings that are ready, active accounts of panel members. */
export async function roundChoices(deps: PanelDeps): Promise<RoundChoices> {
  const [findings, members] = await Promise.all([
    deps.flows.store.listFindings({ states: ['ready'] }),
    panelMembers(deps),
  ]);
  return { findings, members };
}

export type SaveRoundResult =
  | { readonly outcome: 'saved'; readonly id: number }
  | { readonly outcome: 'refused'; readonly fields: readonly RoundField[] }
  /** There is no such draft. */
  | { readonly outcome: 'notDraft' };

/** @param id of the draft that is changed, or null for a new one */
export async function saveRound(
  deps: PanelDeps,
  id: number | null,
  input: RoundInput,
  actor: Actor,
): Promise<SaveRoundResult> {
  const known = id === null ? null : await leadRound(deps, actor, id);
  if (id !== null && known?.state !== 'draft') return { outcome: 'notDraft' };
  const choices = await roundChoices(deps);
  const findings = choices.findings.filter((finding) => input.findings.includes(String(finding.id)));
  const members = choices.members.filter((member) => input.members.includes(member.id));
  const fields = wrongFields(deps, input, findings.length, members.length);
  if (fields.length > 0) return { outcome: 'refused', fields };
  const round: Omit<NewRound, 'createdBy' | 'createdAt'> = {
    title: titleOf(input),
    until: input.until,
    findings: findings.map((finding) => finding.id),
    members: members.map((member) => member.id),
    sample: [],
  };
  const { store } = deps.flows;
  const saved = known?.id ?? (await store.addRound({ ...round, createdBy: actor.id, createdAt: deps.flows.now() }));
  const size = Number(input.comments);
  const sample = await drawSample(deps, { round: saved, findings, memberUnits: unitsOf(members), size });
  await store.changeRound(saved, { ...round, sample });
  return { outcome: 'saved', id: saved };
}

function wrongFields({ flows }: PanelDeps, input: RoundInput, findings: number, members: number): RoundField[] {
  const fields: RoundField[] = [];
  const titles = LANGUAGES.map((lang) => input.title[lang].trim());
  if (titles.every((title) => title === '') || titles.some((title) => title.length > MAX_TITLE_LENGTH)) {
    fields.push('title');
  }
  if (findings !== input.findings.length || findings === 0 || findings > MOST_FINDINGS) fields.push('findings');
  if (members !== input.members.length || members < READERS_NEEDED) fields.push('members');
  if (!isDay(input.until) || input.until < flows.today()) fields.push('until');
  if (!/^\d{1,3}$/.test(input.comments) || Number(input.comments) > MOST_COMMENTS) fields.push('comments');
  return fields;
}

function titleOf({ title }: RoundInput): PartlyLocalised {
  const written = LANGUAGES.map((lang) => [lang, maskTyped(title[lang].replace(/\s+/gu, ' ')).text] as const);
  return Object.fromEntries(written.filter(([, text]) => text !== ''));
}

function unitsOf(members: readonly PanelMember[]): string[] {
  return [...new Set(members.flatMap(({ units }) => units ?? []))];
}

export async function deleteDraft(deps: PanelDeps, id: number, actor: Actor): Promise<boolean> {
  const round = await leadRound(deps, actor, id);
  if (round?.state !== 'draft') return false;
  await deps.flows.store.deleteDraft(id);
  return true;
}

/** Why a round cannot be opened. */
export type OpenRefusal = 'notDraft' | 'past' | 'findings';

/** From now on members answer, and the findings' words stay as they are. Null when it was done. */
export async function openRound(deps: PanelDeps, id: number, actor: Actor): Promise<OpenRefusal | null> {
  const { flows } = deps;
  const round = await leadRound(deps, actor, id);
  if (round?.state !== 'draft') return 'notDraft';
  if (round.until < flows.today()) return 'past';
  const findings = await Promise.all(round.findings.map((finding) => flows.store.getFinding(finding)));
  const open = (await deps.own.store.listRounds()).filter((other) => other.state === 'open');
  // in review already when an opening was cut short, but not when another round reviews it
  const isFree = (finding: Finding): boolean =>
    finding.state === 'ready' ||
    (finding.state === 'inReview' && !open.some((other) => other.findings.includes(finding.id)));
  if (findings.some((finding) => finding === null || !isFree(finding))) return 'findings';
  const at = flows.now();
  for (const finding of round.findings) await flows.store.changeFinding(finding, { state: 'inReview' }, actor.id, at);
  await flows.store.setRoundState(id, 'open', at);
  return null;
}

/** Ends the answers and settles what was said about comments. False when the round was never open; closing it again changes nothing. */
export async function closeRound(deps: PanelDeps, id: number, actor: Actor): Promise<boolean> {
  const stateNow = async () => (await leadRound(deps, actor, id))?.state;
  const state = await stateNow();
  if (state !== 'open') return state === 'closed';
  try {
    await deps.flows.store.setRoundState(id, 'closed', deps.flows.now());
  } catch (error) {
    // a button that was pressed twice: the first press settles
    if ((await stateNow()) === 'closed') return true;
    throw error;
  }
  await settleRound(deps, id, actor);
  return true;
}

export interface MemberStanding extends Omit<MemberProgress, 'comments'> {
  readonly name: string;
  readonly comments: number;
  /** Comments in the languages that the member reads; all of them until chosen. */
  readonly commentsOf: number;
  readonly done: boolean;
}

export interface LeadView {
  readonly round: Round;
  /** Null for a finding that the facilitator may not see. */
  readonly findings: readonly (Finding | null)[];
  /** Who has answered how much; never what. */
  readonly members: readonly MemberStanding[];
  /** Comments of the sample by language. */
  readonly languages: readonly { readonly lang: string; readonly comments: number }[];
}

export async function leadView(deps: PanelDeps, id: number, actor: Actor): Promise<LeadView | null> {
  const round = await leadRound(deps, actor, id);
  if (!round) return null;
  const { flows } = deps;
  const [findings, names, progress, comments] = await Promise.all([
    Promise.all(round.findings.map((finding) => flows.store.getFinding(finding))),
    flows.store.accountNames(),
    flows.store.roundProgress(id),
    flows.store.roundComments(id),
  ]);
  const members = progress.map((each): MemberStanding => {
    const commentsOf = comments.filter(({ lang }) => each.languages?.includes(lang) ?? true).length;
    const done = each.findings >= round.findings.length && each.comments >= commentsOf;
    return { ...each, name: names.get(each.member) ?? each.member, commentsOf, done };
  });
  const found = [...new Set(comments.map(({ lang }) => lang))].sort();
  return {
    round,
    findings,
    members: members.sort((a, b) => a.name.localeCompare(b.name)),
    languages: found.map((lang) => ({ lang, comments: comments.filter((each) => each.lang === lang).length })),
  };
}
