/** Tokens of programs: SQL. */
import type { ApiToken } from './accountStore.js';
import { unitsText } from './accounts.js';
import type { Sql } from './database.js';

const COLUMNS = `id, name, scope, units, created_at AS createdAt, created_by AS createdBy, last_used_at AS lastUsedAt,
  revoked_at AS revokedAt`;

type TokenRow = Omit<ApiToken, 'units'> & { readonly units: string | null };

function tokenOf({ units, ...row }: TokenRow): ApiToken {
  return { ...row, units: units === null ? null : (JSON.parse(units) as string[]) };
}

export async function addToken(
  sql: Sql,
  token: Omit<ApiToken, 'lastUsedAt' | 'revokedAt'>,
  tokenHash: string,
): Promise<void> {
  await sql.rows(
    `INSERT INTO api_tokens (id, token_hash, name, scope, units, created_at, created_by) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [token.id, tokenHash, token.name, token.scope, unitsText(token.units), token.createdAt, token.createdBy],
  );
}

export async function findToken(sql: Sql, tokenHash: string): Promise<ApiToken | null> {
  const [row] = await sql.rows<TokenRow>(`SELECT ${COLUMNS} FROM api_tokens WHERE token_hash = ?`, [tokenHash]);
  return row ? tokenOf(row) : null;
}

export async function touchToken(sql: Sql, id: string, at: string): Promise<void> {
  await sql.rows(`UPDATE api_tokens SET last_used_at = ? WHERE id = ?`, [at, id]);
}

export async function listTokens(sql: Sql): Promise<ApiToken[]> {
  const rows = await sql.rows<TokenRow>(`SELECT ${COLUMNS} FROM api_tokens ORDER BY created_at DESC, id`);
  return rows.map(tokenOf);
}

export async function revokeToken(sql: Sql, id: string, at: string): Promise<boolean> {
  const revoked = await sql.rows<{ id: string }>(
    `UPDATE api_tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL RETURNING id`,
    [at, id],
  );
  return revoked.length > 0;
}
