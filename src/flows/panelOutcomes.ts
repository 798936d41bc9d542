/** "Näin kävi": what came of rounds, for those who took part in them. */
import type { Actor } from '../domain/actor.js';
import { may } from '../domain/actor.js';
import type { Action } from '../store/actionStore.js';
import type { Finding } from '../store/findingStore.js';
import type { Round } from '../store/panelStore.js';
import { memberView, type MemberView } from './panelAnswering.js';
import type { PanelDeps } from './panelDeps.js';

export interface RoundOutcome {
  readonly round: Round;
  readonly findings: readonly {
    readonly finding: Finding;
    /** Without names: who does something is for the staff. */
    readonly actions: readonly Pick<Action, 'title' | 'state' | 'due' | 'outcome'>[];
  }[];
}

export interface MemberRounds {
  /** Open, by the last day. */
  readonly open: readonly MemberView[];
  /** Closed, newest first. */
  readonly earlier: readonly RoundOutcome[];
}

export async function memberRounds(deps: PanelDeps, actor: Actor): Promise<MemberRounds> {
  if (!may(actor, 'panel.answer')) return { open: [], earlier: [] };
  const rounds = await deps.flows.store.listRounds(actor.id);
  const open = await Promise.all(
    rounds.filter(({ state }) => state === 'open').map(({ id }) => memberView(deps, actor, id)),
  );
  const closed = rounds.filter(({ state }) => state === 'closed');
  return {
    open: open.filter((view) => view !== null).sort((a, b) => (a.round.until < b.round.until ? -1 : 1)),
    earlier: await Promise.all(closed.map((round) => outcomeOf(deps, round))),
  };
}

async function outcomeOf({ flows }: PanelDeps, round: Round): Promise<RoundOutcome> {
  const found = await Promise.all(round.findings.map((id) => flows.store.getFinding(id)));
  const findings = found.filter((finding) => finding !== null);
  return {
    round,
    findings: await Promise.all(
      findings.map(async (finding) => ({
        finding,
        actions: (await flows.store.listActions({ finding: finding.id })).map(({ title, state, due, outcome }) => ({
          title,
          state,
          due,
          outcome,
        })),
      })),
    ),
  };
}
