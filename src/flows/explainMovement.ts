/** Why NPS moved between two periods: a contribution for each theme, for silence and for the mix of services, that add up. */
import { isWholeMonths, monthOf, type Period } from '../domain/calendar.js';
import { npsDifference, type Certainty } from '../domain/difference.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import { roundToSum } from '../domain/largestRemainder.js';
import { nestedMovement } from '../domain/nestedMovement.js';
import { npsEstimate, type NpsDifference, type NpsEstimate } from '../domain/nps.js';
import type { Unit } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import { foldGroups, foldRows, readSample, type MovementLevel, type MovementSample } from './movementCells.js';
import { contributionRows, shownPart, unitContributions } from './movementParts.js';
import { movementWarnings } from './movementWarnings.js';
import { ancestorsOf, soleUnit } from './scope.js';

/** Which changes of mix are taken out before themes are counted: of the units below, of channels, or first one, then the other. */
export const ADJUSTMENTS = ['unit', 'channel', 'both'] as const;
export type Adjustment = (typeof ADJUSTMENTS)[number];

/**
 * What a contribution is of.
 * - `serviceMix`, `channelMix`: one unit below, one channel, making up more or less of the answers than before (only when adjusted)
 * - `theme`: answers whose comment mentions the theme
 * - `noTheme`: comments that the tagger has read and found none of the themes in; zeros where there are none
 * - `unread`: comments that wait for tagging or are in a language that is not tagged; only there when such comments exist
 * - `noComment`: answers without a comment; zeros where there are none
 * - `hidden`: rows on too few people, together
 */
export type MovementGroup = 'serviceMix' | 'channelMix' | 'theme' | 'noTheme' | 'unread' | 'noComment' | 'hidden';

/** How the days of a period are chosen; figures of different definitions are not alike. */
export type PeriodDefinition = 'month' | 'months' | 'year' | 'yearToDate' | 'days';

/** NPS of one of the two periods. */
export interface MovementPeriod {
  readonly period: Period;
  readonly definition: PeriodDefinition;
  readonly estimate: NpsEstimate;
}

/** A row in one period; all null when suppressed. */
export interface MovementSide {
  /** Weight in NPS, 0–1: an answer with k themes counts 1/k to each. The weights of all rows add up to 1. */
  readonly share: number | null;
  /** NPS −100..+100 with these weights; null also where nobody is in the row. */
  readonly nps: number | null;
  /** People who gave a score; with several themes they are in several rows. */
  readonly n: number | null;
}

/** A part of the change, in points; everything is null when suppressed. */
export interface Part {
  /** `rate` + `mix`. */
  readonly total: number | null;
  /** From being scored differently. */
  readonly rate: number | null;
  /** From being mentioned more or less often. */
  readonly mix: number | null;
  readonly standardError: number | null;
  /** 95 %. */
  readonly interval: readonly [number, number] | null;
  readonly certainty: Certainty | null;
  readonly base: MovementSide;
  readonly current: MovementSide;
  readonly suppressed: boolean;
}

export interface Contribution extends Part {
  readonly group: MovementGroup;
  /** Theme key, unit code (the unit's own for answers filed to it directly) or channel; null for what has none. A `serviceMix`
   * or `channelMix` without a key is those on too few people, together. */
  readonly key: string | null;
  /** `total` as a whole number; all of a movement add up to its displayed change (largest remainder). */
  readonly displayed: number | null;
}

/** What a unit below contributed to the change, as it stands (never adjusted). Totals add up to the change. */
export interface UnitContribution extends Part {
  /** The unit asked for itself stands for answers filed to it directly. */
  readonly unit: Unit;
}

export type MovementWarning =
  /** A part beyond chance has the other sign when the change is taken apart in another way (Oaxaca–Blinder, oaxaca.ts). */
  | { readonly kind: 'signDiffers'; readonly theme: string }
  /** The share of answers with a score of 0–10 differs much: another question or scale may have been in use. */
  | { readonly kind: 'scoredShareDiffers'; readonly base: number; readonly current: number }
  /** Such a share (0–1) of the answers of one period carries comments that are not read. */
  | { readonly kind: 'unread'; readonly share: number }
  /** One period is more than one and a half times as long as the other: a month against a year to date, and the like. */
  | { readonly kind: 'definitionDiffers' }
  /** Nothing to adjust for: the unit has none below it. */
  | { readonly kind: 'noUnits' };

export interface Movement {
  /** Without days. */
  readonly filter: FeedbackFilter;
  readonly adjust: Adjustment | null;
  /** Null for the whole organisation. */
  readonly unit: Unit | null;
  /** From the root down, without the unit itself. */
  readonly ancestors: readonly Unit[];
  readonly base: MovementPeriod;
  readonly current: MovementPeriod;
  readonly change: NpsDifference;
  /** The change as a whole number, as the displayed contributions add up to it. */
  readonly displayedChange: number | null;
  /** Mix rows first, then themes, largest first, then noTheme, unread, noComment, hidden; empty when suppressed or without a change. */
  readonly contributions: readonly Contribution[];
  /** Units below, largest contribution first, hidden ones last; empty without any. */
  readonly units: readonly UnitContribution[];
  readonly check: {
    /** Sum of the contributions; the change to 1e−9. */
    readonly sum: number | null;
  };
  readonly warnings: readonly MovementWarning[];
  /** Either period has too few answers: its figures, the change and all parts of it are null. */
  readonly suppressed: boolean;
}

export interface MovementQuestion {
  readonly base: Period;
  readonly current: Period;
  /** Unit, channel and language; its days are not looked at. */
  readonly filter: FeedbackFilter;
  readonly adjust: Adjustment | null;
}

/** True when the periods share a day; such periods are not compared, since the same answers would stand on both sides. */
export function periodsOverlap(one: Period, other: Period): boolean {
  return one.from <= other.to && other.from <= one.to;
}

/** What it takes to explain a movement. */
export type MovementDeps = Pick<ReadDeps, 'store' | 'taxonomy' | 'disclosureLimit'>;

/**
 * The change of NPS from `base` to `current`, taken apart; null when the filter names an unknown unit. Four queries, of which none
 * goes through single answers.
 * @throws RangeError when the periods share a day; callers refuse that before (periodsOverlap)
 */
export async function explainMovement(deps: MovementDeps, question: MovementQuestion): Promise<Movement | null> {
  if (periodsOverlap(question.base, question.current)) {
    const [one, other] = [question.base, question.current].map(({ from, to }) => `${from}..${to}`);
    throw new RangeError(`expected periods that share no day, found ${one} and ${other}`);
  }
  const { store, taxonomy, disclosureLimit: limit } = deps;
  const { channel, lang } = question.filter;
  const known = await store.listUnits();
  const code = question.filter.unit ?? soleUnit(known);
  const unit = known.find((each) => each.code === code) ?? null;
  if (code !== null && unit === null) return null;
  const below = known.filter((each) => each.parent === code).map((each) => each.code);
  const levels = levelsOf(question.adjust, below.length > 0);
  const read = (period: Period): Promise<MovementSample> =>
    readSample(store, taxonomy, { ...period, unit: code, channel, lang }, { own: code, below }, levels);
  const [old, young] = await Promise.all([read(question.base), read(question.current)]);

  const base = periodOf(question.base, old, limit);
  const current = periodOf(question.current, young, limit);
  const change = npsDifference(base.estimate, current.estimate);
  const pair = foldRows(
    levels.reduce((folded, _, level) => foldGroups(folded, level, limit), { base: old.cells, current: young.cells }),
    limit,
  );
  const displayedChange = change.points === null ? null : Math.round(change.points) + 0;
  const occurring = new Set([...old.cells, ...young.cells].flatMap((cell) => cell.rows));
  const rows =
    displayedChange === null ? [] : contributionRows(nestedMovement(pair.base, pair.current), levels, occurring);
  const displayed =
    displayedChange === null
      ? []
      : roundToSum(
          rows.map(({ part }) => part.total),
          displayedChange,
        );
  const contributions = rows.map(({ group, key, part }, index): Contribution => ({
    group,
    key,
    displayed: displayed[index] ?? null,
    ...shownPart(part),
  }));
  return {
    filter: { from: null, to: null, unit: code, channel, lang },
    adjust: question.adjust,
    unit,
    ancestors: unit ? ancestorsOf(unit, known) : [],
    base,
    current,
    change,
    displayedChange,
    contributions,
    units: change.points === null ? [] : unitContributions(old, young, known, limit),
    check: { sum: change.points === null ? null : rows.reduce((sum, { part }) => sum + part.total, 0) },
    warnings: movementWarnings(question, { base: old, current: young }, pair, contributions, below.length > 0),
    suppressed: base.estimate.strength === 'suppressed' || current.estimate.strength === 'suppressed',
  };
}

function levelsOf(adjust: Adjustment | null, hasUnits: boolean): MovementLevel[] {
  const unit = (adjust === 'unit' || adjust === 'both') && hasUnits;
  const channel = adjust === 'channel' || adjust === 'both';
  return [...(unit ? (['unit'] as const) : []), ...(channel ? (['channel'] as const) : [])];
}

function periodOf(period: Period, sample: MovementSample, limit: number): MovementPeriod {
  return { period, definition: definitionOf(period), estimate: npsEstimate(sample.classes, limit) };
}

function definitionOf(period: Period): PeriodDefinition {
  const whole = isWholeMonths(period);
  if (whole && monthOf(period.from) === monthOf(period.to)) return 'month';
  const sameYear = period.from.slice(0, 4) === period.to.slice(0, 4);
  if (sameYear && period.from.endsWith('-01-01')) return period.to.endsWith('-12-31') ? 'year' : 'yearToDate';
  return whole ? 'months' : 'days';
}
