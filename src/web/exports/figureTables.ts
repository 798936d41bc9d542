/** Trend, themes and units as tables to take away. */
import type { MonthFigure, ThemeFigure, UnitFigure } from '../../flows/figures.js';
import {
  changeColumns,
  estimateNote,
  noteColumn,
  npsColumns,
  numberColumn,
  shareChangeColumns,
  shareColumns,
  shareNote,
  intervalColumns,
  textColumn,
  type ColumnMeaning,
  type ExportWords,
} from './columns.js';
import { tableOf, type ExportTable } from './exportTable.js';

/** @param name phrase for the column's name; @param meaning phrase of what it holds */
export function meaningOf({ t }: ExportWords, name: string, meaning: string): ColumnMeaning {
  return { name: t(name), meaning: t(`exports.meanings.${meaning}`) };
}

export function trendTable(months: readonly MonthFigure[], words: ExportWords): ExportTable {
  const { t } = words;
  const nps = meaningOf(words, 'nps.short', 'nps');
  return tableOf<MonthFigure>(t('overview.trendTitle'), months, [
    textColumn(meaningOf(words, 'figures.month', 'month'), (row) => row.month),
    ...npsColumns<MonthFigure>(words, nps, (row) => row.estimate),
    numberColumn(meaningOf(words, 'units.responses', 'responses'), (row) => row.responses),
    numberColumn(meaningOf(words, 'units.comments', 'comments'), (row) => row.comments),
    noteColumn(words, (row) => [estimateNote(words, nps.name, row.estimate), ...hiddenCounts(row, words)]),
  ]);
}

export function themesTable(themes: readonly ThemeFigure[], words: ExportWords): ExportTable {
  const { t, lang } = words;
  const share = meaningOf(words, 'themes.share', 'share');
  const withTheme = meaningOf(words, 'themes.npsWith', 'npsWith');
  const without = meaningOf(words, 'themes.npsWithout', 'npsWithout');
  const impact = meaningOf(words, 'themes.impact', 'impact');
  return tableOf<ThemeFigure>(t('themes.title'), themes, [
    textColumn(meaningOf(words, 'themes.theme', 'theme'), (row) => row.theme.name[lang]),
    textColumn(meaningOf(words, 'exports.key', 'themeKey'), (row) => row.theme.key),
    ...shareColumns<ThemeFigure>(words, share, (row) => row.share),
    ...(['neg', 'neu', 'pos'] as const).map((polarity) =>
      numberColumn<ThemeFigure>(
        meaningOf(words, `exports.polarity.${polarity}`, 'polarity'),
        (row) => row.polarity?.[polarity] ?? null,
      ),
    ),
    ...npsColumns<ThemeFigure>(words, withTheme, (row) => row.npsWith),
    ...npsColumns<ThemeFigure>(words, without, (row) => row.npsWithout),
    numberColumn(impact, (row) => row.impact, 1),
    ...intervalColumns<ThemeFigure>(t, impact.name, (row) => row.impactInterval),
    ...shareChangeColumns<ThemeFigure>(
      words,
      meaningOf(words, 'exports.shareChange', 'shareChange'),
      (row) => row.shareChange,
    ),
    noteColumn(words, (row) => [
      shareNote(words, share.name, row.share),
      estimateNote(words, withTheme.name, row.npsWith),
      estimateNote(words, without.name, row.npsWithout),
    ]),
  ]);
}

export function unitsTable(units: readonly UnitFigure[], words: ExportWords): ExportTable {
  const { t, lang } = words;
  const nps = meaningOf(words, 'nps.short', 'nps');
  return tableOf<UnitFigure>(t('units.title'), units, [
    textColumn(meaningOf(words, 'units.unit', 'unit'), (row) => row.unit.name[lang]),
    textColumn(meaningOf(words, 'exports.code', 'unitCode'), (row) => row.unit.code),
    textColumn(meaningOf(words, 'exports.parent', 'parent'), (row) => row.unit.parent ?? ''),
    ...npsColumns<UnitFigure>(words, nps, (row) => row.estimate),
    numberColumn(meaningOf(words, 'units.target', 'target'), (row) => row.target),
    ...changeColumns<UnitFigure>(words, meaningOf(words, 'units.change', 'change'), (row) => row.change),
    numberColumn(meaningOf(words, 'units.responses', 'responses'), (row) => row.responses),
    numberColumn(meaningOf(words, 'units.comments', 'comments'), (row) => row.comments),
    noteColumn(words, (row) => [estimateNote(words, nps.name, row.estimate), ...hiddenCounts(row, words)]),
  ]);
}

function hiddenCounts(
  row: { readonly responses: number | null; readonly comments: number | null },
  { t }: ExportWords,
): string[] {
  return [
    row.responses === null ? `${t('units.responses')}: ${t('figures.tooFew')}` : '',
    row.comments === null ? `${t('units.comments')}: ${t('figures.tooFew')}` : '',
  ];
}
