/** Tables as an Excel workbook: a sheet for each and one with the definitions. */
import type { Worksheet } from 'exceljs';
import { definitionsOf, type ExportDocument, type ExportTable } from './exportTable.js';

/** Widths in characters. */
const MAX_WIDTH = 44;
const MIN_WIDTH = 9;
const DEFINITION_WIDTH = 100;
/** Excel's own limit of a sheet's name. */
const MAX_SHEET_NAME = 31;

/**
 * Numbers are numbers with a number format; text is written as text, which Excel never runs as a formula. A suppressed figure is an
 * empty cell.
 */
export async function writeWorkbook(document: ExportDocument): Promise<Buffer> {
  // Loaded when somebody asks for a workbook: the library is large and most processes never need it
  const { default: excel } = await import('exceljs');
  const workbook = new excel.Workbook();
  workbook.title = document.title;
  const names = new Set<string>();
  for (const table of document.tables) {
    fillTable(
      workbook.addWorksheet(sheetName(table.title, names), {
        views: [{ state: 'frozen', xSplit: 1, ySplit: 1 }],
        pageSetup: { orientation: 'landscape', paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
      }),
      table,
    );
  }
  fillDefinitions(workbook.addWorksheet(sheetName(document.words.definitions, names)), document);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function fillTable(sheet: Worksheet, table: ExportTable): void {
  sheet.columns = table.columns.map((column, index) => ({
    header: column.header,
    width: widthOf([column.header.slice(0, 18), ...table.rows.map((row) => row[index] ?? null)]),
    style: {
      ...(column.decimals === null
        ? {}
        : { numFmt: column.decimals === 0 ? '#,##0' : `0.${'0'.repeat(column.decimals)}` }),
    },
  }));
  for (const row of table.rows) sheet.addRow([...row]);
  const head = sheet.getRow(1);
  head.font = { bold: true };
  head.alignment = { vertical: 'top', wrapText: true };
  if (table.columns.length > 0 && table.rows.length > 0) {
    sheet.autoFilter = {
      from: { row: 1, column: 1 },
      to: { row: table.rows.length + 1, column: table.columns.length },
    };
  }
}

function fillDefinitions(sheet: Worksheet, document: ExportDocument): void {
  const { words } = document;
  sheet.columns = [{ width: MAX_WIDTH }, { width: DEFINITION_WIDTH }];
  sheet.addRow([document.title]).font = { bold: true };
  for (const pair of document.about) sheet.addRow([...pair]);
  sheet.addRow([]);
  sheet.addRow([words.column, words.meaning]).font = { bold: true };
  for (const { header, definition } of definitionsOf(document)) sheet.addRow([header, definition]);
  sheet.addRow([]);
  for (const remark of words.remarks) sheet.addRow([null, remark]);
  for (const column of [1, 2]) sheet.getColumn(column).alignment = { wrapText: true, vertical: 'top' };
}

function widthOf(cells: readonly (string | number | null)[]): number {
  const longest = Math.max(0, ...cells.map((cell) => (cell === null ? 0 : typeof cell === 'number' ? 8 : cell.length)));
  return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, longest + 2));
}

/** At most 31 characters, none that Excel forbids, and no name twice. */
function sheetName(title: string, taken: Set<string>): string {
  const base = title
    .replace(/[[\]:*?/\\]/g, ' ')
    .slice(0, MAX_SHEET_NAME)
    .trim();
  let name = base;
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) {
    name = `${base.slice(0, MAX_SHEET_NAME - 3)} ${number}`;
  }
  taken.add(name.toLowerCase());
  return name;
}
