/**
 * What a backup must not take back: the audit trail since it was made, erasures that data subjects asked for, and that somebody or
 * some program is let in no more. All of it is put into the copy of the backup before it takes the place of the database.
 */
import { randomUUID } from 'node:crypto';
import { auditHead, AUDIT_COLUMNS, type ChainPlace } from './audit.js';
import { openDatabase, type Database, type Sql } from './database.js';
import { HIGHEST_ID, identityHash, keepHighestId, saveErasure, type NotedErasure } from './erasures.js';
import { eraseResponse } from './eraseResponse.js';

/**
 * What became of the trail: `carried`: it goes on from the present database; `own`: the backup's stands, since there was no other or
 * it is no earlier state of the same trail; `unreadable`: the present database could not be read.
 */
export type CarriedTrail = 'carried' | 'own' | 'unreadable';

export interface Carried {
  readonly trail: CarriedTrail;
  /** Where the trail of the copy ends. */
  readonly end: ChainPlace;
  /** Responses of the backup that had been erased since. */
  readonly erasedAgain: number;
}

/**
 * @param copy a copy of the backup that nobody has open; brought to the current schema
 * @param present the database that it will replace, or null
 * @param noted erasures that were noted outside the database
 */
export async function carryOver(
  copy: string,
  present: string | null,
  noted: readonly NotedErasure[],
): Promise<Carried> {
  const database = await openDatabase(copy, 1);
  try {
    // sessions that were open then may have ended since, for a reason
    await database.write((sql) => sql.rows(`DELETE FROM sessions`));
    const from = present === null ? null : await carryFrom(database, present);
    const erasedAgain = await eraseAgain(database, [...noted, ...(from?.erasures ?? [])]);
    const { newest_id, newest_hash } = await database.read(auditHead);
    return { trail: from?.trail ?? 'own', end: { id: newest_id, hash: newest_hash }, erasedAgain };
  } finally {
    await database.close();
  }
}

interface Taken {
  readonly trail: CarriedTrail;
  readonly erasures: readonly NotedErasure[];
}

/** A database that is too damaged to be read has nothing to give; that is what backups are for. */
async function carryFrom(database: Database, present: string): Promise<Taken> {
  const name = `present_${randomUUID().replaceAll('-', '')}`;
  try {
    await database.writeAlone(`ATTACH DATABASE '${present.replaceAll("'", "''")}' AS ${name}`);
  } catch {
    return { trail: 'unreadable', erasures: [] };
  }
  try {
    return await database.write((sql) => take(sql, name));
  } catch {
    return { trail: 'unreadable', erasures: [] };
  } finally {
    await database.writeAlone(`DETACH DATABASE ${name}`);
  }
}

async function take(sql: Sql, present: string): Promise<Taken> {
  const tables = await sql.rows<{ name: string }>(`SELECT name FROM ${present}.sqlite_master WHERE type = 'table'`);
  const has = (table: string): boolean => tables.some(({ name }) => name === table);
  // ids that it gave mean its responses, also those that the backup does not have
  if (has('responses')) {
    const [highest] = await sql.rows<{ id: number }>(
      `SELECT MAX(COALESCE((SELECT MAX(id) FROM ${present}.responses), 0),
         COALESCE((SELECT CAST(value AS INTEGER) FROM ${present}.settings WHERE name = ?), 0)) AS id`,
      [HIGHEST_ID],
    );
    await keepHighestId(sql, highest?.id ?? 0);
  }
  const erasures = has('erasures')
    ? await sql.rows<NotedErasure>(`SELECT identity, at, by, reason FROM ${present}.erasures`)
    : [];
  if (has('accounts') && has('api_tokens')) await keepOut(sql, present);
  const trail = has('audit_records') && (await takeTrail(sql, present)) ? 'carried' : 'own';
  return { trail, erasures };
}

/** Accounts that are disabled by now stay so, and tokens that are revoked. */
async function keepOut(sql: Sql, present: string): Promise<void> {
  await sql.rows(
    `UPDATE accounts SET state = 'disabled' WHERE id IN (SELECT id FROM ${present}.accounts WHERE state = 'disabled')`,
  );
  await sql.rows(
    `UPDATE api_tokens SET revoked_at = revoked.revoked_at FROM ${present}.api_tokens AS revoked
     WHERE revoked.id = api_tokens.id AND revoked.revoked_at IS NOT NULL AND api_tokens.revoked_at IS NULL`,
  );
}

interface Head {
  readonly newest_id: number;
  readonly newest_hash: string;
  readonly purged_id: number;
  readonly purged_hash: string;
}

/** True when the copy's trail is an earlier state of the present one, or has nothing in it; then it is brought up to it. */
async function takeTrail(sql: Sql, present: string): Promise<boolean> {
  const own = await auditHead(sql);
  const [head] = await sql.rows<Head>(
    `SELECT newest_id, newest_hash, purged_id, purged_hash FROM ${present}.audit_head`,
  );
  if (!head || head.newest_id === 0) return false;
  const [same] = await sql.rows<{ found: number }>(
    `SELECT 1 AS found FROM ${present}.audit_records WHERE id = ? AND hash = ?`,
    [own.newest_id, own.newest_hash],
  );
  // what was purged there cannot be compared; it ends before what is still there
  const isEarlier =
    own.newest_id === 0 || same !== undefined || (own.newest_id <= head.purged_id && own.purged_id <= own.newest_id);
  if (!isEarlier || head.purged_id < own.purged_id) return false;
  await sql.rows(`UPDATE audit_head SET newest_id = ?, newest_hash = ?, purged_id = ?, purged_hash = ?`, [
    head.newest_id,
    head.newest_hash,
    head.purged_id,
    head.purged_hash,
  ]);
  await sql.rows(`DELETE FROM audit_comments WHERE record_id <= ?`, [head.purged_id]);
  await sql.rows(`DELETE FROM audit_records WHERE id <= ?`, [head.purged_id]);
  const after = Math.max(own.newest_id, head.purged_id);
  await sql.rows(
    `INSERT INTO audit_records (${AUDIT_COLUMNS}) SELECT ${AUDIT_COLUMNS} FROM ${present}.audit_records WHERE id > ?`,
    [after],
  );
  await sql.rows(
    `INSERT INTO audit_comments (response_id, record_id)
     SELECT response_id, record_id FROM ${present}.audit_comments WHERE record_id > ?`,
    [after],
  );
  return true;
}

/** Responses whose identities are read at once. */
const ROWS_AT_ONCE = 20_000;

/** Erases what was erased before, and keeps every identity so that it stays so; how many were there. */
async function eraseAgain(database: Database, erasures: readonly NotedErasure[]): Promise<number> {
  const known = new Map(erasures.map((erasure) => [erasure.identity, erasure]));
  if (known.size === 0) return 0;
  const found: { readonly id: number; readonly erasure: NotedErasure }[] = [];
  for (let afterId = 0; ;) {
    const rows = await database.read((sql) =>
      sql.rows<{ id: number; source: string; source_id: string }>(
        `SELECT id, source, source_id FROM responses WHERE id > ? ORDER BY id LIMIT ?`,
        [afterId, ROWS_AT_ONCE],
      ),
    );
    for (const row of rows) {
      const erasure = known.get(identityHash(row.source, row.source_id));
      if (erasure) found.push({ id: row.id, erasure });
    }
    const last = rows.at(-1);
    if (!last) break;
    afterId = last.id;
  }
  await database.write(async (sql) => {
    for (const { id, erasure } of found) {
      const { at, by, reason } = erasure;
      await eraseResponse(sql, id, { at, by, reason });
    }
    for (const { identity, at, by, reason } of known.values()) {
      const remains = { findings: [], rejectedRowsOfImport: null, themes: [] };
      await saveErasure(sql, { identity, erasure: { at, by, reason, response: null, remains } });
    }
  });
  return found.length;
}
