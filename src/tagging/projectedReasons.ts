/** Reasons of all heads to reasons of the themes that people read. */
import { projectionOf, type TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { ThemeReason } from './tagger.js';

/**
 * One reason per active theme that a head finds, in the document's order. Of heads that count to the same theme the one that gave it
 * speaks, else the more confident one, as with tags (projectTags).
 */
export function projectReasons(reasons: readonly ThemeReason[], document: TaxonomyDocument): ThemeReason[] {
  const project = projectionOf(document);
  const found = new Map<string, ThemeReason>();
  for (const reason of reasons) {
    const theme = project(reason.theme);
    if (theme === null) continue;
    const known = found.get(theme);
    if (!known || isStronger(reason, known)) found.set(theme, { ...reason, theme });
  }
  return document.themes.flatMap(({ key }) => found.get(key) ?? []);
}

function isStronger(one: ThemeReason, other: ThemeReason): boolean {
  return one.given === other.given ? one.confidence > other.confidence : one.given;
}
