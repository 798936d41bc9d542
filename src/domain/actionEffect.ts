/**
 * Whether a measure moved after an action: an association in time, never proof of a cause. A share of comments is written as counts
 * too: those who complain as promoters, the others as passives, so that its mean is the share and its variance p (1 − p).
 */
import { spreadBeyondChance } from './controlChart.js';
import { adjustedDifference, certaintyOf, type Certainty } from './difference.js';
import { addCounts } from './impact.js';
import { scoreMean, Z_95, type Interval } from './interval.js';
import { countAnswers, NORMAL_BASE, npsOf, type ClassCounts } from './nps.js';
import { exactZ, newcombeInterval, pooledZ } from './share.js';
import { isCommon, LEAST_MONTHS_BEFORE } from './signals.js';
import { LEAST_MONTHS } from './effectMonths.js';

/** NPS in points, or a share 0–1. */
export type EffectScale = 'nps' | 'share';

const NOBODY: ClassCounts = { promoters: 0, passives: 0, detractors: 0 };

export function sumMonths(months: readonly ClassCounts[]): ClassCounts {
  return months.reduce(addCounts, NOBODY);
}

/** The figure in the unit of its scale; null without answers. */
export function valueOf(scale: EffectScale, counts: ClassCounts): number | null {
  const nps = npsOf(counts);
  return nps === null || scale === 'nps' ? nps : nps / 100;
}

/** A difference, after − before, in the unit of the scale. */
export interface EffectDifference {
  readonly points: number;
  /** 95 %. */
  readonly interval: Interval;
  readonly z: number;
  readonly certainty: Certainty;
}

/**
 * Difference of two windows: NPS by the adjusted Wald difference, shares by Newcombe's interval with the pooled or, for few, the exact
 * test. Interval and test are widened by `spread`. Null when either side is empty.
 */
export function effectDifference(
  scale: EffectScale,
  before: ClassCounts,
  after: ClassCounts,
  spread: number,
): EffectDifference | null {
  const [old, young] = [valueOf(scale, before), valueOf(scale, after)];
  const test = scale === 'nps' ? npsTest(before, after) : shareTest(before, after);
  if (!test || old === null || young === null) return null;
  const [low, high] = test.interval;
  const most = scale === 'nps' ? 200 : 1;
  const z = test.z / spread;
  return {
    points: young - old,
    interval: [
      Math.max(-most, test.centre + (low - test.centre) * spread),
      Math.min(most, test.centre + (high - test.centre) * spread),
    ],
    z,
    certainty: certaintyOf(z),
  };
}

interface Test {
  readonly centre: number;
  readonly interval: Interval;
  readonly z: number;
}

function npsTest(before: ClassCounts, after: ClassCounts): Test | null {
  const test = adjustedDifference(before, after);
  return test && { centre: test.difference, interval: test.interval, z: test.z };
}

function shareTest(before: ClassCounts, after: ClassCounts): Test | null {
  const old = { count: before.promoters, base: countAnswers(before) };
  const young = { count: after.promoters, base: countAnswers(after) };
  const interval = newcombeInterval(old, young);
  const z = isCommon(old, young) ? pooledZ(old, young) : exactZ(old, young);
  if (!interval || z === null) return null;
  return { centre: young.count / young.base - old.count / old.base, interval, z };
}

/** How much more months vary than chance alone: Laney's σ_z, never under 1; 1 with fewer than six months to go by. */
export function usualSpread(months: readonly ClassCounts[]): number {
  const answered = months.filter((counts) => countAnswers(counts) > 0);
  const mean = scoreMean(sumMonths(answered));
  if (answered.length < LEAST_MONTHS_BEFORE || !mean || mean.variance === 0) return 1;
  return Math.max(
    1,
    spreadBeyondChance(
      answered.map(
        (counts) => (((npsOf(counts) ?? 0) - mean.nps) / 100) * Math.sqrt(countAnswers(counts) / mean.variance),
      ),
    ),
  );
}

/**
 * How much more the one moved than the other. The interval puts the two together by the distances of their ends from their points
 * (MOVER; Zou & Donner 2008), which also holds for intervals that are not even; the test goes by the end that faces zero.
 */
export function differenceInDifferences(own: EffectDifference, other: EffectDifference): EffectDifference {
  const points = own.points - other.points;
  const below = ({ points: at, interval }: EffectDifference): number => Math.max(0, at - interval[0]);
  const above = ({ points: at, interval }: EffectDifference): number => Math.max(0, interval[1] - at);
  const down = Math.hypot(below(own), above(other));
  const up = Math.hypot(above(own), below(other));
  const reach = points > 0 ? down : up;
  const z = reach === 0 ? 0 : (points / reach) * Z_95;
  return { points, interval: [points - down, points + up], z, certainty: certaintyOf(z) };
}

/** What can be said of an action's measure; the same rules for every action (judgeEffect). */
export const VERDICTS = ['noBase', 'tooEarly', 'chance', 'hoped', 'otherWay'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Answers that either side needs before anything is said. */
export const LEAST_ANSWERS = NORMAL_BASE;

/**
 * 1. under 30 answers in the year before: there is nothing to compare with, and waiting does not help (`noBase`)
 * 2. under 3 whole months after, or under 30 answers in either window: `tooEarly`
 * 3. |z| under 1.96: `chance`
 * 4. else by the direction: as hoped, or the other way
 */
export function judgeEffect(state: {
  readonly monthsAfter: number;
  readonly answersYearBefore: number;
  /** In the two windows that are compared. */
  readonly answersBefore: number;
  readonly answersAfter: number;
  readonly difference: EffectDifference | null;
  readonly direction: 'up' | 'down';
}): Verdict {
  const { monthsAfter, answersBefore, answersAfter, difference, direction } = state;
  if (state.answersYearBefore < LEAST_ANSWERS) return 'noBase';
  if (monthsAfter < LEAST_MONTHS || Math.min(answersBefore, answersAfter) < LEAST_ANSWERS || !difference) {
    return 'tooEarly';
  }
  if (difference.certainty === 'chance') return 'chance';
  return difference.points > 0 === (direction === 'up') ? 'hoped' : 'otherWay';
}

/** Whether two windows of the past differ beyond chance. */
export function levelDiffers(scale: EffectScale, one: ClassCounts, other: ClassCounts, spread: number): boolean {
  const difference = effectDifference(scale, one, other, spread);
  return difference !== null && difference.certainty !== 'chance';
}

/** Months before the start in which a figure may have been out of the ordinary; the first that was counts. */
const RECENT_MONTHS = [3, 1] as const;

/** The newest months before a start, against those before them. */
export interface Departure {
  readonly months: number;
  readonly recent: ClassCounts;
  /** Recent − earlier, in the unit of the scale. */
  readonly difference: EffectDifference;
}

/**
 * Whether the newest three months before a start, or the newest alone, were beyond chance worse than the months before them: then an
 * action may have been started because of them, and part of what follows is a return to the usual (regression to the mean). Null when
 * they were not, or fewer than six earlier months have answers.
 * @param months before the start, oldest first
 */
export function unusualBefore(
  scale: EffectScale,
  months: readonly ClassCounts[],
  hoped: 'up' | 'down',
): Departure | null {
  for (const length of RECENT_MONTHS) {
    const earlier = months.slice(0, -length);
    if (earlier.filter((counts) => countAnswers(counts) > 0).length < LEAST_MONTHS_BEFORE) continue;
    const recent = sumMonths(months.slice(-length));
    const difference = effectDifference(scale, sumMonths(earlier), recent, usualSpread(earlier));
    if (difference && difference.certainty !== 'chance' && difference.points < 0 === (hoped === 'up')) {
      return { months: length, recent, difference };
    }
  }
  return null;
}

/**
 * What a return of the unusual months to the level before them would by itself have moved the comparison: minus their departure, in
 * proportion to their answers among all of the window before. An upper bound: if the new level was there to stay, it is none.
 */
export function returnToUsual({ recent, difference }: Departure, windowBefore: ClassCounts): EffectDifference {
  const part = Math.min(1, countAnswers(recent) / countAnswers(windowBefore));
  const [low, high] = difference.interval;
  return {
    points: -part * difference.points,
    interval: [-part * high, -part * low],
    z: -difference.z,
    certainty: difference.certainty,
  };
}

/** Whether the measure was on its way in a direction before the start: the newer half of the months against the older one. */
export function wasMoving(scale: EffectScale, months: readonly ClassCounts[], towards: 'up' | 'down'): boolean {
  const half = Math.floor(months.length / 2);
  const difference = effectDifference(
    scale,
    sumMonths(months.slice(0, half)),
    sumMonths(months.slice(half)),
    usualSpread(months),
  );
  return difference !== null && difference.certainty !== 'chance' && difference.points > 0 === (towards === 'up');
}
