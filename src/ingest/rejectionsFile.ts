/** Rejected rows as a file that a person mends in a spreadsheet and sends again. */
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { redact } from '../domain/redaction.js';
import type { Language } from '../domain/theme.js';
import { MENDED_ID, NOTE_COLUMN_PREFIX } from './columnNames.js';
import type { ColumnMatch } from './columns.js';
import { contentHash } from './contentHash.js';
import type { Rejection } from './rejection.js';
import { expectedText } from './rejectionText.js';
import { MAX_COMMENT_CHARACTERS } from './values.js';

const NOTES = ['row', 'column', 'found', 'expected'].map((name) => `${NOTE_COLUMN_PREFIX}${name}`);
/** Fields that identify a row or its place: masking them would make it another row when it is sent again. */
const KEPT_AS_IS = new Set(['id', 'source', 'unit', 'channel', 'lang', 'scale']);
const FORMULA_START = /^[=+\-@\t\r]/;

export interface RejectedRow {
  readonly number: number;
  readonly cells: readonly string[];
  readonly rejections: readonly Rejection[];
}

/**
 * UTF-8 with a byte order mark, separated by semicolons: the original columns with masked text (cut to the longest comment
 * allowed) and what was found and expected. Made with the first row.
 */
export class RejectionsFile {
  #handle: FileHandle | null = null;

  constructor(
    /** Absolute. */
    readonly path: string,
    private readonly match: ColumnMatch,
    private readonly language: Language,
    /** Signs the ids given to rows of a file that has none. */
    private readonly contentKey: string,
  ) {}

  get #givesIds(): boolean {
    return this.match.fields.id === undefined;
  }

  get isWritten(): boolean {
    return this.#handle !== null;
  }

  async write(rows: readonly RejectedRow[]): Promise<void> {
    if (rows.length === 0) return;
    if (!this.#handle) {
      await mkdir(dirname(this.path), { recursive: true });
      this.#handle = await open(this.path, 'w', 0o600);
      await this.#handle.write(`\ufeff${toCsv([this.#headers()])}`);
    }
    await this.#handle.write(toCsv(rows.map((row) => this.#line(row))));
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }

  /** The same for the same row of the same file, so that the mended row is stored once however often it is sent. */
  #idOf(number: number, cells: readonly string[]): string {
    const fields = cells.map((cell, index) => [String(index), cell] as const);
    return `mended-${contentHash(fields, this.contentKey).slice(0, 24)}-${number}`;
  }

  #headers(): string[] {
    return [...this.match.columns.map((column) => column.header), ...NOTES, ...(this.#givesIds ? [MENDED_ID] : [])];
  }

  #line({ number, cells, rejections }: RejectedRow): string[] {
    const originals = this.match.columns.map(({ field, index }) => {
      const cell = (cells[index] ?? '').slice(0, MAX_COMMENT_CHARACTERS);
      return guard(field !== null && KEPT_AS_IS.has(field) ? cell : redact(cell).text);
    });
    const join = (text: (rejection: Rejection) => string): string => guard(rejections.map(text).join(' | '));
    return [
      ...originals,
      String(number),
      join((rejection) => rejection.column),
      join((rejection) => rejection.found),
      join((rejection) => expectedText(rejection, this.language)),
      ...(this.#givesIds ? [this.#idOf(number, cells)] : []),
    ];
  }
}

/** A spreadsheet would run a cell that starts like a formula; unguardCell takes the mark off when the file comes back. */
function guard(cell: string): string {
  return FORMULA_START.test(cell) ? `'${cell}` : cell;
}

/** The cell of a mended file without the mark that guard put there. */
export function unguardCell(cell: string): string {
  return cell.startsWith("'") && FORMULA_START.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** True for the header of a file that RejectionsFile wrote. */
export function isRejectionsFile(headers: readonly string[]): boolean {
  return NOTES.every((note) => headers.includes(note));
}

function toCsv(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { delimiter: ';', record_delimiter: '\r\n' },
  );
}
