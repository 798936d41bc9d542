/** What NPS is associated with most: the sentence, the map of priorities, the table, and what to be careful with. */
import type { NpsDriver, NpsDriversReport } from '../../flows/npsDrivers.js';
import type { StatementDriversReport } from '../../flows/statementDrivers.js';
import { drawPriorityMap } from '../charts/priorityMap.js';
import type { Chart } from '../charts/svg.js';
import { toSearchParams } from '../query.js';
import type { CommentWords } from './commentView.js';
import { statementDriversPart, type StatementDriversPart } from './statementDriversPart.js';

export interface DriversPage {
  readonly lead: string;
  /** Null where too few comment. */
  readonly map: {
    readonly chart: Chart;
    readonly title: string;
    /** In order of importance, as they are numbered in the drawing. */
    readonly rows: readonly {
      readonly theme: string;
      readonly colour: number;
      readonly importance: string;
      readonly praise: string;
      readonly place: string;
    }[];
  } | null;
  readonly rows: readonly DriverRow[];
  /** Null where too few answered survey statements. */
  readonly statements: StatementDriversPart | null;
  readonly caveats: readonly string[];
}

export interface DriverRow {
  readonly colour: number;
  readonly name: string;
  readonly polarity: string;
  readonly sign: string;
  readonly href: string;
  readonly share: string;
  readonly shareInterval: string;
  /** Widths in a drawing 200 wide: the bar and its whisker. */
  readonly bar: { readonly width: number; readonly low: number; readonly high: number; readonly negative: boolean };
  readonly rank: string;
  readonly effect: string;
  readonly effectInterval: string;
  readonly mentions: string;
  readonly base: string;
}

const BAR_WIDTH = 200;

export function driversPage(
  report: NpsDriversReport,
  statements: StatementDriversReport | null,
  words: CommentWords,
): DriversPage {
  const { t, numbers, lang } = words;
  const scale = BAR_WIDTH / Math.max(0.01, ...report.drivers.map((driver) => driver.shareInterval[1]));
  return {
    lead: leadOf(report, words),
    map:
      report.priorities.length === 0
        ? null
        : {
            title: mapTitle(report, words),
            chart: drawPriorityMap(report.priorities, numbers, {
              importance: t('drivers.importance'),
              praise: t('drivers.praiseShare'),
              places: {
                mend: t('drivers.places.mend'),
                keep: t('drivers.places.keep'),
                watch: t('drivers.places.watch'),
                fine: t('drivers.places.fine'),
              },
              name: ({ theme }) => theme.name[lang],
            }),
            rows: report.priorities.map(({ theme, importance, praise, place }) => ({
              theme: theme.name[lang],
              colour: theme.colour,
              importance: numbers.percent(importance),
              praise: numbers.percent(praise),
              place: t(`drivers.places.${place}`),
            })),
          },
    rows: report.drivers.map((driver) => driverRow(driver, report, scale, words)),
    statements: statements && statementDriversPart(statements, words),
    caveats: caveatsOf(report, words),
  };
}

function driverRow(driver: NpsDriver, report: NpsDriversReport, scale: number, words: CommentWords): DriverRow {
  const { t, numbers, lang } = words;
  const filter = { ...report.filter, theme: driver.theme.key, polarity: driver.polarity };
  const [first, last] = driver.rankInterval;
  return {
    colour: driver.theme.colour,
    name: driver.theme.name[lang],
    polarity: t(`polarity.${driver.polarity}`),
    sign: driver.polarity === 'pos' ? '+' : '−',
    href: `/comments?${toSearchParams(filter).toString()}`,
    share: numbers.percent(driver.share),
    shareInterval: numbers.percentInterval(driver.shareInterval),
    bar: {
      width: driver.share * scale,
      low: driver.shareInterval[0] * scale,
      high: driver.shareInterval[1] * scale,
      negative: driver.polarity === 'neg',
    },
    rank: first === last ? numbers.count(first) : `${numbers.count(first)}–${numbers.count(last)}`,
    effect: numbers.signedPoints(driver.effect),
    effectInterval: numbers.pointsInterval(driver.effectInterval),
    mentions: numbers.percent(driver.mentions.share),
    base: t('figures.base', { n: numbers.count(driver.mentions.count) }),
  };
}

function phraseOf({ theme, polarity }: Pick<NpsDriver, 'theme' | 'polarity'>, { t, lang }: CommentWords): string {
  return t(`drivers.named.${polarity}`, { theme: theme.name[lang] });
}

function leadOf(report: NpsDriversReport, words: CommentWords): string {
  const { t, numbers } = words;
  const [first] = report.drivers;
  if (!first || report.explained === null) return t('drivers.leadTooFew');
  const level = report.drivers.filter(({ rank, rankInterval }) => rank > 1 && rankInterval[0] === 1);
  return [
    t('drivers.lead', {
      driver: phraseOf(first, words),
      share: numbers.percent(first.share),
      explained: numbers.percent(report.explained),
    }),
    t(level.length > 0 ? 'drivers.leadLevel' : 'drivers.leadClear', {
      others: level.map((driver) => phraseOf(driver, words)).join(', '),
    }),
  ].join(' ');
}

function mapTitle(report: NpsDriversReport, { t, lang }: CommentWords): string {
  const mend = report.priorities.filter(({ place }) => place === 'mend');
  return mend.length === 0
    ? t('drivers.mapTitleNone')
    : t('drivers.mapTitle', { themes: mend.map(({ theme }) => theme.name[lang]).join(', ') });
}

function caveatsOf(report: NpsDriversReport, words: CommentWords): string[] {
  const { t, numbers } = words;
  if (report.explained === null) return [];
  const names = (some: readonly Pick<NpsDriver, 'theme' | 'polarity'>[]): string =>
    some.map((each) => phraseOf(each, words)).join(', ');
  return [
    t('drivers.caveats.association'),
    t('drivers.caveats.base', { n: numbers.count(report.commenters) }),
    t('drivers.caveats.adjusted'),
    t('drivers.caveats.ranks'),
    ...(report.entangled.length > 0 ? [t('drivers.caveats.entangled', { names: names(report.entangled) })] : []),
    ...(report.rare.length > 0 ? [t('drivers.caveats.rare', { names: names(report.rare) })] : []),
  ];
}
