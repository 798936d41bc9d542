/** Context of one's own account. */
import type { Actor } from '../../domain/actor.js';
import { PASSWORD_LENGTH } from '../../domain/passwordRule.js';
import type { PasswordChange } from '../../flows/accounts.js';
import { isDemoAccount } from '../../flows/accounts.js';
import type { Account } from '../../store/accountStore.js';
import type { PageWords } from '../render.js';

export interface PasswordResult {
  readonly change: PasswordChange | 'wait' | 'busy' | 'differ' | null;
  readonly until: string | null;
}

export interface AccountContext {
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly grants: readonly string[];
  readonly token: string;
  /** Of the form that changes the password; null where there is none to change. */
  readonly form: { readonly userName: string; readonly rule: string } | null;
  /** Why there is no form. */
  readonly without: string | null;
  readonly done: string | null;
  readonly problem: string | null;
}

/** Where an account holds, in words. */
export function unitsInWords(units: readonly string[] | null, { t, units: known, lang }: PageWords): string {
  return units === null
    ? t('account.wholeOrganisation')
    : units.map((code) => known.get(code)?.name[lang] ?? code).join(', ');
}

export function accountPage(
  actor: Actor,
  account: Account | null,
  { change, until }: PasswordResult,
  token: string,
  words: PageWords,
): AccountContext {
  const { t, moments, numbers } = words;
  const fact = (key: string, value: string | null): { label: string; value: string }[] =>
    value === null ? [] : [{ label: t(`account.facts.${key}`), value }];
  const without = account === null ? 'none' : isDemoAccount(account) ? 'demo' : account.hasPassword ? null : 'provider';
  const problem = change === null || change === 'changed' ? null : change;
  return {
    facts: [
      ...fact('name', actor.role === 'local' ? t('people.local') : actor.name),
      ...fact('userName', account?.userName ?? null),
      ...fact('email', account?.email ?? null),
      ...fact('role', t(`account.roles.${actor.role}`)),
      ...fact('units', unitsInWords(actor.units, words)),
      ...fact('provider', account?.identity ? new URL(account.identity.issuer).host : null),
      ...fact('lastSignIn', account?.lastSignInAt ? moments.minute(account.lastSignInAt) : null),
    ],
    grants: (account?.grants ?? []).map((right) => t(`account.grants.${right.replace('.', '_')}`)),
    token,
    form:
      account && without === null
        ? { userName: account.userName, rule: t('account.password.rule', { min: numbers.count(PASSWORD_LENGTH.min) }) }
        : null,
    without: without === null ? null : t(`account.password.without.${without}`),
    done: change === 'changed' ? t('account.password.changed') : null,
    problem:
      problem === null
        ? null
        : t(`account.password.problems.${problem}`, {
            min: numbers.count(PASSWORD_LENGTH.min),
            max: numbers.count(PASSWORD_LENGTH.max),
            until: until === null ? '' : moments.second(until),
          }),
  };
}
