/** From comment texts to themes. Implementations run inference off the event loop. */
import type { TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { Polarity, Span, TagVersions, ThemeKey, ThemeTag } from '../domain/theme.js';
import type { HeadsOverlay } from './overlay.js';

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
  /** Log-odds that the encoder's words, the characters and the constants (biases and all) add: their sum is logit(confidence). */
  readonly encoder: number;
  readonly lexical: number;
  readonly constant: number;
  /** What each clause adds, in text order. */
  readonly clauses: readonly ClauseShare[];
  /**
   * What no clause adds: words between clauses, and the rounding of stored vectors. The clauses' encoder shares and
   * `rest.encoder` sum to `encoder`; the same for `lexical`.
   */
  readonly rest: { readonly encoder: number; readonly lexical: number };
}

/** What a clause adds to a theme's log-odds. Exact: pooling is linear before the maximum over spans, and so are n-gram counts. */
export interface ClauseShare {
  readonly span: Span;
  /** The encoder's logit of the clause by itself (formula 4). */
  readonly logit: number;
  /** 0 for every other clause when one clause alone decided the encoder's score. */
  readonly encoder: number;
  readonly lexical: number;
}

export interface TaggerInput {
  readonly text: string;
  /** Encoded span vectors of the text (spanVectors.ts) when they are known; else the text is embedded. */
  readonly vectors?: Uint8Array;
}

export interface TaggerOutput extends Tagging {
  /** Encoded span vectors, new or as given. */
  readonly vectors: Uint8Array;
  /** The whole text's standardised vector in 8-bit integers, for finding similar texts: only its direction counts. */
  readonly whole: Int8Array;
}

/** What an installation tags with. */
export interface InstalledHeads {
  readonly overlay: HeadsOverlay;
  readonly taxonomy: TaxonomyDocument;
}

export interface Tagger {
  /** Of the heads and themes installed now. Read it in the same breath as calling `tag`, which uses what is installed then. */
  readonly versions: TagVersions;
  /** Languages with measured quality; others are stored as `unsupported`. */
  readonly languages: readonly string[];
  /** Order kept. Tags always come from the encoded vectors, so that tagging again from stored ones gives the same bit for bit. */
  tag(inputs: readonly TaggerInput[]): Promise<TaggerOutput[]>;
  /** Tags as `installed` would give them, for a look at what a change does. */
  tagAs(installed: InstalledHeads, inputs: readonly TaggerInput[]): Promise<TaggerOutput[]>;
  /** One reason per active theme, given or not. */
  explain(input: TaggerInput): Promise<ThemeReason[]>;
  /** From the next call on everything is tagged with these. Throws when an own theme's head does not fit the encoder. */
  install(installed: InstalledHeads): void;
  /** The versions that tags of `installed` would carry. */
  versionsOf(installed: InstalledHeads): TagVersions;
  /** Resolves when a worker has loaded the model; rejects with the cause. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
