/** Text that people type into the service, masked as comments are before it is stored. */
import type { RedactionKind } from '../domain/redactedSpan.js';
import { redact } from '../domain/redaction.js';
import type { Span } from '../domain/theme.js';
import { identifyLanguage } from '../language/identify.js';
import { findNames } from '../language/names.js';

export interface MaskedText {
  readonly text: string;
  /** What was masked, each kind once. */
  readonly kinds: readonly RedactionKind[];
}

/**
 * @param lang of the text where it is known
 * @param known names that are no person's (units, themes): where only the name recogniser objects to them they stay
 */
export function maskText(text: string, lang: string | null = null, known: readonly string[] = []): MaskedText {
  const places = known.flatMap((name) => placesOf(text, name));
  const names = findNames(text, lang ?? identifyLanguage(text).lang).filter(
    (span) => !places.some((place) => place.start <= span.start && span.end <= place.end),
  );
  const masked = redact(text, names);
  return { text: masked.text, kinds: [...new Set(masked.found.map(({ kind }) => kind))] };
}

/** Masks what was typed into a form after tidying it: one blank line at most, one space in a row, none around; lines stay. */
export function maskTyped(typed: string): MaskedText {
  const tidy = typed
    .replace(/\r\n?/gu, '\n')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
  return tidy === '' ? { text: '', kinds: [] } : maskText(tidy);
}

function placesOf(text: string, name: string): Span[] {
  if (name === '') return [];
  const places: Span[] = [];
  for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + name.length)) {
    places.push({ start, end: start + name.length });
  }
  return places;
}
