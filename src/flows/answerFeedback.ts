/** What another program is told about each response that it sent. */
import { expectedText } from '../ingest/rejectionText.js';
import type { Rejection } from '../ingest/rejection.js';
import { filingPermit } from './authorised/intakeRules.js';
import { currentActor } from './currentActor.js';
import { ingestFeedback, type IngestDeps } from './ingestFeedback.js';

export { FeedbackItem } from '../ingest/feedbackItem.js';

/** Why an item was rejected. */
export interface FeedbackReason {
  /** Name of the field; empty when the item as a whole is meant. */
  readonly field: string;
  readonly expected: string;
  /** Masked and cut. */
  readonly found: string;
  readonly message: string;
}

export interface FeedbackResult {
  /** Place of the item in the request, from 0. */
  readonly index: number;
  /** The source's own id as sent; null when there was none. */
  readonly id: string | null;
  readonly outcome: 'accepted' | 'duplicate' | 'rejected';
  readonly reasons?: readonly FeedbackReason[];
}

/**
 * Stores the items that are in order and of units that the sender may write to; one result per item, in order. Items are whatever
 * JSON holds.
 */
export async function answerFeedback(deps: IngestDeps, items: readonly unknown[]): Promise<FeedbackResult[]> {
  const permits = await filingPermit(currentActor(), deps.store);
  const results = await ingestFeedback(deps, items, { permits });
  return results.map((result, index): FeedbackResult => {
    const identity = { index, id: idOf(items[index]) };
    if (result.outcome !== 'rejected') return { ...identity, outcome: result.outcome };
    return { ...identity, outcome: 'rejected', reasons: result.reasons.map(describeReason) };
  });
}

function describeReason(rejection: Rejection): FeedbackReason {
  const expected = expectedText(rejection, 'en');
  const { column: field, found } = rejection;
  const subject = field === '' ? 'the item' : field;
  return {
    field,
    expected,
    found,
    message: `${subject}: expected ${expected}; found ${found === '' ? 'nothing' : `"${found}"`}`,
  };
}

function idOf(item: unknown): string | null {
  const id: unknown = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id).slice(0, 200) : null;
}
