/** The first sheet of an Excel workbook (Office Open XML) as a table, row by row. */
import { stat } from 'node:fs/promises';
import { FileError } from './fileError.js';
import { readSheetRows } from './sheetRows.js';
import type { Table } from './table.js';
import { attribute, scanXml, type XmlHandler } from './xmlEvents.js';
import { openZip, type ZipArchive } from './zipArchive.js';

/** What a sheet's cells refer to. */
export interface WorkbookParts {
  readonly sharedStrings: readonly string[];
  /** By style number: true for a format that shows a date or time. */
  readonly dateStyles: readonly boolean[];
  readonly date1904: boolean;
}

/** Strings of a workbook are held in memory, since any row may refer to any of them. */
const MAX_SHARED_CHARACTERS = 256 * 1024 * 1024;

/** Throws FileError: see openZip, and `notWorkbook`, `workbookBroken`, `empty`. */
export async function openWorkbook(file: string): Promise<Table> {
  const bytesTotal = (await stat(file)).size;
  const zip = await openZip(file);
  let closed = false;
  const close = (): void => {
    if (!closed) zip.close();
    closed = true;
  };
  try {
    if (!zip.names.includes('xl/workbook.xml')) throw new FileError('notWorkbook');
    const { sheet, date1904 } = await findFirstSheet(zip);
    const parts: WorkbookParts = {
      date1904,
      dateStyles: zip.names.includes('xl/styles.xml') ? await readDateStyles(zip) : [],
      sharedStrings: zip.names.includes('xl/sharedStrings.xml') ? await readSharedStrings(zip) : [],
    };
    let share = 0;
    const sheetBytes = Math.max(1, zip.uncompressedSize(sheet));
    const read = (): ReturnType<typeof readSheetRows> =>
      readSheetRows(zip, sheet, parts, (bytes) => (share = bytes / sheetBytes));
    let headers: readonly string[] | undefined;
    for await (const row of read()) {
      headers = trimTrailing(row.cells.map((cell) => cell.trim()));
      break;
    }
    if (!headers) throw new FileError('empty');
    return {
      format: 'xlsx',
      encoding: null,
      delimiter: null,
      headers,
      rowEstimate: null,
      bytesTotal,
      bytesRead: () => Math.round(Math.min(1, share) * bytesTotal),
      async *rows() {
        let isHeader = true;
        for await (const row of read()) {
          if (!isHeader) yield row;
          isHeader = false;
        }
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function trimTrailing(cells: readonly string[]): string[] {
  let length = cells.length;
  while (length > 0 && cells[length - 1] === '') length -= 1;
  return cells.slice(0, length);
}

async function readPart(zip: ZipArchive, name: string, handler: XmlHandler): Promise<void> {
  const scanner = scanXml(handler);
  const decoder = new TextDecoder('utf-8');
  const stream = await zip.read(name);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) scanner.write(decoder.decode(chunk, { stream: true }));
  } catch (error) {
    throw error instanceof FileError ? error : new FileError('zipBroken', {}, { cause: error });
  }
  scanner.end();
}

async function findFirstSheet(zip: ZipArchive): Promise<{ sheet: string; date1904: boolean }> {
  let relation: string | undefined;
  let date1904 = false;
  await readPart(zip, 'xl/workbook.xml', {
    open(name, attributes) {
      if (name === 'sheet') relation ??= attribute(attributes, 'id') ?? '';
      if (name === 'workbookPr') date1904 = /^(?:1|true)$/.test(attribute(attributes, 'date1904') ?? '');
    },
    close: () => undefined,
    text: () => undefined,
  });
  const targets = new Map<string, string>();
  if (zip.names.includes('xl/_rels/workbook.xml.rels')) {
    await readPart(zip, 'xl/_rels/workbook.xml.rels', {
      open(name, attributes) {
        if (name !== 'Relationship') return;
        targets.set(attribute(attributes, 'Id') ?? '', attribute(attributes, 'Target') ?? '');
      },
      close: () => undefined,
      text: () => undefined,
    });
  }
  const target = targets.get(relation ?? '') ?? 'worksheets/sheet1.xml';
  const sheet = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  if (!zip.names.includes(sheet)) throw new FileError('notWorkbook');
  return { sheet, date1904 };
}

async function readSharedStrings(zip: ZipArchive): Promise<string[]> {
  const strings: string[] = [];
  let current = '';
  let characters = 0;
  let inText = false;
  let inPhonetic = false;
  await readPart(zip, 'xl/sharedStrings.xml', {
    open(name) {
      if (name === 'si') current = '';
      if (name === 'rPh') inPhonetic = true;
      if (name === 't') inText = !inPhonetic;
    },
    close(name) {
      if (name === 't') inText = false;
      if (name === 'rPh') inPhonetic = false;
      if (name !== 'si') return;
      strings.push(unescapeControls(current));
      characters += current.length;
      if (characters > MAX_SHARED_CHARACTERS)
        throw new FileError('zipTooLarge', { limitMiB: MAX_SHARED_CHARACTERS / 1024 ** 2 });
    },
    text(text) {
      if (inText) current += text;
    },
  });
  return strings;
}

/** Excel writes control characters as `_x000D_`. */
export function unescapeControls(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** Built-in number formats that show dates or times (ECMA-376 part 1, 18.8.30). */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

async function readDateStyles(zip: ZipArchive): Promise<boolean[]> {
  const custom = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCellFormats = false;
  await readPart(zip, 'xl/styles.xml', {
    open(name, attributes) {
      if (name === 'cellXfs') inCellFormats = true;
      if (name === 'numFmt') {
        const code = attribute(attributes, 'formatCode') ?? '';
        const letters = code.replace(/"[^"]*"|\[(?!h|m|s)[^\]]*\]|\\./gi, '');
        custom.set(Number(attribute(attributes, 'numFmtId')), /[dmyhs]/i.test(letters) && !/general/i.test(letters));
      }
      if (name === 'xf' && inCellFormats) {
        const id = Number(attribute(attributes, 'numFmtId') ?? 0);
        styles.push(custom.get(id) ?? isBuiltInDate(id));
      }
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
    text: () => undefined,
  });
  return styles;
}
