/** Drift per language: a line chart of months against the first one, with its table. */
import { monthsBetween } from '../../domain/calendar.js';
import { DRIFT_LIMIT } from '../../domain/drift.js';
import { DRIFT_MEASURES, type DriftMonth, type LanguageDrift } from '../../flows/driftMonths.js';
import { drawDrift } from '../charts/driftChart.js';
import type { Chart } from '../charts/svg.js';
import type { CommentWords } from './commentView.js';
import { languageName } from './filterBar.js';
import { inLanguage, ratioWords } from './qualityWords.js';

export interface DriftView {
  readonly language: string;
  readonly sentence: string;
  readonly chart: Chart | null;
  readonly rows: readonly DriftRow[];
}

interface DriftRow {
  readonly month: string;
  readonly sampled: string;
  readonly unsure: string;
  readonly distance: string;
  readonly newWords: string;
  /** What differs from the first month beyond chance, in words. */
  readonly differs: string;
}

export function driftViews(drifts: readonly LanguageDrift[], words: CommentWords): DriftView[] {
  return drifts.map((drift) => driftView(drift, words));
}

function driftView(drift: LanguageDrift, words: CommentWords): DriftView {
  const { t, lang, numbers } = words;
  const language = languageName(drift.lang, lang, t);
  const later = drift.months.filter((month) => month.month !== drift.firstMonth);
  const [from, to] = [later[0]?.month, later.at(-1)?.month];
  if (drift.firstMonth === null || from === undefined || to === undefined) {
    return {
      language,
      sentence: t('quality.drift.tooFewIn', { language: inLanguage(drift.lang, words) }),
      chart: null,
      rows: [],
    };
  }
  const first = numbers.month(drift.firstMonth);
  return {
    language,
    sentence:
      drift.drifted.length === 0
        ? t('quality.drift.noneIn', { first })
        : t('quality.drift.someIn', {
            first,
            what: drift.drifted.map((measure) => t(`quality.drift.moved.${measure}`)).join(', '),
          }),
    chart: drawDrift(
      monthsBetween(from, to).map((month) => ({
        month,
        found: later.find((each) => each.month === month) ?? null,
      })),
      numbers,
    ),
    rows: drift.months.map((month) => rowOf(month, words)),
  };
}

function rowOf(month: DriftMonth, { t, lang, numbers }: CommentWords): DriftRow {
  const errors = (value: number | null): string => (value === null ? '' : ` (${numbers.decimal(value)})`);
  const differs = DRIFT_MEASURES.filter((measure) => Math.abs(month.z[measure] ?? 0) > DRIFT_LIMIT);
  return {
    month: numbers.month(month.month),
    sampled: numbers.count(month.sampled),
    unsure: numbers.percent(month.unsure.value) + errors(month.z.unsure),
    distance: ratioWords(lang).ratio(month.distance) + errors(month.z.meaning),
    newWords: numbers.percent(month.newWords) + errors(month.z.words),
    differs: differs.map((measure) => t(`quality.drift.measure.${measure}`)).join(', '),
  };
}
