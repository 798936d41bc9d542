/** What needs attention: months, units and themes that stand out from their own past, over all units at once. */
import {
  addMonths,
  firstDayOfMonth,
  lastDayOfMonth,
  monthOf,
  monthsBetween,
  type Month,
  type Period,
} from '../domain/calendar.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import { foldRepeats, screen, type Deviation } from '../domain/signals.js';
import type { Theme } from '../domain/theme.js';
import type { Unit } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import { resolveScope } from './scope.js';
import { candidatesOf, MONTHS_READ_BEFORE, UnitMonths, type SignalCandidate } from './signalCandidates.js';
import { depthFirst } from './unitFigures.js';

/** A month in which a unit's NPS, or its share of complaints about a theme, stands out. */
export interface Signal {
  /** The month itself, or the first of the three that end with it. */
  readonly from: Month;
  readonly month: Month;
  readonly unit: Unit;
  /** The theme complained of; null for NPS. */
  readonly theme: Theme | null;
  readonly deviation: Deviation;
  readonly meaning: 'improvement' | 'concern';
  /** Units above and below that show the same less clearly. */
  readonly repeats: readonly Unit[];
}

export interface MonthSignals {
  readonly month: Month;
  /** Strongest first, no more than the alert budget. */
  readonly signals: readonly Signal[];
  /** Signals that the budget left no room for. */
  readonly beyondBudget: number;
  /** Figures that were tested. */
  readonly tested: number;
}

/** Signals of successive months that tell the same. */
export interface Episode {
  readonly from: Month;
  readonly to: Month;
  /** The clearest of them. */
  readonly strongest: Signal;
  readonly signals: readonly Signal[];
}

export interface SignalsReport {
  /** Filter with the period filled in. */
  readonly filter: FeedbackFilter;
  /** The months looked at: those of the period, at most the last 12. */
  readonly period: Period;
  readonly unit: Unit | null;
  readonly ancestors: readonly Unit[];
  /** Most signals shown per month. */
  readonly budget: number;
  /** Newest first. */
  readonly months: readonly MonthSignals[];
  /** The same as one line per matter, those that lasted longest into the period first, then the clearest. */
  readonly episodes: readonly Episode[];
}

/** The setting that holds the alert budget as text. */
export const ALERT_BUDGET_SETTING = 'alertBudget';
export const DEFAULT_ALERT_BUDGET = 5;
const MOST_MONTHS = 12;
/** With fewer complaints than this, found or expected, a share is an anecdote. */
const LEAST_COMPLAINTS = 5;

/** Signals within a unit and all under it, or the whole organisation; null when the filter names an unknown unit. */
export async function signals(deps: ReadDeps, filter: FeedbackFilter): Promise<SignalsReport | null> {
  const scope = await resolveScope(deps, filter);
  if (!scope) return null;
  const period = monthsLookedAt(scope.period);
  const units = depthFirst(scope.units, scope.unit);
  const codes = units.map((unit) => unit.code);
  const first = firstDayOfMonth(addMonths(monthOf(period.from), -MONTHS_READ_BEFORE));
  const read = { ...scope.filter, from: first, to: period.to };
  const [budgetText, scores, comments] = await Promise.all([
    deps.store.getSetting(ALERT_BUDGET_SETTING),
    deps.store.readCells(read, ['unit', 'month', 'scoreClass'], codes),
    deps.store.readCells(read, ['unit', 'month', 'commentState', 'themes'], codes),
  ]);
  const budget = budgetOf(budgetText);
  const series = new UnitMonths(units, scores, comments, deps.disclosureLimit);
  const related = relations(scope.units);
  const months = monthsBetween(monthOf(period.from), monthOf(period.to))
    .reverse()
    .map((month) => monthSignals(month, candidatesOf(month, series, deps.taxonomy), related, budget));
  return {
    filter: { ...scope.filter, ...period },
    period,
    unit: scope.unit,
    ancestors: scope.ancestors,
    budget,
    months,
    episodes: episodesOf(months, related),
  };
}

function monthsLookedAt(period: Period): Period {
  const last = monthOf(period.to);
  const earliest = addMonths(last, 1 - MOST_MONTHS);
  const first = monthOf(period.from) < earliest ? earliest : monthOf(period.from);
  return { from: firstDayOfMonth(first), to: lastDayOfMonth(last) };
}

function monthSignals(
  month: Month,
  candidates: readonly SignalCandidate[],
  related: Relations,
  budget: number,
): MonthSignals {
  const standing = screen(candidates).filter(({ theme, deviation: { value, expected, base } }) => {
    return theme === null || Math.max(value, expected) * base >= LEAST_COMPLAINTS;
  });
  const folded = foldRepeats(standing, (later, lead) => tellTheSame(later, lead, related));
  return {
    month,
    signals: folded.slice(0, budget).map(({ lead, repeats }) => ({
      from: lead.from,
      month,
      unit: lead.unit,
      theme: lead.theme,
      deviation: lead.deviation,
      meaning: lead.deviation.difference > 0 === (lead.theme === null) ? 'improvement' : 'concern',
      repeats: [...new Set(repeats.map((repeat) => repeat.unit))].filter((unit) => unit !== lead.unit),
    })),
    beyondBudget: Math.max(0, folded.length - budget),
    tested: candidates.length,
  };
}

function episodesOf(months: readonly MonthSignals[], related: Relations): Episode[] {
  const episodes: { from: Month; to: Month; strongest: Signal; signals: Signal[] }[] = [];
  for (const { month, signals: found } of [...months].reverse()) {
    for (const signal of found) {
      const goesOn = episodes.find(
        ({ to, strongest }) => to >= addMonths(signal.from, -1) && tellTheSame(signal, strongest, related),
      );
      if (!goesOn) {
        episodes.push({ from: signal.from, to: month, strongest: signal, signals: [signal] });
        continue;
      }
      goesOn.to = month;
      goesOn.signals.push(signal);
      if (Math.abs(signal.deviation.z) > Math.abs(goesOn.strongest.deviation.z)) goesOn.strongest = signal;
    }
  }
  return episodes.sort(
    (one, other) =>
      other.to.localeCompare(one.to) || Math.abs(other.strongest.deviation.z) - Math.abs(one.strongest.deviation.z),
  );
}

/** Codes of the units above and below each unit, and its own. */
type Relations = ReadonlyMap<string, ReadonlySet<string>>;

/** The same measure moves the same way in the same unit (in three months instead of one), or in one above or below. */
function tellTheSame(
  one: Pick<SignalCandidate, 'unit' | 'theme' | 'deviation'>,
  other: Pick<SignalCandidate, 'unit' | 'theme' | 'deviation'>,
  related: Relations,
): boolean {
  return (
    one.theme === other.theme &&
    Math.sign(one.deviation.difference) === Math.sign(other.deviation.difference) &&
    related.get(one.unit.code)?.has(other.unit.code) === true
  );
}

function relations(units: readonly Unit[]): Relations {
  const parents = new Map(units.map((unit) => [unit.code, unit.parent]));
  const related = new Map(units.map((unit) => [unit.code, new Set([unit.code])]));
  for (const { code, parent } of units) {
    for (let above = parent; above !== null; above = parents.get(above) ?? null) {
      related.get(code)?.add(above);
      related.get(above)?.add(code);
    }
  }
  return related;
}

function budgetOf(text: string | null): number {
  const value = text === null ? NaN : Number(text);
  return Number.isInteger(value) && value >= 1 ? value : DEFAULT_ALERT_BUDGET;
}
