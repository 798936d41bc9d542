/**
 * The one adapter to SQLite. Writing has one connection, held from BEGIN to COMMIT (the lane); reading has connections of its
 * own that cannot write. With the write-ahead log, readers see the last commit and never wait for the lane.
 *
 * node-sqlite3 interleaves the statements of concurrent callers on a shared connection, hence the two pools.
 */
import knexFactory from 'knex';
import type { Knex } from 'knex';
import { getLoadablePath } from 'sqlite-vec';
import { migrate } from './migrations/migrate.js';

/** A value that can be bound to a statement. */
export type Bound = string | number | null | Uint8Array;

/** A connection inside a transaction. Rows come back with the columns that the statement spells out. */
export interface Sql {
  rows<Row extends object>(text: string, values?: readonly Bound[]): Promise<Row[]>;
}

export interface Database {
  readonly file: string;
  /** Runs `work` on a snapshot: every statement sees the same commit. */
  readonly read: <Result>(work: (sql: Sql) => Promise<Result>) => Promise<Result>;
  /** Runs `work` alone in the lane; what it throws undoes all it wrote. */
  readonly write: <Result>(work: (sql: Sql) => Promise<Result>) => Promise<Result>;
  /** Runs one statement in the lane outside any transaction (checkpoint). */
  readonly writeAlone: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The part of a node-sqlite3 connection that is used here. */
interface DriverConnection {
  exec(sql: string, done: (error: Error | null) => void): void;
  loadExtension(file: string, done: (error: Error | null) => void): void;
}

/** How long a statement waits for another process (an import from the command line) to leave the database. */
const BUSY_TIMEOUT_MS = 30_000;
/** A caller may wait for the lane behind many others; the pool gives up only when something hangs. */
const ACQUIRE_TIMEOUT_MS = 600_000;

/*
 * synchronous FULL: each commit is on disk before it is acknowledged. NORMAL would keep the file sound through a power cut but
 * could lose the last commits, and a source that was told "accepted" does not send again. One fsync per batch is cheap.
 * secure_delete: a deleted original is overwritten, not just unlinked.
 */
const WRITER_PRAGMAS = `
  PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS};
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA secure_delete = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -65536;
  PRAGMA mmap_size = 268435456;
  PRAGMA wal_autocheckpoint = 4000;`;

const READER_PRAGMAS = `
  PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS};
  PRAGMA cache_size = -32768;
  PRAGMA mmap_size = 1073741824;
  PRAGMA query_only = ON;`;

const quiet = (): void => undefined;
/** What Knex would print is in the errors that it throws too. */
const SILENT = { warn: quiet, error: quiet, deprecate: quiet, debug: quiet };

function connect(file: string, connections: number, pragmas: string): Knex {
  return knexFactory({
    client: 'sqlite3',
    connection: { filename: file },
    useNullAsDefault: true,
    // an error message must not carry the values of a statement: they are comments
    compileSqlOnError: false,
    log: SILENT,
    acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS,
    pool: {
      // one is always open: that is how another process can tell that the database is in use
      min: 1,
      max: connections,
      idleTimeoutMillis: ACQUIRE_TIMEOUT_MS,
      afterCreate: (connection: DriverConnection, done: (error: Error | null) => void) => {
        // sqlite-vec: the similarity index (similarityIndex.ts); prebuilt for Linux, macOS and Windows on x64 and arm64
        connection.loadExtension(getLoadablePath(), (error) => {
          if (error) done(new Error('expected the SQLite extension sqlite-vec to load', { cause: error }));
          else connection.exec(pragmas, done);
        });
      },
    },
  });
}

/** Lends a connection of the pool to `work`; a connection whose transaction could not be ended is not used again. */
async function withConnection<Result>(pool: Knex, work: (run: Sql['rows']) => Promise<Result>): Promise<Result> {
  const client = pool.client as Knex.Client;
  const connection: unknown = await client.acquireConnection();
  const run = async <Row extends object>(text: string, values: readonly Bound[] = []): Promise<Row[]> => {
    const rows: unknown = await pool.raw(text, values.map(toBinding)).connection(connection);
    return Array.isArray(rows) ? (rows as Row[]) : [];
  };
  try {
    return await work(run);
  } finally {
    await client.releaseConnection(connection);
  }
}

function toBinding(value: Bound): string | number | Buffer | null {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
}

async function inTransaction<Result>(pool: Knex, begin: string, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  return withConnection(pool, async (run) => {
    await run(begin);
    let result: Result;
    try {
      result = await work({ rows: run });
      await run('COMMIT');
    } catch (error) {
      // SQLite may have rolled back by itself (disk full); then there is nothing left to undo, and the first error counts
      await run('ROLLBACK').catch(() => undefined);
      throw error;
    }
    return result;
  });
}

/**
 * Opens the database, creating it where there is none, and brings its schema up to date.
 * @param readers how many reads may run at the same time, 1 or more
 * @throws when the file is not a Kuulolla database or was written by a newer version
 */
export async function openDatabase(file: string, readers: number): Promise<Database> {
  const writer = connect(file, 1, WRITER_PRAGMAS);
  try {
    await migrate(writer);
  } catch (error) {
    await writer.destroy();
    throw new Error(`cannot open the database ${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const reader = connect(file, readers, READER_PRAGMAS);
  const underWay = new Set<Promise<unknown>>();
  let closed: Promise<void> | null = null;
  /** A pool that was destroyed would let its callers wait for the ten minutes that one may wait for the lane. */
  const whileOpen = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (closed) throw new Error(`expected an open database, ${file} was closed`);
    const result = work();
    underWay.add(result);
    try {
      return await result;
    } finally {
      underWay.delete(result);
    }
  };
  const close = async (): Promise<void> => {
    await Promise.allSettled(underWay);
    await reader.destroy();
    await writer.destroy();
  };
  return {
    file,
    read: (work) => whileOpen(() => inTransaction(reader, 'BEGIN', work)),
    // IMMEDIATE: the lock is taken before anything is read, so that another process cannot write in between
    write: (work) => whileOpen(() => inTransaction(writer, 'BEGIN IMMEDIATE', work)),
    writeAlone: (text) => whileOpen(() => withConnection(writer, async (run) => void (await run(text)))),
    close: () => (closed ??= close()),
  };
}
