/** Accounts, what signs them in, their sessions, and tokens of programs. Secrets are only ever stored as hashes. */
import type { Right, Role } from '../domain/actor.js';
import type { DelayRule } from '../domain/signInDelay.js';
import type { Language } from '../domain/theme.js';
import {
  accountNames,
  accountsByEmail,
  addAccount,
  bindIdentity,
  changeAccount,
  countAccounts,
  findAccount,
  findAccountByIdentity,
  getAccount,
  listAccounts,
  passwordHashOf,
  recordSignIn,
  renewPasswordHash,
  setPassword,
} from './accounts.js';
import { addToken, findToken, listTokens, revokeToken, touchToken } from './apiTokens.js';
import type { Database } from './database.js';
import {
  addSession,
  deleteSession,
  deleteSessionsOf,
  forgetTries,
  getSession,
  lockOf,
  purgeSessions,
  takeTry,
  touchSession,
} from './sessions.js';

export interface Account {
  /** Stable, never used again: `a-…`, or `demo-…` for the people of the demo organisation. */
  readonly id: string;
  /** What one signs in with, lower case; unique. */
  readonly userName: string;
  readonly name: string;
  /** Lower case. */
  readonly email: string | null;
  readonly role: Role;
  /** Unit codes; null: the whole organisation. */
  readonly units: readonly string[] | null;
  /** Beside those of the role. */
  readonly grants: readonly Right[];
  readonly state: 'active' | 'disabled';
  readonly lang: Language | null;
  /** Issuer and subject at an OpenID provider, or null. */
  readonly identity: { readonly issuer: string; readonly subject: string } | null;
  readonly hasPassword: boolean;
  readonly createdAt: string;
  readonly lastSignInAt: string | null;
}

export type NewAccount = Omit<Account, 'hasPassword' | 'createdAt' | 'lastSignInAt' | 'state'> & {
  readonly createdAt: string;
};
export type AccountChange = Partial<
  Pick<Account, 'name' | 'email' | 'role' | 'units' | 'grants' | 'state' | 'lang' | 'identity'>
>;

export interface Session {
  readonly accountId: string;
  /** ISO date-times, UTC, here and below. */
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
}

export const TOKEN_SCOPES = ['ingest', 'read'] as const;

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly scope: (typeof TOKEN_SCOPES)[number];
  readonly units: readonly string[] | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

export interface AccountStore {
  countAccounts(): Promise<number>;
  /** By name. */
  listAccounts(): Promise<Account[]>;
  /** Names of accounts and tokens by id, of those too that are not in use any more. */
  accountNames(): Promise<ReadonlyMap<string, string>>;
  getAccount(id: string): Promise<Account | null>;
  findAccount(userName: string): Promise<Account | null>;
  findAccountByIdentity(issuer: string, subject: string): Promise<Account | null>;
  /** Whatever their state. */
  accountsByEmail(email: string): Promise<Account[]>;
  /** Throws when the user name is taken. */
  addAccount(account: NewAccount, passwordHash: string | null): Promise<void>;
  /** Ends its sessions when it is disabled. Throws when there is no such account. */
  changeAccount(id: string, change: AccountChange): Promise<void>;
  /** Binds an account that is bound to nobody yet; false when it was bound meanwhile. */
  bindIdentity(id: string, identity: NonNullable<Account['identity']>): Promise<boolean>;
  /** Ends all sessions of the account but `keepSession` (the hash of its id). */
  setPassword(id: string, passwordHash: string, keepSession: string | null): Promise<void>;
  /** Encoded hash with its parameters, or null without a password. */
  passwordHashOf(id: string): Promise<string | null>;
  /** The same password hashed anew: sessions go on. Nothing happens when the password was changed meanwhile. */
  renewPasswordHash(id: string, before: string, after: string): Promise<void>;
  recordSignIn(id: string, at: string): Promise<void>;

  /** Until when no try is accepted under this key, or null. */
  signInLock(key: string, at: string): Promise<string | null>;
  /**
   * Counts a try as failed before its password is looked at, so that tries made at the same time cannot pass together. Null when
   * it may go on; else until when none is accepted, and nothing is counted.
   */
  takeSignInTry(key: string, at: string, rule: DelayRule): Promise<string | null>;
  forgetSignInTries(key: string): Promise<void>;

  /** `idHash`: sha256 of the session's id, hex. */
  addSession(idHash: string, session: Session): Promise<void>;
  getSession(idHash: string): Promise<Session | null>;
  touchSession(idHash: string, lastSeenAt: string, expiresAt: string): Promise<void>;
  deleteSession(idHash: string): Promise<void>;
  deleteSessionsOf(accountId: string): Promise<void>;
  /** Deletes sessions that have ended and tries that are forgotten; how many sessions. */
  purgeSessions(now: string): Promise<number>;

  addToken(token: Omit<ApiToken, 'lastUsedAt' | 'revokedAt'>, tokenHash: string): Promise<void>;
  /** Revoked ones too. */
  findToken(tokenHash: string): Promise<ApiToken | null>;
  touchToken(id: string, at: string): Promise<void>;
  /** Newest first. */
  listTokens(): Promise<ApiToken[]>;
  /** False when there is no such token or it was revoked before. */
  revokeToken(id: string, at: string): Promise<boolean>;
}

export function accountMethods({ read, write }: Database): AccountStore {
  return {
    countAccounts: () => read(countAccounts),
    listAccounts: () => read(listAccounts),
    accountNames: () => read(accountNames),
    getAccount: (id) => read((sql) => getAccount(sql, id)),
    findAccount: (userName) => read((sql) => findAccount(sql, userName)),
    findAccountByIdentity: (issuer, subject) => read((sql) => findAccountByIdentity(sql, issuer, subject)),
    accountsByEmail: (email) => read((sql) => accountsByEmail(sql, email)),
    addAccount: (account, passwordHash) => write((sql) => addAccount(sql, account, passwordHash)),
    changeAccount: (id, change) => write((sql) => changeAccount(sql, id, change)),
    bindIdentity: (id, identity) => write((sql) => bindIdentity(sql, id, identity)),
    setPassword: (id, passwordHash, keep) => write((sql) => setPassword(sql, id, passwordHash, keep)),
    passwordHashOf: (id) => read((sql) => passwordHashOf(sql, id)),
    renewPasswordHash: (id, before, after) => write((sql) => renewPasswordHash(sql, id, before, after)),
    recordSignIn: (id, at) => write((sql) => recordSignIn(sql, id, at)),

    signInLock: (key, at) => read((sql) => lockOf(sql, key, at)),
    takeSignInTry: (key, at, rule) => write((sql) => takeTry(sql, key, at, rule)),
    forgetSignInTries: (key) => write((sql) => forgetTries(sql, key)),

    addSession: (idHash, session) => write((sql) => addSession(sql, idHash, session)),
    getSession: (idHash) => read((sql) => getSession(sql, idHash)),
    touchSession: (idHash, lastSeenAt, expiresAt) => write((sql) => touchSession(sql, idHash, lastSeenAt, expiresAt)),
    deleteSession: (idHash) => write((sql) => deleteSession(sql, idHash)),
    deleteSessionsOf: (accountId) => write((sql) => deleteSessionsOf(sql, accountId, null)),
    purgeSessions: (now) => write((sql) => purgeSessions(sql, now)),

    addToken: (token, tokenHash) => write((sql) => addToken(sql, token, tokenHash)),
    findToken: (tokenHash) => read((sql) => findToken(sql, tokenHash)),
    touchToken: (id, at) => write((sql) => touchToken(sql, id, at)),
    listTokens: () => read(listTokens),
    revokeToken: (id, at) => write((sql) => revokeToken(sql, id, at)),
  };
}
