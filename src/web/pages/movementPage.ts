/** The movement of NPS between two periods: the paragraph, the waterfall, the table, voices, and which services moved it. */
import {
  addMonths,
  firstDayOfMonth,
  lastDayOfMonth,
  monthOf,
  yearEarlier,
  type Day,
  type Period,
} from '../../domain/calendar.js';
import type { Adjustment, Movement, MovementPeriod, MovementWarning } from '../../flows/explainMovement.js';
import { ADJUSTMENTS } from '../../flows/explainMovement.js';
import type { MovementVoices } from '../../flows/movementVoices.js';
import { drawWaterfall, type WaterfallEnd } from '../charts/waterfall.js';
import type { Chart } from '../charts/svg.js';
import { downloadLinks, type Downloads } from '../exports/downloads.js';
import { newFindingHref, rowFragment } from '../findingSource.js';
import { movementParams } from '../movementQuery.js';
import { toSearchParams } from '../query.js';
import { commentView, type CommentView, type CommentWords } from './commentView.js';
import { newActionHref } from './actionWords.js';
import type { Link, NavigationLink } from './frame.js';
import {
  contributionRows,
  unitMovementRows,
  waterfallBars,
  type ContributionRow,
  type UnitMovementRow,
} from './movementRows.js';
import {
  associationSentences,
  contributionName,
  fineInterval,
  finePoints,
  standSentence,
  writtenMovement,
} from './movementWords.js';
import { npsView, type NpsView } from './npsWords.js';

export interface MovementPage {
  readonly heading: string;
  readonly breadcrumb: readonly Link[];
  /** What NPS did and how sure that is. */
  readonly lead: string;
  /** What it is associated with, and what the rest is; empty where there is nothing to say. */
  readonly explained: string;
  /** False where nothing can be taken apart: too few answers, or none. */
  readonly shown: boolean;
  /** The change as a whole and the end figures; null where there is none to show. */
  readonly total: {
    readonly change: string;
    readonly interval: string;
    readonly certainty: string;
    /** Beyond chance. */
    readonly signal: boolean;
  } | null;
  /** The earlier period and the later one. */
  readonly sides: readonly { readonly period: string; readonly value: string; readonly nps: NpsView }[];
  readonly chart: { readonly drawing: Chart; readonly title: string } | null;
  readonly rows: readonly ContributionRow[];
  readonly adjust: readonly NavigationLink[];
  readonly caveats: readonly string[];
  readonly voices: readonly {
    readonly name: string;
    readonly colour: number;
    readonly href: string;
    readonly points: string;
    readonly comments: readonly CommentView[];
  }[];
  readonly units: readonly UnitMovementRow[];
  readonly unitsTitle: string;
  readonly downloads: Downloads;
  /** To a finding made of the whole change. */
  readonly findingHref: string;
  readonly actionHref: string;
}

export function movementPage(movement: Movement, voices: readonly MovementVoices[], words: CommentWords): MovementPage {
  const { t, numbers, lang } = words;
  const { base, current, filter } = movement;
  const hrefOf = (changes: { unit?: string | null; adjust?: Adjustment | null }): string =>
    `/movement?${movementParams(
      { ...filter, unit: changes.unit === undefined ? filter.unit : changes.unit },
      current.period,
      base.period,
      changes.adjust === undefined ? movement.adjust : changes.adjust,
    )}`;
  const themeHref = (key: string): string =>
    `/themes/${key}?${toSearchParams({ ...filter, ...current.period }).toString()}`;
  const shown = movement.contributions.length > 0;
  const written = writtenMovement(movement).contributions;
  return {
    heading: movement.unit ? t('movement.headingOf', { unit: movement.unit.name[lang] }) : t('movement.title'),
    breadcrumb: movement.unit
      ? [
          { href: hrefOf({ unit: null }), label: t('filter.allUnits') },
          ...movement.ancestors.map((unit) => ({ href: hrefOf({ unit: unit.code }), label: unit.name[lang] })),
        ]
      : [],
    lead: standSentence(movement, words),
    explained: associationSentences(movement, words).join(' '),
    shown,
    total: totalOf(movement, words),
    sides: [sideOf(base, words), sideOf(current, words)],
    chart: shown ? chartOf(movement, words) : null,
    rows: contributionRows(movement, words, themeHref, (row) => newFindingHref(`${hrefOf({})}${rowFragment(row)}`)),
    adjust: [null, ...ADJUSTMENTS].map((adjust) => ({
      href: hrefOf({ adjust }),
      label: t(`movement.adjust.${adjust ?? 'none'}`),
      current: adjust === movement.adjust,
    })),
    caveats: movement.warnings.map((warning) => warningText(warning, words)),
    voices: voices.map(({ theme, comments }) => ({
      name: contributionName({ group: 'theme', key: theme }, words),
      colour: words.taxonomy.themes.find((each) => each.key === theme)?.colour ?? 0,
      href: `/comments?${toSearchParams({ ...filter, ...current.period, theme }).toString()}`,
      points: finePoints(
        written[movement.contributions.findIndex((row) => row.group === 'theme' && row.key === theme)] ?? null,
        numbers,
      ),
      comments: comments.map((row) => commentView(row, words)),
    })),
    units: unitMovementRows(movement, words, (code) => hrefOf({ unit: code })),
    unitsTitle: t(movement.unit ? 'movement.unitsUnder' : 'movement.unitsOfAll'),
    downloads: downloadLinks('movement', movementParams(filter, current.period, base.period, movement.adjust)),
    findingHref: newFindingHref(hrefOf({})),
    actionHref: newActionHref({ unit: movement.filter.unit }),
  };
}

function totalOf(movement: Movement, { t, numbers }: CommentWords): MovementPage['total'] {
  const { change } = writtenMovement(movement);
  const { interval, certainty } = movement.change;
  if (change === null || certainty === null) return null;
  return {
    change: finePoints(change, numbers),
    interval: fineInterval(interval, numbers),
    certainty: t(`certainty.${certainty}`),
    signal: certainty !== 'chance',
  };
}

function sideOf({ period, estimate }: MovementPeriod, { t, numbers }: CommentWords): MovementPage['sides'][number] {
  const nps = npsView(estimate, t, numbers);
  return {
    period: numbers.period(period),
    value: nps.shown ? `${t('nps.short')} ${numbers.decimal(estimate.nps)}` : nps.value,
    nps,
  };
}

function chartOf(movement: Movement, words: CommentWords): MovementPage['chart'] {
  const { numbers, t } = words;
  const endOf = ({ period, estimate }: MovementPeriod, value: number | null): WaterfallEnd | null =>
    value === null
      ? null
      : {
          label: endLabel(period, words),
          nps: value,
          interval: estimate.interval,
          value: numbers.decimal(value),
          note: numbers.pointsInterval(estimate.interval),
        };
  const written = writtenMovement(movement);
  const start = endOf(movement.base, written.base);
  const end = endOf(movement.current, written.current);
  if (!start || !end) return null;
  return {
    title: t('movement.chartTitle', { from: start.value, to: end.value }),
    drawing: drawWaterfall(start, waterfallBars(movement, words), end, numbers),
  };
}

/** Short, to stand beside the chart: `NPS 9/23–8/24`. */
function endLabel({ from, to }: Period, { t, numbers }: CommentWords): string {
  const [first, last] = [numbers.shortMonth(monthOf(from)), numbers.shortMonth(monthOf(to))];
  return `${t('nps.short')} ${first === last ? first : `${first}–${last}`}`;
}

function warningText(warning: MovementWarning, words: CommentWords): string {
  const { t, numbers } = words;
  switch (warning.kind) {
    case 'signDiffers':
      return t('movement.warnings.signDiffers', {
        theme: contributionName({ group: 'theme', key: warning.theme }, words),
      });
    case 'scoredShareDiffers':
      return t('movement.warnings.scoredShareDiffers', {
        base: numbers.percent(warning.base),
        current: numbers.percent(warning.current),
      });
    case 'unread':
      return t('movement.warnings.unread', { share: numbers.percent(warning.share) });
    case 'definitionDiffers':
    case 'noUnits':
      return t(`movement.warnings.${warning.kind}`);
  }
}

/** The comparisons that a reader picks with one press; the first is the one shown unless another is asked for. */
export function comparisonPresets(
  lastDay: Day | null,
): { readonly name: string; readonly current: Period; readonly base: Period }[] {
  if (lastDay === null) return [];
  const month = monthOf(lastDay);
  const months = (from: string, to: string): Period => ({ from: firstDayOfMonth(from), to: lastDayOfMonth(to) });
  const one = months(month, month);
  const year = months(addMonths(month, -11), month);
  const yearToDate = months(`${month.slice(0, 4)}-01`, month);
  const before = addMonths(month, -1);
  return [
    { name: 'lastTwelveMonths', current: year, base: yearEarlier(year) },
    { name: 'yearToDate', current: yearToDate, base: yearEarlier(yearToDate) },
    { name: 'sameMonthLastYear', current: one, base: yearEarlier(one) },
    { name: 'previousMonth', current: one, base: months(before, before) },
  ];
}
