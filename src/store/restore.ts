/** Puts a backup in the place of the database: prepares and checks a copy first, and keeps what was there. */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { noteRestart } from './auditAnchors.js';
import { flush } from './backup.js';
import { carryOver, type Carried, type CarriedTrail } from './carriedTrail.js';
import { copyDatabase, leaveWriteAheadLog } from './databaseFile.js';
import { readErasures } from './erasures.js';
import { openStore } from './sqliteStore.js';

export interface RestoreOptions {
  /** The backup. It is only read. */
  readonly backup: string;
  /** Where the database of the installation is, or will be. */
  readonly database: string;
  /** Go on although another process holds the database. */
  readonly force: boolean;
  /** Goes into the name under which the present database is kept: no characters that file names refuse. */
  readonly timestamp: string;
  /** Where the installation notes its audit trail and its erasures outside the database; absent where it does not. */
  readonly anchorFile?: string;
  readonly erasuresFile?: string;
}

export type RestoreOutcome =
  | {
      readonly outcome: 'restored';
      readonly responses: number;
      readonly keptAs: string | null;
      readonly wasHeld: boolean;
      readonly trail: CarriedTrail;
      /** Responses that data subjects had erased since the backup was made. */
      readonly erasedAgain: number;
    }
  /** Something has the database open, such as the running service. Nothing was changed. */
  | { readonly outcome: 'held' }
  /** The backup cannot be used. Nothing was changed. */
  | { readonly outcome: 'unsound'; readonly problems: readonly string[] };

/** The files of a database beside the main one while it is in use. */
const COMPANIONS = ['-wal', '-shm'];

/** @throws when a file cannot be read, written or moved */
export async function restore(options: RestoreOptions): Promise<RestoreOutcome> {
  const { database, force, timestamp } = options;
  const exists = existsSync(database);
  const held = exists && !(await leaveWriteAheadLog(database));
  if (held && !force) return { outcome: 'held' };

  const prepared = `${database}.${timestamp}.restoring`;
  try {
    const prepare = await prepareCopy(options, prepared, exists);
    if ('problems' in prepare) return { outcome: 'unsound', problems: prepare.problems };
    const keptAs = exists ? `${database}.${timestamp}.before-restore` : null;
    if (keptAs !== null) await moveDatabase(database, keptAs);
    await rename(prepared, database);
    await flush(database);
    const { responses, carried } = prepare;
    if (options.anchorFile !== undefined && carried.trail !== 'carried') {
      await noteRestart(options.anchorFile, carried.end, new Date().toISOString());
    }
    const { trail, erasedAgain } = carried;
    return { outcome: 'restored', responses, keptAs, wasHeld: held, trail, erasedAgain };
  } finally {
    for (const suffix of ['', ...COMPANIONS]) await rm(`${prepared}${suffix}`, { force: true });
  }
}

interface Prepared {
  readonly responses: number;
  readonly carried: Carried;
}

/** Copies the backup, brings the copy to this version's schema and up to what must not be taken back, and checks all of it. */
async function prepareCopy(
  { backup, database, erasuresFile }: RestoreOptions,
  copy: string,
  exists: boolean,
): Promise<Prepared | { readonly problems: readonly string[] }> {
  try {
    await copyDatabase(backup, copy);
    const noted = erasuresFile === undefined ? [] : await readErasures(erasuresFile);
    const carried = await carryOver(copy, exists ? database : null, noted);
    const store = await openStore({ file: copy, readers: 1 });
    try {
      const problems = await store.check();
      if (problems.length > 0) return { problems };
      return { responses: await countResponses(store), carried };
    } finally {
      await store.close();
    }
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] };
  }
}

async function countResponses(store: Awaited<ReturnType<typeof openStore>>): Promise<number> {
  const cells = await store.readCells({ from: null, to: null, unit: null, channel: null, lang: null }, []);
  return cells.reduce((sum, cell) => sum + cell.count, 0);
}

async function moveDatabase(from: string, to: string): Promise<void> {
  await rename(from, to);
  for (const suffix of COMPANIONS) {
    if (existsSync(`${from}${suffix}`)) await rename(`${from}${suffix}`, `${to}${suffix}`);
  }
}
