/**
 * What an installation has learned on top of the shipped heads.json: a refitted stack, and heads of its own themes. Small enough
 * to be kept for every version as JSON. Formula numbers are those of models/MODEL.md.
 */
import type { ThemeKey } from '../domain/theme.js';

/** Log-odds of a theme = encoder · encoder logit + lexical · lexical logit + bias (formula 6). */
export interface ThemeStack {
  readonly encoder: number;
  readonly lexical: number;
  readonly bias: number;
}

/** Linear model of an own theme; scored like a shipped one (formulas 4–6), its polarity is the mean of the shipped heads'. */
export interface OwnThemeHead {
  readonly theme: ThemeKey;
  /** On standardised span vectors (spanVectors.ts): base64 of little-endian binary32, as many as a vector has numbers. */
  readonly encoder: string;
  readonly encoderBias: number;
  /** On tf-idf of hashed n-grams with the shipped theme idf and shape, length 1: bucket and weight, by bucket. */
  readonly lexical: readonly (readonly [bucket: number, weight: number])[];
  readonly lexicalBias: number;
  readonly stack: ThemeStack;
  /** Probability over which the theme is given, 0–1. */
  readonly threshold: number;
}

export interface HeadsOverlay {
  readonly format: 1;
  /** In place of the shipped ones; a theme that is not named keeps its shipped numbers. */
  readonly themes: Readonly<Record<ThemeKey, { readonly stack: ThemeStack; readonly threshold: number }>>;
  /** Formula 7 in place of the shipped one; null keeps it. */
  readonly polarityStack: { readonly weight: readonly (readonly number[])[]; readonly bias: readonly number[] } | null;
  readonly ownThemes: readonly OwnThemeHead[];
  /** The confirmed comments that stack and thresholds were fitted on, besides the committed ones (trainingRows.ts: identity). */
  readonly learnedFrom?: readonly string[];
}

export const EMPTY_OVERLAY: HeadsOverlay = { format: 1, themes: {}, polarityStack: null, ownThemes: [] };
