/** Tokens of programs: made by administrators, shown once, kept as hashes. */
import { createHash, randomBytes } from 'node:crypto';
import type { AccountStore, ApiToken } from '../store/accountStore.js';
import type { FeedbackStore } from '../store/store.js';
import { unknownUnits } from './accounts.js';

/** So that one that lies around somewhere is recognised, also by programs that look for such things. */
const TOKEN_PREFIX = 'kuulolla_';
const NAME_MAX = 100;
const SCOPES: readonly ApiToken['scope'][] = ['ingest', 'read'];

/** What the database knows a token by. It is random enough that a plain hash cannot be turned back. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export interface TokenInput {
  readonly name: string;
  readonly scope: string;
  /** Codes; null: the whole organisation. */
  readonly units: readonly string[] | null;
}

export interface TokenProblem {
  readonly field: 'name' | 'scope' | 'units';
  readonly found: string;
}

export type NewToken =
  | { readonly id: string; readonly token: string; readonly problems: readonly [] }
  | { readonly id: null; readonly problems: readonly TokenProblem[] };

/** Makes a token; the answer is the only place where it stands. */
export async function createToken(
  { store, now }: { readonly store: AccountStore & Pick<FeedbackStore, 'listUnits'>; readonly now: () => string },
  input: TokenInput,
  by: string,
): Promise<NewToken> {
  const problems: TokenProblem[] = [];
  const name = input.name.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (name === '' || name.length > NAME_MAX) problems.push({ field: 'name', found: name.slice(0, 40) });
  const scope = SCOPES.find((each) => each === input.scope);
  if (!scope) problems.push({ field: 'scope', found: input.scope.slice(0, 40) });
  const units = input.units && [...new Set(input.units)];
  if (units) for (const found of await unknownUnits(store, units)) problems.push({ field: 'units', found });
  if (!scope || problems.length > 0) return { id: null, problems };
  const id = `t-${randomBytes(9).toString('hex')}`;
  const token = TOKEN_PREFIX + randomBytes(32).toString('base64url');
  const row = { id, name, scope, units, createdAt: now(), createdBy: by };
  await store.addToken(row, tokenHash(token));
  return { id, token, problems: [] };
}
