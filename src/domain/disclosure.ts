/**
 * Which figures may be shown. Primary: fewer people than the limit. Complementary: in a table with a total, a hidden row must not
 * follow from the others (ESSnet SDC handbook, ch. 4). Hidden is not empty: a row without answers stays and says so.
 */

/** True for a base that is too small to show; an empty one tells of nobody and is shown as empty. */
export function isTooSmall(n: number, limit: number): boolean {
  return n > 0 && n < limit;
}

/** True when showing both of two nested bases would tell a third that is too small: January–February 61, January–March 64. */
export function tellsBySubtraction(n: number, shownN: number, limit: number): boolean {
  return isTooSmall(Math.abs(n - shownN), limit);
}

/** Rows that add up to something. */
export interface AdditiveLine {
  /** Index of the row that holds the sum; null where the sum is shown elsewhere on the page. */
  readonly total: number | null;
  /** Indexes of the rows that add up. */
  readonly parts: readonly number[];
  /** What is in the sum but in no row (answers filed to the parent itself, days of a month outside); never shown. */
  readonly rest: number;
}

/**
 * Which rows of a table to hide, by index. In every line there are none or at least two unknown parts, which together hold at
 * least `limit`; the smallest rows are hidden first. A row that is hidden needs an unknown part among its own parts too.
 * `bases` are the people in each row. Lines are gone through until nothing more has to be hidden.
 */
export function hiddenRows(bases: readonly number[], lines: readonly AdditiveLine[], limit: number): boolean[] {
  const hidden = bases.map((n) => isTooSmall(n, limit));
  for (let changed = true; changed;) {
    changed = false;
    for (const line of lines) {
      while (!isProtected(line, bases, hidden, limit)) {
        const next = smallestShown(line.parts, bases, hidden);
        if (next === null) break;
        hidden[next] = true;
        changed = true;
      }
    }
  }
  return hidden;
}

function isProtected(line: AdditiveLine, bases: readonly number[], hidden: readonly boolean[], limit: number): boolean {
  const unknown = line.parts.filter((part) => hidden[part]).map((part) => bases[part] ?? 0);
  if (line.rest > 0) unknown.push(line.rest);
  const sum = unknown.reduce((total, n) => total + n, 0);
  if (line.total !== null && hidden[line.total]) {
    return (bases[line.total] ?? 0) === 0 || (unknown.length >= 1 && sum >= limit);
  }
  const harmless = unknown.length === 0 || (unknown.length === 1 && line.rest >= limit);
  return harmless || (unknown.length >= 2 && sum >= limit);
}

function smallestShown(parts: readonly number[], bases: readonly number[], hidden: readonly boolean[]): number | null {
  let smallest: number | null = null;
  for (const part of parts) {
    const n = bases[part] ?? 0;
    if (hidden[part] || n === 0) continue;
    if (smallest === null || n < (bases[smallest] ?? 0)) smallest = part;
  }
  return smallest;
}
