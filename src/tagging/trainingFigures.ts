/** Figures of a training run over comments of which not every theme is known. */
import { POLARITIES, type Polarity } from '../domain/theme.js';
import type { Prediction } from './trainingFit.js';
import type { CellQuality, OverallQuality } from './trainingReport.js';

/** One theme of one comment, with what both heads say about it and neither was fitted on. */
export interface JudgedPair {
  /** Comments of the same text have the same number, from 0. */
  readonly group: number;
  readonly theme: number;
  readonly lang: string;
  readonly origin: 'committed' | 'person';
  readonly present: boolean;
  readonly polarity: Polarity | null;
  readonly before: Prediction;
  readonly after: Prediction;
}

export type Side = 'before' | 'after';
export type F1Measure = 'theme' | 'joint';

/** Counts that F1 is made of. */
export interface Counts {
  readonly hits: number;
  readonly given: number;
  readonly labelled: number;
}

/** Counts of one pair, each 0 or 1; null where the measure cannot be taken: no polarity was said. */
export function countPair(pair: JudgedPair, side: Side, measure: F1Measure): Counts | null {
  if (measure === 'joint' && pair.present && pair.polarity === null) return null;
  const { given, polarity } = pair[side];
  const isRight = pair.present && given && (measure === 'theme' || polarity === pair.polarity);
  return { hits: isRight ? 1 : 0, given: given ? 1 : 0, labelled: pair.present ? 1 : 0 };
}

export function sumCounts(pairs: readonly JudgedPair[], side: Side, measure: F1Measure): Counts {
  let [hits, given, labelled] = [0, 0, 0];
  for (const pair of pairs) {
    const counts = countPair(pair, side, measure);
    if (!counts) continue;
    hits += counts.hits;
    given += counts.given;
    labelled += counts.labelled;
  }
  return { hits, given, labelled };
}

/** (confidence − truth)² of one pair. */
export function squaredError(pair: JudgedPair, side: Side): number {
  return (pair[side].confidence - (pair.present ? 1 : 0)) ** 2;
}

export function qualityOf(pairs: readonly JudgedPair[], side: Side, measure: F1Measure): CellQuality {
  const { hits, given, labelled } = sumCounts(pairs, side, measure);
  const errors = pairs.reduce((sum, pair) => sum + squaredError(pair, side), 0);
  return {
    precision: given > 0 ? hits / given : null,
    recall: labelled > 0 ? hits / labelled : null,
    f1: f1Of({ hits, given, labelled }),
    brier: pairs.length > 0 ? errors / pairs.length : null,
  };
}

/** 2 · hits / (given + labelled), 0–1; null when nothing was given or labelled. */
export function f1Of({ hits, given, labelled }: Counts): number | null {
  return given + labelled > 0 ? (2 * hits) / (given + labelled) : null;
}

/** Figures over the pairs of one language, or of all (`lang` null). */
export function overallQuality(pairs: readonly JudgedPair[], lang: string | null, side: Side): OverallQuality {
  const chosen = lang === null ? pairs : pairs.filter((pair) => pair.lang === lang);
  const themes = [...new Set(chosen.map((pair) => pair.theme))];
  const f1s = themes
    .map((theme) =>
      f1Of(
        sumCounts(
          chosen.filter((pair) => pair.theme === theme),
          side,
          'theme',
        ),
      ),
    )
    .filter((f1) => f1 !== null);
  const spoken = chosen.filter((pair) => pair.polarity !== null);
  const found = spoken.filter((pair) => pair[side].given);
  const isRight = (pair: JudgedPair): boolean => pair[side].polarity === pair.polarity;
  const neutral = POLARITIES[2];
  return {
    lang,
    microF1: f1Of(sumCounts(chosen, side, 'theme')),
    macroF1: f1s.length > 0 ? f1s.reduce((sum, f1) => sum + f1, 0) / f1s.length : null,
    jointF1: f1Of(sumCounts(chosen, side, 'joint')),
    neutralF1: f1Of({
      hits: spoken.filter((pair) => pair.polarity === neutral && isRight(pair)).length,
      given: spoken.filter((pair) => pair[side].polarity === neutral).length,
      labelled: spoken.filter((pair) => pair.polarity === neutral).length,
    }),
    polarityRight: found.length > 0 ? found.filter(isRight).length / found.length : null,
    calibrationError: calibrationError(chosen, side),
  };
}

const CALIBRATION_BINS = 10;

/** Expected calibration error: ten bins of equal width, gaps weighted by size (Naeini et al. 2015). */
function calibrationError(pairs: readonly JudgedPair[], side: Side): number | null {
  if (pairs.length === 0) return null;
  const gaps = new Float64Array(CALIBRATION_BINS);
  for (const pair of pairs) {
    const { confidence } = pair[side];
    const bin = Math.min(CALIBRATION_BINS - 1, Math.floor(confidence * CALIBRATION_BINS));
    gaps[bin]! += confidence - (pair.present ? 1 : 0);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / pairs.length;
}
