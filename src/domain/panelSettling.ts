/** How a panel's answers are settled: what a comment says, and what becomes of a finding. The rules are in docs/panels.md. */
import type { Polarity, ThemeKey } from './theme.js';

/** Fewer readers than this settle nothing. */
export const READERS_NEEDED = 3;
/** Share of members who do not recognise a finding from which on it is not confirmed. */
const DOUBT_ALLOWED = 0.25;

/** What one member said about a comment. */
export interface Reading {
  /** Themes that the member was asked about. */
  readonly asked: readonly ThemeKey[];
  /** Those of them that the member saw. */
  readonly seen: readonly { readonly theme: ThemeKey; readonly polarity: Polarity }[];
}

export interface ThemeSettlement {
  readonly theme: ThemeKey;
  /** Members who were asked about the theme, and who saw it. */
  readonly readers: number;
  readonly seen: number;
  /** Null where it is not settled. */
  readonly present: boolean | null;
  /** Of those who saw it, what more than half of them said; null otherwise, and where the theme is not there. */
  readonly polarity: Polarity | null;
}

/** A theme is there, or not, when at least three members read the comment and more than half of them say so. */
export function settleComment(readings: readonly Reading[], themes: readonly ThemeKey[]): ThemeSettlement[] {
  return themes.map((theme) => {
    const readers = readings.filter((reading) => reading.asked.includes(theme));
    const found = readers.flatMap((reading) => reading.seen.filter((each) => each.theme === theme));
    const present = verdictOf(found.length, readers.length);
    return {
      theme,
      readers: readers.length,
      seen: found.length,
      present,
      polarity: present === true ? majorityOf(found.map((each) => each.polarity)) : null,
    };
  });
}

function verdictOf(seen: number, readers: number): boolean | null {
  if (readers < READERS_NEEDED || 2 * seen === readers) return null;
  return 2 * seen > readers;
}

function majorityOf(said: readonly Polarity[]): Polarity | null {
  return said.find((each) => 2 * said.filter((other) => other === each).length > said.length) ?? null;
}

/** How many members said what about a finding. */
export interface RecognitionCounts {
  readonly recognise: number;
  readonly doNotRecognise: number;
  readonly somethingMissing: number;
}

export type SuggestedState = 'confirmed' | 'disputed' | 'needsMore';

/**
 * What the answers speak for; the facilitator decides. Confirmed: at least three answers, more than half recognise it, and at most a
 * quarter do not. Disputed: at least three answers, and more than a quarter do not recognise it. Else more is needed.
 */
export function suggestState({ recognise, doNotRecognise, somethingMissing }: RecognitionCounts): SuggestedState {
  const answers = recognise + doNotRecognise + somethingMissing;
  if (answers < READERS_NEEDED) return 'needsMore';
  if (doNotRecognise > DOUBT_ALLOWED * answers) return 'disputed';
  return 2 * recognise > answers ? 'confirmed' : 'needsMore';
}
