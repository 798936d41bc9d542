/** Rows of text in columns. */
import type { CommandContext } from './context.js';

/** @param rows the first is the heading; all of the same length */
export function printTable(context: Pick<CommandContext, 'print'>, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    context.print(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}
