/** Rows of one worksheet as text: numbers as written, dates as ISO. */
import { FileError } from './fileError.js';
import type { TableRow } from './table.js';
import { attribute, scanXml } from './xmlEvents.js';
import { unescapeControls, type WorkbookParts } from './workbook.js';
import type { ZipArchive } from './zipArchive.js';

/** Excel's own limit. */
const MAX_COLUMNS = 16_384;
const MS_PER_DAY = 86_400_000;
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const MAX_SERIAL = 2_958_466;

/** Rows that have any text, in order; `onBytes` hears how much of the uncompressed sheet has been read. */
export async function* readSheetRows(
  zip: ZipArchive,
  sheet: string,
  parts: WorkbookParts,
  onBytes: (bytes: number) => void,
): AsyncGenerator<TableRow> {
  const ready: TableRow[] = [];
  const scanner = scanXml(sheetHandler(parts, (row) => ready.push(row)));
  const decoder = new TextDecoder('utf-8');
  const stream = await zip.read(sheet);
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      onBytes(bytes);
      scanner.write(decoder.decode(chunk, { stream: true }));
      yield* ready.splice(0);
    }
  } catch (error) {
    throw error instanceof FileError ? error : new FileError('zipBroken', {}, { cause: error });
  } finally {
    stream.destroy();
  }
  scanner.end();
  yield* ready.splice(0);
}

function sheetHandler(parts: WorkbookParts, onRow: (row: TableRow) => void): Parameters<typeof scanXml>[0] {
  let rowNumber = 0;
  let cells: string[] = [];
  let column = -1;
  let type = '';
  let style = 0;
  let value = '';
  let reading = false;
  return {
    open(name, attributes) {
      if (name === 'row') {
        rowNumber = Number(attribute(attributes, 'r') ?? rowNumber + 1);
        cells = [];
        column = -1;
      } else if (name === 'c') {
        const reference = attribute(attributes, 'r');
        column = reference === undefined ? column + 1 : columnIndex(reference);
        if (column >= MAX_COLUMNS) throw new FileError('workbookBroken');
        type = attribute(attributes, 't') ?? 'n';
        style = Number(attribute(attributes, 's') ?? 0);
        value = '';
      } else if (name === 'v' || name === 't') reading = true;
    },
    close(name) {
      if (name === 'v' || name === 't') reading = false;
      else if (name === 'c' && value !== '') {
        while (cells.length < column) cells.push('');
        cells[column] = cellText(value, type, parts.dateStyles[style] === true, parts);
      } else if (name === 'row' && cells.some((cell) => cell.trim() !== '')) onRow({ number: rowNumber, cells });
    },
    text(text) {
      if (reading) value += text;
    },
  };
}

/** Zero-based column of a reference like `AB12`. */
function columnIndex(reference: string): number {
  let index = 0;
  for (const character of reference) {
    const digit = character.charCodeAt(0) - 64;
    if (digit < 1 || digit > 26) break;
    index = index * 26 + digit;
  }
  return index - 1;
}

function cellText(value: string, type: string, isDate: boolean, parts: WorkbookParts): string {
  switch (type) {
    case 's':
      return parts.sharedStrings[Number(value)] ?? '';
    case 'inlineStr':
    case 'str':
      return unescapeControls(value);
    case 'n': {
      const number = Number(value);
      if (value.trim() === '' || Number.isNaN(number)) return value;
      return isDate && number >= 0 && number < MAX_SERIAL ? serialToIso(number, parts.date1904) : String(number);
    }
    default:
      return value;
  }
}

/** Days since the workbook's epoch as an ISO day, or day and wall-clock time where there is a fraction. */
export function serialToIso(serial: number, date1904: boolean): string {
  const ms = (date1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(serial * 86_400) * 1000;
  const iso = new Date(ms).toISOString();
  return ms % MS_PER_DAY === 0 ? iso.slice(0, 10) : iso.slice(0, 19);
}
