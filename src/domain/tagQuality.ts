/** How well tags agree with what people said: pure arithmetic over pairs of a comment and a theme. */
import { calibrationBins, calibrationError, type CalibrationBin } from './calibration.js';
import { f1Interval, f1Of, type F1Counts } from './f1.js';
import type { Interval } from './interval.js';
import { wilsonInterval } from './share.js';
import { POLARITIES, type Polarity, type ThemeKey } from './theme.js';

/** One theme of one comment: what people say, and what the tagger says. */
export interface JudgedPair {
  readonly theme: ThemeKey;
  readonly present: boolean;
  /** As people say; null when the theme is not there, or not known. */
  readonly truePolarity: Polarity | null;
  readonly given: boolean;
  /** 0–1. */
  readonly confidence: number;
  readonly polarity: Polarity;
}

/** A share with its base and 95 % Wilson interval; null figures without a base. */
export interface Rate {
  readonly hits: number;
  readonly n: number;
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** Of one theme, or of several together. */
export interface ThemeAgreement {
  /** Pairs whose truth is known, and those that have the theme. */
  readonly known: number;
  readonly labelled: number;
  readonly precision: Rate;
  /** Also called sensitivity. */
  readonly recall: Rate;
  readonly specificity: Rate;
  readonly f1: number | null;
  readonly f1Interval: Interval | null;
  /** Polarity right, of what was found. */
  readonly polarity: Rate;
}

export interface ThemeQuality extends ThemeAgreement {
  readonly theme: ThemeKey;
}

export interface TagQuality {
  readonly themes: readonly ThemeQuality[];
  /** Over all pairs together. */
  readonly micro: ThemeAgreement;
  /** Mean F1 of the themes that were labelled or given. */
  readonly macroF1: number | null;
  /** Micro F1 where a tag counts only with the right polarity. */
  readonly jointF1: number | null;
  /** Polarity right, of labelled themes and of those found. */
  readonly polarityOfLabelled: Rate;
  readonly polarityOfFound: Rate;
  /** F1 of `neu` on labelled themes. */
  readonly neutralF1: number | null;
  readonly calibration: readonly CalibrationBin[];
  /** Expected calibration error of confidence, 0–1. */
  readonly calibrationError: number | null;
}

/** @param themes which themes are counted, and their order */
export function measurePairs(all: readonly JudgedPair[], themes: readonly ThemeKey[]): TagQuality {
  const pairs = all.filter((pair) => themes.includes(pair.theme));
  const perTheme = themes.map((theme) => ({ theme, ...agreementOf(pairs.filter((pair) => pair.theme === theme)) }));
  const macro = perTheme.map((quality) => quality.f1).filter((f1) => f1 !== null);
  // without a known polarity a label says nothing about polarity
  const labelled = pairs.filter((pair) => pair.present && pair.truePolarity !== null);
  const found = labelled.filter((pair) => pair.given);
  const bins = calibrationBins(pairs.map(({ confidence, present }) => ({ confidence, right: present })));
  return {
    themes: perTheme,
    micro: agreementOf(pairs),
    macroF1: macro.length > 0 ? macro.reduce((sum, value) => sum + value, 0) / macro.length : null,
    jointF1: f1Of({ ...countsOf(pairs), hits: found.filter(isRightPolarity).length }),
    polarityOfLabelled: rateOf(labelled.filter(isRightPolarity).length, labelled.length),
    polarityOfFound: rateOf(found.filter(isRightPolarity).length, found.length),
    neutralF1: neutralF1(labelled),
    calibration: bins,
    calibrationError: calibrationError(bins),
  };
}

export function agreementOf(pairs: readonly JudgedPair[]): ThemeAgreement {
  const counts = countsOf(pairs);
  const found = pairs.filter((pair) => pair.present && pair.given && pair.truePolarity !== null);
  return {
    ...agreementFrom(counts, pairs.length),
    polarity: rateOf(found.filter(isRightPolarity).length, found.length),
  };
}

/** The same from counts; @param known pairs whose truth is known */
export function agreementFrom(counts: F1Counts, known: number): Omit<ThemeAgreement, 'polarity'> {
  const { hits, given, labelled } = counts;
  const absent = known - labelled;
  return {
    known,
    labelled,
    precision: rateOf(hits, given),
    recall: rateOf(hits, labelled),
    specificity: rateOf(absent - (given - hits), absent),
    f1: f1Of(counts),
    f1Interval: f1Interval(counts),
  };
}

export function rateOf(hits: number, n: number): Rate {
  return { hits, n, value: n > 0 ? hits / n : null, interval: wilsonInterval(hits, n) };
}

function countsOf(pairs: readonly JudgedPair[]): F1Counts {
  return {
    hits: pairs.filter((pair) => pair.present && pair.given).length,
    given: pairs.filter((pair) => pair.given).length,
    labelled: pairs.filter((pair) => pair.present).length,
  };
}

function isRightPolarity(pair: JudgedPair): boolean {
  return pair.truePolarity === pair.polarity;
}

function neutralF1(labelled: readonly JudgedPair[]): number | null {
  const neutral = POLARITIES[2];
  const said = labelled.filter((pair) => pair.polarity === neutral);
  const meant = labelled.filter((pair) => pair.truePolarity === neutral);
  return f1Of({ hits: said.filter(isRightPolarity).length, given: said.length, labelled: meant.length });
}
