/** From comment texts to themes. Implementations run inference off the event loop. */
import type { Polarity, Span, TagVersions, ThemeKey, ThemeTag } from '../domain/theme.js';

/** One text tagged. */
export interface Tagging {
  /** Those over their threshold, most confident first. */
  readonly tags: readonly ThemeTag[];
}

/** Why a theme was or was not given to a text. */
export interface ThemeReason {
  readonly theme: ThemeKey;
  readonly given: boolean;
  /** Calibrated probability 0–1 and the threshold that it had to pass. */
  readonly confidence: number;
  readonly threshold: number;
  readonly polarity: Polarity;
  readonly polarityProbabilities: Readonly<Record<Polarity, number>>;
  readonly evidence: readonly Span[];
  /** Log-odds that the stacked encoder and character models and the constant add; they sum to logit(confidence). */
  readonly encoder: number;
  readonly lexical: number;
  readonly constant: number;
  /** Each clause's own encoder logit for the theme, in text order. */
  readonly clauses: readonly { readonly span: Span; readonly logit: number }[];
}

export interface TaggerInput {
  readonly text: string;
  /** Encoded span vectors of the text (spanVectors.ts) when they are known; else the text is embedded. */
  readonly vectors?: Uint8Array;
}

export interface TaggerOutput extends Tagging {
  /** Encoded span vectors, new or as given. */
  readonly vectors: Uint8Array;
}

export interface Tagger {
  readonly versions: TagVersions;
  /** Languages with measured quality; others are stored as `unsupported`. */
  readonly languages: readonly string[];
  /** Order kept. Tags always come from the encoded vectors, so that tagging again from stored ones gives the same bit for bit. */
  tag(inputs: readonly TaggerInput[]): Promise<TaggerOutput[]>;
  explain(input: TaggerInput): Promise<ThemeReason[]>;
  /** Resolves when a worker has loaded the model; rejects with the cause. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
