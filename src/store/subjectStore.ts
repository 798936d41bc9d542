/** A data subject's request: everything that is stored about one response, and its erasure with every figure kept right. */
import type { AuditRecord } from './auditStore.js';
import type { Database } from './database.js';
import { eraseResponse } from './eraseResponse.js';
import { findErasure, listErasures, noteErasure } from './erasures.js';
import type { CommentRow, ResponseId } from './store.js';
import { findSubjects, getSubject } from './subjects.js';

export interface SubjectRecord {
  readonly response: ResponseId;
  readonly source: string;
  readonly sourceId: string;
  /** Null when the response had no comment. */
  readonly comment: CommentRow | null;
  /** Everything else stored about it, table by table, as plain JSON. */
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** Who saw it, newest first. */
  readonly seenBy: readonly AuditRecord[];
  readonly remains: ErasureRemains;
}

/** What an erasure leaves for people to look at. */
export interface ErasureRemains {
  /** Findings that quote it; the erasure takes the quotes out. */
  readonly findings: readonly number[];
  /** The import that brought it, where rejected rows of that file were kept. */
  readonly rejectedRowsOfImport: number | null;
  /** Themes of one's own with an example sentence out of its comment. */
  readonly themes: readonly string[];
}

export interface ErasureRequest {
  /** ISO date-time, UTC. */
  readonly at: string;
  /** Id of the person. */
  readonly by: string;
  /** Masked. */
  readonly reason: string;
}

export interface Erasure extends ErasureRequest {
  /** Null where only the identity was kept: a restored backup had no such response. */
  readonly response: ResponseId | null;
  readonly remains: ErasureRemains;
}

export interface SubjectStore {
  /** Ids of the responses with this id of the source; of every source when none is named. */
  findSubjects(sourceId: string, source?: string): Promise<ResponseId[]>;
  getSubject(response: ResponseId): Promise<SubjectRecord | null>;
  /**
   * Deletes the response with all that belongs to it (tags, labels, flags, search entries, vectors that no other response shares,
   * quotes in findings) and takes it out of every cell, in one transaction. Null when there is none. It stays erased: its identity
   * is kept as a hash, and addResponses refuses it.
   */
  eraseSubject(response: ResponseId, request: ErasureRequest): Promise<Erasure | null>;
  /** The erasure of what had this identity, or null. */
  findErasure(source: string, sourceId: string): Promise<Erasure | null>;
  /** Newest first. */
  listErasures(limit: number): Promise<Erasure[]>;
}

/** @param erasuresFile notes erasures outside the database too, for restoring older backups; null where there is none */
export function subjectMethods({ read, write, writeAlone }: Database, erasuresFile: string | null): SubjectStore {
  return {
    findSubjects: (sourceId, source) => read((sql) => findSubjects(sql, sourceId, source ?? null)),
    getSubject: (response) => read((sql) => getSubject(sql, response)),
    eraseSubject: async (response, request) => {
      const erased = await write(async (sql) => {
        const done = await eraseResponse(sql, response, request);
        // before the commit: what the file says and the database does not is erased by the next restore, as was asked for
        if (done && erasuresFile !== null) await noteErasure(erasuresFile, done.identity, request);
        return done?.erasure ?? null;
      });
      // the write-ahead log still holds the pages as they were until it is emptied
      if (erased) await writeAlone('PRAGMA wal_checkpoint(TRUNCATE)');
      return erased;
    },
    findErasure: (source, sourceId) => read((sql) => findErasure(sql, source, sourceId)),
    listErasures: (limit) => read((sql) => listErasures(sql, limit)),
  };
}
