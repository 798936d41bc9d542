/** Comma, semicolon or tab separated text (RFC 4180) as a table. */
import { CsvError, parse } from 'csv-parse';
import { readText, type EncodingReport } from './encoding.js';
import { FileError } from './fileError.js';
import type { Table, TableRow } from './table.js';

const DELIMITERS = [';', '\t', ',', '|'] as const;
/** A quote that is never closed swallows what follows: this ends it, well above the longest comment that gets a message of its own. */
const MAX_RECORD_CHARACTERS = 32 * 1024 * 1024;
const HEADER_CHARACTERS = 1 << 16;

/** Reads the header and says how the rest is separated. Throws FileError `empty`, `quote`. */
export async function openDelimited(file: string, report: EncodingReport): Promise<Table> {
  const head = await readStart(file, report);
  // Excel writes and reads a first line that names the separator
  const named = /^sep=(.)\r?\n/.exec(head);
  const skippedLines = named ? 1 : 0;
  const delimiter = named?.[1] ?? detectDelimiter(head);
  let bytesRead = 0;
  const read = (): AsyncGenerator<TableRow> =>
    readRecords(file, report, { delimiter, skippedLines }, (bytes) => (bytesRead = bytes));
  let headers: readonly string[] | undefined;
  for await (const row of read()) {
    headers = row.cells.map((cell) => cell.trim());
    break;
  }
  if (!headers) throw new FileError('empty');
  return {
    format: 'csv',
    encoding: report.encoding,
    delimiter,
    headers,
    rowEstimate: Math.max(
      0,
      report.lines - skippedLines - (head.length < HEADER_CHARACTERS && !head.endsWith('\n') ? 0 : 1),
    ),
    bytesTotal: report.bytes,
    bytesRead: () => bytesRead,
    async *rows() {
      let isHeader = true;
      for await (const row of read()) {
        if (!isHeader) yield row;
        isHeader = false;
      }
    },
    close: () => undefined,
  };
}

async function readStart(file: string, report: EncodingReport): Promise<string> {
  let start = '';
  for await (const text of readText(file, report.encoding)) {
    start += text;
    if (start.length >= HEADER_CHARACTERS) break;
  }
  return start.slice(0, HEADER_CHARACTERS);
}

/** The separator that occurs most often in the first line that has text, outside quotes; a comma when none does. */
export function detectDelimiter(text: string): string {
  const counts = new Map<string, number>();
  let quoted = false;
  let started = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) {
      if (started) break;
    } else if (!quoted && (DELIMITERS as readonly string[]).includes(character)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    if (character.trim() !== '') started = true;
  }
  const best = DELIMITERS.map((delimiter) => ({ delimiter, count: counts.get(delimiter) ?? 0 })).reduce((a, b) =>
    b.count > a.count ? b : a,
  );
  return best.count > 0 ? best.delimiter : ',';
}

async function* readRecords(
  file: string,
  report: EncodingReport,
  options: { readonly delimiter: string; readonly skippedLines: number },
  onBytes: (bytes: number) => void,
): AsyncGenerator<TableRow> {
  // records are taken as they are parsed: read from the parser's own queue, those before a bad quote would be lost with it
  let parsed: string[][] = [];
  let failure: Error | null = null;
  const parser = parse({
    delimiter: options.delimiter,
    from_line: options.skippedLines + 1,
    relax_column_count: true,
    max_record_size: MAX_RECORD_CHARACTERS,
    on_record: (record: string[]) => {
      parsed.push(record);
      return null;
    },
  });
  parser.on('error', (error) => (failure ??= error));
  parser.resume();
  let records = 0;
  function* take(): Generator<TableRow> {
    for (const cells of parsed) {
      records += 1;
      // blank lines are counted, since a spreadsheet counts them, but are no rows
      if (cells.some((cell) => cell.trim() !== '')) yield { number: records + options.skippedLines, cells };
    }
    parsed = [];
  }
  const step = async (advance: (done: () => void) => void): Promise<void> => {
    await new Promise<void>((done) => {
      parser.once('error', () => done());
      advance(done);
    });
    parser.removeAllListeners('error').on('error', (error) => (failure ??= error));
  };
  try {
    for await (const text of readText(file, report.encoding, onBytes)) {
      await step((done) => parser.write(text, () => done()));
      yield* take();
      if (failure) throw explain(failure, records + 1 + options.skippedLines);
    }
    await step((done) => parser.end(() => done()));
    yield* take();
    if (failure) throw explain(failure, records + 1 + options.skippedLines);
  } finally {
    parser.destroy();
  }
}

function explain(error: unknown, row: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'CSV_MAX_RECORD_SIZE') return new FileError('recordTooLong', { row }, { cause: error });
  if (error instanceof CsvError) return new FileError('quote', { row }, { cause: error });
  return error;
}
