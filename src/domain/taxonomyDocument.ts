/** The list of themes with its history of changes: what is read today, and what has become of the rest. */
import type { Taxonomy, Theme, ThemeKey, ThemeTag } from './theme.js';

/** A theme with what has become of it. */
export interface TaxonomyTheme extends Theme {
  /** `shipped` with the product, or the organisation's `own`. */
  readonly origin: 'shipped' | 'own';
  /** `retired`: no comment has it any more. `merged`: what it finds counts to `mergedInto`. */
  readonly state: 'active' | 'retired' | 'merged';
  /** The theme that it became a part of where `state` is `merged`, else null. That one may have been merged or retired since. */
  readonly mergedInto: ThemeKey | null;
}

/** Every version of it is kept, and a figure names the one that it rests on. */
export interface TaxonomyDocument {
  readonly version: string;
  readonly themes: readonly TaxonomyTheme[];
}

/** The document of the themes that come with the product. */
export function shippedDocument({ version, themes }: Taxonomy): TaxonomyDocument {
  return {
    version,
    themes: themes.map((theme) => ({ ...theme, origin: 'shipped', state: 'active', mergedInto: null })),
  };
}

/** What people read: the active themes, in the document's order. */
export function activeTaxonomy({ version, themes }: TaxonomyDocument): Taxonomy {
  return { version, themes: themes.filter((theme) => theme.state === 'active') };
}

/** The active theme that counts what `key` finds; null when none does (retired, or not known). */
export type ThemeProjection = (key: ThemeKey) => ThemeKey | null;

export function projectionOf(document: TaxonomyDocument): ThemeProjection {
  const byKey = new Map(document.themes.map((theme) => [theme.key, theme]));
  const target = (key: ThemeKey, steps = 0): ThemeKey | null => {
    const theme = byKey.get(key);
    if (theme?.state === 'active') return key;
    // a ring of merged themes leads nowhere
    if (theme?.state !== 'merged' || theme.mergedInto === null || steps > byKey.size) return null;
    return target(theme.mergedInto, steps + 1);
  };
  return (key) => target(key);
}

/**
 * Tags of all heads to tags of active themes, most confident first. Where two themes became one, the more confident tag gives
 * confidence and polarity, and the evidence of both is kept in text order.
 */
export function projectTags(tags: readonly ThemeTag[], project: ThemeProjection): ThemeTag[] {
  const projected = new Map<ThemeKey, ThemeTag>();
  for (const tag of [...tags].sort((a, b) => b.confidence - a.confidence)) {
    const theme = project(tag.theme);
    if (theme === null) continue;
    const known = projected.get(theme);
    if (!known) projected.set(theme, { ...tag, theme });
    else projected.set(theme, { ...known, evidence: joinSpans(known.evidence, tag.evidence) });
  }
  return [...projected.values()];
}

function joinSpans(one: ThemeTag['evidence'], other: ThemeTag['evidence']): ThemeTag['evidence'] {
  const added = other.filter((span) => !one.some((known) => known.start === span.start && known.end === span.end));
  return [...one, ...added].sort((a, b) => a.start - b.start);
}

/** What a head says about a theme, as far as it matters which of two heads speaks. */
interface Finding {
  readonly theme: ThemeKey;
  readonly given: boolean;
  /** 0–1. */
  readonly confidence: number;
}

/**
 * What all heads say to one finding per active theme that a head finds, in the document's order. Of heads that count to the same
 * theme the one that gave it speaks, else the more confident one, as with tags.
 */
export function projectFindings<F extends Finding>(findings: readonly F[], document: TaxonomyDocument): F[] {
  const project = projectionOf(document);
  const found = new Map<ThemeKey, F>();
  for (const finding of findings) {
    const theme = project(finding.theme);
    if (theme === null) continue;
    const known = found.get(theme);
    if (!known || isStronger(finding, known)) found.set(theme, { ...finding, theme });
  }
  return document.themes.flatMap(({ key }) => found.get(key) ?? []);
}

function isStronger(one: Finding, other: Finding): boolean {
  return one.given === other.given ? one.confidence > other.confidence : one.given;
}
