/** All that the page of an action says of its effect: an association in time, with what else could be behind it. */
import {
  differenceInDifferences,
  effectDifference,
  LEAST_ANSWERS,
  returnToUsual,
  unusualBefore,
  usualSpread,
  wasMoving,
  type EffectDifference,
} from '../domain/actionEffect.js';
import type { UnitPath } from '../domain/actor.js';
import { lastDayOfMonth, monthOf, type Period } from '../domain/calendar.js';
import type { Unit } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import { effectChart, type EffectChart } from './effectChart.js';
import { followUp, lastWholeMonth, type FollowUp, type StartedAction, type Yardstick } from './followUp.js';
import { measureFigure, monthAt, readMonths, spanOf, within, without, type MeasureFigure } from './measureMonths.js';
import { netOfMix, type NetOfMix } from './netOfMix.js';
import { ancestorsOf } from './scope.js';

/** What the rest of the organisation did in the same months. */
export interface RestOfOrganisation {
  /** Within which the rest is counted; null for all organisations together. */
  readonly whole: Unit | null;
  readonly before: MeasureFigure;
  readonly after: MeasureFigure;
  readonly difference: EffectDifference;
  /** How much more the unit moved than the rest. */
  readonly beyond: EffectDifference;
}

/** The newest months before the start were out of the ordinary. */
export interface UnusualStart {
  readonly period: Period;
  readonly figure: MeasureFigure;
  /** What a return to the usual would by itself have moved the comparison. */
  readonly back: EffectDifference;
}

export interface ActionEffect {
  readonly followUp: FollowUp;
  readonly chart: EffectChart;
  /** Null unless there is a verdict. */
  readonly net: NetOfMix | null;
  readonly rest: RestOfOrganisation | null;
  readonly unusual: UnusualStart | null;
  /** The measure moved the same way before the start already. */
  readonly wasMoving: boolean;
}

/** Whether whoever asks may see figures of a unit, by the codes from the root down to it; empty: of the whole organisation. */
export type MaySee = (where: UnitPath) => boolean;

export async function actionEffect(deps: ReadDeps, action: StartedAction, maySee: MaySee): Promise<ActionEffect> {
  const units = await deps.store.listUnits();
  const above = wholesOf(action.unit, units, maySee);
  const found = await followUp(deps, action, await lastWholeMonth(deps, (above[0] ?? { code: action.unit }).code));
  const [yardstick] = found.yardsticks;
  const told = found.verdict !== 'tooEarly' && found.verdict !== 'noBase';
  if (!told || !yardstick?.difference || !found.after) {
    const chart = effectChart(action, found, [], deps.disclosureLimit);
    return { followUp: found, chart, net: null, rest: null, unusual: null, wasMoving: false };
  }
  const past = pastOf(deps, action, found, yardstick);
  const chart = effectChart(action, found, past.unusual ? [past.unusual] : [], deps.disclosureLimit);
  const whole = above.find(({ code }) => code !== action.unit);
  const windows = { before: yardstick.period, after: found.after.period };
  const [net, rest] = await Promise.all([
    netOfMix(deps, action.measure, action.unit, windows, found.spread),
    whole ? restOf(deps, action, found, yardstick, whole.unit) : null,
  ]);
  return { followUp: found, chart, net, rest, ...past };
}

/** What the unit is part of and the reader may see, outermost first, with the unit itself last. */
export function wholesOf(
  code: string | null,
  units: readonly Unit[],
  maySee: MaySee,
): { readonly code: string | null; readonly unit: Unit | null }[] {
  const own = units.find((each) => each.code === code) ?? null;
  const path = own ? [...ancestorsOf(own, units), own] : [];
  const all = path.map((unit, index) => ({
    unit,
    code: unit.code,
    path: path.slice(0, index + 1).map((each) => each.code),
  }));
  const wholes = [{ unit: null, code: null, path: [] as string[] }, ...all].filter((each) => maySee(each.path));
  // several organisations in one installation have little in common: one that has a whole of its own is measured by that
  return wholes.length > 2 ? wholes.filter(({ unit }) => unit !== null) : wholes;
}

async function restOf(
  deps: ReadDeps,
  action: StartedAction,
  { months, scale, place, after }: FollowUp,
  yardstick: Yardstick,
  whole: Unit | null,
): Promise<RestOfOrganisation | null> {
  if (!after || !yardstick.difference) return null;
  const earliest = [spanOf(place.before).from, yardstick.period.from].sort()[0] ?? '';
  const read = { from: earliest, to: lastDayOfMonth(monthOf(after.period.to)) };
  const others = without(await readMonths(deps, action.measure, whole?.code ?? null, read), months);
  const [old, young] = [within(others, yardstick.period), within(others, after.period)];
  const before = measureFigure(scale, old, deps.disclosureLimit);
  const now = measureFigure(scale, young, deps.disclosureLimit);
  if (Math.min(before.n ?? 0, now.n ?? 0) < LEAST_ANSWERS) return null;
  const spread = usualSpread(place.before.map((month) => monthAt(others, month).counts));
  const difference = effectDifference(scale, old.counts, young.counts, spread);
  return (
    difference && {
      whole,
      before,
      after: now,
      difference,
      beyond: differenceInDifferences(yardstick.difference, difference),
    }
  );
}

function pastOf(
  { disclosureLimit }: ReadDeps,
  { measure: { direction } }: StartedAction,
  { months, scale, place }: FollowUp,
  yardstick: Yardstick,
): Pick<ActionEffect, 'unusual' | 'wasMoving'> {
  const past = place.before.map((month) => monthAt(months, month).counts);
  const towards = (yardstick.difference?.points ?? 0) > 0 ? 'up' : 'down';
  const moving = wasMoving(scale, past, towards);
  const departure = unusualBefore(scale, past, direction);
  if (!departure) return { unusual: null, wasMoving: moving };
  const period = spanOf(place.before.slice(-departure.months));
  const figure = measureFigure(scale, within(months, period), disclosureLimit);
  const inWindow = yardstick.period.from <= period.from && period.to <= yardstick.period.to;
  if (!inWindow || figure.value === null) return { unusual: null, wasMoving: moving };
  return {
    unusual: { period, figure, back: returnToUsual(departure, within(months, yardstick.period).counts) },
    wasMoving: moving,
  };
}
