/** A theme that was taught comes into use, and is refined by what people say about comments later. */
import type { Actor } from '../domain/actor.js';
import type { ThemeKey } from '../domain/theme.js';
import type { HeadsOverlay, OwnThemeHead } from '../tagging/overlay.js';
import type { LearningDeps } from './deps.js';
import type { AdoptOutcome } from './ownThemes.js';
import { refitHead } from './ownThemeTeaching.js';
import { applyChange } from './taxonomyChanges.js';

/** Adds the theme to the list of themes and its head to those in use; stored comments are tagged with it from then on. */
export async function adopt(deps: LearningDeps, key: ThemeKey, actor: Actor): Promise<AdoptOutcome> {
  const draft = await deps.store.getOwnTheme(key);
  if (!draft || draft.state === 'adopted') return { outcome: 'refused', problem: 'unknown' };
  const applied = await applyChange(deps, { kind: 'add', drafts: [key] }, actor);
  return applied.ok ? { outcome: 'adopted', key } : { outcome: 'refused', problem: 'taken' };
}

/** What became of a refit: `unchanged` when nothing was learned since, `unknown` when the theme is not one that was taught here. */
export type RefitOutcome = 'installed' | 'unchanged' | 'unknown';

/** Fits the head of a theme in use again, on everything that people said about it meanwhile, and installs it. */
export async function refitOwnTheme(
  deps: LearningDeps,
  key: ThemeKey,
  actor: Pick<Actor, 'id'>,
): Promise<RefitOutcome> {
  const { store, installation } = deps;
  const draft = await store.getOwnTheme(key);
  if (draft?.state !== 'adopted') return 'unknown';
  const head = await refitHead(deps, key);
  if (!head) return 'unknown';
  await installation.refresh();
  const { overlay } = installation.current;
  const used = overlay.ownThemes.find((each) => each.theme === key);
  if (JSON.stringify(used) === JSON.stringify(head)) return 'unchanged';
  await installation.apply({
    heads: { overlay: withHead(overlay, head), report: null },
    by: actor.id,
    reason: `own theme ${key} refined`,
  });
  return 'installed';
}

function withHead(overlay: HeadsOverlay, head: OwnThemeHead): HeadsOverlay {
  const others = overlay.ownThemes.filter((each) => each.theme !== head.theme);
  return { ...overlay, ownThemes: [...others, head] };
}
