/** Rows of a table as answers: columns found, counted and checked. */
import { parseRow, type RawRow, type RowContext, type RowOutcome } from './candidate.js';
import type { ColumnField } from './columnNames.js';
import type { ColumnMatch } from './columns.js';
import { reject } from './rejection.js';
import type { Table, TableRow } from './table.js';

/** Checks one row of a table whose columns are known. */
export function parseTableRow(row: TableRow, table: Table, match: ColumnMatch, context: RowContext): RowOutcome {
  if (row.broken === true) return { rejections: [reject(row.number, '', row.cells[0] ?? '', 'jsonLine')] };
  const expected = table.headers.length;
  const found = row.cells.length;
  const overflow = row.cells.slice(expected).some((cell) => cell.trim() !== '');
  // a sheet leaves out the blank cells at the end of a row; in separated text a missing one means that something shifted
  if (overflow || (table.format === 'csv' && found < expected)) {
    return {
      rejections: [reject(row.number, '', row.cells.slice(-3).join(' | '), 'columnCount', { expected, found })],
    };
  }
  return parseRow(rawRow(row, match), context);
}

function rawRow(row: TableRow, match: ColumnMatch): RawRow {
  const fields: Partial<Record<ColumnField, string>> = {};
  for (const [field, index] of Object.entries(match.fields) as [ColumnField, number][])
    fields[field] = row.cells[index] ?? '';
  return {
    rowNumber: row.number,
    fields,
    statements: match.statements.map(({ key, index, header }) => ({
      key,
      column: header,
      text: row.cells[index] ?? '',
    })),
    columnOf: (field) => match.columns[match.fields[field] ?? -1]?.header ?? field,
  };
}
