/** Context of the page about tokens of programs. */
import type { TokenInput, TokenProblem } from '../../flows/tokens.js';
import type { ApiToken } from '../../store/accountStore.js';
import type { PageWords } from '../render.js';
import { unitsInWords } from './accountPage.js';
import { personName } from './people.js';
import { unitChoice, type UnitChoice } from './unitChoice.js';

export interface TokensContext {
  readonly token: string;
  /** One that was just made, and its name. */
  readonly made: { readonly name: string; readonly secret: string } | null;
  readonly rows: readonly {
    readonly id: string;
    readonly name: string;
    readonly scope: string;
    readonly units: string;
    readonly made: string;
    readonly used: string;
    /** When it was revoked, in words; null while it is in use. */
    readonly revoked: string | null;
  }[];
  readonly form: {
    readonly name: string;
    readonly scopes: readonly { readonly value: string; readonly label: string; readonly chosen: boolean }[];
    readonly where: UnitChoice;
    readonly problems: readonly string[];
  };
}

export function tokensPage(
  tokens: readonly ApiToken[],
  made: { readonly of: string; readonly secret: string } | null,
  typed: TokenInput,
  problems: readonly TokenProblem[],
  token: string,
  words: PageWords,
): TokensContext {
  const { t, moments } = words;
  const fresh = made && tokens.find(({ id }) => id === made.of);
  return {
    token,
    made: fresh ? { name: fresh.name, secret: made.secret } : null,
    rows: tokens.map((each) => ({
      id: each.id,
      name: each.name,
      scope: t(`account.tokens.scopes.${each.scope}`),
      units: unitsInWords(each.units, words),
      made: t('account.tokens.madeBy', { when: moments.day(each.createdAt), who: personName(each.createdBy, t) }),
      used: each.lastUsedAt === null ? t('account.never') : moments.minute(each.lastUsedAt),
      revoked: each.revokedAt === null ? null : t('account.tokens.revoked', { when: moments.day(each.revokedAt) }),
    })),
    form: {
      name: typed.name,
      scopes: (['ingest', 'read'] as const).map((scope) => ({
        value: scope,
        label: t(`account.tokens.scopes.${scope}`),
        chosen: scope === typed.scope,
      })),
      where: unitChoice(typed.units, words),
      problems: problems.map(({ field, found }) =>
        t(`account.problems.${field === 'units' && found === '' ? 'noUnits' : field}`, { found }),
      ),
    },
  };
}
