/** Two units, their people and some comments, with a clock that a test sets. */
import type { TestContext } from 'node:test';
import { wallClock } from '../../src/clock.js';
import type { Actor, Role } from '../../src/domain/actor.js';
import { actorOfAccount } from '../../src/flows/accounts.js';
import { authoriseStore } from '../../src/flows/authorisedStore.js';
import { runAs } from '../../src/flows/currentActor.js';
import type { ViewDeps } from '../../src/flows/savedViews.js';
import type { DigestDeps, DigestSender } from '../../src/flows/sendDigests.js';
import type { Account } from '../../src/store/accountStore.js';
import { openStore } from '../../src/store/sqliteStore.js';
import type { Store } from '../../src/store/store.js';
import { viewFilter } from '../../src/web/viewUrl.js';
import { response } from '../store/samples.js';
import { createTemporaryFolder } from '../support/temporaryFolder.js';

export const CLINIC = ['hospital', 'clinic'] as const;
export const WARD = ['hospital', 'ward'] as const;

export interface Team {
  readonly store: Store;
  /** On the store of whoever the code runs for. */
  readonly deps: ViewDeps;
  readonly staff: { readonly store: Store };
  /** Sets the clock; ISO date-time, UTC. */
  setNow(iso: string): void;
  /** Runs as the account of this name. */
  as<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  addComments(count: number, unitPath?: readonly string[]): Promise<void>;
  digests(senders: readonly DigestSender[], onFailure?: DigestDeps['onFailure']): DigestDeps;
}

export interface Member {
  readonly name: string;
  readonly role?: Role;
  readonly units?: readonly string[] | null;
  readonly email?: string | null;
  readonly lang?: Account['lang'];
}

export const MEMBERS: readonly Member[] = [
  { name: 'anna', units: ['clinic'], email: 'anna@hospital.example', lang: 'en' },
  { name: 'ben', units: ['ward'], email: 'ben@hospital.example', lang: 'sv' },
  { name: 'mia', role: 'manager', units: ['hospital'], email: 'mia@hospital.example' },
  { name: 'rea', role: 'readOnly', email: 'rea@hospital.example' },
];

export async function startTeam(
  context: Pick<TestContext, 'after'>,
  members: readonly Member[] = MEMBERS,
): Promise<Team> {
  const folder = await createTemporaryFolder();
  const store = await openStore({ file: `${folder.path}/test.sqlite` });
  context.after(async () => {
    await store.close();
    await folder.remove();
  });
  let now = '2024-05-02T10:00:00.000Z';
  let added = 0;
  const addComments = async (count: number, unitPath: readonly string[] = CLINIC): Promise<void> => {
    const first = added + 1;
    added += count;
    await store.addResponses(
      Array.from({ length: count }, (_, index) =>
        response(`r-${first + index}`, { unitPath, comment: `comment ${first + index}`, day: '2024-04-30' }),
      ),
    );
  };
  await addComments(1, CLINIC);
  await addComments(1, WARD);
  const actors = new Map<string, Actor>();
  for (const { name, role = 'teamMember', units = null, email = null, lang = null } of members) {
    await store.addAccount(
      {
        id: name,
        userName: name,
        name: nameOf(name),
        email,
        role,
        units,
        grants: [],
        lang,
        identity: null,
        createdAt: now,
      },
      null,
    );
    const account = await store.getAccount(name);
    if (account) actors.set(name, actorOfAccount(account));
  }
  const deps: ViewDeps = {
    store: authoriseStore(store),
    now: () => now,
    today: () => wallClock(new Date(now), 'Europe/Helsinki').day,
    disclosureLimit: 5,
    filterOf: viewFilter,
  };
  return {
    store,
    deps,
    staff: { store },
    setNow: (iso) => {
      now = iso;
    },
    as: (name, work) => {
      const actor = actors.get(name);
      if (!actor) throw new Error(`expected one of ${[...actors.keys()].join(', ')}, found ${name}`);
      return runAs(actor, work);
    },
    addComments,
    digests: (senders, onFailure = () => undefined) => ({
      own: store,
      pages: deps,
      senders,
      wallClock: (iso) => wallClock(new Date(iso), 'Europe/Helsinki'),
      defaultLanguage: 'fi',
      onFailure,
    }),
  };
}

function nameOf(id: string): string {
  return `${id.charAt(0).toUpperCase()}${id.slice(1)} Test`;
}
