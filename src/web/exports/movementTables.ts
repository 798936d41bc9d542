/** A movement as tables to take away: contributions, and units below. */
import type { Contribution, Movement, Part, UnitContribution } from '../../flows/explainMovement.js';
import type { CommentWords } from '../pages/commentView.js';
import { contributionName } from '../pages/movementWords.js';
import {
  certaintyColumn,
  intervalColumns,
  noteColumn,
  numberColumn,
  textColumn,
  type ColumnMeaning,
} from './columns.js';
import { tableOf, type ColumnOf, type ExportTable } from './exportTable.js';
import { meaningOf } from './figureTables.js';

export function movementTables(movement: Movement, words: CommentWords): ExportTable[] {
  const { t, lang } = words;
  const contributions = tableOf<Contribution>(t('movement.accountTitle'), movement.contributions, [
    textColumn(meaningOf(words, 'movement.row', 'contribution'), (row) => contributionName(row, words)),
    textColumn(meaningOf(words, 'exports.group', 'group'), (row) => row.group),
    textColumn(meaningOf(words, 'exports.key', 'groupKey'), (row) => row.key ?? ''),
    ...partColumns<Contribution>(words, meaningOf(words, 'movement.mix', 'mix')),
    noteColumn(words, (row) => partNote(row, words)),
  ]);
  if (movement.units.length === 0) return [contributions];
  const units = tableOf<UnitContribution>(t('movement.unitsExport'), movement.units, [
    textColumn(meaningOf(words, 'units.unit', 'unit'), (row) => row.unit.name[lang]),
    textColumn(meaningOf(words, 'exports.code', 'unitCode'), (row) => row.unit.code),
    ...partColumns<UnitContribution>(words, meaningOf(words, 'movement.unitMix', 'unitMix')),
    noteColumn(words, (row) => partNote(row, words)),
  ]);
  return [contributions, units];
}

function partColumns<Row extends Part>(words: CommentWords, mix: ColumnMeaning): ColumnOf<Row>[] {
  const { t } = words;
  const total = meaningOf(words, 'movement.total', 'total');
  const sides = (['base', 'current'] as const).flatMap((side): ColumnOf<Row>[] => {
    const figure = (name: string, meaning: string): ColumnMeaning => ({
      name: t(`exports.${side}`, { figure: t(name) }),
      meaning: t(`exports.meanings.${meaning}`),
    });
    return [
      numberColumn<Row>(
        {
          ...figure('movement.share', 'weight'),
          name: t('exports.percent', { figure: t(`exports.${side}`, { figure: t('movement.share') }) }),
        },
        (row) => {
          const { share } = row[side];
          return share === null ? null : share * 100;
        },
        1,
      ),
      numberColumn<Row>(figure('nps.short', 'weightedNps'), (row) => row[side].nps, 1),
      numberColumn<Row>(figure('figures.answers', 'people'), (row) => row[side].n),
    ];
  });
  return [
    numberColumn<Row>(total, (row) => row.total, 4),
    ...intervalColumns<Row>(t, total.name, (row) => row.interval),
    numberColumn<Row>(meaningOf(words, 'exports.standardError', 'standardError'), (row) => row.standardError, 4),
    certaintyColumn<Row>(t, total.name, (row) => row.certainty),
    numberColumn<Row>(meaningOf(words, 'movement.rate', 'rate'), (row) => row.rate, 4),
    numberColumn<Row>(mix, (row) => row.mix, 4),
    ...sides,
  ];
}

function partNote(part: Part, { t }: CommentWords): string[] {
  return [part.suppressed || part.total === null ? t('figures.tooFew') : ''];
}
