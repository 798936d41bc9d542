/**
 * Masking of what can identify a person: every comment passes through here before it is stored, tagged or shown. Structured
 * identifiers go by format and not by checksum, because people mistype; names go by the words around them.
 */
import { REDACTION_TOKENS, type RedactedSpan, type RedactionKind } from './redactedSpan.js';
import { findIdentifiers } from './redactionPatterns.js';
import { findTitledNames } from './nameTitles.js';
import { findSelfIntroductions } from './selfIntroductions.js';
import { findThankedNames } from './thankedNames.js';
import type { Span } from './theme.js';

export interface Redaction {
  readonly text: string;
  /** In text order, not overlapping. */
  readonly found: readonly RedactedSpan[];
}

const TOKEN_PATTERN = /\[[A-ZÅÄÖ]{4,}\]/g;
/** Enough for what masking one part can bring to light beside it; each round strictly shortens what is left. */
const MAX_ROUNDS = 8;

/**
 * The text with identifying parts replaced by tokens, and where they were. `extraSpans` are names that a name list or a tagger
 * found; they are masked as `name`. Masking a masked text finds nothing more.
 */
export function redact(text: string, extraSpans: readonly Span[] = []): Redaction {
  let found = findAll(text, extraSpans);
  if (found.length === 0) return { text, found };
  let masked = mask(text, found);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const further = findAll(masked.text, []);
    if (further.length === 0) break;
    found = combine(
      found,
      further.map((span) => masked.toInput(span)).filter((span) => span.end > span.start),
    );
    masked = mask(text, found);
  }
  return { text: masked.text, found };
}

function findAll(text: string, extraSpans: readonly Span[]): RedactedSpan[] {
  const names = extraSpans.map((span): RedactedSpan => ({ kind: 'name', start: span.start, end: span.end }));
  const all = [
    ...findIdentifiers(text),
    ...findTitledNames(text),
    ...findSelfIntroductions(text),
    ...findThankedNames(text),
    ...names,
  ];
  if (all.length === 0) return all;
  const tokens = [...text.matchAll(TOKEN_PATTERN)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const untouched = all.filter(
    (span) => span.start < span.end && !tokens.some((token) => span.start < token.end && token.start < span.end),
  );
  return combine([], untouched);
}

/**
 * Adds spans in order of precedence. One that overlaps an earlier of the same sort widens it; of any other, the parts outside
 * the earlier are still masked.
 */
function combine(accepted: readonly RedactedSpan[], added: readonly RedactedSpan[]): RedactedSpan[] {
  let result = [...accepted];
  for (const span of added) {
    const overlapping = result.filter((taken) => span.start < taken.end && taken.start < span.end);
    const alike = overlapping.find((taken) => sortOf(taken.kind) === sortOf(span.kind));
    let pieces: RedactedSpan[] = [alike ? { ...union(alike, span), kind: alike.kind } : span];
    if (alike) result = result.filter((taken) => taken !== alike);
    for (const taken of overlapping) {
      if (taken === alike) continue;
      pieces = pieces.flatMap((piece) => outside(piece, taken));
    }
    result.push(...pieces);
  }
  return result.sort((a, b) => a.start - b.start);
}

function sortOf(kind: RedactionKind): RedactionKind {
  return kind === 'staff' ? 'name' : kind;
}

function union(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

function outside(piece: RedactedSpan, taken: Span): RedactedSpan[] {
  if (piece.end <= taken.start || taken.end <= piece.start) return [piece];
  return [
    { ...piece, end: Math.max(piece.start, taken.start) },
    { ...piece, start: Math.min(piece.end, taken.end) },
  ].filter((part) => part.start < part.end);
}

interface Masked {
  readonly text: string;
  /** A span of the masked text as a span of the input; a token stands for the whole part that it replaced. */
  toInput(span: RedactedSpan): RedactedSpan;
}

function mask(text: string, found: readonly RedactedSpan[]): Masked {
  const pieces: { maskedStart: number; maskedEnd: number; start: number; end: number; token: boolean }[] = [];
  let masked = '';
  let at = 0;
  const push = (piece: string, start: number, end: number, token: boolean): void => {
    if (piece === '') return;
    pieces.push({ maskedStart: masked.length, maskedEnd: masked.length + piece.length, start, end, token });
    masked += piece;
  };
  for (const span of found) {
    push(text.slice(at, span.start), at, span.start, false);
    push(REDACTION_TOKENS[span.kind], span.start, span.end, true);
    at = span.end;
  }
  push(text.slice(at), at, text.length, false);
  const place = (offset: number, end: boolean): number => {
    const piece = pieces.find((candidate) =>
      end
        ? offset > candidate.maskedStart && offset <= candidate.maskedEnd
        : offset >= candidate.maskedStart && offset < candidate.maskedEnd,
    );
    if (!piece) return end ? 0 : text.length;
    if (piece.token) return end ? piece.end : piece.start;
    return piece.start + offset - piece.maskedStart;
  };
  return {
    text: masked,
    toInput: (span) => ({ kind: span.kind, start: place(span.start, false), end: place(span.end, true) }),
  };
}
