/** A round of a panel over a real database: five members, findings, comments that a drawn tagger reads. */
import type { TestContext } from 'node:test';
import { ROLE_RIGHTS, type Actor } from '../../src/domain/actor.js';
import type { NewFinding } from '../../src/store/findingStore.js';
import type { Store } from '../../src/store/store.js';
import type { PanelDeps } from '../../src/flows/panelDeps.js';
import { actorOfRole } from '../support/actors.js';
import { VERSIONS, type Answers } from './feedbackFixture.js';
import { NOW, qualityDeps } from './qualityFixture.js';

export const MEMBERS = ['aino', 'eero', 'kaisa', 'matti', 'sofia'] as const;
export const LEADER = actorOfRole('facilitator', { id: 'veera', name: 'Veera' });

export function memberActor(id: string): Actor {
  return { id, name: id, role: 'panelMember', rights: new Set(ROLE_RIGHTS.panelMember), units: null };
}

/** A finding that is ready, about waiting times in June 2024. */
export function addPanelFinding(store: Store, traits: Partial<NewFinding> = {}): Promise<number> {
  return store.addFinding({
    state: 'ready',
    unit: null,
    theme: 'waiting_times',
    from: '2024-06-01',
    to: '2024-06-30',
    claim: { fi: 'Asiakkaat odottavat liian kauan.', sv: 'Klienterna väntar för länge.', en: 'People wait too long.' },
    limits: { fi: 'Emme tiedä, kauanko he odottivat.' },
    figures: [
      {
        kind: 'complaintShare',
        theme: 'waiting_times',
        subject: null,
        value: 0.31,
        interval: [0.25, 0.38],
        n: 212,
        from: '2024-06-01',
        to: '2024-06-30',
        base: null,
        certainty: null,
      },
    ],
    quotes: [],
    versions: VERSIONS,
    dataVersion: { lastResponse: 1, responses: 1 },
    madeFrom: '/themes/waiting_times',
    createdBy: 'maija',
    createdAt: NOW,
    replaces: null,
    ...traits,
  });
}

/** Accounts of the five members, and one that is none. */
export async function addMembers(store: Store): Promise<void> {
  for (const id of [...MEMBERS, 'johto'] as const) {
    await store.addAccount(
      {
        id,
        userName: id,
        name: id[0]?.toUpperCase() + id.slice(1),
        email: null,
        role: id === 'johto' ? 'manager' : 'panelMember',
        units: null,
        grants: [],
        lang: null,
        identity: null,
        createdAt: NOW,
      },
      null,
    );
  }
}

/** Ten comments in Finnish, the first six of which the tagger gives waiting times. */
export const COMMENTS: readonly Answers[] = [
  { day: '2024-06-03', counts: [0, 0, 6], comment: [['waiting_times', 'neg']], text: 'jonotin tunnin vastaanotolle' },
  { day: '2024-06-04', counts: [4, 0, 0], comment: [], text: 'kiitos hyvästä hoidosta kaikille' },
];

/** Flows that are not guarded: tests of the guards have their own. */
export async function panelDeps(context: TestContext, answers: readonly Answers[] = COMMENTS): Promise<PanelDeps> {
  const flows = await qualityDeps(context, answers);
  await addMembers(flows.store);
  return { flows, own: flows };
}
