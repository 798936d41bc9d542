/** Keyed hashes of rows: they tell a repeat from a change and give rows without an id one, without giving the content away. */
import { createHmac } from 'node:crypto';

/** Text by field name, as it came in. */
export type RawFields = readonly (readonly [field: string, text: string])[];

/** HMAC-SHA256 (hex) of the fields that have text, trimmed, in the order of their names. */
export function contentHash(fields: RawFields, key: string): string {
  const canonical = fields
    .map(([field, text]) => [field, text.trim()] as const)
    .filter(([, text]) => text !== '')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return createHmac('sha256', key).update(JSON.stringify(canonical)).digest('hex');
}

/**
 * Ids for the rows of a file that has none: the hash of the row and its number among equal rows, so that the same file read
 * again gives the same ids.
 */
export class DerivedIds {
  readonly #seen = new Map<string, number>();

  next(hash: string): string {
    const short = hash.slice(0, 24);
    const ordinal = (this.#seen.get(short) ?? 0) + 1;
    this.#seen.set(short, ordinal);
    return ordinal === 1 ? `row-${short}` : `row-${short}-${ordinal}`;
  }
}
