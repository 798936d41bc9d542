/** Each month of a language against its first. */
import type { Month } from '../domain/calendar.js';
import { directionDrift, hasDrifted, newWordsZ, type DirectionDrift } from '../domain/drift.js';
import { pooledZ } from '../domain/share.js';
import { rateOf, type Rate } from '../domain/tagQuality.js';
import type { QualityMonth } from '../store/qualityStore.js';

/** What can drift: how unsure the tagger is, what comments mean, and with which words. */
export const DRIFT_MEASURES = ['unsure', 'meaning', 'words'] as const;
export type DriftMeasure = (typeof DRIFT_MEASURES)[number];

export interface DriftMonth {
  readonly month: Month;
  readonly sampled: number;
  /** Share of sampled comments with a confidence near its threshold. */
  readonly unsure: Rate;
  /** Of the mean direction from the first month's, sampling taken out. */
  readonly distance: number;
  /** Share of words that the first months do not have; null without words. */
  readonly newWords: number | null;
  /** Standard errors from the first month, where that is not the month itself; 0 is no difference. */
  readonly z: Readonly<Record<DriftMeasure, number | null>>;
}

export interface LanguageDrift {
  readonly lang: string;
  /** Null when no month has enough comments to compare with. */
  readonly firstMonth: Month | null;
  /** By month, the first one too; months with too few comments are left out. */
  readonly months: readonly DriftMonth[];
  /** What at least two of the last three months agree on. */
  readonly drifted: readonly DriftMeasure[];
}

export function languageDrift(lang: string, firstMonth: Month | null, found: readonly QualityMonth[]): LanguageDrift {
  const first = found.find((each) => each.month === firstMonth);
  const sorted = [...found].sort((a, b) => (a.month < b.month ? -1 : 1));
  const months = first ? sorted.map((month) => compare(first, month)) : [];
  return {
    lang,
    firstMonth: first ? firstMonth : null,
    months,
    drifted: DRIFT_MEASURES.filter((measure) => hasDrifted(months.map(({ z }) => z[measure]))),
  };
}

function compare(first: QualityMonth, month: QualityMonth): DriftMonth {
  const isFirst = first.month === month.month;
  const drift: DirectionDrift = isFirst ? { distance: 0, z: 0 } : directionDrift(first.directions, month.directions);
  const { words } = month;
  return {
    month: month.month,
    sampled: month.sampled,
    unsure: rateOf(month.unsure, month.sampled),
    distance: drift.distance,
    newWords: words.words > 0 ? words.newWords / words.words : null,
    z: isFirst
      ? { unsure: null, meaning: null, words: null }
      : {
          unsure: pooledZ({ count: first.unsure, base: first.sampled }, { count: month.unsure, base: month.sampled }),
          meaning: drift.z,
          // the first months' own words are one figure for all of them
          words: sameWords(first, month) ? null : newWordsZ(first.words, words),
        },
  };
}

function sameWords(one: QualityMonth, other: QualityMonth): boolean {
  return one.words.words === other.words.words && one.words.newWords === other.words.newWords;
}
