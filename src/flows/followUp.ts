/** The measure of an action before and after its start, and what can be said of it by now. One query for each action. */
import {
  effectDifference,
  judgeEffect,
  LEAST_ANSWERS,
  levelDiffers,
  sumMonths,
  usualSpread,
  type EffectDifference,
  type EffectScale,
  type Verdict,
} from '../domain/actionEffect.js';
import {
  addMonths,
  firstDayOfMonth,
  lastDayOfMonth,
  monthOf,
  type Day,
  type Month,
  type Period,
} from '../domain/calendar.js';
import { effectMonths, LEAST_MONTHS, MOST_MONTHS, type EffectMonths } from '../domain/effectMonths.js';
import { scoreMean } from '../domain/interval.js';
import { countAnswers } from '../domain/nps.js';
import { answersForDifference, smallestDifference } from '../domain/sampleSize.js';
import type { Action, ExpectedMeasure } from '../store/actionStore.js';
import type { ReadDeps } from './deps.js';
import {
  measureFigure,
  monthAt,
  readMonths,
  scaleOf,
  spanOf,
  within,
  type MeasureFigure,
  type MeasureMonth,
  type MeasureMonths,
} from './measureMonths.js';
import { LEAST_NPS_DIFFERENCE, LEAST_SHARE_DIFFERENCE } from './signalCandidates.js';

/** An action that has started. */
export type StartedAction = Action & { readonly startedOn: Day };

/** What the months after are compared with. */
export type YardstickKind = 'yearBefore' | 'justBefore';

export interface Yardstick {
  readonly kind: YardstickKind;
  readonly period: Period;
  readonly figure: MeasureFigure;
  /** After − before; null where either side is hidden or empty. */
  readonly difference: EffectDifference | null;
}

/** How soon, and how fine. */
export interface Outlook {
  /** Answers a month in the year before the start; null when hidden. */
  readonly monthly: number | null;
  /** While it is too early: when something can be said at the present rate; null where a year would not bring enough answers. */
  readonly toldFrom: Day | null;
  /** The change worth seeing, in the unit of the measure, and the answers on each side that it takes (80 % power). */
  readonly worthSeeing: number;
  readonly answersForIt: number | null;
  /** The smallest change that the windows of now show, and full windows of 12 months, four times of five. */
  readonly smallestNow: number | null;
  readonly smallestInYear: number | null;
}

export interface FollowUp {
  readonly scale: EffectScale;
  readonly months: MeasureMonths;
  readonly place: EffectMonths;
  readonly verdict: Verdict;
  /** Months that are compared on either side. */
  readonly after: { readonly period: Period; readonly figure: MeasureFigure } | null;
  /** The one that the verdict goes by first, then the other where it has answers enough; empty without a month after. */
  readonly yardsticks: readonly Yardstick[];
  /** The year before the start was passed over, since the level had changed between it and the start. */
  readonly levelChanged: boolean;
  /** How much more months vary than chance; 1: not at all. */
  readonly spread: number;
  readonly outlook: Outlook;
}

/** Months after the start that charts show. */
const SHOWN_MONTHS = 24;

/**
 * The newest month that is over and has its answers: that of the newest response, or the one before while it lasts.
 * @param unit in whose part of the organisation one looks; null for all of it
 */
export async function lastWholeMonth(deps: Pick<ReadDeps, 'store' | 'today'>, unit: string | null): Promise<Month> {
  const today = deps.today();
  const newest = monthOf((await deps.store.dayRange(unit))?.to ?? today);
  return lastDayOfMonth(newest) < today ? newest : addMonths(monthOf(today), -1);
}

/** @param lastWhole see lastWholeMonth */
export async function followUp(deps: ReadDeps, action: StartedAction, lastWhole: Month): Promise<FollowUp> {
  const { measure, startedOn, unit } = action;
  const place = effectMonths(startedOn, shownUntil(startedOn, lastWhole));
  const read = {
    from: firstDayOfMonth(addMonths(monthOf(startedOn), -2 * MOST_MONTHS)),
    to: lastDayOfMonth(place.after.at(-1) ?? monthOf(startedOn)),
  };
  const [months, range] = await Promise.all([readMonths(deps, measure, unit, read), deps.store.dayRange(unit)]);
  return followUpOf(measure, { months, firstDay: range?.from ?? null, place }, deps.disclosureLimit);
}

/** What is known of a measure: its months, and the first day that has a response. */
export interface KnownMonths {
  readonly months: MeasureMonths;
  readonly firstDay: Day | null;
  readonly place: EffectMonths;
}

/** The same on counted months. */
export function followUpOf(
  measure: ExpectedMeasure,
  { months, firstDay, place }: KnownMonths,
  limit: number,
): FollowUp {
  const scale = scaleOf(measure);
  const yearBefore = place.before.map((month) => monthAt(months, month).counts);
  const spread = usualSpread(yearBefore);
  const { windows } = place;
  const after = windows && within(months, windows.after);
  const afterFigure = after && measureFigure(scale, after, limit);
  const yardstick = (kind: YardstickKind, period: Period): Yardstick => {
    const before = within(months, period);
    const figure = measureFigure(scale, before, limit);
    const shown = figure.value !== null && afterFigure !== null && afterFigure.value !== null;
    return {
      kind,
      period,
      figure,
      difference: shown && after ? effectDifference(scale, before.counts, after.counts, spread) : null,
    };
  };
  const chosen = windows && chooseYardsticks(scale, months, windows, spread, firstDay);
  const yardsticks = chosen && windows ? chosen.kinds.map((kind) => yardstick(kind, windows[kind])) : [];
  const [first] = yardsticks;
  const verdict = judgeEffect({
    monthsAfter: place.after.length,
    answersYearBefore: countAnswers(sumMonths(yearBefore)),
    answersBefore: first?.figure.n ?? 0,
    answersAfter: afterFigure?.n ?? 0,
    difference: first?.difference ?? null,
    direction: measure.direction,
  });
  return {
    scale,
    months,
    place,
    verdict,
    after: windows && afterFigure && { period: windows.after, figure: afterFigure },
    yardsticks,
    levelChanged: chosen?.levelChanged ?? false,
    spread,
    outlook: outlookOf(
      { scale, place, months, spread },
      { yearBefore: within(months, spanOf(place.before)), before: first ? within(months, first.period) : null, after },
      limit,
    ),
  };
}

function shownUntil(startedOn: Day, lastWhole: Month): Month {
  const furthest = addMonths(monthOf(startedOn), SHOWN_MONTHS);
  return lastWhole < furthest ? lastWhole : furthest;
}

/**
 * The same months of the year before go first, so that a season is not taken for a change. They need answers enough, and the level must
 * not have changed between them and the start: else the months just before are the yardstick.
 */
function chooseYardsticks(
  scale: EffectScale,
  months: MeasureMonths,
  windows: NonNullable<EffectMonths['windows']>,
  spread: number,
  firstDay: Day | null,
): { readonly kinds: readonly YardstickKind[]; readonly levelChanged: boolean } {
  const known = (period: Period): boolean =>
    firstDay !== null &&
    monthOf(firstDay) <= monthOf(period.from) &&
    countAnswers(within(months, period).counts) >= LEAST_ANSWERS;
  if (!known(windows.yearBefore)) return { kinds: ['justBefore'], levelChanged: false };
  if (windows.yearBefore.from === windows.justBefore.from) return { kinds: ['justBefore'], levelChanged: false };
  const levelChanged =
    known(windows.justBeforeYearBefore) &&
    levelDiffers(
      scale,
      within(months, windows.justBeforeYearBefore).counts,
      within(months, windows.justBefore).counts,
      spread,
    );
  return { kinds: levelChanged ? ['justBefore', 'yearBefore'] : ['yearBefore', 'justBefore'], levelChanged };
}

interface Sides {
  readonly yearBefore: MeasureMonth;
  /** The windows that are compared, if any month after is over. */
  readonly before: MeasureMonth | null;
  readonly after: MeasureMonth | null;
}

function outlookOf(
  { scale, place, months, spread }: Pick<FollowUp, 'scale' | 'place' | 'months' | 'spread'>,
  sides: Sides,
  limit: number,
): Outlook {
  const { counts } = sides.yearBefore;
  const n = countAnswers(counts);
  const variance = scoreMean(counts)?.variance ?? 0;
  const worthSeeing = scale === 'share' ? LEAST_SHARE_DIFFERENCE : LEAST_NPS_DIFFERENCE;
  const none = {
    monthly: null,
    toldFrom: null,
    worthSeeing,
    answersForIt: null,
    smallestNow: null,
    smallestInYear: null,
  };
  if (measureFigure(scale, sides.yearBefore, limit).value === null) return none;
  const smallest = (before: number, after: number): number | null => {
    if (Math.min(before, after) < LEAST_ANSWERS || variance === 0) return null;
    const points = smallestDifference({ variance, answers: before }, { variance, answers: after });
    return points === null ? null : (points * spread) / (scale === 'share' ? 100 : 1);
  };
  const answersAfter = sides.after ? countAnswers(sides.after.counts) : 0;
  const monthly = n / MOST_MONTHS;
  const monthlyAfter = place.after.length === 0 ? monthly : answersAfter / Math.min(place.after.length, MOST_MONTHS);
  const points = scale === 'share' ? 100 * worthSeeing : worthSeeing;
  return {
    monthly,
    toldFrom: toldFrom(place, months, monthlyAfter),
    worthSeeing,
    answersForIt: variance === 0 ? null : Math.ceil(answersForDifference(variance, variance, points) * spread ** 2),
    smallestNow: smallest(sides.before ? countAnswers(sides.before.counts) : 0, answersAfter),
    smallestInYear: smallest(n, n),
  };
}

/**
 * After enough whole months, those that are over and one more at least: when as many months just before hold enough answers, and those
 * after will at their present rate. Null where not even a year would.
 */
function toldFrom({ first, before, after }: EffectMonths, months: MeasureMonths, monthlyAfter: number): Day | null {
  for (let length = Math.max(LEAST_MONTHS, after.length + 1); length <= MOST_MONTHS; length += 1) {
    const answersBefore = countAnswers(within(months, spanOf(before.slice(-length))).counts);
    if (Math.min(answersBefore, length * monthlyAfter) >= LEAST_ANSWERS)
      return firstDayOfMonth(addMonths(first, length));
  }
  return null;
}
