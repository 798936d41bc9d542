/** Tables as CSV for a Finnish or Swedish Excel and for people: UTF-8 with a byte order mark, semicolons. */
import { stringify } from 'csv-stringify/sync';
import { definitionsOf, type ExportCell, type ExportColumn, type ExportDocument } from './exportTable.js';

/** First characters that make a spreadsheet run a cell, their full-width forms included. */
const FORMULA_START = /^[=+\-@\t\r＝＋－＠]/;

/**
 * The tables one after another (with their titles where there are several), then an empty line and the definitions. A suppressed
 * figure is an empty cell.
 * @param decimalMark `,` where spreadsheets read it so (Finnish, Swedish), else `.`
 */
export function writeCsv(document: ExportDocument, decimalMark: ',' | '.'): string {
  const several = document.tables.length > 1;
  const records: string[][] = [];
  for (const table of document.tables) {
    if (several) records.push([guardCell(table.title)]);
    records.push(table.columns.map((column) => guardCell(column.header)));
    for (const row of table.rows) {
      records.push(row.map((cell, index) => textOf(cell, table.columns[index], decimalMark)));
    }
    records.push([]);
  }
  const { words } = document;
  records.push([guardCell(words.definitions)]);
  for (const [label, value] of document.about) records.push([guardCell(label), guardCell(value)]);
  records.push([guardCell(words.column), guardCell(words.meaning)]);
  for (const { header, definition } of definitionsOf(document))
    records.push([guardCell(header), guardCell(definition)]);
  for (const remark of words.remarks) records.push([guardCell(remark)]);
  return stringify(records, { bom: true, delimiter: ';', record_delimiter: '\r\n' });
}

function textOf(cell: ExportCell, column: ExportColumn | undefined, decimalMark: string): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return guardCell(cell);
  // A difference that rounds to nothing is 0, not -0
  const rounded = cell.toFixed(column?.decimals ?? 0).replace(/^-(?=[0.]*$)/, '');
  return rounded.replace('.', decimalMark);
}

/** Text stays text: the mark makes a spreadsheet show what would otherwise be run. */
export function guardCell(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}
