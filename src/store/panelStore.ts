/** Rounds in which experience-expert panels review findings. */
import type { Database } from './database.js';
import type { Day } from '../domain/calendar.js';
import type { TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { Polarity, TagVersions, ThemeKey } from '../domain/theme.js';
import type { PartlyLocalised } from './findingStore.js';
import type { NewLabel } from './labelStore.js';
import {
  findingAnswers,
  roundComments,
  roundProgress,
  sampleAnswers,
  saveFindingAnswer,
  saveSampleAnswer,
} from './panelAnswers.js';
import { drawComments } from './panelDraw.js';
import {
  addRound,
  changeRound,
  deleteDraft,
  getRound,
  listRounds,
  memberLanguages,
  setMemberLanguages,
  setRoundState,
} from './panelRounds.js';
import { saveSettlements, settlementsOf } from './panelSettlements.js';
import type { CommentTags, ResponseId } from './store.js';

export const RECOGNITIONS = ['recognise', 'doNotRecognise', 'somethingMissing'] as const;
export type Recognition = (typeof RECOGNITIONS)[number];

export interface Round {
  readonly id: number;
  readonly title: PartlyLocalised;
  readonly state: 'draft' | 'open' | 'closed';
  /** Last day for answers, included. */
  readonly until: Day;
  readonly findings: readonly number[];
  /** Account ids. */
  readonly members: readonly string[];
  /** Comments whose themes members name, blind to the machine. */
  readonly sample: readonly ResponseId[];
  readonly createdBy: string;
  readonly createdAt: string;
  readonly closedAt: string | null;
}

export type NewRound = Omit<Round, 'id' | 'state' | 'closedAt'>;
export type RoundChange = Partial<Pick<Round, 'title' | 'until' | 'findings' | 'members' | 'sample'>>;

export interface FindingAnswer {
  readonly recognition: Recognition;
  /** 1–5, or null when not said. */
  readonly importance: number | null;
  /** Masked. */
  readonly text: string;
  readonly suggestedAction: string;
  readonly at: string;
}

/** The themes that a member saw in a comment of the sample; empty when none. */
export interface SampleAnswer {
  readonly themes: readonly { readonly theme: ThemeKey; readonly polarity: Polarity }[];
  /** All themes that the member was asked about. */
  readonly asked: readonly ThemeKey[];
  readonly at: string;
}

export interface MemberFindingAnswer {
  readonly finding: number;
  readonly member: string;
  readonly answer: FindingAnswer;
}

export interface MemberSampleAnswer {
  readonly response: ResponseId;
  readonly member: string;
  readonly answer: SampleAnswer;
}

/** A comment as members see it: nothing of its source, its unit, or what the tagger found in it. */
export interface SampleComment {
  readonly response: ResponseId;
  readonly lang: string;
  /** Masked. */
  readonly text: string;
}

/** How far a member is; nothing of what they said. */
export interface MemberProgress {
  readonly member: string;
  /** Languages that the member reads comments in; null until chosen. */
  readonly languages: readonly string[] | null;
  readonly findings: number;
  readonly comments: number;
}

/** What came of the answers about one theme of a comment. */
export interface Settlement {
  readonly response: ResponseId;
  readonly theme: ThemeKey;
  readonly readers: number;
  readonly seen: number;
  /** `open`: not settled; `facilitator`: the majority did not settle it, and the facilitator did. */
  readonly how: 'majority' | 'open' | 'facilitator';
  /** Null while open. */
  readonly present: boolean | null;
  readonly polarity: Polarity | null;
  /** The tagger by itself gave the theme when the round was settled. */
  readonly given: boolean;
  readonly by: string;
  readonly at: string;
}

/** A comment that may be drawn. */
export interface DrawnComment {
  readonly id: ResponseId;
  readonly lang: string;
  /** As tagged now. */
  readonly themes: readonly ThemeKey[];
}

export interface DrawFilter {
  /** Null: the whole organisation. */
  readonly unit: string | null;
  readonly from: Day;
  readonly to: Day;
  /** Units whose comments are not drawn, nor those under them. */
  readonly without: readonly string[];
  /** Only from a unit and language with at least this many comments in the period. */
  readonly atLeast: number;
  /** Characters. */
  readonly minLength: number;
  readonly maxLength: number;
}

/** The labels that follow from settlements, as LabelStore.saveLabels takes them. */
export interface SettledLabels {
  readonly labels: readonly NewLabel[];
  readonly machine: readonly CommentTags[];
  readonly versions: TagVersions;
  readonly taxonomy: TaxonomyDocument;
}

export interface PanelStore {
  addRound(round: NewRound): Promise<number>;
  getRound(id: number): Promise<Round | null>;
  /** Newest first; of one member where given. */
  listRounds(member?: string): Promise<Round[]>;
  /** Throws when the round is no draft. */
  changeRound(id: number, change: RoundChange): Promise<void>;
  /** Throws when the round is no draft. */
  deleteDraft(id: number): Promise<void>;
  /** Forward only: draft, open, closed. Throws otherwise. */
  setRoundState(id: number, state: Round['state'], at: string): Promise<void>;
  setMemberLanguages(round: number, member: string, languages: readonly string[]): Promise<void>;
  memberLanguages(round: number, member: string): Promise<readonly string[] | null>;
  /**
   * The newest answer of a member counts. Throws when the round is not open or `today` is past its last day, or the member or finding is
   * not part of it.
   */
  saveFindingAnswer(round: number, finding: number, member: string, answer: FindingAnswer, today: Day): Promise<void>;
  saveSampleAnswer(
    round: number,
    response: ResponseId,
    member: string,
    answer: SampleAnswer,
    today: Day,
  ): Promise<void>;
  /** By finding and member. */
  findingAnswers(round: number): Promise<readonly MemberFindingAnswer[]>;
  sampleAnswers(round: number): Promise<readonly MemberSampleAnswer[]>;
  roundProgress(round: number): Promise<readonly MemberProgress[]>;
  /** The comments of the sample, in its order. */
  roundComments(round: number): Promise<readonly SampleComment[]>;
  /**
   * At most `most` tagged comments in a random order that the seed decides, without those in the serious queue. Reads every comment of
   * the unit and period.
   */
  drawComments(filter: DrawFilter, most: number, seed: number): Promise<readonly DrawnComment[]>;
  /** Keeps what came of the answers, and the labels that follow, in one transaction. Throws when the round is not closed. */
  saveSettlements(round: number, settlements: readonly Settlement[], settled: SettledLabels): Promise<void>;
  settlementsOf(round: number): Promise<readonly Settlement[]>;
}

export function panelMethods({ read, write }: Database): PanelStore {
  return {
    addRound: (round) => write((sql) => addRound(sql, round)),
    getRound: (id) => read((sql) => getRound(sql, id)),
    listRounds: (member) => read((sql) => listRounds(sql, member ?? null)),
    changeRound: (id, change) => write((sql) => changeRound(sql, id, change)),
    deleteDraft: (id) => write((sql) => deleteDraft(sql, id)),
    setRoundState: (id, state, at) => write((sql) => setRoundState(sql, id, state, at)),
    setMemberLanguages: (round, member, languages) => write((sql) => setMemberLanguages(sql, round, member, languages)),
    memberLanguages: (round, member) => read((sql) => memberLanguages(sql, round, member)),
    saveFindingAnswer: (round, finding, member, answer, today) =>
      write((sql) => saveFindingAnswer(sql, { round, finding, member, today }, answer)),
    saveSampleAnswer: (round, response, member, answer, today) =>
      write((sql) => saveSampleAnswer(sql, { round, response, member, today }, answer)),
    findingAnswers: (round) => read((sql) => findingAnswers(sql, round)),
    sampleAnswers: (round) => read((sql) => sampleAnswers(sql, round)),
    roundProgress: (round) => read((sql) => roundProgress(sql, round)),
    roundComments: (round) => read((sql) => roundComments(sql, round)),
    drawComments: (filter, most, seed) => read((sql) => drawComments(sql, filter, most, seed)),
    saveSettlements: (round, settlements, settled) => write((sql) => saveSettlements(sql, round, settlements, settled)),
    settlementsOf: (round) => read((sql) => settlementsOf(sql, round)),
  };
}
