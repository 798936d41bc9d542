/** Files that people send through the browser: kept until they are imported or given up, then deleted. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { STATEMENT_KEYS } from '../domain/response.js';
import type { Language } from '../domain/theme.js';
import { COLUMN_FIELDS, type ColumnField } from '../ingest/columnNames.js';
import { FileError } from '../ingest/fileError.js';
import type { Mapping } from '../ingest/mapping.js';
import type { Rejection } from '../ingest/rejection.js';
import { expectedText, fileErrorText } from '../ingest/rejectionText.js';
import type { ImportRecord, Store } from '../store/store.js';
import { importFile, type ImportDeps } from './importFile.js';
import { previewImport, type ImportPreview } from './previewImport.js';

export interface UploadDeps extends ImportDeps {
  readonly store: ImportDeps['store'] & Pick<Store, 'getImport' | 'listImports'>;
  /** Absolute. Unmasked files lie here while someone looks at them. */
  readonly uploadFolder: string;
  /** Told of an import that broke for a reason that is not in the file. */
  readonly onFailure: (error: unknown) => void;
}

/** What a column may be taken for: a field, `statement:KEY`, or nothing. */
export type ColumnChoice = ColumnField | `statement:${string}` | null;

export const COLUMN_CHOICES: readonly Exclude<ColumnChoice, null>[] = [
  ...COLUMN_FIELDS,
  ...STATEMENT_KEYS.map((key) => `statement:${key}` as const),
];

/** A file that someone looks at before importing it. */
export interface UploadView {
  readonly fileName: string;
  readonly source: string;
  readonly preview: ImportPreview;
  /** What each column is taken for, in order. */
  readonly choices: readonly ColumnChoice[];
  /** For each previewed row, what was expected where it is wrong, in the reader's language. */
  readonly problems: readonly (readonly { readonly column: string; readonly text: string }[])[];
}

export interface RejectedRowView {
  readonly rowNumber: number;
  readonly column: string;
  readonly found: string;
  readonly expected: string;
}

interface Upload {
  readonly path: string;
  readonly fileName: string;
  readonly source: string;
  readonly keptAt: number;
  mapping: Mapping | undefined;
}

/** A preview left open longer than this is given up. */
const KEEP_MS = 60 * 60 * 1000;
const REMEMBERED_IMPORTS = 20;

export class Uploads {
  readonly #waiting = new Map<string, Upload>();
  readonly #running = new Set<Promise<void>>();
  readonly #rejections = new Map<number, readonly Rejection[]>();

  constructor(
    private readonly deps: UploadDeps,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Makes the folder and deletes what an earlier run left in it. */
  async prepare(): Promise<void> {
    await mkdir(this.deps.uploadFolder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.deps.uploadFolder)) {
      await rm(join(this.deps.uploadFolder, name), { recursive: true, force: true });
    }
  }

  /** @returns a token that only the sender knows */
  async keep(file: { readonly path: string; readonly fileName: string; readonly source: string }): Promise<string> {
    await this.#giveUpOld();
    const token = randomBytes(18).toString('base64url');
    this.#waiting.set(token, { ...file, keptAt: this.clock(), mapping: undefined });
    return token;
  }

  /** Null for an unknown or expired token; an error in words when the file cannot be read (the file is then deleted). */
  async look(token: string, language: Language): Promise<UploadView | { readonly error: string } | null> {
    const upload = this.#waiting.get(token);
    if (!upload || !(await exists(upload.path))) return null;
    try {
      const { path, fileName, source, mapping } = upload;
      const preview = await previewImport(this.deps, { file: path, fileName, mapping });
      return {
        fileName,
        source,
        preview,
        choices: preview.columns.columns.map(
          ({ field, statement }): ColumnChoice => field ?? (statement === null ? null : `statement:${statement}`),
        ),
        problems: preview.rows.map((row) =>
          row.rejections.map((rejection) => ({ column: rejection.column, text: expectedText(rejection, language) })),
        ),
      };
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await this.#discard(token);
      return { error: fileErrorText(error, language) };
    }
  }

  /** Takes the columns for what a person says; one choice per column, in order. */
  async choose(token: string, choices: readonly ColumnChoice[]): Promise<void> {
    const upload = this.#waiting.get(token);
    if (!upload) return;
    const { path, fileName } = upload;
    const { columns } = (await previewImport(this.deps, { file: path, fileName })).columns;
    const fields: Partial<Record<ColumnField, string | null>> = {};
    const statements: Record<string, string | null> = {};
    for (const field of COLUMN_FIELDS) fields[field] = columns[choices.indexOf(field)]?.header ?? null;
    columns.forEach(({ header, statement }, index) => {
      const choice = choices[index] ?? null;
      if (choice?.startsWith('statement:')) statements[header] = choice.slice('statement:'.length);
      else if (statement !== null) statements[header] = null;
    });
    upload.mapping = { columns: fields, statements };
  }

  /** Starts the import and resolves with its number as soon as it has one; null for an unknown token. */
  async start(token: string, language: Language): Promise<number | null> {
    const upload = this.#waiting.get(token);
    if (!upload || !(await exists(upload.path))) return null;
    this.#waiting.delete(token);
    const { path, fileName, source, mapping } = upload;
    return new Promise((resolve, reject) => {
      const work = importFile(this.deps, { file: path, fileName, source, mapping, language }, ({ importId }) =>
        resolve(importId),
      )
        .then(({ importId, rejections }) => {
          if (importId !== null) this.#remember(importId, rejections);
        })
        .catch((error: unknown) => {
          this.deps.onFailure(error);
          reject(error instanceof Error ? error : new Error('the import failed', { cause: error }));
        })
        .finally(() => rm(path, { force: true }));
      this.#running.add(work);
      void work.finally(() => this.#running.delete(work));
    });
  }

  /** An import with the first rejected rows; those of imports before the last restart are only in their file. */
  async result(
    id: number,
    language: Language,
  ): Promise<{ readonly record: ImportRecord; readonly rejections: readonly RejectedRowView[] } | null> {
    const record = await this.deps.store.getImport(id);
    if (!record) return null;
    const rejections = (this.#rejections.get(id) ?? []).map((rejection) => ({
      rowNumber: rejection.rowNumber,
      column: rejection.column,
      found: rejection.found,
      expected: expectedText(rejection, language),
    }));
    return { record, rejections };
  }

  /** Newest first. */
  list(limit: number): Promise<ImportRecord[]> {
    return this.deps.store.listImports(limit);
  }

  /** Absolute path of the rejected rows of an import, or null when there are none. */
  async rejectedFile(id: number): Promise<string | null> {
    const record = await this.deps.store.getImport(id);
    const path = record?.rejectionsFile ? join(this.deps.dataFolder, record.rejectionsFile) : null;
    return path !== null && (await exists(path)) ? path : null;
  }

  /** Waits for running imports. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  #remember(id: number, rejections: readonly Rejection[]): void {
    this.#rejections.set(id, rejections);
    for (const oldest of this.#rejections.keys()) {
      if (this.#rejections.size <= REMEMBERED_IMPORTS) break;
      this.#rejections.delete(oldest);
    }
  }

  async #giveUpOld(): Promise<void> {
    for (const [token, upload] of this.#waiting) {
      if (this.clock() - upload.keptAt > KEEP_MS) await this.#discard(token);
    }
  }

  async #discard(token: string): Promise<void> {
    const upload = this.#waiting.get(token);
    this.#waiting.delete(token);
    if (upload) await rm(upload.path, { force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
