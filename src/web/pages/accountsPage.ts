/** Contexts of the administrators' pages about accounts. */
import { GRANTABLE_RIGHTS, ROLES, type Actor } from '../../domain/actor.js';
import { isDemoAccount, type AccountInput, type AccountProblem } from '../../flows/accounts.js';
import type { Account } from '../../store/accountStore.js';
import type { PageWords } from '../render.js';
import { unitsInWords } from './accountPage.js';
import { unitChoice, type UnitChoice } from './unitChoice.js';

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly note: string;
  readonly chosen: boolean;
}

/** Fields of an account that can be changed. */
export interface AccountForm {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Choice[];
  readonly grants: readonly Choice[];
  readonly where: UnitChoice;
  readonly problems: readonly string[];
}

export interface AccountsContext {
  readonly lead: string;
  readonly rows: readonly {
    readonly href: string;
    readonly name: string;
    readonly userName: string;
    readonly role: string;
    readonly units: string;
    readonly lastSignIn: string;
    /** Why nobody gets in by it at the moment, or null. */
    readonly state: string | null;
  }[];
  readonly userName: string;
  readonly form: AccountForm;
}

export interface AccountEditContext {
  readonly id: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly done: string | null;
  /** A password that was just made. */
  readonly secret: string | null;
  readonly form: AccountForm;
  /** Of the account of whoever reads: it cannot be disabled or lose its role here. */
  readonly own: boolean;
  readonly demo: boolean;
  readonly disabled: boolean;
}

function formOf(
  typed: AccountInput,
  problems: readonly AccountProblem[],
  token: string,
  words: PageWords,
): AccountForm {
  const { t } = words;
  return {
    token,
    name: typed.name,
    email: typed.email,
    roles: ROLES.map((role) => ({
      value: role,
      label: t(`account.roles.${role}`),
      note: t(`account.roleNotes.${role}`),
      chosen: role === typed.role,
    })),
    grants: GRANTABLE_RIGHTS.map((right) => ({
      value: right,
      label: t(`account.grants.${right.replace('.', '_')}`),
      note: '',
      chosen: typed.grants.includes(right),
    })),
    where: unitChoice(typed.units, words),
    problems: problems.map(({ field, found }) =>
      t(`account.problems.${field === 'units' && found === '' ? 'noUnits' : field}`, { found }),
    ),
  };
}

function stateOf(account: Account, { t }: PageWords): string | null {
  if (account.state === 'disabled') return t('account.states.disabled');
  return !account.hasPassword && !account.identity && !isDemoAccount(account) ? t('account.states.noWayIn') : null;
}

export function accountsPage(
  accounts: readonly Account[],
  typed: AccountInput & { readonly userName: string },
  problems: readonly AccountProblem[],
  token: string,
  words: PageWords,
): AccountsContext {
  const { t, moments, numbers } = words;
  const active = accounts.filter(({ state }) => state === 'active').length;
  return {
    lead: t('account.admin.lead', { count: active, n: numbers.count(active) }),
    rows: accounts.map((account) => ({
      href: `/admin/accounts/${account.id}`,
      name: account.name,
      userName: account.userName,
      role: t(`account.roles.${account.role}`),
      units: unitsInWords(account.units, words),
      lastSignIn: account.lastSignInAt === null ? t('account.never') : moments.minute(account.lastSignInAt),
      state: stateOf(account, words),
    })),
    userName: typed.userName,
    form: formOf(typed, problems, token, words),
  };
}

export function accountEditPage(
  account: Account,
  typed: AccountInput | null,
  me: Pick<Actor, 'id'>,
  outcome: {
    readonly secret: string | null;
    readonly done: string | null;
    readonly problems: readonly AccountProblem[];
  },
  token: string,
  words: PageWords,
): AccountEditContext {
  const { t, moments } = words;
  const known: AccountInput = { ...account, email: account.email ?? '' };
  const state = stateOf(account, words);
  const fact = (key: string, value: string | null): { label: string; value: string }[] =>
    value === null ? [] : [{ label: t(`account.facts.${key}`), value }];
  const done = ['added', 'changed', 'active', 'disabled', 'password'].find((each) => each === outcome.done);
  return {
    id: account.id,
    facts: [
      ...fact('userName', account.userName),
      ...fact('state', state ?? t('account.states.active')),
      ...fact('provider', account.identity ? new URL(account.identity.issuer).host : null),
      ...fact('created', moments.day(account.createdAt)),
      ...fact('lastSignIn', account.lastSignInAt === null ? t('account.never') : moments.minute(account.lastSignInAt)),
    ],
    done: done === undefined ? null : t(`account.admin.done.${done}`),
    secret: outcome.secret,
    form: formOf(typed ?? known, outcome.problems, token, words),
    own: account.id === me.id,
    demo: isDemoAccount(account),
    disabled: account.state === 'disabled',
  };
}
