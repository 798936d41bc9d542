/** Invented people of the demo organisation, one for each role, to look around as. They have no password. */
import type { Role } from '../../src/domain/actor.js';
import type { AccountStore } from '../../src/store/accountStore.js';

interface DemoPerson {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Null: the whole organisation. */
  readonly units: readonly string[] | null;
}

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { id: 'demo-administrator', name: 'Aino Kettunen', role: 'administrator', units: null },
  { id: 'demo-manager', name: 'Mikael Strandvall', role: 'manager', units: null },
  {
    id: 'demo-team-member',
    name: 'Sanna Rautiainen',
    role: 'teamMember',
    units: ['havulahti-health-centre-north'],
  },
  { id: 'demo-facilitator', name: 'Leena Hakomäki', role: 'facilitator', units: null },
  { id: 'demo-panel-member-1', name: 'Tuomas Ylinen', role: 'panelMember', units: null },
  { id: 'demo-panel-member-2', name: 'Gunilla Sjölund', role: 'panelMember', units: null },
  { id: 'demo-panel-member-3', name: 'Pirjo Lahdenperä', role: 'panelMember', units: null },
  { id: 'demo-panel-member-4', name: 'Amina Warsame', role: 'panelMember', units: null },
  { id: 'demo-panel-member-5', name: 'Erik Nygård', role: 'panelMember', units: null },
  { id: 'demo-privacy-officer', name: 'Kirsi Vuorela', role: 'privacyOfficer', units: null },
  { id: 'demo-read-only', name: 'Johan Ekblad', role: 'readOnly', units: null },
];

/** Adds those who are missing; what was changed about the others stays. @param at ISO date-time, UTC */
export async function saveDemoPeople(
  store: Pick<AccountStore, 'getAccount' | 'addAccount'>,
  at: string,
): Promise<void> {
  for (const { id, name, role, units } of DEMO_PEOPLE) {
    if (await store.getAccount(id)) continue;
    const account = { id, userName: id, name, email: null, role, units, grants: [], lang: null, identity: null };
    await store.addAccount({ ...account, createdAt: at }, null);
  }
}
