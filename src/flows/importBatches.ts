/** Rows of an import on their way to the store, a thousand in one transaction, written while the next are being read. */
import type { Candidate, RowOutcome } from '../ingest/candidate.js';
import type { Rejection } from '../ingest/rejection.js';
import type { RejectedRow, RejectionsFile } from '../ingest/rejectionsFile.js';
import type { TableRow } from '../ingest/table.js';
import type { UnitCodes } from '../ingest/unitCodes.js';
import type { IncomingResponse, Store, StoredOutcome } from '../store/store.js';
import type { CommentIntake } from './commentIntake.js';
import { conflictOf, erasedOf } from './ingestFeedback.js';

export interface ImportCounts {
  readonly accepted: number;
  readonly duplicates: number;
  /** Rows, however many things are wrong with each. */
  readonly rejected: number;
}

/** Where reading is. */
export interface ReadSoFar {
  readonly rowsRead: number;
  readonly bytesRead: number;
}

export interface BatchOptions {
  readonly store: Pick<Store, 'addResponses' | 'updateImport'>;
  readonly intake: CommentIntake;
  readonly units: UnitCodes;
  /** Null: nothing is stored, and repeats are looked for within the file alone. */
  readonly importId: number | null;
  readonly rejected: RejectionsFile | null;
  /** Named in messages about conflicts. */
  readonly idColumn: string;
  readonly onBatch: () => void;
}

interface Accepted {
  readonly row: TableRow;
  readonly candidate: Candidate;
  readonly response: IncomingResponse;
}

const BATCH_ROWS = 1000;
const REPORTED_ROWS = 1000;

export class ImportBatches {
  readonly firstRejections: Rejection[] = [];
  #counts: ImportCounts = { accepted: 0, duplicates: 0, rejected: 0 };
  #accepted: Accepted[] = [];
  #refused: RejectedRow[] = [];
  #writing: Promise<void> = Promise.resolve();
  readonly #seen = new Map<string, string>();

  constructor(private readonly options: BatchOptions) {}

  get counts(): ImportCounts {
    return this.#counts;
  }

  /** Takes one checked row; waits only when a batch is full and the one before it is still being written. */
  async add(row: TableRow, outcome: RowOutcome, read: ReadSoFar): Promise<void> {
    if ('rejections' in outcome) {
      this.#refused.push({ number: row.number, cells: row.cells, rejections: outcome.rejections });
    } else {
      const { candidate } = outcome;
      this.#accepted.push({ row, candidate, response: this.options.intake.prepare(candidate) });
    }
    if (this.#accepted.length + this.#refused.length >= BATCH_ROWS) await this.#flush(read);
  }

  /** Writes what is left and waits until all is written. */
  async finish(read: ReadSoFar): Promise<void> {
    await this.#flush(read);
    await this.#writing;
  }

  async #flush(read: ReadSoFar): Promise<void> {
    await this.#writing;
    const accepted = this.#accepted;
    const refused = this.#refused;
    this.#accepted = [];
    this.#refused = [];
    if (accepted.length + refused.length === 0) return;
    this.#writing = this.#write(accepted, refused, read);
    // a failure is met by the next await; until then it must not count as unhandled
    this.#writing.catch(() => undefined);
  }

  async #write(accepted: readonly Accepted[], refused: readonly RejectedRow[], read: ReadSoFar): Promise<void> {
    const outcomes = await this.#store(accepted, read);
    const refusedByStore = accepted.flatMap(({ row, candidate }, index): RejectedRow[] => {
      const { idColumn } = this.options;
      if (outcomes[index] === 'conflict') {
        return [{ number: row.number, cells: row.cells, rejections: [conflictOf(candidate, idColumn)] }];
      }
      // without its cells: what was erased must not come back by the file of rejected rows
      return outcomes[index] === 'erased'
        ? [{ number: row.number, cells: [], rejections: [erasedOf(candidate, idColumn)] }]
        : [];
    });
    const rejected = [...refused, ...refusedByStore].sort((a, b) => a.number - b.number);
    await this.options.rejected?.write(rejected);
    const room = Math.max(0, REPORTED_ROWS - this.#counts.rejected);
    this.firstRejections.push(...rejected.slice(0, room).flatMap((row) => row.rejections));
    this.#counts = {
      accepted: this.#counts.accepted + outcomes.filter((outcome) => outcome === 'accepted').length,
      duplicates: this.#counts.duplicates + outcomes.filter((outcome) => outcome === 'duplicate').length,
      rejected: this.#counts.rejected + rejected.length,
    };
    this.options.onBatch();
  }

  async #store(accepted: readonly Accepted[], read: ReadSoFar): Promise<StoredOutcome['outcome'][]> {
    const { store, units, importId } = this.options;
    if (importId === null) return accepted.map(({ candidate }) => this.#tryOut(candidate));
    // counts of this batch are known only after it; they reach the record with the next one or at the end
    const importProgress = { ...this.#counts, rowsRead: read.rowsRead, bytesRead: read.bytesRead };
    const outcomes = await store.addResponses(
      accepted.map(({ response }) => response),
      { importId, importProgress, unitNames: units.newNames },
    );
    return outcomes.map(({ outcome }) => outcome);
  }

  /** What would become of a row were the store empty. */
  #tryOut(candidate: Candidate): 'accepted' | 'duplicate' | 'conflict' {
    const identity = `${candidate.source}\u0000${candidate.sourceId}`;
    const before = this.#seen.get(identity);
    if (before === undefined) {
      this.#seen.set(identity, candidate.contentHash);
      return 'accepted';
    }
    return before === candidate.contentHash ? 'duplicate' : 'conflict';
  }
}
