/** Changes of the list of themes: each makes a new document of an old one, or says why not. */
import type { TaxonomyDocument, TaxonomyTheme } from './taxonomyDocument.js';
import { LANGUAGES, type Localised, type Theme, type ThemeKey } from './theme.js';

/** What people write about a theme. */
export type ThemeWords = Pick<Theme, 'name' | 'description' | 'excludes'>;
/** A theme of the organisation's own; without a colour it gets the next free one. */
export type NewTheme = Omit<Theme, 'colour'> & { readonly colour?: number };

export type TaxonomyChange =
  | { readonly kind: 'describe'; readonly theme: ThemeKey; readonly words: ThemeWords }
  | { readonly kind: 'retire'; readonly theme: ThemeKey }
  | { readonly kind: 'merge'; readonly theme: ThemeKey; readonly into: ThemeKey }
  /** A retired theme, or one that was merged, is a theme of its own again. */
  | { readonly kind: 'bringBack'; readonly theme: ThemeKey }
  | { readonly kind: 'add'; readonly themes: readonly NewTheme[] }
  /** New themes taught from the comments of `theme`, which stays beside them or retires. */
  | { readonly kind: 'split'; readonly theme: ThemeKey; readonly parts: readonly NewTheme[]; readonly keep: boolean };

/**
 * Why a change cannot be made. `unknown`: no theme has the key; `notActive`: it is retired or merged; `active`: it is in use
 * already; `last`: no theme would be left; `self`: a theme cannot become part of itself; `keyTaken`, `nameTaken`: another theme has
 * it; `badKey`; `noName`; `nothing`: the change changes nothing, or names no new theme.
 */
export type ChangeProblem =
  'unknown' | 'notActive' | 'active' | 'last' | 'self' | 'keyTaken' | 'nameTaken' | 'badKey' | 'noName' | 'nothing';

export type ChangedDocument =
  | { readonly ok: true; readonly document: Omit<TaxonomyDocument, 'version'> }
  | { readonly ok: false; readonly problem: ChangeProblem; readonly theme: ThemeKey };

/** A key is a part of a theme set, where `:` and `,` separate. */
const THEME_KEY = /^[a-z][a-z0-9_]{0,59}$/;
/** As many hues as the palette has (web/charts/palette.ts). */
export const COLOUR_SLOTS = 12;

export function isThemeKey(text: string): boolean {
  return THEME_KEY.test(text);
}

/** `Parking & access roads` → `parking_access_roads`; empty when nothing of the name can be in a key. */
export function themeKeyOf(englishName: string): ThemeKey {
  return englishName
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+/, '')
    .slice(0, 60)
    .replace(/_+$/, '');
}

/** The first colour that no active theme has and, among those, preferably none at all; the rarest when all are taken. */
export function nextColour(document: Pick<TaxonomyDocument, 'themes'>): number {
  const slots = Array.from({ length: COLOUR_SLOTS }, (_, slot) => slot);
  const uses = (slot: number, themes: readonly TaxonomyTheme[]): number =>
    themes.filter((theme) => theme.colour % COLOUR_SLOTS === slot).length;
  const active = document.themes.filter((theme) => theme.state === 'active');
  const [best = 0] = [...slots].sort(
    (a, b) => uses(a, active) - uses(b, active) || uses(a, document.themes) - uses(b, document.themes) || a - b,
  );
  return best;
}

/** The document after the change. The theme that another is merged into keeps its own name, words and colour. */
export function changeDocument(document: TaxonomyDocument, change: TaxonomyChange): ChangedDocument {
  switch (change.kind) {
    case 'describe':
      return describe(document, change.theme, change.words);
    case 'retire':
      return retire(document, change.theme);
    case 'merge':
      return merge(document, change.theme, change.into);
    case 'bringBack':
      return bringBack(document, change.theme);
    case 'add':
      return add(document, change.themes);
    case 'split':
      return split(document, change.theme, change.parts, change.keep);
  }
}

function describe(document: TaxonomyDocument, key: ThemeKey, words: ThemeWords): ChangedDocument {
  const theme = document.themes.find((each) => each.key === key);
  if (!theme) return refused('unknown', key);
  if (theme.state !== 'active') return refused('notActive', key);
  const nameProblem = problemOfName(document, key, words.name);
  if (nameProblem) return refused(nameProblem, key);
  const same = (['name', 'description', 'excludes'] as const).every((part) => sameWords(theme[part], words[part]));
  if (same) return refused('nothing', key);
  const { name, description, excludes } = words;
  return replaced(document, key, { name, description, excludes });
}

function retire(document: TaxonomyDocument, key: ThemeKey): ChangedDocument {
  const theme = document.themes.find((each) => each.key === key);
  if (!theme) return refused('unknown', key);
  if (theme.state !== 'active') return refused('notActive', key);
  if (document.themes.filter((each) => each.state === 'active').length === 1) return refused('last', key);
  return replaced(document, key, { state: 'retired' });
}

function merge(document: TaxonomyDocument, key: ThemeKey, into: ThemeKey): ChangedDocument {
  if (key === into) return refused('self', key);
  for (const each of [key, into]) {
    const theme = document.themes.find((known) => known.key === each);
    if (!theme) return refused('unknown', each);
    if (theme.state !== 'active') return refused('notActive', each);
  }
  return replaced(document, key, { state: 'merged', mergedInto: into });
}

function bringBack(document: TaxonomyDocument, key: ThemeKey): ChangedDocument {
  const theme = document.themes.find((each) => each.key === key);
  if (!theme) return refused('unknown', key);
  if (theme.state === 'active') return refused('active', key);
  // its name may have been given to another theme meanwhile
  const nameProblem = problemOfName(document, key, theme.name);
  if (nameProblem) return refused(nameProblem, key);
  return replaced(document, key, { state: 'active', mergedInto: null });
}

function add(document: TaxonomyDocument, themes: readonly NewTheme[]): ChangedDocument {
  if (themes.length === 0) return refused('nothing', '');
  let grown: Omit<TaxonomyDocument, 'version'> = { themes: document.themes };
  for (const theme of themes) {
    if (!isThemeKey(theme.key)) return refused('badKey', theme.key);
    if (grown.themes.some((known) => known.key === theme.key)) return refused('keyTaken', theme.key);
    const nameProblem = problemOfName(grown, theme.key, theme.name);
    if (nameProblem) return refused(nameProblem, theme.key);
    const { key, name, description, excludes, colour = nextColour(grown) } = theme;
    const added: TaxonomyTheme = {
      key,
      name,
      description,
      excludes,
      colour,
      origin: 'own',
      state: 'active',
      mergedInto: null,
    };
    grown = { themes: [...grown.themes, added] };
  }
  return { ok: true, document: grown };
}

function split(document: TaxonomyDocument, key: ThemeKey, parts: readonly NewTheme[], keep: boolean): ChangedDocument {
  const theme = document.themes.find((each) => each.key === key);
  if (!theme) return refused('unknown', key);
  if (theme.state !== 'active') return refused('notActive', key);
  const grown = add(document, parts);
  return !grown.ok || keep ? grown : retire({ ...document, ...grown.document }, key);
}

/** Two active themes of one name could not be told apart in a table. */
function problemOfName(
  document: Pick<TaxonomyDocument, 'themes'>,
  key: ThemeKey,
  name: Localised,
): 'noName' | 'nameTaken' | null {
  if (LANGUAGES.some((lang) => name[lang].trim() === '')) return 'noName';
  const others = document.themes.filter((theme) => theme.key !== key && theme.state === 'active');
  const taken = LANGUAGES.some((lang) =>
    others.some((theme) => comparable(theme.name[lang]) === comparable(name[lang])),
  );
  return taken ? 'nameTaken' : null;
}

function comparable(name: string): string {
  return name.trim().toLowerCase();
}

function sameWords(one: Localised, other: Localised): boolean {
  return LANGUAGES.every((lang) => one[lang] === other[lang]);
}

function replaced(document: TaxonomyDocument, key: ThemeKey, change: Partial<TaxonomyTheme>): ChangedDocument {
  return {
    ok: true,
    document: { themes: document.themes.map((theme) => (theme.key === key ? { ...theme, ...change } : theme)) },
  };
}

function refused(problem: ChangeProblem, theme: ThemeKey): ChangedDocument {
  return { ok: false, problem, theme };
}
