/** Rows of units beside the total of their parent, with what must stay hidden. */
import { npsDifference } from '../domain/difference.js';
import { hiddenRows, type AdditiveLine } from '../domain/disclosure.js';
import { npsEstimate, SUPPRESSED_ESTIMATE, type NpsEstimate } from '../domain/nps.js';
import type { Unit } from '../store/store.js';
import type { UnitFigure } from './figures.js';
import { ancestorsOf, targetOf, type Scope } from './scope.js';
import { EMPTY_TALLY, scoredOf, type Tally } from './tally.js';

/** Sums per unit (with what lies under it), and of all that is shown above the rows. */
export interface UnitTallies {
  readonly byUnit: ReadonlyMap<string, Tally>;
  /** Null where no total is shown above the topmost rows. */
  readonly total: Tally | null;
}

/** A figure for each of `rows`, in their order, now and against the comparison period. */
export function unitFigures(
  scope: Scope,
  rows: readonly Unit[],
  current: UnitTallies,
  previous: UnitTallies,
  limit: number,
): UnitFigure[] {
  const now = hiddenUnits(rows, current, scoredOf, limit);
  const before = hiddenUnits(rows, previous, scoredOf, limit);
  const responses = hiddenUnits(rows, current, (tally) => tally.responses, limit);
  const comments = hiddenUnits(rows, current, (tally) => tally.comments, limit);
  const estimateOf = (tally: Tally, hidden: boolean | undefined): NpsEstimate =>
    hidden ? SUPPRESSED_ESTIMATE : npsEstimate(tally.classes, limit);
  return rows.map((unit, index) => {
    const tally = current.byUnit.get(unit.code) ?? EMPTY_TALLY;
    const estimate = estimateOf(tally, now[index]);
    const ancestors = ancestorsOf(unit, scope.units);
    return {
      unit,
      depth: ancestors.length,
      hasChildren: scope.units.some((other) => other.parent === unit.code),
      estimate,
      responses: responses[index] ? null : tally.responses,
      comments: comments[index] ? null : tally.comments,
      target: targetOf(unit, ancestors, scope.organisationTarget)?.value ?? null,
      change: npsDifference(estimateOf(previous.byUnit.get(unit.code) ?? EMPTY_TALLY, before[index]), estimate),
    };
  });
}

/** Which rows of a unit table to hide so that no base counted by `baseOf` follows from the others and the totals. */
export function hiddenUnits(
  rows: readonly Unit[],
  tallies: UnitTallies,
  baseOf: (tally: Tally) => number,
  limit: number,
): boolean[] {
  const bases = rows.map((unit) => baseOf(tallies.byUnit.get(unit.code) ?? EMPTY_TALLY));
  const indexes = new Map(rows.map((unit, index) => [unit.code, index]));
  const partsOf = new Map<number | null, number[]>();
  for (const [index, unit] of rows.entries()) {
    const parent = unit.parent === null ? null : (indexes.get(unit.parent) ?? null);
    partsOf.set(parent, [...(partsOf.get(parent) ?? []), index]);
  }
  const lines = [...partsOf].map(([total, parts]): AdditiveLine => {
    const sum = parts.reduce((all, part) => all + (bases[part] ?? 0), 0);
    const whole = total === null ? (tallies.total ? baseOf(tallies.total) : sum) : (bases[total] ?? 0);
    return { total, parts, rest: Math.max(0, whole - sum) };
  });
  return hiddenRows(bases, lines, limit);
}

/** Units depth first, each parent before its children; only what lies under `top` (with it) when given. */
export function depthFirst(units: readonly Unit[], top: Unit | null): Unit[] {
  const children = new Map<string | null, Unit[]>();
  for (const unit of units) children.set(unit.parent, [...(children.get(unit.parent) ?? []), unit]);
  const ordered: Unit[] = [];
  const visit = (unit: Unit): void => {
    ordered.push(unit);
    children.get(unit.code)?.forEach(visit);
  };
  (top ? [top] : (children.get(null) ?? [])).forEach(visit);
  return ordered;
}
