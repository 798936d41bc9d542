/** A file seen as a table: a header and rows of text, whatever its format. */
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { openDelimited } from './delimited.js';
import { detectEncoding, readHead, type Encoding } from './encoding.js';
import { FileError } from './fileError.js';
import { openJsonLines } from './jsonLines.js';
import { openWorkbook } from './workbook.js';

export type FileFormat = 'csv' | 'jsonl' | 'xlsx';

export interface TableRow {
  /** As a spreadsheet counts: the header is row 1. For JSONL the line. */
  readonly number: number;
  /** Cells in header order; shorter or longer than the header where the file is. */
  readonly cells: readonly string[];
  /** The line could not be read at all (JSONL); `cells` then holds it raw. */
  readonly broken?: boolean;
}

export interface Table {
  readonly format: FileFormat;
  readonly encoding: Encoding | null;
  readonly delimiter: string | null;
  readonly headers: readonly string[];
  /** Data rows in the file; an estimate where cells may hold line breaks, null where only reading tells. */
  readonly rowEstimate: number | null;
  readonly bytesTotal: number;
  /** Bytes of the file read so far; for a workbook those of its uncompressed sheet, scaled to the file. */
  bytesRead(): number;
  rows(): AsyncIterable<TableRow>;
  /** Lets go of the file; no rows can be read after. */
  close(): void;
}

const HEAD_BYTES = 4096;
const OLE_MAGIC = 'd0cf11e0a1b11ae1';
const BINARY_MAGICS = [
  '25504446',
  '89504e47',
  'ffd8ff',
  '47494638',
  '1f8b',
  '52617221',
  '377abcaf',
  '7f454c46',
  '424d',
];

/** Size of a file; rejects with the system's error when there is none. */
export async function fileBytes(file: string): Promise<number> {
  return (await stat(file)).size;
}

/** Opens a file as a table by what is in it (the name only tells JSON lines from text). Throws FileError. */
export async function openTable(file: string, fileName: string): Promise<Table> {
  const head = await readHead(file, HEAD_BYTES);
  if (head.length === 0) throw new FileError('empty');
  const hex = head.subarray(0, 8).toString('hex');
  const extension = extname(fileName).toLowerCase();
  if (hex.startsWith('504b')) return openWorkbook(file);
  if (hex === OLE_MAGIC) throw new FileError('oldExcel');
  if (BINARY_MAGICS.some((magic) => hex.startsWith(magic))) throw new FileError('binary');
  if (extension === '.xlsx' || extension === '.xlsm') throw new FileError('zipBroken');
  const report = await detectEncoding(file);
  const start = new TextDecoder(report.encoding).decode(head).trimStart();
  if (start === '' && report.bytes <= HEAD_BYTES) throw new FileError('empty');
  if (start.startsWith('{')) return openJsonLines(file, report);
  if (start.startsWith('[') && (extension === '.json' || /^\[\s*[{\]]/.test(start))) throw new FileError('jsonArray');
  if (extension === '.jsonl' || extension === '.ndjson') throw new FileError('unknownFormat', { name: fileName });
  if (/^<(?:!doctype|\?xml|html)/i.test(start)) throw new FileError('unknownFormat', { name: fileName });
  return openDelimited(file, report);
}
