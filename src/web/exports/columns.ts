/** Columns that tables share: an estimate, a share, a change, each with its interval and base. */
import type { NpsDifference, NpsEstimate } from '../../domain/nps.js';
import type { Language } from '../../domain/theme.js';
import type { Share, ShareDifference } from '../../flows/figures.js';
import type { Translate } from '../language.js';
import type { NumberWords } from '../numbers.js';
import type { ColumnOf } from './exportTable.js';

export interface ExportWords {
  readonly lang: Language;
  readonly t: Translate;
  readonly numbers: NumberWords;
}

/** What a group of columns is called and what it holds, both in the interface language. */
export interface ColumnMeaning {
  readonly name: string;
  readonly meaning: string;
}

const POINT_DECIMALS = 1;
const PERCENT_DECIMALS = 1;

export function textColumn<Row>(meaning: ColumnMeaning, of: (row: Row) => string): ColumnOf<Row> {
  return { header: meaning.name, definition: meaning.meaning, decimals: null, cell: of };
}

export function numberColumn<Row>(
  meaning: ColumnMeaning,
  of: (row: Row) => number | null,
  decimals = 0,
): ColumnOf<Row> {
  return { header: meaning.name, definition: meaning.meaning, decimals, cell: of };
}

/** NPS, both ends of its interval, and its answers. */
export function npsColumns<Row>(
  { t }: ExportWords,
  meaning: ColumnMeaning,
  of: (row: Row) => NpsEstimate,
): ColumnOf<Row>[] {
  return [
    numberColumn(meaning, (row) => of(row).nps, POINT_DECIMALS),
    ...intervalColumns<Row>(t, meaning.name, (row) => of(row).interval),
    numberColumn(
      {
        name: t('exports.answersOf', { figure: meaning.name }),
        meaning: t('exports.answersMeaning', { figure: meaning.name }),
      },
      (row) => of(row).n,
    ),
  ];
}

/** A share in percent, both ends of its interval, how many and of how many. */
export function shareColumns<Row>(
  { t }: ExportWords,
  meaning: ColumnMeaning,
  of: (row: Row) => Share,
): ColumnOf<Row>[] {
  const name = t('exports.percent', { figure: meaning.name });
  return [
    numberColumn({ name, meaning: meaning.meaning }, (row) => times100(of(row).share), PERCENT_DECIMALS),
    ...intervalColumns<Row>(t, name, (row) => intervalTimes100(of(row).interval)),
    numberColumn({ name: t('exports.mentions'), meaning: t('exports.mentionsMeaning') }, (row) => of(row).count),
    numberColumn({ name: t('exports.read'), meaning: t('exports.readMeaning') }, (row) => of(row).base),
  ];
}

/** A change in points, both ends of its interval, and the word for its certainty. */
export function changeColumns<Row>(
  { t }: ExportWords,
  meaning: ColumnMeaning,
  of: (row: Row) => NpsDifference,
): ColumnOf<Row>[] {
  return [
    numberColumn(meaning, (row) => of(row).points, POINT_DECIMALS),
    ...intervalColumns<Row>(t, meaning.name, (row) => of(row).interval),
    certaintyColumn(t, meaning.name, (row) => of(row).certainty),
  ];
}

/** The same for a change of a share, in percentage points. */
export function shareChangeColumns<Row>(
  { t }: ExportWords,
  meaning: ColumnMeaning,
  of: (row: Row) => ShareDifference,
): ColumnOf<Row>[] {
  return [
    numberColumn(meaning, (row) => times100(of(row).difference), PERCENT_DECIMALS),
    ...intervalColumns<Row>(t, meaning.name, (row) => intervalTimes100(of(row).interval)),
    certaintyColumn(t, meaning.name, (row) => of(row).certainty),
  ];
}

/** Both ends of the 95 % interval of a figure, in the figure's own unit. */
export function intervalColumns<Row>(
  t: Translate,
  figure: string,
  of: (row: Row) => readonly [number, number] | null,
): ColumnOf<Row>[] {
  const end = (key: 'lower' | 'upper', index: 0 | 1): ColumnOf<Row> =>
    numberColumn(
      { name: t(`exports.${key}`, { figure }), meaning: t(`exports.${key}Meaning`, { figure }) },
      (row) => of(row)?.[index] ?? null,
      POINT_DECIMALS,
    );
  return [end('lower', 0), end('upper', 1)];
}

export function certaintyColumn<Row>(
  t: Translate,
  figure: string,
  of: (row: Row) => NpsDifference['certainty'],
): ColumnOf<Row> {
  return textColumn({ name: t('exports.certaintyOf', { figure }), meaning: t('exports.certaintyMeaning') }, (row) => {
    const certainty = of(row);
    return certainty === null ? '' : t(`certainty.${certainty}`);
  });
}

/** Says of blank cells why they are blank, and of small bases that they are indicative. */
export function noteColumn<Row>({ t }: ExportWords, of: (row: Row) => readonly string[]): ColumnOf<Row> {
  return textColumn({ name: t('exports.note'), meaning: t('exports.noteMeaning') }, (row) =>
    [...new Set(of(row).filter(Boolean))].join('; '),
  );
}

/** What the note says of an estimate; empty where nothing has to be said. */
export function estimateNote({ t }: ExportWords, figure: string, { strength }: NpsEstimate): string {
  if (strength === 'normal') return '';
  const word = { suppressed: 'figures.tooFew', none: 'figures.none', indicative: 'figures.indicative' }[strength];
  return `${figure}: ${t(word)}`;
}

export function shareNote({ t }: ExportWords, figure: string, { share, suppressed }: Share): string {
  return share === null ? `${figure}: ${t(suppressed ? 'figures.tooFew' : 'figures.none')}` : '';
}

function times100(share: number | null): number | null {
  return share === null ? null : share * 100;
}

function intervalTimes100(interval: readonly [number, number] | null): readonly [number, number] | null {
  return interval && [interval[0] * 100, interval[1] * 100];
}
