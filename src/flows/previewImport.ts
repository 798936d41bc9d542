/** A look at a file before it is imported: what it is, what its columns mean, how its first rows come out. */
import { redact } from '../domain/redaction.js';
import { NPS_SCALE } from '../domain/response.js';
import type { Candidate } from '../ingest/candidate.js';
import { matchColumns, type ColumnMatch } from '../ingest/columns.js';
import { DerivedIds } from '../ingest/contentHash.js';
import { NO_MAPPING, type Mapping } from '../ingest/mapping.js';
import type { Rejection } from '../ingest/rejection.js';
import { openTable, type Table } from '../ingest/table.js';
import { parseTableRow } from '../ingest/tableRows.js';
import { UnitCodes } from '../ingest/unitCodes.js';
import { createWallClock } from '../ingest/wallClock.js';
import { IMPORT_SOURCE } from './importFile.js';
import type { IngestDeps } from './ingestFeedback.js';

export interface PreviewRow {
  readonly number: number;
  /** Masked. */
  readonly cells: readonly string[];
  /** The row as it would be stored, its comment masked; null when it would be rejected. */
  readonly candidate: Candidate | null;
  readonly rejections: readonly Rejection[];
}

export interface ImportPreview {
  readonly format: Table['format'];
  readonly encoding: Table['encoding'];
  readonly delimiter: string | null;
  readonly rowEstimate: number | null;
  readonly bytesTotal: number;
  /** Each header with what it was taken for and how surely; `missing` and `ambiguous` say what a person has to choose. */
  readonly columns: ColumnMatch;
  /** At most 20. */
  readonly rows: readonly PreviewRow[];
}

const PREVIEWED_ROWS = 20;
const CELL_CHARACTERS = 200;

/** Nothing is stored. Rejects with FileError when the file cannot be read or the mapping names a header that it lacks. */
export async function previewImport(
  deps: Pick<IngestDeps, 'today' | 'timeZone'>,
  request: { readonly file: string; readonly fileName: string; readonly mapping?: Mapping | undefined },
): Promise<ImportPreview> {
  const mapping = request.mapping ?? NO_MAPPING;
  const table = await openTable(request.file, request.fileName);
  try {
    const match = matchColumns(table.headers, mapping);
    return {
      format: table.format,
      encoding: table.encoding,
      delimiter: table.delimiter,
      rowEstimate: table.rowEstimate,
      bytesTotal: table.bytesTotal,
      columns: match,
      rows: await readRows(deps, table, match, mapping),
    };
  } finally {
    table.close();
  }
}

async function readRows(
  deps: Pick<IngestDeps, 'today' | 'timeZone'>,
  table: Table,
  match: ColumnMatch,
  mapping: Mapping,
): Promise<PreviewRow[]> {
  const context = {
    dates: { clock: createWallClock(deps.timeZone), today: deps.today(), dateFormat: mapping.dateFormat },
    units: new UnitCodes([]),
    contentKey: 'preview',
    source: IMPORT_SOURCE,
    scale: mapping.scale ?? NPS_SCALE,
    derivedIds: match.fields.id === undefined ? new DerivedIds() : null,
  };
  const rows: PreviewRow[] = [];
  for await (const row of table.rows()) {
    const outcome = parseTableRow(row, table, match, context);
    rows.push({
      number: row.number,
      cells: row.cells.map((cell) => redact(cell.slice(0, CELL_CHARACTERS)).text),
      candidate: 'candidate' in outcome ? masked(outcome.candidate) : null,
      rejections: 'rejections' in outcome ? outcome.rejections : [],
    });
    if (rows.length === PREVIEWED_ROWS) break;
  }
  return rows;
}

function masked(candidate: Candidate): Candidate {
  return { ...candidate, comment: candidate.comment === null ? null : redact(candidate.comment).text };
}
