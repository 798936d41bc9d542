/** Groups of comments that no theme was given to. */
import type { Day } from '../domain/calendar.js';
import type { LanguageCode, Scale } from '../domain/response.js';
import type { Direction } from '../domain/similarity.js';
import type { Language } from '../domain/theme.js';
import type { ResponseId } from './store.js';

/** What most of a group's comments in a language say and others do not, best first. */
export type GroupPhrases = Readonly<Partial<Record<Language, readonly string[]>>>;

export interface NewCommentGroup {
  /** Of the group of an earlier run that this one is again, or null for a new one. */
  readonly id: number | null;
  /** Mean direction of its texts (domain/similarity.ts). */
  readonly centroid: Direction;
  readonly phrases: GroupPhrases;
  /** Mean similarity of two of its texts, −1 to 1; around 0 for texts that have nothing in common. */
  readonly cohesion: number;
  readonly members: readonly { readonly id: ResponseId; readonly similarity: number }[];
}

export interface GroupMember {
  readonly id: ResponseId;
  readonly text: string;
  readonly lang: LanguageCode;
  readonly day: Day;
  readonly score: number | null;
  readonly scale: Scale;
  /** To the group's centroid. */
  readonly similarity: number;
}

export interface CommentGroup {
  readonly id: number;
  readonly phrases: GroupPhrases;
  readonly cohesion: number;
  /** Ids of the runs that found it first and last. */
  readonly firstRun: number;
  readonly lastRun: number;
  /** Those that still have no theme, most typical first. */
  readonly members: readonly GroupMember[];
}

/** A group of an earlier run, to be found again. */
export interface KnownGroup extends Pick<NewCommentGroup, 'centroid' | 'phrases'> {
  readonly id: number;
}

export interface CommentGroupStore {
  /** Groups of this space that were found last in one of the newest `runs` runs, newest run first. */
  knownGroups(space: string, runs: number): Promise<KnownGroup[]>;
  /**
   * Stores what a run found; groups that it did not find again stay known, without members.
   * @returns ids in the order given
   */
  saveGroups(run: number, space: string, groups: readonly NewCommentGroup[]): Promise<number[]>;
  /** Groups that the run found, largest first; those whose comments all have a theme by now are left out. */
  listGroups(run: number): Promise<CommentGroup[]>;
  /** Null when it is not known. */
  getGroup(id: number): Promise<CommentGroup | null>;
}
