/** Responses that an integration sends, checked, masked and stored, with a result for each. */
import type { Day } from '../domain/calendar.js';
import { NPS_SCALE } from '../domain/response.js';
import { parseRow, type Candidate, type RawRow, type RowContext } from '../ingest/candidate.js';
import { readFeedbackItem } from '../ingest/feedbackItem.js';
import { reject, type Rejection } from '../ingest/rejection.js';
import { UnitCodes } from '../ingest/unitCodes.js';
import { createWallClock } from '../ingest/wallClock.js';
import type { ResponseId, Store, StoredOutcome } from '../store/store.js';
import { CommentIntake } from './commentIntake.js';
import { contentKeyOf } from './contentKey.js';

export interface IngestDeps {
  readonly store: Pick<Store, 'addResponses' | 'listUnits' | 'getSetting' | 'setSetting'>;
  /** Today in the organisation's zone; answers from later days are refused. */
  readonly today: () => Day;
  /** IANA name; instants become calendar days in it. */
  readonly timeZone: string;
  readonly supportedLanguages: readonly string[];
  /** Days that unmasked comments are kept; 0 keeps none. */
  readonly keepOriginalDays: number;
}

export interface IngestOptions {
  /** Source of items that name none. */
  readonly source?: string;
  /** Whether the sender may write to the unit at the end of this path; everything is allowed when absent. */
  readonly permits?: (unitPath: readonly string[]) => boolean;
}

export type ItemResult =
  | { readonly outcome: 'accepted' | 'duplicate'; readonly id: ResponseId }
  | { readonly outcome: 'rejected'; readonly reasons: readonly Rejection[] };

export const API_SOURCE = 'api';

/** Results in the order of the items. All items that are in order are stored in one transaction. */
export async function ingestFeedback(
  deps: IngestDeps,
  items: readonly unknown[],
  options: IngestOptions = {},
): Promise<ItemResult[]> {
  const units = new UnitCodes(await deps.store.listUnits());
  const context = await rowContext(deps, units, options.source ?? API_SOURCE);
  const intake = createIntake(deps);
  const checked = items.map((item, index) => checkItem(item, index + 1, context, options));
  const candidates = checked.flatMap((result) => ('candidate' in result ? [result.candidate] : []));
  const outcomes = await deps.store.addResponses(
    candidates.map((candidate) => intake.prepare(candidate)),
    { unitNames: units.newNames },
  );
  const stored = outcomes[Symbol.iterator]();
  return checked.map((result): ItemResult => {
    if ('reasons' in result) return { outcome: 'rejected', reasons: result.reasons };
    const next = stored.next();
    if (next.done === true) throw new Error(`expected ${candidates.length} outcomes, got ${outcomes.length}`);
    return itemResult(next.value, result.candidate);
  });
}

/** What parseRow needs, for rows that must have an id. */
export async function rowContext(deps: IngestDeps, units: UnitCodes, source: string): Promise<RowContext> {
  return {
    dates: { clock: createWallClock(deps.timeZone), today: deps.today() },
    units,
    contentKey: await contentKeyOf(deps.store),
    source,
    scale: NPS_SCALE,
    derivedIds: null,
  };
}

export function createIntake(
  deps: Pick<IngestDeps, 'supportedLanguages' | 'today' | 'keepOriginalDays'>,
): CommentIntake {
  return new CommentIntake({
    supportedLanguages: deps.supportedLanguages,
    today: deps.today(),
    keepOriginalDays: deps.keepOriginalDays,
  });
}

/** The same identity was stored before with other content. */
export function conflictOf(candidate: Candidate, column: string): Rejection {
  return reject(candidate.rowNumber, column, candidate.sourceId, 'conflict');
}

/** It was erased at the data subject's request. Only the sender is told its id again: `found` is left out where it would be kept. */
export function erasedOf(candidate: Candidate, column: string, found = ''): Rejection {
  return reject(candidate.rowNumber, column, found, 'erased');
}

function checkItem(
  item: unknown,
  rowNumber: number,
  context: RowContext,
  options: IngestOptions,
): { readonly candidate: Candidate } | { readonly reasons: readonly Rejection[] } {
  const row = readFeedbackItem(item, rowNumber);
  if (!isRow(row)) return { reasons: row };
  const outcome = parseRow(row, context);
  if ('rejections' in outcome) return { reasons: outcome.rejections };
  const { candidate } = outcome;
  if (options.permits && !options.permits(candidate.unitPath)) {
    return { reasons: [reject(rowNumber, 'unit', row.fields.unit ?? '', 'notAllowed')] };
  }
  return { candidate };
}

function isRow(row: RawRow | readonly Rejection[]): row is RawRow {
  return 'fields' in row;
}

function itemResult(stored: StoredOutcome, candidate: Candidate): ItemResult {
  if (stored.outcome === 'conflict') return { outcome: 'rejected', reasons: [conflictOf(candidate, 'id')] };
  if (stored.outcome === 'erased') {
    return { outcome: 'rejected', reasons: [erasedOf(candidate, 'id', candidate.sourceId)] };
  }
  return { outcome: stored.outcome, id: stored.id };
}
