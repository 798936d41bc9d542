/** What a comment says and how: themes, polarity, evidence. */

export const POLARITIES = ['pos', 'neg', 'neu'] as const;
/** Polarity of a theme within one comment: praise, complaint, or neutral/both. */
export type Polarity = (typeof POLARITIES)[number];

/** Key of a theme, stable across languages and versions: `waiting_times`. */
export type ThemeKey = string;

/** Interface languages; also the languages that the shipped encoder tags. */
export const LANGUAGES = ['fi', 'sv', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
/** A name or text in each interface language. */
export type Localised = Readonly<Record<Language, string>>;

/** Part of a text, in UTF-16 code units: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One theme given to one comment. */
export interface ThemeTag {
  readonly theme: ThemeKey;
  readonly polarity: Polarity;
  /** Calibrated probability that the comment says something about the theme, 0–1. */
  readonly confidence: number;
  /** The shortest clause or clauses that carry the theme. */
  readonly evidence: readonly Span[];
  /** A person said so; absent on the machine's own tags. */
  readonly confirmed?: true;
}

/** The versions that a set of tags rests on. */
export interface TagVersions {
  readonly space: string;
  readonly heads: string;
  readonly taxonomy: string;
}

/** A theme of the taxonomy as people read it (data/themes.json). */
export interface Theme {
  readonly key: ThemeKey;
  readonly name: Localised;
  /** What belongs to it, one or two sentences. */
  readonly description: Localised;
  /** What is not counted to it although it looks alike, one sentence. */
  readonly excludes: Localised;
  /** One colour everywhere: slot in the palette, 0-based. */
  readonly colour: number;
}

export interface Taxonomy {
  /** Changes whenever a theme is added, merged, split, renamed or retired. */
  readonly version: string;
  readonly themes: readonly Theme[];
}

/**
 * The themes of one comment as a canonical key, `care_quality:pos,waiting_times:neg`: sorted by theme, one polarity per
 * theme, empty for no theme. Used as a dimension of the counted cells.
 */
export type ThemeSetKey = string;

export function themeSetKey(tags: readonly Pick<ThemeTag, 'theme' | 'polarity'>[]): ThemeSetKey {
  return tags
    .map((tag) => `${tag.theme}:${tag.polarity}`)
    .sort()
    .join(',');
}

export function parseThemeSetKey(key: ThemeSetKey): { theme: ThemeKey; polarity: Polarity }[] {
  if (key === '') return [];
  return key.split(',').map((part) => {
    const colon = part.lastIndexOf(':');
    const polarity = POLARITIES.find((known) => known === part.slice(colon + 1));
    if (colon < 1 || !polarity) throw new Error(`expected theme:polarity in a theme set, got "${part}"`);
    return { theme: part.slice(0, colon), polarity };
  });
}
