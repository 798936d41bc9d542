/** A client's answer: a score, a comment, or both. */
import type { Day } from './calendar.js';

export const CHANNELS = ['sms', 'web', 'paper', 'kiosk', 'phone'] as const;
export type Channel = (typeof CHANNELS)[number];
/** `unknown` where the source does not say. */
export type ChannelOrUnknown = Channel | 'unknown';

/** ISO 639-1 code, or `und` when the language could not be told. */
export type LanguageCode = string;

/**
 * Answer scale. `nps` is 0–10 and the only one that enters NPS; any other (`1-5`, `fft5`) is stored with its name and never
 * pooled with it.
 */
export type Scale = string;
export const NPS_SCALE: Scale = 'nps';

/** NPS class of a score on the `nps` scale; `none` without a score on that scale. */
export const SCORE_CLASSES = ['promoter', 'passive', 'detractor', 'none'] as const;
export type ScoreClass = (typeof SCORE_CLASSES)[number];

/** Promoter 9–10, passive 7–8, detractor 0–6 (Reichheld 2003). Null or another scale: `none`. */
export function scoreClass(score: number | null, scale: Scale): ScoreClass {
  if (score === null || scale !== NPS_SCALE) return 'none';
  if (score >= 9) return 'promoter';
  return score >= 7 ? 'passive' : 'detractor';
}

/**
 * Where a response's comment stands: `none` has no comment, `pending` waits for tagging, `tagged` has been read by the
 * tagger (with or without a theme), `unsupported` is in a language that the tagger has no measured quality for.
 */
export const COMMENT_STATES = ['none', 'pending', 'tagged', 'unsupported'] as const;
export type CommentState = (typeof COMMENT_STATES)[number];

/** A response as it came through parsing and masking, ready to be stored. */
export interface NewResponse {
  readonly source: string;
  /** The source's own id; (source, sourceId) is the identity of a response. */
  readonly sourceId: string;
  readonly day: Day;
  /** ISO instant when the source gave a time, else null. */
  readonly answeredAt: string | null;
  /** Codes from the root of the unit tree down, at least one: `['hospital', 'surgery', 'clinic-3']`. */
  readonly unitPath: readonly string[];
  readonly channel: ChannelOrUnknown;
  /** Language of the comment (given, else recognised); `und` without a comment and without a given language. */
  readonly lang: LanguageCode;
  /** Integer on its scale, or null. */
  readonly score: number | null;
  readonly scale: Scale;
  /** Masked comment text, or null. */
  readonly comment: string | null;
  /** Answers to survey statements, 1–5, by statement key. */
  readonly statements: Readonly<Record<string, number>>;
  /** Keyed hash of the row as it came in; tells a repeat from a conflicting row with the same identity. */
  readonly contentHash: string;
}

/** The seven statements of the national uniform client feedback, and ones that organisations ask beside them. */
export const STATEMENT_KEYS = [
  'got_help',
  'cared_for',
  'decided_together',
  'felt_safe',
  'knows_next',
  'understandable',
  'useful',
  'heard',
] as const;
