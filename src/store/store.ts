/**
 * What the service asks of its database. The only implementation is on SQLite (sqliteStore.ts); flows see this type alone.
 * Every method is atomic: it has happened whole or not at all.
 */
import type { Day, Month } from '../domain/calendar.js';
import type { CommentFilter, FeedbackFilter } from '../domain/feedbackFilter.js';
import type {
  ChannelOrUnknown,
  CommentState,
  LanguageCode,
  NewResponse,
  Scale,
  ScoreClass,
} from '../domain/response.js';
import type { TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { Localised, TagVersions, ThemeSetKey, ThemeTag } from '../domain/theme.js';
import type { AccountStore } from './accountStore.js';
import type { AuditStore } from './auditStore.js';
import type { FindingStore } from './findingStore.js';
import type { PanelStore } from './panelStore.js';
import type { ActionStore } from './actionStore.js';
import type { ArrivalQuery, TeamStore } from './teamStore.js';
import type { SubjectStore } from './subjectStore.js';
import type { AnnotationStore } from './annotationStore.js';
import type { CorpusStore } from './corpusStore.js';
import type { InstallationStore } from './installationStore.js';
import type { LabelStore } from './labelStore.js';
import type { OwnThemeStore } from './ownThemeStore.js';
import type { QualityStore } from './qualityStore.js';
import type { SeriousStore } from './seriousStore.js';
import type { SimilarityStore } from './similarityStore.js';

export type { Annotation, NewAnnotation, VisitCount } from './annotationStore.js';

export type ResponseId = number;

export type StoredOutcome =
  | { readonly outcome: 'accepted'; readonly id: ResponseId }
  /** The same identity with the same content is there already. */
  | { readonly outcome: 'duplicate'; readonly id: ResponseId }
  /** The same identity is there with other content; nothing was changed. */
  | { readonly outcome: 'conflict'; readonly id: ResponseId }
  | { readonly outcome: 'erased'; readonly id: 0 }; // at the data subject's request, and stays so: there is no response

/** A response with what the store needs to file it. */
export interface IncomingResponse extends NewResponse {
  /** Space-separated search stems of the comment; empty without one. */
  readonly stems: string;
  /** `none` without a comment, else `pending` or `unsupported`. */
  readonly initialState: CommentState;
  /** The unmasked comment, only where the installation keeps it for a while. */
  readonly original?: { readonly text: string; readonly deleteAfter: Day };
}

export interface Unit {
  /** Unique, stable, URL-safe: `hospital`. */
  readonly code: string;
  readonly parent: string | null;
  readonly name: Localised;
  /** NPS target, or null where none is set (then the nearest ancestor's holds). */
  readonly target: number | null;
}

export interface ImportRecord {
  readonly id: number;
  readonly source: string;
  readonly fileName: string;
  readonly state: 'running' | 'done' | 'failed';
  /** Rows read so far, and how many there are in all once known. */
  readonly rowsRead: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Bytes of the file read so far and in all, for progress. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  /** Why it failed, in the reporter's words, or null. */
  readonly error: string | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Where rejected rows were written for mending, relative to the data folder; null when there are none. */
  readonly rejectionsFile: string | null;
}

/** What a running import changes of its record; counters are new totals, not increments. */
export type ImportProgress = Partial<Omit<ImportRecord, 'id' | 'source' | 'fileName' | 'startedAt'>>;

/** A comment that waits for tagging. */
export interface PendingComment {
  readonly id: ResponseId;
  readonly text: string;
  readonly lang: LanguageCode;
}

/** Span vectors of one text in one vector space, as stored: see tagging/spanVectors.ts for the encoding. */
export interface StoredVectors {
  /** sha256 (hex) of the masked text: several responses may share a text, never an identity. */
  readonly textHash: string;
  readonly bytes: Uint8Array;
  /** The whole text's direction, for finding similar texts; absent when read. */
  readonly whole?: Int8Array;
}

/** Result of tagging one stored comment. */
export interface CommentTags {
  readonly id: ResponseId;
  /** `tagged`, or `unsupported` for a language that is not tagged (then without tags). */
  readonly state: Extract<CommentState, 'tagged' | 'unsupported'>;
  readonly tags: readonly ThemeTag[];
}

/** Dimensions that counted cells can be split by; what is not asked for is summed over. */
export type CellDimension = 'unit' | 'month' | 'day' | 'channel' | 'lang' | 'scoreClass' | 'commentState' | 'themes';

/** A count of responses; only the dimensions asked for are present. */
export interface Cell {
  /** Code of one of the units asked for: the unit and all under it. */
  readonly unit?: string;
  readonly month?: Month;
  readonly day?: Day;
  readonly channel?: ChannelOrUnknown;
  readonly lang?: LanguageCode;
  readonly scoreClass?: ScoreClass;
  readonly commentState?: CommentState;
  readonly themes?: ThemeSetKey;
  readonly count: number;
}

/** A count of answers to one survey statement. */
export interface StatementCell {
  readonly statement: string;
  /** 1–5. */
  readonly value: number;
  readonly count: number;
}

/** One respondent's score and answers. */
export interface StatementAnswers {
  readonly scoreClass: Exclude<ScoreClass, 'none'>;
  /** Code of the child of the unit asked for that they lie under, or of that unit itself; of a root for the whole organisation. */
  readonly unit: string;
  readonly channel: ChannelOrUnknown;
  /** 1–5 by statement; at least one. */
  readonly answers: Readonly<Record<string, number>>;
}

export interface CommentRow {
  readonly id: ResponseId;
  readonly source: string;
  readonly sourceId: string;
  readonly day: Day;
  readonly answeredAt: string | null;
  readonly unit: string;
  readonly channel: ChannelOrUnknown;
  readonly lang: LanguageCode;
  readonly score: number | null;
  readonly scale: Scale;
  readonly text: string;
  readonly state: CommentState;
  /** Most confident first. */
  readonly tags: readonly ThemeTag[];
  /** Null until tagged. */
  readonly versions: TagVersions | null;
}

export interface CommentPage {
  readonly items: readonly CommentRow[];
  /** Opaque; null on the last page. */
  readonly next: string | null;
}

/** What Store.listComments looks for beside the filter: search words already reduced to stems. */
export interface CommentQuery extends CommentFilter, ArrivalQuery {
  /** One group per word of `q`; a group matches when any of its stems or stem prefixes (ending in `*`) occurs. */
  readonly stems: readonly (readonly string[])[];
  readonly limit: number;
  readonly cursor: string | null;
  /** Only comments whose text has at least this many characters; for quotes. */
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface TaggingProgress {
  /** Responses with a comment, by state. */
  readonly pending: number;
  readonly tagged: number;
  readonly unsupported: number;
}

/** What has to do with responses and their figures. */
export interface FeedbackStore {
  // units
  listUnits(): Promise<Unit[]>;
  /** Adds units or changes the names and targets of those known; a parent comes before its children. */
  saveUnits(units: readonly Unit[]): Promise<void>;

  // ingest
  /**
   * Stores new responses with their cells and search stems in one transaction, outcomes in the order given. Units of a path
   * that are unknown are added under their parent, named by `unitNames` or their code. `importProgress` is written in the same
   * transaction, so that a crash leaves counters and responses in step.
   */
  addResponses(
    responses: readonly IncomingResponse[],
    options?: {
      readonly importId?: number;
      readonly importProgress?: ImportProgress;
      readonly unitNames?: ReadonlyMap<string, string>;
    },
  ): Promise<StoredOutcome[]>;
  startImport(
    record: Pick<ImportRecord, 'source' | 'fileName' | 'bytesTotal'> & { readonly startedAt: string },
  ): Promise<number>;
  updateImport(id: number, progress: ImportProgress): Promise<void>;
  getImport(id: number): Promise<ImportRecord | null>;
  /** Newest first. */
  listImports(limit: number): Promise<ImportRecord[]>;
  /** The answer stored for an idempotency key, or null. */
  getIdempotent(key: string): Promise<{ readonly requestHash: string; readonly body: string } | null>;
  saveIdempotent(key: string, requestHash: string, body: string, at: string): Promise<void>;
  /** Deletes answers given before the day; how many. */
  purgeIdempotent(before: Day): Promise<number>;

  /** Deletes unmasked comments whose time is over; how many. */
  purgeOriginals(today: Day): Promise<number>;

  // tagging
  /** Newest answers first. */
  pendingComments(limit: number): Promise<PendingComment[]>;
  taggingProgress(): Promise<TaggingProgress>;
  getVectors(space: string, textHashes: readonly string[]): Promise<StoredVectors[]>;
  /**
   * Tags, vectors, comment states and cells in one transaction; tags that a comment had are replaced. Labels that people confirmed
   * are laid over the machine's tags, as `taxonomy` counts them (without one, each theme for itself).
   */
  saveTags(
    tags: readonly CommentTags[],
    versions: TagVersions,
    vectors: readonly StoredVectors[],
    taxonomy?: TaxonomyDocument,
  ): Promise<void>;
  /** Comments tagged with other versions than these, by ascending id after `afterId`, for re-tagging. */
  commentsTaggedOtherwise(versions: TagVersions, afterId: ResponseId, limit: number): Promise<PendingComment[]>;
  countTaggedOtherwise(versions: TagVersions): Promise<number>;

  // figures
  /**
   * Counts by the dimensions asked for. `units`: count each of these (with what lies under it) apart, for the `unit` dimension;
   * else `filter.unit`. Whole months come from monthly cells, the rest from daily ones.
   */
  readCells(filter: FeedbackFilter, by: readonly CellDimension[], units?: readonly string[]): Promise<Cell[]>;
  readStatements(filter: FeedbackFilter): Promise<StatementCell[]>;
  /** The newest `limit` responses with an NPS score and at least one statement answered. */
  readStatementAnswers(filter: FeedbackFilter, limit: number): Promise<StatementAnswers[]>;
  /** First and last day that has a response within the unit, null when there is none. */
  dayRange(unit: string | null): Promise<{ readonly from: Day; readonly to: Day } | null>;
  /** Languages and channels that occur, most frequent first. */
  knownLanguages(): Promise<LanguageCode[]>;
  knownChannels(): Promise<ChannelOrUnknown[]>;

  // comments
  listComments(query: CommentQuery): Promise<CommentPage>;
  getComment(id: ResponseId): Promise<CommentRow | null>;
  /** How many comments match; exact. */
  countComments(query: Omit<CommentQuery, 'limit' | 'cursor'>): Promise<number>;
  /** Masked texts of comments for word statistics, newest first, at most `limit`. */
  commentTexts(
    query: Omit<CommentQuery, 'cursor'>,
  ): Promise<{ readonly text: string; readonly tags: readonly ThemeTag[] }[]>;

  // housekeeping
  getSetting(key: string): Promise<string | null>;
  setSetting(key: string, value: string): Promise<void>;
  /** True when no response has ever been stored. */
  isEmpty(): Promise<boolean>;
  /** A consistent copy while serving. */
  backup(file: string): Promise<void>;
  /** Problems found, empty when sound: SQLite's own integrity check, cells against a recount, orphans. */
  check(): Promise<string[]>;
  close(): Promise<void>;
}

export interface Store
  extends
    FeedbackStore,
    AccountStore,
    AuditStore,
    FindingStore,
    PanelStore,
    ActionStore,
    TeamStore,
    SubjectStore,
    AnnotationStore,
    LabelStore,
    InstallationStore,
    CorpusStore,
    OwnThemeStore,
    QualityStore,
    SeriousStore,
    SimilarityStore {}
