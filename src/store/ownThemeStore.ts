/** Themes that are being taught: their examples, the comments to be asked about, and what they would find. */
import type { Month } from '../domain/calendar.js';
import type { Localised, ThemeKey } from '../domain/theme.js';
import type { ResponseId } from './store.js';
import { candidateMethods } from './ownThemeCandidates.js';
import type { Database } from './database.js';
import { draftMethods } from './ownThemeDrafts.js';

/** A sentence that shows a theme, or what is not it. */
export interface OwnThemeSentence {
  readonly text: string;
  /** ISO 639-1, or `und`. */
  readonly lang: string;
  readonly present: boolean;
  /** Encoded span vectors and the space that they are of. */
  readonly space: string;
  readonly vectors: Uint8Array;
}

/** How many of a month's tagged comments the theme would be given to. */
export interface OwnThemeMonth {
  readonly month: Month;
  readonly comments: number;
  readonly given: number;
}

/**
 * `scanning`: all stored comments are being scored. `ready`: they are. `adopted`: the theme is in use, what taught it is kept for
 * teaching it further.
 */
export type OwnThemeState = 'scanning' | 'ready' | 'adopted';

/** A theme of an editor's own. */
export interface OwnThemeDraft {
  readonly key: ThemeKey;
  readonly name: Localised;
  readonly description: Localised;
  readonly excludes: Localised;
  /** Slot in the palette, or null for the next free one. */
  readonly colour: number | null;
  readonly sentences: readonly OwnThemeSentence[];
  readonly state: OwnThemeState;
  /** JSON of the OwnThemeHead that holds now, fitted on the sentences and on `answers` answers. */
  readonly head: string;
  readonly answers: number;
  /** Answers that the last full scan rested on; null before the first has ended. */
  readonly scannedAnswers: number | null;
  /** Comments scored by the scan under way or ended, and how many there are. */
  readonly scanned: number;
  readonly total: number;
  /** By month, of the last scan that ended; empty before. */
  readonly months: readonly OwnThemeMonth[];
  readonly by: string;
  /** ISO date-times, UTC. */
  readonly createdAt: string;
  readonly changedAt: string;
}

/** A stored comment that may be asked about. */
export interface OwnThemeCandidate {
  readonly id: ResponseId;
  readonly text: string;
  readonly lang: string;
  /** Probability 0–1 by the head that holds now. */
  readonly score: number;
  /** Drawn at random; else among the highest. */
  readonly random: boolean;
}

export interface OwnThemeStore {
  /** Oldest first. */
  listOwnThemes(): Promise<OwnThemeDraft[]>;
  getOwnTheme(key: ThemeKey): Promise<OwnThemeDraft | null>;
  /** Adds a draft, or replaces all of it but its candidates. */
  saveOwnTheme(draft: OwnThemeDraft): Promise<void>;
  /** Changes these fields only; false when there is none. */
  updateOwnTheme(key: ThemeKey, change: Partial<Omit<OwnThemeDraft, 'key' | 'by' | 'createdAt'>>): Promise<boolean>;
  /** Deletes the draft and its candidates; false when there is none. */
  deleteOwnTheme(key: ThemeKey): Promise<boolean>;
  /** Every candidate, highest score first. */
  ownThemeCandidates(key: ThemeKey): Promise<OwnThemeCandidate[]>;
  /** In place of all there were. */
  replaceOwnThemeCandidates(
    key: ThemeKey,
    candidates: readonly Pick<OwnThemeCandidate, 'id' | 'score' | 'random'>[],
  ): Promise<void>;
  /** New scores of candidates that are there. */
  rescoreOwnThemeCandidates(key: ThemeKey, scores: readonly Pick<OwnThemeCandidate, 'id' | 'score'>[]): Promise<void>;
}

export function ownThemeMethods(database: Database): OwnThemeStore {
  return { ...draftMethods(database), ...candidateMethods(database) };
}
