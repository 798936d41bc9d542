/** What became of the themes between two versions of their list. */
import type { TaxonomyDocument, TaxonomyTheme } from './taxonomyDocument.js';
import { LANGUAGES, type Localised, type ThemeKey } from './theme.js';

export type TaxonomyDifference =
  | { readonly kind: 'added'; readonly theme: TaxonomyTheme }
  /** Not in the list at all any more: the list before it was added is in use again. */
  | { readonly kind: 'removed'; readonly theme: TaxonomyTheme }
  | { readonly kind: 'retired'; readonly theme: TaxonomyTheme }
  | { readonly kind: 'merged'; readonly theme: TaxonomyTheme; readonly into: TaxonomyTheme }
  | { readonly kind: 'broughtBack'; readonly theme: TaxonomyTheme }
  | { readonly kind: 'renamed'; readonly theme: TaxonomyTheme; readonly from: Localised }
  | { readonly kind: 'described'; readonly theme: TaxonomyTheme };

/** In the order of the newer list, then what is gone from it; `theme` is as it is in the newer list where it is there. */
export function documentDifferences(
  before: Pick<TaxonomyDocument, 'themes'>,
  after: Pick<TaxonomyDocument, 'themes'>,
): TaxonomyDifference[] {
  const old = new Map(before.themes.map((theme) => [theme.key, theme]));
  const young = new Map(after.themes.map((theme) => [theme.key, theme]));
  const changed = after.themes.flatMap((theme) => {
    const known = old.get(theme.key);
    return known ? differencesOf(known, theme, young) : [{ kind: 'added', theme } as const];
  });
  const removed = before.themes.filter((theme) => !young.has(theme.key));
  return [...changed, ...removed.map((theme) => ({ kind: 'removed', theme }) as const)];
}

function differencesOf(
  old: TaxonomyTheme,
  theme: TaxonomyTheme,
  young: ReadonlyMap<ThemeKey, TaxonomyTheme>,
): TaxonomyDifference[] {
  const found: TaxonomyDifference[] = [];
  if (old.state !== theme.state || old.mergedInto !== theme.mergedInto) {
    const into = theme.mergedInto === null ? undefined : young.get(theme.mergedInto);
    if (theme.state === 'active') found.push({ kind: 'broughtBack', theme });
    else if (theme.state === 'merged' && into) found.push({ kind: 'merged', theme, into });
    else found.push({ kind: 'retired', theme });
  }
  if (differs(old.name, theme.name)) found.push({ kind: 'renamed', theme, from: old.name });
  if (differs(old.description, theme.description) || differs(old.excludes, theme.excludes)) {
    found.push({ kind: 'described', theme });
  }
  return found;
}

function differs(one: Localised, other: Localised): boolean {
  return LANGUAGES.some((lang) => one[lang] !== other[lang]);
}
