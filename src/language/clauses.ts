/** Where a comment divides into clauses: the spans that are embedded and shown as evidence. */
import type { Span } from '../domain/theme.js';

/**
 * After a sentence end, at line breaks, before a contrast word, at a dash between spaces. The heads are fitted on exactly
 * these borders: change one and train them again. `\b` knows only ASCII letters in JavaScript, hence the look-ahead.
 */
const CLAUSE_BORDER =
  /(?<=[.!?…;])\s+|\n+|,\s+(?=(?:mutta|vaan|kun taas|men|fast|but|although|though|however)(?![\p{L}\p{N}_]))|\s+(?=(?:mutta|men|but)\s)|\s+[-–—]\s+/giu;

/** A clause must hold a word character or anything outside ASCII: an emoji says something, `...` does not. */
const CLAUSE_CONTENT = /\w|[^\p{ASCII}]/u;

/** Clauses in text order as UTF-16 offsets; the whole text when nothing divides it or no part says anything. */
export function splitClauses(text: string): Span[] {
  const found: Span[] = [];
  let start = 0;
  for (const border of text.matchAll(CLAUSE_BORDER)) {
    if (border.index > start) found.push({ start, end: border.index });
    start = border.index + border[0].length;
  }
  if (start < text.length) found.push({ start, end: text.length });
  const withContent = found.filter((clause) => CLAUSE_CONTENT.test(text.slice(clause.start, clause.end)));
  return withContent.length > 0 ? withContent : [{ start: 0, end: text.length }];
}

/** The whole comment and, when there is more than one, each clause: what gets a vector of its own. */
export function commentSpans(text: string): Span[] {
  const clauses = splitClauses(text);
  return [{ start: 0, end: text.length }, ...(clauses.length > 1 ? clauses : [])];
}
