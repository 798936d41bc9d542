/** What the tagger learns from people; implementations work off the event loop (taggerPool.ts). */
import type { Polarity, ThemeKey } from '../domain/theme.js';
import type { HeadsOverlay, OwnThemeHead } from './overlay.js';
import type { ThemeReason } from './tagger.js';
import type { TrainingReport } from './trainingReport.js';

/** A text whose span vectors are known (spanVectors.ts). */
export interface EmbeddedText {
  readonly text: string;
  readonly vectors: Uint8Array;
}

/** An example of an own theme, or of what is not it. */
export interface OwnThemeExample extends EmbeddedText {
  readonly present: boolean;
  /**
   * `example`: a sentence written to show the theme, or what is not it. `person`: someone's answer on a stored comment.
   * `background`: a stored comment drawn at random, taken to be none because most are.
   */
  readonly origin: 'example' | 'person' | 'background';
}

/** What people said about a comment. Themes that are not named are not known, unless `complete`. */
export interface TrainingComment extends EmbeddedText {
  readonly lang: string;
  readonly verdicts: readonly {
    readonly theme: ThemeKey;
    readonly present: boolean;
    readonly polarity: Polarity | null;
  }[];
  /** Every theme that is not among the verdicts is absent. */
  readonly complete: boolean;
  /** `committed` labels come with the product; `person`: confirmed in this installation. */
  readonly origin: 'committed' | 'person';
}

export interface Learner {
  /** Fits the head of an own theme; at least one example that is present and one that is not. Same input, same head. */
  fitOwnTheme(theme: ThemeKey, examples: readonly OwnThemeExample[]): Promise<OwnThemeHead>;
  /** Probability 0–1 of the theme for each text, in order. */
  rank(head: OwnThemeHead, texts: readonly EmbeddedText[]): Promise<number[]>;
  /** Refits stack, thresholds and polarity by cross-validation, and compares with `current`. Same input and seed, same outcome. */
  train(
    comments: readonly TrainingComment[],
    current: HeadsOverlay,
    seed: number,
  ): Promise<{ readonly overlay: HeadsOverlay; readonly report: TrainingReport }>;
  /** Reasons for every theme of the heads with `overlay`, per text, in order. */
  judge(texts: readonly EmbeddedText[], overlay: HeadsOverlay): Promise<ThemeReason[][]>;
}
