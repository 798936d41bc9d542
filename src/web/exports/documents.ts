/** Which tables a file holds, and what it says of itself. */
import type { Day, Period } from '../../domain/calendar.js';
import type { FeedbackFilter } from '../../domain/feedbackFilter.js';
import type { NpsDifference, NpsEstimate } from '../../domain/nps.js';
import type { TagVersions } from '../../domain/theme.js';
import type { Movement } from '../../flows/explainMovement.js';
import type { MonthReport } from '../../flows/monthReport.js';
import type { CommentWords } from '../pages/commentView.js';
import { languageName } from '../pages/filterBar.js';
import { versionWords } from '../versionWords.js';
import { changeColumns, estimateNote, noteColumn, npsColumns, textColumn } from './columns.js';
import type { ExportName } from './downloads.js';
import { tableOf, type ExportDocument, type ExportTable } from './exportTable.js';
import { meaningOf, themesTable, trendTable, unitsTable } from './figureTables.js';
import { movementTables } from './movementTables.js';

/** What the tables of a file are about. */
export interface ExportSubject {
  readonly name: ExportName;
  readonly title: string;
  readonly filter: Pick<FeedbackFilter, 'unit' | 'channel' | 'lang'>;
  readonly period: Period;
  /** What changes are counted from. */
  readonly comparison: Period;
  readonly today: Day;
  /** Of the tags that the figures rest on. */
  readonly versions: TagVersions;
}

export function documentOf(
  subject: ExportSubject,
  tables: readonly ExportTable[],
  words: CommentWords,
): ExportDocument {
  const { t, numbers, lang, units } = words;
  const { filter, period, comparison } = subject;
  const unit = filter.unit === null ? undefined : units.get(filter.unit);
  const span = (days: Period): string => `${numbers.period(days)} (${days.from} – ${days.to})`;
  return {
    name: ['kuulolla', subject.name, ...(unit ? [unit.code] : []), period.from, period.to]
      .join('-')
      .replace(/[^A-Za-z0-9-]+/g, '_'),
    title: subject.title,
    about: [
      [t('filter.unit'), unit?.name[lang] ?? t('filter.allUnits')],
      [t('filter.period'), span(period)],
      [t('exports.comparedWith'), span(comparison)],
      [t('filter.channel'), filter.channel ? t(`channels.${filter.channel}`) : t('filter.allChannels')],
      [t('filter.commentLanguage'), filter.lang ? languageName(filter.lang, lang, t) : t('filter.allLanguages')],
      [t('versions.label'), versionWords(subject.versions, t)],
      [t('exports.made'), `${numbers.day(subject.today)}, ${t('product.name')}`],
    ],
    tables,
    words: {
      definitions: t('exports.definitions'),
      column: t('exports.column'),
      meaning: t('exports.meaning'),
      remarks: [t('exports.remarks.blank'), t('exports.remarks.interval'), t('exports.remarks.association')],
    },
  };
}

export function movementDocument(
  movement: Movement,
  made: Pick<ExportSubject, 'today' | 'versions'>,
  words: CommentWords,
): ExportDocument {
  return documentOf(
    {
      name: 'movement',
      title: words.t('movement.title'),
      filter: movement.filter,
      period: movement.current.period,
      comparison: movement.base.period,
      ...made,
    },
    movementTables(movement, words),
    words,
  );
}

interface ReportRow {
  readonly name: string;
  readonly estimate: NpsEstimate;
  /** To the month of the report. */
  readonly change: NpsDifference;
}

const NO_CHANGE: NpsDifference = { points: null, interval: null, certainty: null };

export function reportDocument(
  report: MonthReport,
  made: Pick<ExportSubject, 'today' | 'versions'>,
  words: CommentWords,
): ExportDocument {
  const { t, numbers } = words;
  const { overview, previousMonth } = report;
  const nps = meaningOf(words, 'nps.short', 'nps');
  const rows: ReportRow[] = [
    { name: numbers.month(report.month), estimate: overview.current, change: NO_CHANGE },
    { name: t('overview.yearBefore'), estimate: overview.previous, change: overview.change },
    { name: numbers.month(previousMonth.month), estimate: previousMonth.estimate, change: previousMonth.change },
    {
      name: t('overview.yearToDate', { year: report.month.slice(0, 4) }),
      estimate: overview.yearToDate,
      change: NO_CHANGE,
    },
  ];
  const summary = tableOf<ReportRow>(t('overview.whereWeStand'), rows, [
    textColumn(meaningOf(words, 'filter.period', 'period'), (row) => row.name),
    ...npsColumns<ReportRow>(words, nps, (row) => row.estimate),
    ...changeColumns<ReportRow>(words, meaningOf(words, 'exports.changeTo', 'changeTo'), (row) => row.change),
    noteColumn(words, (row) => [estimateNote(words, nps.name, row.estimate)]),
  ]);
  return documentOf(
    {
      name: 'report',
      title: t('report.title'),
      filter: overview.filter,
      period: overview.period,
      comparison: overview.comparison,
      ...made,
    },
    [
      summary,
      trendTable(overview.trend, words),
      themesTable(overview.themes, words),
      unitsTable(overview.units, words),
      ...movementTables(report.fromYearBefore, words).slice(0, 1),
    ],
    words,
  );
}
