/** What a training run found: figures before and after, all by cross-validation, and whether the new heads may replace the old. */
import type { ThemeKey } from '../domain/theme.js';

/** Precision, recall and F1 (0–1) of one theme in one language; null without a base. */
export interface CellQuality {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Mean squared error of the confidence (Brier 1950), 0–1, 0 is best. */
  readonly brier: number | null;
}

export interface TrainingCell {
  /**
   * `theme`: F1, a tag is right when the theme is there; `joint`: F1, a tag is right when its polarity is right too; `confidence`:
   * Brier score. Cells of `theme` come first.
   */
  readonly measure: 'theme' | 'joint' | 'confidence';
  /** Null: all themes together (micro). */
  readonly theme: ThemeKey | null;
  /** Null: all languages together. */
  readonly lang: string | null;
  /** `committed`: the labels that come with the product; `person`: those confirmed here; null: both. */
  readonly origin: 'committed' | 'person' | null;
  /** Comments whose verdict on the theme is known, and how many of them have it. */
  readonly known: number;
  readonly labelled: number;
  readonly before: CellQuality;
  readonly after: CellQuality;
  /**
   * After minus before of what is measured, with its 95 % interval (paired bootstrap over comments); of the Brier score the other
   * way round, so that below 0 is worse in every cell. Null without a base.
   */
  readonly change: { readonly value: number; readonly interval: readonly [number, number] } | null;
  /** The whole interval is below 0, also when so many cells are looked at (trainingGate.ts). */
  readonly worse: boolean;
}

export interface OverallQuality {
  readonly lang: string | null;
  readonly microF1: number | null;
  readonly macroF1: number | null;
  readonly jointF1: number | null;
  readonly neutralF1: number | null;
  readonly polarityRight: number | null;
  readonly calibrationError: number | null;
}

export interface TrainingReport {
  readonly seed: number;
  readonly folds: number;
  readonly comments: { readonly committed: number; readonly person: number };
  /** sha256 over texts, verdicts and origins, in order. */
  readonly inputHash: string;
  readonly cells: readonly TrainingCell[];
  /** On the committed labels, which are no selection of the machine's mistakes; on the confirmed ones where there are no others. */
  readonly before: readonly OverallQuality[];
  readonly after: readonly OverallQuality[];
  /** No theme and language is worse beyond noise, and not all together either. */
  readonly accepted: boolean;
  /** What is worse, `measure theme lang origin`, `all` where a part is null; empty when accepted. */
  readonly refusedFor: readonly string[];
}
