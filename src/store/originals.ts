/** Unmasked comments, kept only where the installation says so and only for a while. */
import type { Day } from '../domain/calendar.js';
import { dayNumber } from './codes.js';
import type { Sql } from './database.js';

/** Deletes the unmasked comments whose last day is before `today`; how many. */
export async function purgeOriginals(sql: Sql, today: Day): Promise<number> {
  const deleted = await sql.rows<{ response_id: number }>(
    `DELETE FROM originals WHERE delete_after < ? RETURNING response_id`,
    [dayNumber(today)],
  );
  return deleted.length;
}
