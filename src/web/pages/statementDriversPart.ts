/** The part of the drivers' page on survey statements: a sentence, a table, and what it rests on. */
import type { StatementDriver, StatementDriversReport } from '../../flows/statementDrivers.js';
import type { CommentWords } from './commentView.js';
import { statementName } from './statementName.js';

export interface StatementDriversPart {
  readonly lead: string;
  readonly rows: readonly StatementDriverRow[];
  readonly caveats: readonly string[];
}

export interface StatementDriverRow {
  readonly name: string;
  readonly share: string;
  readonly shareInterval: string;
  /** Widths in a drawing 200 wide: the bar and its whisker. */
  readonly bar: { readonly width: number; readonly low: number; readonly high: number; readonly negative: boolean };
  readonly rank: string;
  readonly effect: string;
  readonly effectInterval: string;
  readonly standardised: string;
  readonly agree: string;
  readonly agreeInterval: string;
  readonly base: string;
}

const BAR_WIDTH = 200;

export function statementDriversPart(report: StatementDriversReport, words: CommentWords): StatementDriversPart {
  const scale = BAR_WIDTH / Math.max(0.01, ...report.drivers.map((driver) => driver.shareInterval[1]));
  return {
    lead: leadOf(report, words),
    rows: report.drivers.map((driver) => rowOf(driver, scale, words)),
    caveats: caveatsOf(report, words),
  };
}

function rowOf(driver: StatementDriver, scale: number, words: CommentWords): StatementDriverRow {
  const { t, numbers } = words;
  const [first, last] = driver.rankInterval;
  return {
    name: statementName(driver.key, words),
    share: numbers.percent(driver.share),
    shareInterval: numbers.percentInterval(driver.shareInterval),
    bar: {
      width: driver.share * scale,
      low: driver.shareInterval[0] * scale,
      high: driver.shareInterval[1] * scale,
      negative: driver.effect < 0,
    },
    rank: first === last ? numbers.count(first) : `${numbers.count(first)}–${numbers.count(last)}`,
    effect: numbers.signedPoints(driver.effect),
    effectInterval: numbers.pointsInterval(driver.effectInterval),
    standardised: t('drivers.statements.standardised', { value: numbers.decimal(driver.standardisedEffect) }),
    agree: numbers.percent(driver.topBox.share),
    agreeInterval: numbers.percentInterval(driver.topBox.interval),
    base: t('figures.base', { n: numbers.count(driver.topBox.base) }),
  };
}

function leadOf(report: StatementDriversReport, words: CommentWords): string {
  const { t, numbers } = words;
  const [first, ...others] = report.drivers;
  if (!first) throw new Error('expected at least one statement, found none');
  const level = others.filter(({ rankInterval }) => rankInterval[0] === 1);
  const explained = numbers.percent(report.explained);
  if (others.length === 0) return t('drivers.statements.leadOne', { statement: namedOf(first, words), explained });
  return [
    t('drivers.statements.lead', {
      statement: namedOf(first, words),
      share: numbers.percent(first.share),
      explained,
    }),
    t(level.length > 0 ? 'drivers.leadLevel' : 'drivers.leadClear', { others: namesOf(level, words) }),
  ].join(' ');
}

function caveatsOf(report: StatementDriversReport, words: CommentWords): string[] {
  const { t, numbers } = words;
  return [
    t('drivers.statements.complete', { n: numbers.count(report.respondents) }),
    ...(report.newest === null ? [] : [t('drivers.statements.newest', { n: numbers.count(report.newest) })]),
    t('drivers.statements.association'),
    ...(report.entangled.length > 0
      ? [t('drivers.statements.entangled', { names: namesOf(report.entangled, words) })]
      : []),
  ];
}

function namedOf({ key }: StatementDriver, words: CommentWords): string {
  return words.t('drivers.statements.named', { statement: statementName(key, words) });
}

function namesOf(drivers: readonly StatementDriver[], words: CommentWords): string {
  return drivers.map((driver) => namedOf(driver, words)).join(', ');
}
