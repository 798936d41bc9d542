/** Why one row or item was not accepted. */
import { redact } from '../domain/redaction.js';

export const REJECTION_REASONS = [
  'missing',
  'scoreOutOfRange',
  'scoreNotInteger',
  'scoreNotNumber',
  'scoreNotWhole',
  'scaleName',
  'date',
  'dateSlash',
  'future',
  'tooOld',
  'commentTooLong',
  'statement',
  'unknownStatement',
  'channel',
  'noScoreNoComment',
  'unitTooDeep',
  'tooLong',
  'columnCount',
  'jsonLine',
  'conflict',
  'erased',
  'notAllowed',
  'unknownField',
  'type',
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

export interface Rejection {
  /** Row of the file as a spreadsheet counts it (the header is 1), or 1-based place of an item. */
  readonly rowNumber: number;
  /** Header of the column or name of the field; empty when the row as a whole is meant. */
  readonly column: string;
  /** What stood there, masked and cut to 80 characters. */
  readonly found: string;
  readonly reason: RejectionReason;
  /** Values for the sentence that says what was expected. */
  readonly params: Readonly<Record<string, string | number>>;
}

const FOUND_LENGTH = 80;

/** A rejection whose `found` cannot carry a person's data out in a message or log. */
export function reject(
  rowNumber: number,
  column: string,
  found: string,
  reason: RejectionReason,
  params: Rejection['params'] = {},
): Rejection {
  return { rowNumber, column, found: shorten(found), reason, params };
}

function shorten(text: string): string {
  // masked before it is cut, so that half an identifier is not left; 300 characters hold any that starts in the first 80
  const masked = redact(text.slice(0, 300)).text;
  return masked.length <= FOUND_LENGTH ? masked : `${masked.slice(0, FOUND_LENGTH - 1)}…`;
}
