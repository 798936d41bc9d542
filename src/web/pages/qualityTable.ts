/** Precision, recall and F1 per theme and language, as text and whiskers. */
import type { Interval } from '../../domain/interval.js';
import type { Rate, ThemeAgreement } from '../../domain/tagQuality.js';
import type { LanguageQuality } from '../../flows/measuredLanguages.js';
import type { WeakTheme } from '../../flows/weakThemes.js';
import type { CommentWords } from './commentView.js';
import { languageName } from './filterBar.js';
import { ratioWords } from './qualityWords.js';

export interface FigureView {
  readonly value: string;
  readonly interval: string;
  readonly base: string;
}

export interface F1View extends FigureView {
  /** Positions on a scale of 100; null without a figure. */
  readonly mark: { readonly low: number; readonly width: number; readonly x: number } | null;
  readonly weak: boolean;
}

export interface QualityRow {
  readonly name: string;
  readonly colour: number | null;
  readonly precision: FigureView;
  readonly recall: FigureView;
  readonly f1: F1View;
  /** F1 per language, in the table's order. */
  readonly languages: readonly F1View[];
  /** Precision and recall per language, for the whole table. */
  readonly detail: readonly { readonly precision: FigureView; readonly recall: FigureView }[];
}

export interface QualityTable {
  readonly languages: readonly { readonly code: string; readonly name: string }[];
  /** Themes, then all together. */
  readonly rows: readonly QualityRow[];
  /** Per language, then all: what goes beyond finding themes. */
  readonly polarity: readonly {
    readonly name: string;
    readonly comments: string;
    readonly right: FigureView;
    readonly joint: string;
    readonly neutral: string;
    readonly macro: string;
    readonly calibrationError: string;
  }[];
}

/** @param qualities the last one is all languages together */
export function qualityTable(
  qualities: readonly LanguageQuality[],
  weak: readonly WeakTheme[],
  words: CommentWords,
): QualityTable {
  const { t, lang, numbers, taxonomy } = words;
  const { ratio } = ratioWords(lang);
  const all = qualities.find((quality) => quality.lang === null);
  const single = qualities.filter((quality) => quality.lang !== null);
  const row = (theme: string | null): QualityRow => {
    const of = (quality: LanguageQuality | undefined): ThemeAgreement | null =>
      (theme === null ? quality?.micro : quality?.themes.find((each) => each.theme === theme)) ?? null;
    const known = taxonomy.themes.find((each) => each.key === theme);
    return {
      name: theme === null ? t('quality.allThemes') : (known?.name[lang] ?? theme),
      colour: known?.colour ?? null,
      precision: rateView(of(all)?.precision ?? null, words),
      recall: rateView(of(all)?.recall ?? null, words),
      f1: f1View(of(all), false, words),
      languages: single.map((quality) =>
        f1View(
          of(quality),
          weak.some((each) => each.theme === theme && each.lang === quality.lang),
          words,
        ),
      ),
      detail: single.map((quality) => ({
        precision: rateView(of(quality)?.precision ?? null, words),
        recall: rateView(of(quality)?.recall ?? null, words),
      })),
    };
  };
  return {
    languages: single.map((quality) => ({ code: quality.lang ?? '', name: languageName(quality.lang ?? '', lang, t) })),
    rows: [...taxonomy.themes.map((theme) => row(theme.key)), row(null)],
    polarity: qualities.map((quality) => ({
      name: quality.lang === null ? t('quality.allLanguages') : languageName(quality.lang, lang, t),
      comments: numbers.count(quality.comments),
      right: rateView(quality.polarityOfFound, words),
      joint: ratio(quality.jointF1),
      neutral: ratio(quality.neutralF1),
      macro: ratio(quality.macroF1),
      calibrationError: numbers.percent(quality.calibrationError),
    })),
  };
}

export function rateView(rate: Rate | null, { t, numbers }: CommentWords): FigureView {
  if (rate === null || rate.value === null) return { value: t('quality.noBase'), interval: '', base: '' };
  return {
    value: numbers.percent(rate.value),
    interval: numbers.percentInterval(rate.interval),
    base: t('figures.base', { n: numbers.count(rate.n) }),
  };
}

function f1View(agreement: ThemeAgreement | null, weak: boolean, { t, lang, numbers }: CommentWords): F1View {
  const { ratio, interval } = ratioWords(lang);
  if (!agreement || agreement.f1 === null)
    return { value: t('quality.noBase'), interval: '', base: '', mark: null, weak };
  return {
    value: ratio(agreement.f1),
    interval: interval(agreement.f1Interval),
    base: t('figures.base', { n: numbers.count(agreement.labelled) }),
    mark: markOf(agreement.f1, agreement.f1Interval),
    weak,
  };
}

function markOf(value: number, interval: Interval | null): F1View['mark'] {
  const [low, high] = interval ?? [value, value];
  return { low: 100 * low, width: 100 * (high - low), x: 100 * value };
}
