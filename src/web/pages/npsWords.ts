/** NPS and shares put into words and small drawings that several pages use. */
import type { NpsDifference, NpsEstimate } from '../../domain/nps.js';
import type { Translate } from '../language.js';
import type { NumberWords } from '../numbers.js';

/** An NPS ready to be shown: text, base, interval, and where a bar with whiskers is drawn. */
export interface NpsView {
  /** `80`, or the words for hidden or missing. */
  readonly value: string;
  readonly shown: boolean;
  /** Under 30 answers: greyed, with a word. */
  readonly indicative: boolean;
  /** `n = 412`, or empty. */
  readonly base: string;
  /** `95 % interval 76–83`, or empty. */
  readonly interval: string;
  /** Geometry on an axis from `axisFrom` to 100 mapped to 0..200; null when nothing is drawn. */
  readonly mark: {
    readonly zero: number;
    readonly x: number;
    readonly low: number;
    readonly width: number;
    readonly target: number | null;
  } | null;
}

export function npsView(
  estimate: NpsEstimate,
  t: Translate,
  numbers: NumberWords,
  target: number | null = null,
  axisFrom = -100,
): NpsView {
  if (estimate.nps === null || estimate.interval === null) {
    return {
      value: estimate.strength === 'suppressed' ? t('figures.tooFew') : t('figures.none'),
      shown: false,
      indicative: false,
      base: '',
      interval: '',
      mark: null,
    };
  }
  const [low, high] = estimate.interval;
  const place = (value: number): number => ((Math.max(axisFrom, value) - axisFrom) / (100 - axisFrom)) * 200;
  return {
    value: numbers.points(estimate.nps),
    shown: true,
    indicative: estimate.strength === 'indicative',
    base: t('figures.base', { n: numbers.count(estimate.n) }),
    interval: numbers.pointsInterval(estimate.interval),
    mark: {
      zero: place(0),
      x: place(estimate.nps),
      low: place(low),
      width: place(high) - place(low),
      target: target === null ? null : place(target),
    },
  };
}

export interface ChangeView {
  /** `+4`, or empty when there is nothing to compare. */
  readonly value: string;
  readonly direction: 'up' | 'down' | 'same' | null;
  /** `sure`, `fairly sure`, `could be chance`. */
  readonly certainty: string;
  /** False when the change could be chance: then no arrow is drawn. */
  readonly signal: boolean;
  readonly interval: string;
}

export function changeView(change: NpsDifference, t: Translate, numbers: NumberWords): ChangeView {
  if (change.points === null || change.certainty === null) {
    return { value: '', direction: null, certainty: '', signal: false, interval: '' };
  }
  return {
    value: numbers.signedPoints(change.points),
    direction: Math.round(change.points) === 0 ? 'same' : change.points > 0 ? 'up' : 'down',
    certainty: t(`certainty.${change.certainty}`),
    signal: change.certainty !== 'chance',
    interval: numbers.pointsInterval(change.interval),
  };
}

/** `three under the target`, `on target`, `12 over the target`; empty without a target or a figure. */
export function targetWords(estimate: NpsEstimate, target: number | null, t: Translate, numbers: NumberWords): string {
  if (estimate.nps === null || target === null) return '';
  const gap = Math.round(estimate.nps) - target;
  if (gap === 0) return t('nps.onTarget', { target: numbers.points(target) });
  return t(gap > 0 ? 'nps.overTarget' : 'nps.underTarget', {
    points: numbers.points(Math.abs(gap)),
    target: numbers.points(target),
  });
}
