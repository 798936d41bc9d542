/** What the flows of panels are given, and what they ask of whoever comes. */
import { may, type Actor } from '../domain/actor.js';
import type { Round } from '../store/panelStore.js';
import type { LearningDeps } from './deps.js';

export interface PanelDeps {
  /** On behalf of whoever asks. */
  readonly flows: LearningDeps;
  /** On behalf of the service: who can be asked to a panel, and which findings other panels are at, wherever they are. */
  readonly own: Pick<LearningDeps, 'store'>;
}

/** The round, where the actor is one of its members and it is no draft any more; else null. */
export async function memberRound({ flows }: PanelDeps, actor: Actor, id: number): Promise<Round | null> {
  if (!may(actor, 'panel.answer')) return null;
  const round = await flows.store.getRound(id);
  return round && round.state !== 'draft' && round.members.includes(actor.id) ? round : null;
}

/** The round, where the actor leads panels; else null. */
export async function leadRound({ flows }: PanelDeps, actor: Actor, id: number): Promise<Round | null> {
  return may(actor, 'panel.lead') ? flows.store.getRound(id) : null;
}
