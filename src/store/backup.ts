/** A consistent copy of the database while it is being written to. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { copyDatabase } from './databaseFile.js';

/** Makes sure that the bytes of a file, and the folder's entry for it, are on disk. */
export async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Copies the database at `database` to the new file `file`. Writes the copy under a temporary name first, so that a file with the name asked for is always whole.
 * @throws when the file exists
 */
export async function backup(database: string, file: string): Promise<void> {
  if (existsSync(file)) throw new Error(`expected a new file name for the backup, found ${file} there already`);
  const unfinished = `${file}.${randomUUID()}.unfinished`;
  try {
    await copyDatabase(database, unfinished);
    await flush(unfinished);
    // link, not rename: it fails when somebody made the file in the meantime
    await link(unfinished, file);
    await flush(dirname(file));
  } finally {
    await rm(unfinished, { force: true });
  }
}
