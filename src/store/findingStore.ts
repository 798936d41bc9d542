/** Findings, the rounds in which panels review them, and the actions that follow. */
import type { Day, Period } from '../domain/calendar.js';
import type { Certainty } from '../domain/difference.js';
import { FINDING_STATES, type FindingState } from '../domain/findingState.js';
import type { Database } from './database.js';
import { addFinding, changeFinding, dataVersion, findingHistory, getFinding, listFindings } from './findings.js';
import type { Localised, Polarity, TagVersions, ThemeKey } from '../domain/theme.js';
import type { ResponseId } from './store.js';

/** Text in the languages that someone wrote it in; at least one is not empty. */
export type PartlyLocalised = Partial<Localised>;

export { FINDING_STATES, type FindingState };

/** A figure as it was when the finding was made; it never changes afterwards. */
export interface FrozenFigure {
  /** What it is, as a key that pages put into words: `nps`, `npsChange`, `share`, `contribution` … (domain/findingFigure.ts). */
  readonly kind: string;
  readonly theme: ThemeKey | null;
  /** Unit code or channel, where the figure is about one beside that of the finding; else null. */
  readonly subject: string | null;
  /** In the unit of its kind (NPS points, or a share 0–1); null when suppressed. */
  readonly value: number | null;
  /** 95 %. */
  readonly interval: readonly [number, number] | null;
  /** Answers that it rests on; null when suppressed. */
  readonly n: number | null;
  readonly from: Day;
  readonly to: Day;
  /** What a change is measured from; null for a figure of one period. */
  readonly base: Period | null;
  /** Of a change or a difference; null for others. */
  readonly certainty: Certainty | null;
}

export interface FrozenQuote {
  /** Masked. */
  readonly text: string;
  readonly lang: string;
  readonly polarity: Polarity | null;
  /** True for one that goes against the claim. */
  readonly contradicts: boolean;
  /** Panels may read it; those that are not approved are for the staff alone. */
  readonly approved: boolean;
  /** Where it is from, so that it can be erased; never shown to panels. */
  readonly response: ResponseId;
}

export interface Finding {
  readonly id: number;
  readonly state: FindingState;
  /** Null: the whole organisation. */
  readonly unit: string | null;
  readonly theme: ThemeKey | null;
  readonly from: Day;
  readonly to: Day;
  /** Plain language. */
  readonly claim: PartlyLocalised;
  /** What the data cannot show. */
  readonly limits: PartlyLocalised;
  readonly figures: readonly FrozenFigure[];
  readonly quotes: readonly FrozenQuote[];
  readonly versions: TagVersions;
  /** Newest response that the figures counted, so that the data are known: id and how many there were. */
  readonly dataVersion: { readonly lastResponse: ResponseId; readonly responses: number };
  /** The page that it was made from. */
  readonly madeFrom: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly changedAt: string;
  /** What the facilitator wrote after the round. */
  readonly consensus: PartlyLocalised;
  readonly dissent: PartlyLocalised;
  /** The finding that this one is a new version of, or null. */
  readonly replaces: number | null;
  /** Since when claim, limits and quotes can no longer change: a round had opened on it. Null until then. */
  readonly fixedAt: string | null;
  /** Quotes that were erased because the person whose words they were asked for it. */
  readonly erasedQuotes: number;
}

export type NewFinding = Omit<Finding, 'id' | 'changedAt' | 'consensus' | 'dissent' | 'fixedAt' | 'erasedQuotes'>;
export type FindingChange = Partial<Pick<Finding, 'state' | 'claim' | 'limits' | 'quotes' | 'consensus' | 'dissent'>>;

/** One field of a finding that someone changed. */
export interface FindingHistoryEntry {
  readonly field: keyof FindingChange;
  /** As JSON. Of quotes only how many there were, so that no erased words live on here. */
  readonly before: string;
  readonly after: string;
  /** Account id. */
  readonly by: string;
  /** ISO date-time, UTC. */
  readonly at: string;
}

export interface FindingStore {
  /** Its id. Throws when the unit, the finding that it replaces, or a quote's response is not known. */
  addFinding(finding: NewFinding): Promise<number>;
  getFinding(id: number): Promise<Finding | null>;
  /** Newest first; units: those and everything under them, null or left out for all. */
  listFindings(filter: {
    readonly states?: readonly FindingState[];
    readonly units?: readonly string[] | null;
  }): Promise<Finding[]>;
  /**
   * Every field that differs is noted in the history. The state `inReview` fixes claim, limits and quotes for good. Throws when
   * there is no such finding, or when what is fixed would change.
   */
  changeFinding(id: number, change: FindingChange, by: string, at: string): Promise<void>;
  /** Every change, oldest first. */
  findingHistory(id: number): Promise<FindingHistoryEntry[]>;
  /** The newest response and how many there are. */
  dataVersion(): Promise<Finding['dataVersion']>;
}

export function findingMethods({ read, write }: Database): FindingStore {
  return {
    addFinding: (finding) => write((sql) => addFinding(sql, finding)),
    getFinding: (id) => read((sql) => getFinding(sql, id)),
    listFindings: (filter) => read((sql) => listFindings(sql, filter)),
    changeFinding: (id, change, by, at) => write((sql) => changeFinding(sql, id, change, by, at)),
    findingHistory: (id) => read((sql) => findingHistory(sql, id)),
    dataVersion: () => read(dataVersion),
  };
}
