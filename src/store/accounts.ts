/** Accounts: SQL. */
import type { Right, Role } from '../domain/actor.js';
import type { Language } from '../domain/theme.js';
import type { Account, AccountChange, NewAccount } from './accountStore.js';
import type { Bound, Sql } from './database.js';
import { deleteSessionsOf } from './sessions.js';

const COLUMNS = `id, user_name AS userName, name, email, role, units, grants, state, lang, issuer, subject,
  password_hash IS NOT NULL AS hasPassword, created_at AS createdAt, last_sign_in_at AS lastSignInAt`;

interface AccountRow {
  readonly id: string;
  readonly userName: string;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  readonly units: string | null;
  readonly grants: string;
  readonly state: Account['state'];
  readonly lang: Language | null;
  readonly issuer: string | null;
  readonly subject: string | null;
  readonly hasPassword: number;
  readonly createdAt: string;
  readonly lastSignInAt: string | null;
}

function accountOf({ units, grants, issuer, subject, hasPassword, ...row }: AccountRow): Account {
  return {
    ...row,
    units: units === null ? null : (JSON.parse(units) as string[]),
    grants: JSON.parse(grants) as Right[],
    identity: issuer !== null && subject !== null ? { issuer, subject } : null,
    hasPassword: hasPassword === 1,
  };
}

/** @throws when the list is empty: an account of no unit would see nothing, which is not what anybody means */
export function unitsText(units: readonly string[] | null): string | null {
  if (units === null) return null;
  if (units.length === 0) throw new Error('expected at least one unit, or null for the whole organisation; got none');
  return JSON.stringify(units);
}

export async function countAccounts(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ n: number }>(`SELECT count(*) AS n FROM accounts`);
  return row?.n ?? 0;
}

export async function listAccounts(sql: Sql): Promise<Account[]> {
  return (await sql.rows<AccountRow>(`SELECT ${COLUMNS} FROM accounts ORDER BY name, user_name`)).map(accountOf);
}

export async function accountNames(sql: Sql): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.rows<{ id: string; name: string }>(
    `SELECT id, name FROM accounts UNION ALL SELECT id, name FROM api_tokens`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function accountsWhere(sql: Sql, condition: string, values: readonly Bound[]): Promise<Account[]> {
  const rows = await sql.rows<AccountRow>(`SELECT ${COLUMNS} FROM accounts WHERE ${condition} ORDER BY id`, values);
  return rows.map(accountOf);
}

export async function getAccount(sql: Sql, id: string): Promise<Account | null> {
  return (await accountsWhere(sql, 'id = ?', [id]))[0] ?? null;
}

export async function findAccount(sql: Sql, userName: string): Promise<Account | null> {
  return (await accountsWhere(sql, 'user_name = ?', [userName]))[0] ?? null;
}

export async function findAccountByIdentity(sql: Sql, issuer: string, subject: string): Promise<Account | null> {
  return (await accountsWhere(sql, 'issuer = ? AND subject = ?', [issuer, subject]))[0] ?? null;
}

export async function accountsByEmail(sql: Sql, email: string): Promise<Account[]> {
  return accountsWhere(sql, 'email = ?', [email]);
}

export async function addAccount(sql: Sql, account: NewAccount, passwordHash: string | null): Promise<void> {
  const added = await sql.rows<{ id: string }>(
    `INSERT INTO accounts (id, user_name, name, email, role, units, grants, state, lang, issuer, subject, password_hash,
       created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'active', ?, ?, ?, ?, ?) ON CONFLICT (user_name) DO NOTHING RETURNING id`,
    [
      account.id,
      account.userName,
      account.name,
      account.email,
      account.role,
      unitsText(account.units),
      JSON.stringify(account.grants),
      account.lang,
      account.identity?.issuer ?? null,
      account.identity?.subject ?? null,
      passwordHash,
      account.createdAt,
    ],
  );
  if (added.length === 0) throw new Error('expected a user name that is not taken, found an account that has it');
}

export async function changeAccount(sql: Sql, id: string, change: AccountChange): Promise<void> {
  const known = await getAccount(sql, id);
  if (!known) throw new Error(`expected an account ${id}, found none`);
  const next = { ...known, ...change };
  await sql.rows(
    `UPDATE accounts SET name = ?, email = ?, role = ?, units = ?, grants = ?, state = ?, lang = ?, issuer = ?, subject = ?
     WHERE id = ?`,
    [
      next.name,
      next.email,
      next.role,
      unitsText(next.units),
      JSON.stringify(next.grants),
      next.state,
      next.lang,
      next.identity?.issuer ?? null,
      next.identity?.subject ?? null,
      id,
    ],
  );
  if (next.state === 'disabled') await deleteSessionsOf(sql, id, null);
}

export async function bindIdentity(
  sql: Sql,
  id: string,
  { issuer, subject }: NonNullable<Account['identity']>,
): Promise<boolean> {
  const bound = await sql.rows<{ id: string }>(
    `UPDATE accounts SET issuer = ?, subject = ? WHERE id = ? AND issuer IS NULL RETURNING id`,
    [issuer, subject, id],
  );
  return bound.length > 0;
}

export async function setPassword(
  sql: Sql,
  id: string,
  passwordHash: string,
  keepSession: string | null,
): Promise<void> {
  await sql.rows(`UPDATE accounts SET password_hash = ? WHERE id = ?`, [passwordHash, id]);
  await deleteSessionsOf(sql, id, keepSession);
}

export async function passwordHashOf(sql: Sql, id: string): Promise<string | null> {
  const [row] = await sql.rows<{ passwordHash: string | null }>(
    `SELECT password_hash AS passwordHash FROM accounts WHERE id = ?`,
    [id],
  );
  return row?.passwordHash ?? null;
}

export async function recordSignIn(sql: Sql, id: string, at: string): Promise<void> {
  await sql.rows(`UPDATE accounts SET last_sign_in_at = ? WHERE id = ?`, [at, id]);
}

export async function renewPasswordHash(sql: Sql, id: string, before: string, after: string): Promise<void> {
  await sql.rows(`UPDATE accounts SET password_hash = ? WHERE id = ? AND password_hash = ?`, [after, id, before]);
}
