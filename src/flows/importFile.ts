/** A file of responses into the store, in batches, with every refusal written down. */
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { NPS_SCALE } from '../domain/response.js';
import type { Language } from '../domain/theme.js';
import type { RowContext } from '../ingest/candidate.js';
import { matchColumns, requireColumns, type ColumnMatch } from '../ingest/columns.js';
import { DerivedIds } from '../ingest/contentHash.js';
import { FileError } from '../ingest/fileError.js';
import { NO_MAPPING, type Mapping } from '../ingest/mapping.js';
import type { Rejection } from '../ingest/rejection.js';
import { fileErrorText } from '../ingest/rejectionText.js';
import { isRejectionsFile, RejectionsFile, unguardCell } from '../ingest/rejectionsFile.js';
import { fileBytes, openTable, type Table, type TableRow } from '../ingest/table.js';
import { parseTableRow } from '../ingest/tableRows.js';
import { UnitCodes } from '../ingest/unitCodes.js';
import type { ImportProgress, Store } from '../store/store.js';
import { ImportBatches, type ImportCounts } from './importBatches.js';
import { createIntake, rowContext, type IngestDeps } from './ingestFeedback.js';

export interface ImportDeps extends IngestDeps {
  readonly store: IngestDeps['store'] & Pick<Store, 'startImport' | 'updateImport'>;
  /** Now, as an ISO instant. */
  readonly now: () => string;
  /** Absolute; rejected rows are written to `rejected/` in it. */
  readonly dataFolder: string;
}

export interface ImportRequest {
  /** Absolute path of what to read, and the name that the person knows it by. */
  readonly file: string;
  readonly fileName: string;
  /** Source of rows that name none; `import` when absent. */
  readonly source?: string | undefined;
  readonly mapping?: Mapping | undefined;
  /** Checks every row and stores nothing. */
  readonly dryRun?: boolean;
  /** Of the notes in the file of rejected rows and of the error kept with the import; English when absent. */
  readonly language?: Language;
}

export interface ImportReport extends ImportCounts {
  /** Null for a dry run. */
  readonly importId: number | null;
  readonly rowsRead: number;
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

export interface ImportResult extends ImportReport {
  /** Why the file, or what followed some row of it, could not be read; what was accepted before stays. Null: all was read. */
  readonly error: FileError | null;
  /** Of the first 1,000 rejected rows. */
  readonly rejections: readonly Rejection[];
  /** Relative to the data folder; null when no row was rejected or nothing was to be stored. */
  readonly rejectionsFile: string | null;
}

export const IMPORT_SOURCE = 'import';
const ROWS_PER_TURN = 100;
/** Stands in for the id column in messages about rows whose id was derived. */
const DERIVED_COLUMN = 'id';

/**
 * Imports a CSV, XLSX or JSON Lines file. Responses already there are counted as duplicates, so an import that was cut short
 * can be run again. `onProgress` is called at the start and after every batch of 1,000 rows. Rejects only for broken promises
 * (disk, database); a file that cannot be read is `error` in the result.
 */
export async function importFile(
  deps: ImportDeps,
  request: ImportRequest,
  onProgress: (report: ImportReport) => void = () => undefined,
): Promise<ImportResult> {
  const source = request.source ?? IMPORT_SOURCE;
  const language = request.language ?? 'en';
  let table: Table | null = null;
  let batches: ImportBatches | null = null;
  let rejected: RejectionsFile | null = null;
  let error: FileError | null = null;
  let rowsRead = 0;
  const bytesTotal = await fileBytes(request.file);
  const importId =
    request.dryRun === true
      ? null
      : await deps.store.startImport({ source, fileName: request.fileName, bytesTotal, startedAt: deps.now() });
  const report = (): ImportReport => ({
    importId,
    rowsRead,
    bytesRead: table?.bytesRead() ?? 0,
    bytesTotal,
    ...(batches?.counts ?? { accepted: 0, duplicates: 0, rejected: 0 }),
  });
  const save = async (progress: ImportProgress): Promise<void> => {
    if (importId !== null) await deps.store.updateImport(importId, progress);
  };
  onProgress(report());
  try {
    table = await openTable(request.file, request.fileName);
    const match = matchColumns(table.headers, request.mapping ?? NO_MAPPING);
    requireColumns(match);
    const rejectionsName = `rejected/${String(importId)}.csv`;
    const units = new UnitCodes(await deps.store.listUnits());
    const context = await tableContext(deps, units, source, request.mapping, match);
    if (importId !== null) {
      rejected = new RejectionsFile(join(deps.dataFolder, rejectionsName), match, language, context.contentKey);
    }
    batches = new ImportBatches({
      store: deps.store,
      intake: createIntake(deps),
      units,
      importId,
      rejected,
      idColumn: match.columns[match.fields.id ?? -1]?.header ?? DERIVED_COLUMN,
      onBatch: () => onProgress(report()),
    });
    const isMended = isRejectionsFile(table.headers);
    for await (const row of table.rows()) {
      rowsRead += 1;
      await batches.add(row, parseTableRow(isMended ? unguard(row) : row, table, match, context), report());
      // a server answers requests between the rows of an import
      if (rowsRead % ROWS_PER_TURN === 0) await nextTurn();
    }
    if (rowsRead === 0) throw new FileError('headerOnly');
    await batches.finish(report());
  } catch (caught) {
    if (!(caught instanceof FileError)) {
      await save({ state: 'failed', error: 'internal error', finishedAt: deps.now() }).catch(() => undefined);
      throw caught;
    }
    error = caught;
    await batches?.finish(report());
  } finally {
    table?.close();
    await rejected?.close();
  }
  const rejectionsFile = rejected?.isWritten === true ? `rejected/${String(importId)}.csv` : null;
  await save({
    rowsRead,
    bytesRead: error ? report().bytesRead : bytesTotal,
    ...(batches?.counts ?? {}),
    state: error ? 'failed' : 'done',
    error: error ? fileErrorText(error, language) : null,
    finishedAt: deps.now(),
    rejectionsFile,
  });
  onProgress(report());
  return { ...report(), error, rejections: batches?.firstRejections ?? [], rejectionsFile };
}

/** What rows of this table are checked against. */
export async function tableContext(
  deps: IngestDeps,
  units: UnitCodes,
  source: string,
  mapping: Mapping | undefined,
  match: ColumnMatch,
): Promise<RowContext> {
  const context = await rowContext(deps, units, source);
  return {
    ...context,
    dates: { ...context.dates, dateFormat: mapping?.dateFormat },
    scale: mapping?.scale ?? NPS_SCALE,
    derivedIds: match.fields.id === undefined ? new DerivedIds() : null,
  };
}

function unguard(row: TableRow): TableRow {
  return { ...row, cells: row.cells.map(unguardCell) };
}
