/** `visits`: how many visits each unit had in a month, so that figures can be weighted to all visitors. */
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { recordVisits, type VisitRow } from '../flows/visitCounts.js';
import { FileError } from '../ingest/fileError.js';
import { fileErrorText } from '../ingest/rejectionText.js';
import { openTable } from '../ingest/table.js';
import type { CommandContext } from './context.js';

const COLUMNS = ['unit', 'month', 'visits'] as const;

export function registerVisitsCommand(program: Command, context: CommandContext): void {
  program
    .command('visits')
    .description('record visit counts from a CSV or XLSX file with the columns unit (code), month (yyyy-mm) and visits')
    .argument('<file>', 'the file; a month of a unit that has a count gets the new one')
    .action((file: string) => runVisits(file, context));
}

async function runVisits(file: string, context: CommandContext): Promise<void> {
  const rows = await readRows(resolve(file), context);
  if (rows === null) return;
  const { saved, rejections } = await recordVisits({ store: await context.store() }, rows);
  context.print(`saved: ${saved}`);
  context.print(`rejected: ${new Set(rejections.map((rejection) => rejection.row)).size}`);
  for (const { row, field, expected, found } of rejections) {
    // the header is row 1 of the file
    context.note(`row ${row + 1}, ${field}: expected ${expected}; found "${found}"`);
  }
}

async function readRows(path: string, context: CommandContext): Promise<VisitRow[] | null> {
  try {
    const table = await openTable(path, basename(path));
    try {
      const headers = table.headers.map((header) => header.trim().toLowerCase());
      const places = COLUMNS.map((column) => headers.indexOf(column));
      if (places.includes(-1)) {
        context.fail(`expected the columns ${COLUMNS.join(', ')}, found ${table.headers.join(', ')}`);
        return null;
      }
      const rows: VisitRow[] = [];
      for await (const { cells } of table.rows()) {
        const [unit, month, visits] = places.map((place) => (cells[place] ?? '').trim());
        rows.push({ unit: unit ?? '', month: month ?? '', visits: visits ?? '' });
      }
      return rows;
    } finally {
      table.close();
    }
  } catch (error) {
    if (error instanceof FileError) context.fail(fileErrorText(error, 'en'));
    else if (error instanceof Error && 'code' in error)
      context.fail(`expected a file that can be read at ${path}, found: ${error.message}`);
    else throw error;
    return null;
  }
}
