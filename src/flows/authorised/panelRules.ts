/** Rounds: those who lead panels see the rounds on their units, members the rounds that they are in, and of answers only their own. */
import type { PanelStore, Round } from '../../store/panelStore.js';
import { NotAllowedError } from './notAllowed.js';
import type { Rules } from './rules.js';
import type { View } from './view.js';

const LEAD = 'panel.lead';
const ANSWER = 'panel.answer';

export const panelRules: Rules<PanelStore> = {
  addRound: async (view, round) => {
    await needParts(view, round);
    return view.store.addRound(round);
  },
  getRound: async (view, id) => {
    const round = await view.store.getRound(id);
    if (!round) return null;
    if (await leads(view, round)) return round;
    return isMember(view, round) ? forMember(view, round) : null;
  },
  listRounds: async (view, member) => {
    if (member === view.actor.id || !view.may(LEAD)) return roundsOf(view);
    const rounds = await view.store.listRounds(member);
    const isLed = await Promise.all(rounds.map((round) => leads(view, round)));
    return rounds.filter((_round, index) => isLed[index]);
  },
  changeRound: async (view, id, change) => {
    await needLead(view, id);
    await needParts(view, change);
    await view.store.changeRound(id, change);
  },
  deleteDraft: async (view, id) => {
    await needLead(view, id);
    await view.store.deleteDraft(id);
  },
  setRoundState: async (view, id, state, at) => {
    await needLead(view, id);
    await view.store.setRoundState(id, state, at);
  },
  setMemberLanguages: async (view, round, member, languages) => {
    needSelf(view, member);
    await view.store.setMemberLanguages(round, member, languages);
  },
  memberLanguages: async (view, round, member) =>
    view.actor.id === member || (await leadsId(view, round)) ? view.store.memberLanguages(round, member) : null,
  saveFindingAnswer: async (view, round, finding, member, answer, today) => {
    needSelf(view, member);
    await view.store.saveFindingAnswer(round, finding, member, answer, today);
  },
  saveSampleAnswer: async (view, round, response, member, answer, today) => {
    needSelf(view, member);
    await view.store.saveSampleAnswer(round, response, member, answer, today);
  },
  findingAnswers: async (view, round) => ownUntilClosed(view, round, await view.store.findingAnswers(round)),
  sampleAnswers: async (view, round) => ownUntilClosed(view, round, await view.store.sampleAnswers(round)),
  roundComments: async (view, round) => ((await seesRound(view, round)) ? view.store.roundComments(round) : []),
  roundProgress: async (view, round) => ownUnlessLed(view, round, await view.store.roundProgress(round)),
  drawComments: async (view, filter, most, seed) => {
    await view.needIn(LEAD, filter.unit);
    await view.needIn('comments.read', filter.unit);
    return view.store.drawComments(filter, most, seed);
  },
  saveSettlements: async (view, round, settlements, settled) => {
    await needLead(view, round);
    await view.store.saveSettlements(round, settlements, settled);
  },
  settlementsOf: async (view, round) => ((await leadsId(view, round)) ? view.store.settlementsOf(round) : []),
};

/** Rounds that the actor is a member of, as a member sees them. */
export async function roundsOf(view: View): Promise<Round[]> {
  if (!view.may(ANSWER)) return [];
  const rounds = await view.store.listRounds(view.actor.id);
  return rounds.filter((round) => isMember(view, round)).map((round) => forMember(view, round));
}

function isMember(view: View, { state, members }: Round): boolean {
  return view.may(ANSWER) && state !== 'draft' && members.includes(view.actor.id);
}

/** Members do not learn who the others are. */
function forMember({ actor }: View, round: Round): Round {
  return { ...round, members: [actor.id], createdBy: '' };
}

/** Whoever made a round leads it, and whoever may lead on all that it is about. */
async function leads(view: View, round: Round): Promise<boolean> {
  if (!view.may(LEAD)) return false;
  if (view.actor.units === null || round.createdBy === view.actor.id) return true;
  return (await unseenFinding(view, round.findings)) === undefined;
}

async function leadsId(view: View, id: number): Promise<boolean> {
  const round = await view.store.getRound(id);
  return round !== null && leads(view, round);
}

async function seesRound(view: View, id: number): Promise<boolean> {
  const round = await view.store.getRound(id);
  return round !== null && (isMember(view, round) || (await leads(view, round)));
}

async function needLead(view: View, id: number): Promise<void> {
  if (!(await leadsId(view, id))) throw new NotAllowedError(view.actor.id, [LEAD]);
}

/** Findings and comments that are put into a round are those of the facilitator's units. */
async function needParts(
  view: View,
  { findings = [], sample = [] }: Partial<Pick<Round, 'findings' | 'sample'>>,
): Promise<void> {
  view.need(LEAD);
  if ((await unseenFinding(view, findings)) !== undefined) throw new NotAllowedError(view.actor.id, [LEAD]);
  for (const response of sample) await view.needOn('comments.read', response);
}

async function unseenFinding(view: View, findings: readonly number[]): Promise<number | undefined> {
  for (const id of findings) {
    const finding = await view.store.getFinding(id);
    if (!finding || !(await view.mayIn('findings.read', finding.unit))) return id;
  }
  return undefined;
}

function needSelf(view: View, member: string): void {
  view.need(ANSWER);
  if (view.actor.id !== member) throw new NotAllowedError(view.actor.id, [ANSWER]);
}

/** What members said is nobody's but their own until the round is closed. */
async function ownUntilClosed<Row extends { readonly member: string }>(
  view: View,
  round: number,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  const { state } = (await view.store.getRound(round)) ?? {};
  return state === 'closed' ? ownUnlessLed(view, round, rows) : ownOf(view, rows);
}

async function ownUnlessLed<Row extends { readonly member: string }>(
  view: View,
  round: number,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  return (await leadsId(view, round)) ? rows : ownOf(view, rows);
}

function ownOf<Row extends { readonly member: string }>(view: View, rows: readonly Row[]): readonly Row[] {
  return view.may(ANSWER) ? rows.filter(({ member }) => member === view.actor.id) : [];
}
