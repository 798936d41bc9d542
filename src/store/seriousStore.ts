/** Rare but serious: the rules in use, the comments that they found, and what people did about them. */
import type { Day } from '../domain/calendar.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import type { SeriousFlag, SeriousState } from '../domain/seriousCase.js';
import type { SeriousCategoryKey, SeriousRuleSet } from '../domain/seriousRules.js';
import type { Database } from './database.js';
import { flagByHand, getCase, listCases, setState, summariseCases } from './seriousCases.js';
import {
  countUnscanned,
  getHeads,
  getRuleSet,
  listRuleSets,
  saveHeads,
  saveRuleSet,
  saveScan,
  seriousTexts,
  unscannedComments,
} from './seriousScans.js';
import type { CommentRow, PendingComment, ResponseId } from './store.js';

/** A version of the rules; the newest is in use. */
export interface SeriousRulesRow {
  readonly id: number;
  readonly document: SeriousRuleSet;
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

/** What the rules of `rulesId` say about comments; no flags: nothing serious was found. */
export interface SeriousScan {
  readonly rulesId: number;
  readonly at: string;
  readonly results: readonly { readonly id: ResponseId; readonly flags: readonly SeriousFlag[] }[];
}

export interface StoredSeriousFlag extends SeriousFlag {
  /** Null: flagged by a person. */
  readonly rulesId: number | null;
  /** ISO date-time, UTC. */
  readonly flaggedAt: string;
}

export interface SeriousHistoryEntry {
  readonly state: SeriousState;
  readonly note: string;
  readonly by: string;
  readonly at: string;
}

export interface SeriousCase {
  readonly comment: CommentRow;
  readonly state: SeriousState;
  /** Most certain first; empty where today's rules find nothing any more but people have dealt with the comment. */
  readonly flags: readonly StoredSeriousFlag[];
  readonly flaggedAt: string;
  /** Oldest first. */
  readonly history: readonly SeriousHistoryEntry[];
}

export interface SeriousQuery extends FeedbackFilter {
  readonly category: SeriousCategoryKey | null;
  /** Null: whatever the state. */
  readonly state: SeriousState | null;
}

export interface SeriousSummary {
  readonly states: Readonly<Record<SeriousState, number>>;
  /** Open cases by category; one with two categories counts under both. */
  readonly open: Readonly<Record<SeriousCategoryKey, number>>;
  /** Day of the oldest open comment; null when none is open. */
  readonly oldestOpen: Day | null;
}

export interface SeriousStore {
  /** By number; the newest version without one. Null when there is none. */
  getSeriousRules(id?: number): Promise<SeriousRulesRow | null>;
  /** Newest first. */
  listSeriousRules(limit: number): Promise<Omit<SeriousRulesRow, 'document'>[]>;
  /** Its number. */
  saveSeriousRules(row: Omit<SeriousRulesRow, 'id'>): Promise<number>;
  /** What was learned from the examples of a version, as it was saved; null when nothing was. */
  getSeriousHeads(rulesId: number, space: string): Promise<string | null>;
  saveSeriousHeads(rulesId: number, space: string, document: string): Promise<void>;

  /** Tagged comments that were not read with these rules, by ascending id after `afterId`. */
  unscannedComments(rulesId: number, afterId: ResponseId, limit: number): Promise<PendingComment[]>;
  /** With `within` only those of these units and what lies under them. */
  countUnscanned(rulesId: number, within?: readonly string[]): Promise<number>;
  /** The tagged ones of these, by ascending id. */
  seriousTexts(ids: readonly ResponseId[]): Promise<PendingComment[]>;
  /**
   * Replaces what rules said about these comments. What a person flagged stays, and a case that somebody has dealt with stays
   * with its state, also when nothing flags it any more.
   */
  saveSeriousScan(scan: SeriousScan): Promise<void>;

  /** Puts a comment in the queue, open; false when there is no such comment. */
  flagByHand(response: ResponseId, flag: SeriousFlag, by: string, at: string): Promise<boolean>;
  /** Adds to the history and changes the state; false when the comment is not in the queue. */
  setSeriousState(response: ResponseId, entry: SeriousHistoryEntry): Promise<boolean>;
  /** Highest score first, newest first among equals. */
  listSerious(query: SeriousQuery, limit: number, offset: number): Promise<SeriousCase[]>;
  countSerious(query: SeriousQuery): Promise<number>;
  getSeriousCase(response: ResponseId): Promise<SeriousCase | null>;
  /** Over unit, period, channel and language of the filter. */
  summariseSerious(filter: FeedbackFilter): Promise<SeriousSummary>;
}

export function seriousMethods({ read, write }: Database): SeriousStore {
  return {
    getSeriousRules: (id) => read((sql) => getRuleSet(sql, id ?? null)),
    listSeriousRules: (limit) => read((sql) => listRuleSets(sql, limit)),
    saveSeriousRules: (row) => write((sql) => saveRuleSet(sql, row)),
    getSeriousHeads: (rulesId, space) => read((sql) => getHeads(sql, rulesId, space)),
    saveSeriousHeads: (rulesId, space, document) => write((sql) => saveHeads(sql, rulesId, space, document)),
    unscannedComments: (rulesId, afterId, limit) => read((sql) => unscannedComments(sql, rulesId, afterId, limit)),
    countUnscanned: (rulesId, within) => read((sql) => countUnscanned(sql, rulesId, within)),
    seriousTexts: (ids) => read((sql) => seriousTexts(sql, ids)),
    saveSeriousScan: (scan) => write((sql) => saveScan(sql, scan)),
    flagByHand: (response, flag, by, at) => write((sql) => flagByHand(sql, response, flag, by, at)),
    setSeriousState: (response, entry) => write((sql) => setState(sql, response, entry)),
    listSerious: (query, limit, offset) => read((sql) => listCases(sql, query, limit, offset)),
    countSerious: (query) =>
      read(async (sql) => {
        const { states } = await summariseCases(sql, query, query.category);
        return query.state === null ? Object.values(states).reduce((sum, n) => sum + n, 0) : states[query.state];
      }),
    getSeriousCase: (response) => read((sql) => getCase(sql, response)),
    summariseSerious: (filter) => read((sql) => summariseCases(sql, filter, null)),
  };
}
