/** A team's daily work: saved views, what is new, comments that need an answer, and talk about them. */
import type { Day } from '../domain/calendar.js';
import type { DigestKind } from '../domain/digestSlot.js';
import type { Database } from './database.js';
import {
  addMessage,
  assign,
  assignmentHistory,
  assignmentsOf,
  listAssignments,
  listMessages,
  repliesAfter,
  withdrawMessage,
} from './assignments.js';
import { claimDigest, finishDigest, lastDigest, lastDigests } from './digests.js';
import {
  addView,
  changeView,
  deleteView,
  getWorkMark,
  lastResponse,
  listViews,
  setWorkMark,
  viewsWithDigest,
} from './savedViews.js';
import type { ResponseId } from './store.js';

/** Asks for what came lately; a part of Store's questions about comments. */
export interface ArrivalQuery {
  /**
   * Only what arrived after the response of this number. Numbers grow in the order in which responses were stored, whatever day
   * they were answered on: what an import of old answers brings is new too. The number of an erased response is not given again.
   */
  readonly afterId?: ResponseId;
}

export type DigestChannel = 'mail' | 'webhook';

export interface SavedView {
  readonly id: number;
  readonly accountId: string;
  /** Masked. */
  readonly name: string;
  /** Path and query, `/comments?unit=…`. */
  readonly url: string;
  readonly digest: 'none' | DigestKind;
  /** When `digest` was last changed: what was due before then is not sent. */
  readonly digestSince: string;
  readonly createdAt: string;
  /** Newest response that the account had seen of it, and when it looked. */
  readonly seenUpTo: ResponseId;
  readonly seenAt: string;
}

export interface Assignment {
  readonly response: ResponseId;
  readonly assignee: { readonly id: string; readonly name: string };
  readonly state: 'open' | 'answered' | 'notNeeded';
  /** Account id and name of who said so last. */
  readonly by: { readonly id: string; readonly name: string };
  readonly at: string;
  readonly due: Day | null;
  /** Masked. */
  readonly note: string;
}

/** An assignment with the unit of its comment. */
export interface PlacedAssignment extends Assignment {
  readonly unit: string;
}

export interface AssignmentFilter {
  readonly assignee?: string;
  readonly state?: Assignment['state'];
  /** Those and everything under them; null or left out for all. */
  readonly units?: readonly string[] | null;
  /** At most so many, those due first first. */
  readonly limit?: number;
}

export interface ThreadMessage {
  readonly id: number;
  readonly response: ResponseId;
  readonly by: { readonly id: string; readonly name: string };
  readonly at: string;
  /** Masked; empty once withdrawn. */
  readonly text: string;
  /** When its writer took it back, or null. */
  readonly withdrawnAt: string | null;
}

/** Somebody wrote under a comment after an account that takes part there. */
export interface ThreadReplies {
  readonly response: ResponseId;
  readonly unit: string;
  /** Messages of others after the account's last own one. */
  readonly messages: number;
  readonly last: { readonly by: string; readonly at: string };
}

/** Up to where an account has looked at what is new in its units. */
export interface WorkMark {
  readonly seenUpTo: ResponseId;
  readonly seenAt: string;
}

/** One digest of one account over one channel; `slot` is the day that it was due on. */
export interface DigestKey {
  readonly accountId: string;
  readonly kind: DigestKind;
  readonly channel: DigestChannel;
  readonly slot: Day;
}

export type DigestFailure = 'unreachable' | 'refused' | 'signIn' | 'certificate' | 'other';

export interface DigestRecord extends DigestKey {
  /** `waiting`: under way, or to be tried again. `nothing`: there was nothing to say. `givenUp`: a later one took its place. */
  readonly state: 'waiting' | 'sent' | 'nothing' | 'givenUp';
  readonly attempts: number;
  /** From when on it may be tried (again). */
  readonly nextTryAt: string;
  readonly failure: DigestFailure | null;
  /** Newest response that it told of. */
  readonly upTo: ResponseId;
  readonly at: string;
}

export interface TeamStore {
  addView(view: Omit<SavedView, 'id'>): Promise<number>;
  /** False when the account has no such view. */
  changeView(
    id: number,
    accountId: string,
    change: Partial<Pick<SavedView, 'name' | 'digest' | 'digestSince' | 'seenUpTo' | 'seenAt'>>,
  ): Promise<boolean>;
  deleteView(id: number, accountId: string): Promise<boolean>;
  /** By name. */
  listViews(accountId: string): Promise<SavedView[]>;
  viewsWithDigest(digest: DigestKind): Promise<SavedView[]>;
  getWorkMark(accountId: string): Promise<WorkMark | null>;
  setWorkMark(accountId: string, mark: WorkMark): Promise<void>;
  /** Number of the response that was stored last; 0 without any. Numbers grow in the order of arrival. */
  lastResponse(): Promise<ResponseId>;

  /** Makes it what holds of the comment, and adds it to the history. */
  assign(assignment: Assignment): Promise<void>;
  getAssignment(response: ResponseId): Promise<Assignment | null>;
  /** Of these comments, those that have one. */
  assignmentsOf(responses: readonly ResponseId[]): Promise<Assignment[]>;
  /** Everything that was said of it, oldest first. */
  assignmentHistory(response: ResponseId): Promise<Assignment[]>;
  listAssignments(filter: AssignmentFilter): Promise<PlacedAssignment[]>;

  addMessage(message: Omit<ThreadMessage, 'id' | 'withdrawnAt'>): Promise<number>;
  /** Oldest first. */
  listMessages(response: ResponseId): Promise<ThreadMessage[]>;
  /** Takes the text away and keeps that there was a message; false unless the account wrote it and it still stands. */
  withdrawMessage(id: number, response: ResponseId, accountId: string, at: string): Promise<boolean>;
  /** Newest first. */
  repliesAfter(accountId: string, limit: number): Promise<ThreadReplies[]>;

  /**
   * Takes a digest in hand: true for one caller only, who has until `leaseUntil` to finish it. Also true for one whose time to be
   * tried again has come, or whose caller was cut short.
   */
  claimDigest(key: DigestKey, now: string, leaseUntil: string): Promise<boolean>;
  /** What became of a digest in hand. Earlier ones of the account that still wait are given up. */
  finishDigest(record: Omit<DigestRecord, 'attempts'>): Promise<void>;
  /** The record of a digest, and of the last one before it that was sent or had nothing to say; null where there is none. */
  lastDigest(key: DigestKey): Promise<{ readonly own: DigestRecord | null; readonly before: DigestRecord | null }>;
  /** The newest record of each kind and channel. */
  lastDigests(accountId: string): Promise<DigestRecord[]>;
}

export function teamMethods({ read, write }: Database): TeamStore {
  return {
    addView: (view) => write((sql) => addView(sql, view)),
    changeView: (id, accountId, change) => write((sql) => changeView(sql, id, accountId, change)),
    deleteView: (id, accountId) => write((sql) => deleteView(sql, id, accountId)),
    listViews: (accountId) => read((sql) => listViews(sql, accountId)),
    viewsWithDigest: (digest) => read((sql) => viewsWithDigest(sql, digest)),
    getWorkMark: (accountId) => read((sql) => getWorkMark(sql, accountId)),
    setWorkMark: (accountId, mark) => write((sql) => setWorkMark(sql, accountId, mark)),
    lastResponse: () => read(lastResponse),
    assign: (assignment) => write((sql) => assign(sql, assignment)),
    getAssignment: (response) => read(async (sql) => (await assignmentsOf(sql, [response]))[0] ?? null),
    assignmentsOf: (responses) => read((sql) => assignmentsOf(sql, responses)),
    assignmentHistory: (response) => read((sql) => assignmentHistory(sql, response)),
    listAssignments: (filter) => read((sql) => listAssignments(sql, filter)),
    addMessage: (message) => write((sql) => addMessage(sql, message)),
    listMessages: (response) => read((sql) => listMessages(sql, response)),
    withdrawMessage: (id, response, accountId, at) => write((sql) => withdrawMessage(sql, id, response, accountId, at)),
    repliesAfter: (accountId, limit) => read((sql) => repliesAfter(sql, accountId, limit)),
    claimDigest: (key, now, leaseUntil) => write((sql) => claimDigest(sql, key, now, leaseUntil)),
    finishDigest: (record) => write((sql) => finishDigest(sql, record)),
    lastDigest: (key) => read((sql) => lastDigest(sql, key)),
    lastDigests: (accountId) => read((sql) => lastDigests(sql, accountId)),
  };
}
