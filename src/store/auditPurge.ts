/** Records whose time is over. */
import { auditHead } from './audit.js';
import type { Database, Sql } from './database.js';

/** So many in one transaction, so that others get their turn. */
const AT_ONCE = 20_000;

/**
 * Deletes the oldest records up to the first that is not from before the moment. Their last hash stays, and the chain is verified
 * from it.
 */
export async function purgeAudit(write: Database['write'], before: string): Promise<number> {
  let purged = 0;
  for (;;) {
    const part = await write((sql) => purgePart(sql, before));
    purged += part;
    if (part < AT_ONCE) return purged;
  }
}

async function purgePart(sql: Sql, before: string): Promise<number> {
  const { purged_id } = await auditHead(sql);
  const oldest = await sql.rows<{ id: number; at: string; hash: string }>(
    `SELECT id, at, hash FROM audit_records WHERE id > ? ORDER BY id LIMIT ?`,
    [purged_id, AT_ONCE],
  );
  const firstKept = oldest.findIndex((row) => row.at >= before);
  const over = firstKept < 0 ? oldest : oldest.slice(0, firstKept);
  const last = over.at(-1);
  if (!last) return 0;
  await sql.rows(`UPDATE audit_head SET purged_id = ?, purged_hash = ?`, [last.id, last.hash]);
  await sql.rows(`DELETE FROM audit_comments WHERE record_id <= ?`, [last.id]);
  await sql.rows(`DELETE FROM audit_records WHERE id <= ?`, [last.id]);
  return over.length;
}
