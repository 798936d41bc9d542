/** Who saw, searched, exported or changed what: append-only, each record chained to the one before by a hash. */
import type { AuditAction, AuditEvent } from '../domain/auditEvent.js';
import { appendAudit, auditActors, listAudit } from './audit.js';
import type { AuditAnchors } from './auditAnchors.js';
import { verifyAudit } from './auditChain.js';
import { purgeAudit } from './auditPurge.js';
import type { Database } from './database.js';

export { AUDIT_ACTIONS } from '../domain/auditEvent.js';
export type { AuditAction, AuditEvent } from '../domain/auditEvent.js';

export interface AuditRecord extends AuditEvent {
  readonly id: number;
  /** sha256 (hex) over the record before's hash and this record. */
  readonly hash: string;
}

export interface AuditQuery {
  readonly actorId?: string;
  readonly action?: AuditAction;
  /** Part of a route. */
  readonly route?: string;
  /** Exact value of a subject field; of `comments`: the id of a comment that was shown, opened or changed. */
  readonly subject?: { readonly name: string; readonly value: string };
  /** ISO date-times: from the first, before the second. */
  readonly from?: string;
  readonly to?: string;
  readonly beforeId?: number;
  readonly limit: number;
}

/** What is wrong with a chain. */
export const AUDIT_PROBLEMS = ['changed', 'missing', 'cutOff', 'anchor', 'comments'] as const;
export type AuditProblem = (typeof AUDIT_PROBLEMS)[number];

export interface AuditChain {
  /** How many there are now. */
  readonly records: number;
  /** Id and hash of the newest; id 0 when there never was one. */
  readonly newest: { readonly id: number; readonly hash: string };
  /** Id of the newest record that was purged when its time was over; 0 for none. */
  readonly purgedThrough: number;
  /** The first record that is not what was written, or null when the chain is whole. */
  readonly brokenAt: number | null;
  /**
   * `changed`: its hash does not follow; `missing`: it is not there; `cutOff`: the newest are not there; `anchor`: it is not what
   * the anchor file says; `comments`: which comments records showed is not what the records say.
   */
  readonly problem: AuditProblem | null;
}

export interface AuditStore {
  /** On disk when it resolves; in the order given. */
  appendAudit(events: readonly AuditEvent[]): Promise<void>;
  /** Newest first. */
  listAudit(query: AuditQuery): Promise<AuditRecord[]>;
  /** Everybody who is in it, by the name of their newest record. */
  auditActors(): Promise<{ readonly id: string; readonly name: string }[]>;
  /** Reads all of it. */
  verifyAudit(): Promise<AuditChain>;
  /** Deletes records from before the moment, oldest first, and keeps the hash that the rest follows from; how many. */
  purgeAudit(before: string): Promise<number>;
}

export function auditMethods({ read, write }: Database, anchors: AuditAnchors): AuditStore {
  return {
    appendAudit: async (events) => {
      if (events.length === 0) return;
      const newest = await write((sql) => appendAudit(sql, events));
      await anchors.note(newest);
    },
    listAudit: (query) => read((sql) => listAudit(sql, query)),
    auditActors: () => read(auditActors),
    verifyAudit: async () => {
      const known = await anchors.read();
      return read((sql) => verifyAudit(sql, known));
    },
    purgeAudit: (before) => purgeAudit(write, before),
  };
}
