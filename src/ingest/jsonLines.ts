/** JSON lines as a table: one object a line, its keys as columns; one level of nesting is written `statements.useful`. */
import { readText, type EncodingReport } from './encoding.js';
import { FileError } from './fileError.js';
import type { Table, TableRow } from './table.js';

const MAX_LINE_CHARACTERS = 32 * 1024 * 1024;

/** Reads all keys first, since any line may have one of its own. Throws FileError `headerOnly` when no line is an object. */
export async function openJsonLines(file: string, report: EncodingReport): Promise<Table> {
  const places = new Map<string, number>();
  for await (const line of readLines(file, report)) {
    for (const key of Object.keys(parseLine(line.text) ?? {})) {
      if (!places.has(key)) places.set(key, places.size);
    }
  }
  if (places.size === 0) throw new FileError('unknownFormat', { name: 'JSONL' });
  let bytesRead = 0;
  return {
    format: 'jsonl',
    encoding: report.encoding,
    delimiter: null,
    headers: [...places.keys()],
    rowEstimate: report.lines,
    bytesTotal: report.bytes,
    bytesRead: () => bytesRead,
    async *rows(): AsyncGenerator<TableRow> {
      for await (const line of readLines(file, report, (bytes) => (bytesRead = bytes))) {
        const values = parseLine(line.text);
        if (!values) {
          yield { number: line.number, cells: [line.text], broken: true };
          continue;
        }
        const cells = new Array<string>(places.size).fill('');
        for (const [key, value] of Object.entries(values)) cells[places.get(key) ?? 0] = value;
        yield { number: line.number, cells };
      }
    },
    close: () => undefined,
  };
}

/** Keys and values as text, null for what is not a JSON object. */
export function parseLine(line: string): Record<string, string> | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return null;
  }
  return isObject(parsed) ? flatten(parsed) : null;
}

function flatten(object: Record<string, unknown>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [key, value] of Object.entries(object)) {
    if (isObject(value)) {
      for (const [inner, innerValue] of Object.entries(value)) values[`${key}.${inner}`] = asText(innerValue);
    } else values[key] = asText(value);
  }
  return values;
}

/** A value as a spreadsheet cell would hold it; lists and deeper objects as JSON. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    // nested thousands deep: nothing that a field could mean
    return '[…]';
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function* readLines(
  file: string,
  report: EncodingReport,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<{ readonly number: number; readonly text: string }> {
  let rest = '';
  let number = 0;
  for await (const piece of readText(file, report.encoding, onBytes)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_CHARACTERS) throw new FileError('recordTooLong', { row: number + lines.length + 1 });
    for (const line of lines) {
      number += 1;
      if (line.trim() !== '') yield { number, text: line };
    }
  }
  if (rest.trim() !== '') yield { number: number + 1, text: rest };
}
