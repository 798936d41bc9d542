/** Where a page of comments ended: day and id of its last comment, as text that callers pass back unread. */

export interface Position {
  /** yyyymmdd. */
  readonly day: number;
  readonly id: number;
}

/** The text is no cursor that this service gave out: a link that was cut or edited. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
  constructor(cursor: string) {
    super(`expected a cursor from a previous page, got "${cursor.slice(0, 60)}"`);
  }
}

export function writeCursor(position: Position): string {
  return Buffer.from(`${position.day}.${position.id}`, 'latin1').toString('base64url');
}

/** @throws InvalidCursorError */
export function readCursor(cursor: string): Position {
  const parts = /^(\d{8})\.(\d{1,11})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (!parts) throw new InvalidCursorError(cursor);
  return { day: Number(parts[1]), id: Number(parts[2]) };
}
