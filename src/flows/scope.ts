/** What a page is about: filter, period, and the place in the unit tree. */
import type { Period } from '../domain/calendar.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import type { Unit } from '../store/store.js';
import { seesSomeUnits } from './currentActor.js';
import type { ReadDeps } from './deps.js';
import { comparisonOf, resolvePeriod } from './period.js';

export interface Scope {
  /** With both days filled in. */
  readonly filter: FeedbackFilter & Period;
  /** The same a year earlier. */
  readonly previousFilter: FeedbackFilter & Period;
  readonly period: Period;
  readonly comparison: Period;
  readonly units: readonly Unit[];
  /** Null for the whole organisation, or all that the reader sees of it. */
  readonly unit: Unit | null;
  /** From the root down, without the unit itself. */
  readonly ancestors: readonly Unit[];
  /** The unit's children, else the roots. */
  readonly children: readonly Unit[];
  /** NPS target of the whole organisation, or null. */
  readonly organisationTarget: number | null;
}

/** The setting that holds the whole organisation's NPS target as text. */
export const ORGANISATION_TARGET_SETTING = 'organisationTarget';

/** Null when the filter names a unit that is not known. */
export async function resolveScope(deps: ReadDeps, filter: FeedbackFilter): Promise<Scope | null> {
  const [units, targetText] = await Promise.all([
    deps.store.listUnits(),
    deps.store.getSetting(ORGANISATION_TARGET_SETTING),
  ]);
  const code = filter.unit ?? soleUnit(units);
  const unit = units.find((known) => known.code === code) ?? null;
  if (code !== null && unit === null) return null;
  const period = await resolvePeriod(deps, filter);
  const comparison = comparisonOf(period);
  const { channel, lang } = filter;
  return {
    filter: { ...period, unit: code, channel, lang },
    previousFilter: { ...comparison, unit: code, channel, lang },
    period,
    comparison,
    units,
    unit,
    ancestors: unit ? ancestorsOf(unit, units) : [],
    children: units.filter((known) => known.parent === code),
    organisationTarget: parseTarget(targetText),
  };
}

/** The unit that "everything" means for a reader who sees one unit and what lies under it; null for everybody else. */
export function soleUnit(units: readonly Unit[]): string | null {
  const [root, ...others] = seesSomeUnits() ? units.filter(({ parent }) => parent === null) : [];
  return root && others.length === 0 ? root.code : null;
}

/** Units above, from the root down. */
export function ancestorsOf(unit: Unit, units: readonly Unit[]): Unit[] {
  const byCode = new Map(units.map((known) => [known.code, known]));
  const above: Unit[] = [];
  for (let code = unit.parent; code !== null;) {
    const parent = byCode.get(code);
    if (!parent) throw new Error(`expected unit "${code}", parent of "${unit.code}", to be known`);
    above.unshift(parent);
    code = parent.parent;
  }
  return above;
}

/** An NPS target and whose it is; `unit` null for the whole organisation's. */
export interface Target {
  readonly value: number;
  readonly unit: Unit | null;
}

/** The unit's own target, else the nearest ancestor's, else the whole organisation's, else null. */
export function targetOf(
  unit: Unit | null,
  ancestors: readonly Unit[],
  organisationTarget: number | null,
): Target | null {
  for (const candidate of [...ancestors, ...(unit ? [unit] : [])].reverse()) {
    if (candidate.target !== null) return { value: candidate.target, unit: candidate };
  }
  return organisationTarget === null ? null : { value: organisationTarget, unit: null };
}

function parseTarget(text: string | null): number | null {
  if (text === null || text.trim() === '') return null;
  const value = Number(text);
  return value >= -100 && value <= 100 ? value : null;
}
