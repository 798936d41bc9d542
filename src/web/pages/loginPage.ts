/** Context of the sign-in page. */
import { ROLES } from '../../domain/actor.js';
import type { Localised } from '../../domain/theme.js';
import type { Account } from '../../store/accountStore.js';
import type { PageWords } from '../render.js';

export interface LoginAttempt {
  /** Path to go to afterwards. */
  readonly next: string;
  /** As typed. */
  readonly userName: string;
  readonly problem: 'refused' | 'wait' | 'busy' | null;
  /** ISO date-time of the next try that is accepted, or null. */
  readonly until: string | null;
}

export interface LoginChoice {
  /** Of the demo organisation, to continue as; empty outside demo mode. */
  readonly people: readonly Account[];
  /** Whether anybody but people of the demo has an account. */
  readonly hasAccounts: boolean;
  readonly openId: boolean;
  readonly demoOpen: boolean;
  readonly units: readonly { readonly code: string; readonly name: Localised }[];
}

export interface LoginContext {
  readonly token: string;
  readonly next: string;
  readonly userName: string;
  readonly problem: string | null;
  /** Address of the provider's way in, or null. */
  readonly openId: string | null;
  /** Whether there is anybody who could type a password. */
  readonly form: boolean;
  /** How the first account is made, where there is none. */
  readonly first: boolean;
  readonly roles: readonly {
    readonly role: string;
    readonly sees: string;
    readonly people: readonly { readonly id: string; readonly name: string }[];
  }[];
}

export function loginPage(
  choice: LoginChoice,
  { next, userName, problem, until }: LoginAttempt,
  token: string,
  { t, lang, moments }: PageWords,
): LoginContext {
  const unitName = (code: string): string => choice.units.find((unit) => unit.code === code)?.name[lang] ?? code;
  const roles = ROLES.filter((role) => choice.people.some((account) => account.role === role)).map((role) => {
    const people = choice.people.filter((account) => account.role === role);
    const unit = people[0]?.units?.map(unitName).join(', ') ?? '';
    return {
      role: t(`account.roles.${role}`),
      sees: t(`account.sees.${role}`, { unit }),
      people: people.map(({ id, name }) => ({ id, name })),
    };
  });
  const refused = until === null ? 'account.signIn.refused' : 'account.signIn.refusedUntil';
  const key = problem === 'refused' ? refused : `account.signIn.${problem}`;
  return {
    token,
    next,
    userName,
    problem: problem === null ? null : t(key, { until: until === null ? '' : moments.second(until) }),
    openId: choice.openId ? `/login/oidc${next === '/' ? '' : `?next=${encodeURIComponent(next)}`}` : null,
    form: choice.hasAccounts || !choice.demoOpen,
    first: !choice.hasAccounts && !choice.demoOpen,
    roles,
  };
}
