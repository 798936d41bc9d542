/** Signing in and out: with a password, as a person of the demo organisation, as somebody a provider vouches for. */
import { createHash } from 'node:crypto';
import { userNameOf } from '../domain/passwordRule.js';
import { ADDRESS_RULE, USER_NAME_RULE } from '../domain/signInDelay.js';
import type { Account, AccountStore } from '../store/accountStore.js';
import type { AuditAction, AuditStore } from '../store/auditStore.js';
import { changeOwnPassword, isDemoAccount, type PasswordChange } from './accounts.js';
import { PasswordsBusyError, type Passwords } from './passwords.js';

export interface SignInDeps {
  readonly store: AccountStore & Pick<AuditStore, 'appendAudit'>;
  readonly passwords: Passwords;
  /** ISO date-time, UTC. */
  readonly now: () => string;
}

export type SignInOutcome =
  | { readonly outcome: 'signedIn'; readonly account: Account }
  /** Wrong; `until`: when the next try is accepted (ISO date-time), null for at once. */
  | { readonly outcome: 'refused'; readonly until: string | null }
  /** Too early after failures: nothing was looked at. */
  | { readonly outcome: 'wait'; readonly until: string }
  /** Too many sign in at the moment. */
  | { readonly outcome: 'busy' };

/** The same for everybody; known and unknown user names cannot be told apart by what is answered or by how long it takes. */
export async function signInWithPassword(
  deps: SignInDeps,
  typed: { readonly userName: string; readonly password: string },
  address: string,
): Promise<SignInOutcome> {
  const { store, passwords } = deps;
  const userName = userNameOf(typed.userName);
  const keys = { userName: tryKey('userName', userName), address: tryKey('address', address) };
  const at = deps.now();
  const account = await store.findAccount(userName);
  const until =
    (await store.signInLock(keys.address, at)) ?? (await store.takeSignInTry(keys.userName, at, USER_NAME_RULE));
  if (until !== null) {
    await recordFailure(deps, account, address, 'locked');
    return { outcome: 'wait', until };
  }
  const mayUsePassword = account !== null && account.state === 'active' && !isDemoAccount(account);
  const hash = mayUsePassword ? await store.passwordHashOf(account.id) : null;
  let verified: Awaited<ReturnType<Passwords['verify']>>;
  try {
    verified = await passwords.verify(typed.password, hash);
  } catch (error) {
    if (error instanceof PasswordsBusyError) return { outcome: 'busy' };
    throw error;
  }
  if (!verified.right || !account || hash === null) {
    await store.takeSignInTry(keys.address, deps.now(), ADDRESS_RULE);
    await recordFailure(deps, account, address, 'password');
    return { outcome: 'refused', until: await store.signInLock(keys.userName, deps.now()) };
  }
  if (verified.outdated) await store.renewPasswordHash(account.id, hash, await passwords.hash(typed.password));
  await store.forgetSignInTries(keys.userName);
  await acceptSignIn(deps, account, address, 'password');
  return { outcome: 'signedIn', account };
}

/** What all ways of signing in end with. */
export async function acceptSignIn(
  deps: SignInDeps,
  account: Account,
  address: string,
  way: 'password' | 'provider' | 'demo',
): Promise<void> {
  await deps.store.recordSignIn(account.id, deps.now());
  await record(deps, 'signIn', account, { address, way });
}

export async function recordSignOut(deps: SignInDeps, account: Account): Promise<void> {
  await record(deps, 'signOut', account, {});
}

/** @param account whom somebody tried to be; null: nobody that is known, and what was typed is kept nowhere */
export async function recordFailure(
  deps: SignInDeps,
  account: Account | null,
  address: string,
  reason: 'password' | 'locked' | 'unknown' | 'disabled' | 'provider',
): Promise<void> {
  await record(deps, 'signInFailed', null, { address, reason, account: account?.id ?? 'unknown' });
}

export interface ProviderIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** Only when the provider says that it has verified it. */
  readonly verifiedEmail: string | null;
}

/**
 * Who somebody is that an OpenID provider vouches for. Accounts are made here, never by a provider: an account is bound to issuer
 * and subject at its first sign-in, found by an e-mail address that the provider has verified and that one account alone has.
 * From then on the address does not matter.
 */
export async function accountOfIdentity(
  { store }: Pick<SignInDeps, 'store'>,
  { issuer, subject, verifiedEmail }: ProviderIdentity,
): Promise<{ readonly account: Account | null; readonly problem: 'unknown' | 'disabled' | null }> {
  const bound = await store.findAccountByIdentity(issuer, subject);
  if (bound) return { account: bound, problem: bound.state === 'active' ? null : 'disabled' };
  const found = verifiedEmail === null ? [] : await store.accountsByEmail(verifiedEmail.trim().toLowerCase());
  const [account] = found;
  if (found.length !== 1 || !account || account.identity !== null || isDemoAccount(account)) {
    return { account: null, problem: 'unknown' };
  }
  if (account.state !== 'active') return { account, problem: 'disabled' };
  const isBound = await store.bindIdentity(account.id, { issuer, subject });
  return isBound ? { account, problem: null } : { account: null, problem: 'unknown' };
}

/** Changes one's own password; guesses at the old one count as failures to sign in. */
export async function changePasswordCarefully(
  deps: SignInDeps,
  account: Account,
  typed: { readonly old: string; readonly next: string },
  keepSession: string | null,
): Promise<{ readonly change: PasswordChange | 'wait' | 'busy'; readonly until: string | null }> {
  const key = tryKey('userName', account.userName);
  const until = await deps.store.takeSignInTry(key, deps.now(), USER_NAME_RULE);
  if (until !== null) return { change: 'wait', until };
  try {
    const change = await changeOwnPassword(deps, deps.passwords, account, typed, keepSession);
    if (change !== 'wrong') await deps.store.forgetSignInTries(key);
    return { change, until: null };
  } catch (error) {
    if (error instanceof PasswordsBusyError) return { change: 'busy', until: null };
    throw error;
  }
}

/** Names nobody: what was typed may be a password in the wrong field. */
export function tryKey(kind: 'userName' | 'address', value: string): string {
  return createHash('sha256').update(`${kind}:${value}`).digest('hex');
}

async function record(
  { store, now }: SignInDeps,
  action: AuditAction,
  account: Account | null,
  subject: Readonly<Record<string, string>>,
): Promise<void> {
  await store.appendAudit([
    {
      at: now(),
      actorId: account?.id ?? 'nobody',
      actorName: account?.name ?? '',
      role: account?.role ?? '',
      action,
      route: action === 'signOut' ? '/logout' : '/login',
      subject,
      status: null,
    },
  ]);
}
