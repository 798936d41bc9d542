/** Database files as a whole, outside the service: whether one is ours and free, and copies of one. */
import knexFactory from 'knex';
import type { Knex } from 'knex';
import { APPLICATION_ID } from './migrations/migrate.js';

async function withFile<Result>(file: string, work: (knex: Knex) => Promise<Result>): Promise<Result> {
  const knex = knexFactory({
    client: 'sqlite3',
    // not created when missing
    connection: { filename: file, flags: ['OPEN_READWRITE'] },
    useNullAsDefault: true,
    pool: { min: 0, max: 1 },
  });
  try {
    return await work(knex);
  } finally {
    await knex.destroy();
  }
}

/**
 * Folds the write-ahead log into the file, so that the file alone is the database. SQLite allows it only to a process that has
 * the database to itself.
 * @returns false when somebody else has it open; then nothing has changed
 */
export async function leaveWriteAheadLog(file: string): Promise<boolean> {
  return withFile(file, async (knex) => {
    try {
      await knex.raw('PRAGMA busy_timeout = 0');
      const rows = await knex.raw<{ journal_mode: string }[]>('PRAGMA journal_mode = DELETE');
      return rows[0]?.journal_mode === 'delete';
    } catch (error) {
      if (error instanceof Error && error.message.includes('SQLITE_BUSY')) return false;
      throw error;
    }
  });
}

/**
 * Writes a copy of a Kuulolla database as of one commit, with what its write-ahead log holds, to a new file. Others may read
 * and write meanwhile.
 * @throws when the file is missing, is no SQLite database, or is the database of something else
 */
export async function copyDatabase(file: string, copy: string): Promise<void> {
  await withFile(file, async (knex) => {
    await knex.raw('PRAGMA busy_timeout = 30000');
    const rows = await knex.raw<{ application_id: number }[]>('PRAGMA application_id');
    if (rows[0]?.application_id !== APPLICATION_ID) {
      throw new Error(`expected a Kuulolla database, found another file: ${file}`);
    }
    await knex.raw('VACUUM INTO ?', [copy]);
  });
}
