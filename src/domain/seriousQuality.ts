/** How well serious comments are found: recall and precision on labelled comments, with Wilson intervals. */
import type { Interval } from './interval.js';
import type { SeriousCategoryKey } from './seriousRules.js';
import { wilsonInterval } from './share.js';

/** A labelled comment; an empty list when it is not serious. */
export interface SeriousLabel {
  readonly id: string;
  readonly lang: string;
  readonly text: string;
  readonly serious: readonly SeriousCategoryKey[];
}

export interface SeriousRate {
  readonly hits: number;
  readonly n: number;
  /** 0–1; null without a base. */
  readonly value: number | null;
  readonly interval: Interval | null;
}

export interface SeriousQualityRow {
  /** Null: serious in any way. */
  readonly category: SeriousCategoryKey | null;
  /** Null: all languages. */
  readonly lang: string | null;
  /** Of the comments labelled with the category, those found; under any category, since the queue is read whole. */
  readonly recall: SeriousRate;
  /** Of the comments flagged with the category, those labelled as serious in any way. */
  readonly precision: SeriousRate;
}

export type SeriousJudgement = SeriousLabel & { readonly found: readonly SeriousCategoryKey[] };

/** For all and each category, over all languages and each; languages in the order of first occurrence. */
export function measureSerious(
  judged: readonly SeriousJudgement[],
  categories: readonly SeriousCategoryKey[],
): SeriousQualityRow[] {
  const languages = [...new Set(judged.map(({ lang }) => lang))];
  return [null, ...categories].flatMap((category) =>
    [null, ...languages].map((lang): SeriousQualityRow => {
      const within = judged.filter((each) => lang === null || each.lang === lang);
      const has = (list: readonly string[]): boolean => (category === null ? list.length > 0 : list.includes(category));
      const labelled = within.filter(({ serious }) => has(serious));
      const flagged = within.filter(({ found }) => has(found));
      return {
        category,
        lang,
        recall: rateOf(labelled.filter(({ found }) => found.length > 0).length, labelled.length),
        precision: rateOf(flagged.filter(({ serious }) => serious.length > 0).length, flagged.length),
      };
    }),
  );
}

function rateOf(hits: number, n: number): SeriousRate {
  return { hits, n, value: n === 0 ? null : hits / n, interval: n === 0 ? null : wilsonInterval(hits, n) };
}
