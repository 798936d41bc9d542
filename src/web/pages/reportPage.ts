/** One unit and month as a document: to print, to hand round, to put on a wall. */
import { addMonths, monthOf, type Month } from '../../domain/calendar.js';
import type { Movement } from '../../flows/explainMovement.js';
import type { MonthReport } from '../../flows/monthReport.js';
import type { Unit } from '../../store/store.js';
import { downloadLinks, type Downloads } from '../exports/downloads.js';
import type { CommentWords } from './commentView.js';
import { unitOptions } from './filterBar.js';
import type { Link } from './frame.js';
import { movementBrief, type MovementBrief } from './movementBrief.js';
import { movementLead } from './movementWords.js';
import { changeView, npsView, type ChangeView } from './npsWords.js';
import { overviewPage, type Fact, type OverviewPage } from './overviewPage.js';

export interface ReportPage {
  readonly overview: OverviewPage;
  /** `Hospital services, August 2024`. */
  readonly heading: string;
  readonly month: string;
  /** What the printed page says of where its figures come from. */
  readonly source: string;
  readonly facts: readonly (Fact & { readonly change: ChangeView | null })[];
  /** Movement since the same month a year earlier, and since the month before. */
  readonly movements: readonly ReportMovement[];
  readonly definitions: readonly string[];
  readonly choice: {
    readonly units: ReturnType<typeof unitOptions>;
    readonly month: Month;
    readonly earlier: Link;
    /** Null for the newest month. */
    readonly later: Link | null;
  };
  readonly downloads: Downloads;
}

export interface ReportMovement {
  readonly title: string;
  readonly lead: string;
  readonly brief: MovementBrief | null;
}

const TOP_THEMES = 5;

/** @param today on which the page is made; @param organisation its name */
export function reportPage(
  report: MonthReport,
  units: readonly Unit[],
  today: string,
  organisation: string,
  words: CommentWords,
): ReportPage {
  const { t, numbers, lang } = words;
  const { overview, month, previousMonth } = report;
  const page = overviewPage(overview, report.fromYearBefore, words);
  const name = overview.unit?.name[lang] ?? organisation;
  return {
    overview: { ...page, themes: page.themes.slice(0, TOP_THEMES) },
    heading: name,
    month: numbers.month(month),
    source: t('report.source', {
      organisation,
      period: numbers.month(month),
      responses: numbers.count(overview.responses),
      comments: numbers.count(overview.comments),
      today: numbers.day(today),
    }),
    facts: [
      factOf(numbers.month(monthOf(overview.comparison.to)), overview.previous, overview.change, words),
      factOf(numbers.month(previousMonth.month), previousMonth.estimate, previousMonth.change, words),
      factOf(t('overview.yearToDate', { year: month.slice(0, 4) }), overview.yearToDate, null, words),
    ],
    movements: [
      movementOf('report.fromYearBefore', report.fromYearBefore, words),
      ...(report.fromMonthBefore ? [movementOf('report.fromMonthBefore', report.fromMonthBefore, words)] : []),
    ],
    definitions: ['nps', 'interval', 'movement', 'themes', 'small'].map((key) => t(`report.definitions.${key}`)),
    choice: {
      units: unitOptions(units, overview.unit?.code ?? null, lang, t),
      month,
      earlier: monthLink(addMonths(month, -1), overview.unit, words),
      later: month < report.newestMonth ? monthLink(addMonths(month, 1), overview.unit, words) : null,
    },
    downloads: downloadLinks('report', reportParams(overview.unit, month)),
  };
}

/** The query of a link to a report. */
export function reportParams(unit: Unit | null, month: Month): string {
  return new URLSearchParams({ ...(unit ? { unit: unit.code } : {}), month }).toString();
}

function monthLink(month: Month, unit: Unit | null, { numbers }: CommentWords): Link {
  return { href: `/report?${reportParams(unit, month)}`, label: numbers.month(month) };
}

function factOf(
  label: string,
  estimate: Parameters<typeof npsView>[0],
  change: Parameters<typeof changeView>[0] | null,
  { t, numbers }: CommentWords,
): ReportPage['facts'][number] {
  const view = npsView(estimate, t, numbers);
  return {
    label,
    value: view.shown ? `${t('nps.short')} ${view.value}` : view.value,
    note: [view.interval, view.base].filter(Boolean).join(' · '),
    change: change && changeView(change, t, numbers),
  };
}

function movementOf(titleKey: string, movement: Movement, words: CommentWords): ReportMovement {
  return {
    title: words.t(titleKey, { month: words.numbers.month(monthOf(movement.base.period.to)) }),
    lead: movementLead(movement, words),
    brief: movementBrief(movement, words),
  };
}
