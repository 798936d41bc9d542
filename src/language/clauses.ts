/** Where a comment divides into clauses: the spans that are embedded and shown as evidence. */
import type { Span } from '../domain/theme.js';

const SENTENCE_END = /[.!?…;]/u;
/** Words that turn after a comma, and those that turn without one. `\b` knows only ASCII letters in JavaScript. */
const TURN_AFTER_COMMA = /(?:mutta|vaan|kun taas|men|fast|but|although|though|however)(?![\p{L}\p{N}_])/iuy;
const TURN = /(?:mutta|men|but)\s/iuy;
const DASH = /[-–—](\s+)/uy;

/** A clause must hold a word character or anything outside ASCII: an emoji says something, `...` does not. */
const CLAUSE_CONTENT = /\w|[^\p{ASCII}]/u;

/** Clauses in text order as UTF-16 offsets; the whole text when nothing divides it or no part says anything. */
export function splitClauses(text: string): Span[] {
  const found: Span[] = [];
  let start = 0;
  for (const border of findBorders(text)) {
    if (border.start > start) found.push({ start, end: border.start });
    start = border.end;
  }
  if (start < text.length) found.push({ start, end: text.length });
  const withContent = found.filter((clause) => CLAUSE_CONTENT.test(text.slice(clause.start, clause.end)));
  return withContent.length > 0 ? withContent : [{ start: 0, end: text.length }];
}

/**
 * Borders: white space after a sentence end, line breaks, a comma and white space before a contrast word, white space before
 * some contrast words, a dash between white space. The heads are fitted on exactly these: change one and train them again.
 * They are what one regular expression of models/MODEL.md finds; that takes quadratic time on long runs of white space, this
 * reads each run once.
 */
function findBorders(text: string): Span[] {
  const borders: Span[] = [];
  let read = 0;
  for (const run of text.matchAll(/\s+/gu)) {
    const start = run.index;
    const end = start + run[0].length;
    if (start < read) continue;
    read = end;
    const before = text[start - 1] ?? '';
    if (SENTENCE_END.test(before)) {
      borders.push({ start, end });
    } else if (before === ',' && matchAt(TURN_AFTER_COMMA, text, end)) {
      borders.push({ start: start - 1, end });
    } else {
      const breaks = run[0].startsWith('\n') ? (/^\n+/u.exec(run[0])?.[0].length ?? 0) : 0;
      if (breaks > 0) borders.push({ start, end: start + breaks });
      const rest = start + breaks;
      const dash = rest < end ? matchAt(DASH, text, end) : null;
      if (rest < end && (dash || matchAt(TURN, text, end))) {
        read = dash ? end + dash[0].length : end;
        borders.push({ start: rest, end: read });
      } else {
        for (const line of text.slice(rest, end).matchAll(/\n+/gu)) {
          borders.push({ start: rest + line.index, end: rest + line.index + line[0].length });
        }
      }
    }
  }
  return borders;
}

/** Match of a sticky expression at one place. */
function matchAt(sticky: RegExp, text: string, index: number): RegExpExecArray | null {
  sticky.lastIndex = index;
  return sticky.exec(text);
}

/** The whole comment and, when there is more than one, each clause: what gets a vector of its own. */
export function commentSpans(text: string): Span[] {
  const clauses = splitClauses(text);
  return [{ start: 0, end: text.length }, ...(clauses.length > 1 ? clauses : [])];
}
