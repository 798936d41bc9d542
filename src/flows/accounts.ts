/** Accounts as people manage them: making, changing, disabling, passwords. */
import { randomBytes } from 'node:crypto';
import { GRANTABLE_RIGHTS, ROLE_RIGHTS, ROLES, type Actor, type Right } from '../domain/actor.js';
import { isUserName, passwordProblem, userNameOf, type PasswordProblem } from '../domain/passwordRule.js';
import type { Account, AccountStore, ApiToken } from '../store/accountStore.js';
import type { FeedbackStore } from '../store/store.js';
import type { Passwords } from './passwords.js';

/** Ids and user names of the people of the demo organisation begin so; they have no password and cannot get one. */
export const DEMO_PREFIX = 'demo-';

export type AccountDeps = {
  readonly store: AccountStore & Pick<FeedbackStore, 'listUnits'>;
  readonly now: () => string;
};

export function isDemoAccount({ id }: Pick<Account, 'id'>): boolean {
  return id.startsWith(DEMO_PREFIX);
}

/** What somebody with this account may do. */
export function actorOfAccount({ id, name, role, grants, units }: Account): Actor {
  const granted = grants.filter((right) => GRANTABLE_RIGHTS.some((each) => each === right));
  return { id, name, role, rights: new Set([...ROLE_RIGHTS[role], ...granted]), units };
}

const SCOPE_RIGHTS: Readonly<Record<ApiToken['scope'], readonly Right[]>> = {
  ingest: ['feedback.import'],
  read: ['figures.read', 'comments.read'],
};

/** What a program with this token may do. */
export function actorOfToken({ id, name, scope, units }: ApiToken): Actor {
  return { id, name, role: 'token', rights: new Set(SCOPE_RIGHTS[scope]), units };
}

/** What is not the code of a unit; an empty text where nothing was chosen, which must not become everything. */
export async function unknownUnits(
  store: Pick<FeedbackStore, 'listUnits'>,
  units: readonly string[],
): Promise<readonly string[]> {
  if (units.length === 0) return [''];
  const known = new Set((await store.listUnits()).map(({ code }) => code));
  return units.filter((code) => !known.has(code));
}

/** An account as it is typed; texts may be anything. */
export interface AccountInput {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  /** Codes; null: the whole organisation. */
  readonly units: readonly string[] | null;
  readonly grants: readonly string[];
}

export type AccountProblem =
  | { readonly field: 'name' | 'email' | 'role' | 'userName' | 'userNameTaken' | 'ownRole'; readonly found: string }
  | { readonly field: 'units' | 'unitsOfAdministrator' | 'grants'; readonly found: string };

export const NAME_MAX = 100;
const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/;

/** The input as it is stored, or everything that is wrong with it. */
export async function readAccountInput(
  { store }: Pick<AccountDeps, 'store'>,
  input: AccountInput,
): Promise<
  | { readonly fields: Pick<Account, 'name' | 'email' | 'role' | 'units' | 'grants'>; readonly problems: [] }
  | { readonly fields: null; readonly problems: readonly AccountProblem[] }
> {
  const problems: AccountProblem[] = [];
  const name = input.name.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (name === '' || name.length > NAME_MAX) problems.push({ field: 'name', found: name.slice(0, 40) });
  const email = input.email.trim().toLowerCase();
  if (email !== '' && !EMAIL.test(email)) problems.push({ field: 'email', found: email.slice(0, 80) });
  const role = ROLES.find((each) => each === input.role);
  if (!role) problems.push({ field: 'role', found: input.role.slice(0, 40) });
  const grants = GRANTABLE_RIGHTS.filter((right) => input.grants.includes(right));
  for (const found of input.grants)
    if (!grants.some((right) => right === found)) problems.push({ field: 'grants', found });
  const units = input.units && [...new Set(input.units)];
  if (units) {
    for (const found of await unknownUnits(store, units)) problems.push({ field: 'units', found });
    // whoever manages accounts could give themselves the rest
    if (role === 'administrator') problems.push({ field: 'unitsOfAdministrator', found: units.join(', ') });
  }
  if (problems.length > 0 || !role) return { fields: null, problems };
  return {
    fields: { name, email: email || null, role, units, grants },
    problems: [],
  };
}

/** Adds an account; without a password it can only be entered through a provider, or once it is given one. */
export async function createAccount(
  deps: AccountDeps,
  input: AccountInput & { readonly userName: string },
  passwordHash: string | null,
  identity: Account['identity'] = null,
): Promise<{ readonly id: string } | { readonly problems: readonly AccountProblem[] }> {
  const userName = userNameOf(input.userName);
  const { fields, problems } = await readAccountInput(deps, input);
  const all: AccountProblem[] = [...problems];
  if (!isUserName(userName) || userName.startsWith(DEMO_PREFIX)) all.push({ field: 'userName', found: userName });
  else if (await deps.store.findAccount(userName)) all.push({ field: 'userNameTaken', found: userName });
  if (!fields || all.length > 0) return { problems: all };
  const id = `a-${randomBytes(9).toString('hex')}`;
  await deps.store.addAccount({ id, userName, ...fields, lang: null, identity, createdAt: deps.now() }, passwordHash);
  return { id };
}

/** Changes an account; whoever changes their own keeps their role, so that nobody locks the house from inside. */
export async function editAccount(
  deps: AccountDeps,
  account: Account,
  input: AccountInput,
  by: Pick<Actor, 'id'>,
): Promise<readonly AccountProblem[]> {
  const { fields, problems } = await readAccountInput(deps, input);
  const own: AccountProblem[] =
    by.id === account.id && input.role !== account.role ? [{ field: 'ownRole', found: input.role }] : [];
  if (!fields || own.length > 0) return [...problems, ...own];
  await deps.store.changeAccount(account.id, fields);
  return [];
}

export type PasswordChange = 'changed' | 'wrong' | 'none' | PasswordProblem;

/**
 * Changes one's own password; all other sessions end. `wrong`: the old one is not it; `none`: the account has no password.
 * @param keepSession hash of the id of the session that goes on
 */
export async function changeOwnPassword(
  { store }: { readonly store: AccountStore },
  passwords: Passwords,
  account: Account,
  { old, next }: { readonly old: string; readonly next: string },
  keepSession: string | null,
): Promise<PasswordChange> {
  const hash = await store.passwordHashOf(account.id);
  if (hash === null) return 'none';
  const problem = passwordProblem(next, account.userName);
  if (problem) return problem;
  if (!(await passwords.verify(old, hash)).right) return 'wrong';
  await store.setPassword(account.id, await passwords.hash(next), keepSession);
  return 'changed';
}
