/** All themes with what has become of them, and those that are being taught. */
import { NO_FILTER } from '../domain/feedbackFilter.js';
import { projectionOf, type TaxonomyTheme } from '../domain/taxonomyDocument.js';
import type { ThemeKey } from '../domain/theme.js';
import type { OwnThemeDraft } from '../store/ownThemeStore.js';
import type { LearningDeps } from './deps.js';
import { shareFigure, type Share } from './figures.js';
import { mentionsOf, tallyCells } from './tally.js';

export interface ListedTheme {
  readonly theme: TaxonomyTheme;
  /** Of all tagged comments; suppressed for a theme that is not active. */
  readonly share: Share | null;
  /** What people confirmed or denied about it. */
  readonly labels: { readonly present: number; readonly absent: number };
  /** The active theme that counts what it finds, where it was merged. */
  readonly countsTo: TaxonomyTheme | null;
}

export interface ThemeList {
  readonly version: string;
  readonly since: string;
  /** Tagged comments; null under the disclosure limit. */
  readonly base: number | null;
  /** Most mentioned first. */
  readonly active: readonly ListedTheme[];
  /** Merged and retired ones. */
  readonly former: readonly ListedTheme[];
  readonly drafts: readonly OwnThemeDraft[];
}

export async function themeList(deps: LearningDeps): Promise<ThemeList> {
  const { store, installation, disclosureLimit: limit } = deps;
  const { document, row } = installation.current;
  const [cells, labels, drafts] = await Promise.all([
    store.readCells(NO_FILTER, ['commentState', 'themes']),
    store.countLabels(),
    store.listOwnThemes(),
  ]);
  const tally = tallyCells(cells);
  const project = projectionOf(document);
  const byKey = new Map(document.themes.map((theme) => [theme.key, theme]));
  const said = (key: ThemeKey, present: boolean): number =>
    labels.reduce((sum, each) => (each.theme === key && each.present === present ? sum + each.count : sum), 0);
  const listed = document.themes.map((theme): ListedTheme => {
    const target = theme.state === 'merged' ? project(theme.key) : null;
    return {
      theme,
      share:
        theme.state === 'active' ? shareFigure(mentionsOf(tally.themes.get(theme.key)), tally.tagged, limit) : null,
      labels: { present: said(theme.key, true), absent: said(theme.key, false) },
      countsTo: target === null ? null : (byKey.get(target) ?? null),
    };
  });
  return {
    version: document.version,
    since: row.at,
    base: tally.tagged > 0 && tally.tagged < limit ? null : tally.tagged,
    active: listed
      .filter(({ theme }) => theme.state === 'active')
      .sort((one, other) => (other.share?.count ?? 0) - (one.share?.count ?? 0)),
    former: listed.filter(({ theme }) => theme.state !== 'active'),
    drafts: drafts.filter((draft) => draft.state !== 'adopted'),
  };
}
