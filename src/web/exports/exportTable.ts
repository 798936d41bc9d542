/** A table to take away: what CSV and Excel files are written from, whatever the page shows beside it. */

/** Null is a figure that is hidden or does not exist; the note column says which. Never 0 for either. */
export type ExportCell = string | number | null;

/** A column as it is defined, with how its cell is made of a row. */
export interface ColumnOf<Row> {
  readonly header: string;
  /** What the column holds, with its unit; goes to the sheet of definitions. */
  readonly definition: string;
  /** Decimals of a number; null for text. */
  readonly decimals: number | null;
  readonly cell: (row: Row) => ExportCell;
}

export type ExportColumn = Omit<ColumnOf<never>, 'cell'>;

export interface ExportTable {
  readonly title: string;
  readonly columns: readonly ExportColumn[];
  readonly rows: readonly (readonly ExportCell[])[];
}

/** One file: its tables, and what they are about (unit, period, filters, day made). */
export interface ExportDocument {
  /** File name without its ending, ASCII. */
  readonly name: string;
  readonly title: string;
  readonly about: readonly (readonly [label: string, value: string])[];
  readonly tables: readonly ExportTable[];
  /** Headings of the definitions. */
  readonly words: {
    readonly definitions: string;
    readonly column: string;
    readonly meaning: string;
    /** What goes for every table: blanks, intervals. */
    readonly remarks: readonly string[];
  };
}

/** Cells of all rows, column by column. */
export function tableOf<Row>(title: string, rows: readonly Row[], columns: readonly ColumnOf<Row>[]): ExportTable {
  return {
    title,
    columns: columns.map(({ header, definition, decimals }) => ({ header, definition, decimals })),
    rows: rows.map((row) => columns.map((column) => column.cell(row))),
  };
}

/** Each column once, in the order of the tables: several tables share columns. */
export function definitionsOf(document: ExportDocument): { readonly header: string; readonly definition: string }[] {
  const known = new Map<string, string>();
  for (const { header, definition } of document.tables.flatMap((table) => table.columns)) {
    if (!known.has(header)) known.set(header, definition);
  }
  return [...known].map(([header, definition]) => ({ header, definition }));
}
