/** What is asked for, and the themes and heads that it would install. */
import { changeDocument, type ChangeProblem, type NewTheme, type TaxonomyChange } from '../domain/taxonomyChange.js';
import type { TaxonomyDocument } from '../domain/taxonomyDocument.js';
import type { ThemeKey } from '../domain/theme.js';
import type { OwnThemeDraft } from '../store/ownThemeStore.js';
import type { HeadsOverlay, OwnThemeHead } from '../tagging/overlay.js';
import type { InstalledHeads } from '../tagging/tagger.js';
import type { LearningDeps } from './deps.js';
import { SHIPPED_HEADS } from './installation.js';

/** A change as it stands in an address or a command: own themes by the keys of their drafts. */
export type ChangeRequest =
  | Exclude<TaxonomyChange, { readonly kind: 'add' | 'split' }>
  | { readonly kind: 'add'; readonly drafts: readonly ThemeKey[] }
  | { readonly kind: 'split'; readonly theme: ThemeKey; readonly drafts: readonly ThemeKey[]; readonly keep: boolean }
  /** Themes and heads of an installation that was in use before. */
  | { readonly kind: 'goBack'; readonly installation: number };

export interface ChangePlan {
  readonly request: ChangeRequest;
  readonly before: InstalledHeads;
  readonly after: InstalledHeads;
  /** The themes that it is about, in the order named. */
  readonly subjects: readonly ThemeKey[];
  /** Drafts that come into use. */
  readonly drafts: readonly OwnThemeDraft[];
  /**
   * What every comment has after the change follows from what it has now and what people said; else the heads have to be asked.
   */
  readonly countable: boolean;
}

/** `noDraft`: no theme of that key is being taught; `noVersion`: no such installation; `inUse`: it is the one in use. */
export type PlanProblem = ChangeProblem | 'noDraft' | 'noVersion' | 'inUse';
export type Planned =
  | { readonly ok: true; readonly plan: ChangePlan }
  | { readonly ok: false; readonly problem: PlanProblem; readonly theme: ThemeKey };

/** Stands for the version that the change will get: it is given when the change is applied. */
const NEXT = 'next';

export async function planChange(deps: LearningDeps, request: ChangeRequest): Promise<Planned> {
  const { document, overlay } = deps.installation.current;
  const before = { overlay, taxonomy: document };
  if (request.kind === 'goBack') return planReturn(deps, request.installation, before);

  const drafts: OwnThemeDraft[] = [];
  for (const key of 'drafts' in request ? request.drafts : []) {
    const draft = await deps.store.getOwnTheme(key);
    if (!draft) return { ok: false, problem: 'noDraft', theme: key };
    drafts.push(draft);
  }
  const changed = changeDocument(document, changeOf(request, drafts));
  if (!changed.ok) return changed;
  return {
    ok: true,
    plan: {
      request,
      before,
      after: {
        taxonomy: { ...changed.document, version: NEXT },
        overlay: withHeads(
          overlay,
          drafts.map((draft) => JSON.parse(draft.head) as OwnThemeHead),
        ),
      },
      subjects: subjectsOf(request),
      drafts,
      countable: request.kind === 'describe' || request.kind === 'retire' || request.kind === 'merge',
    },
  };
}

async function planReturn({ store, installation }: LearningDeps, id: number, before: InstalledHeads): Promise<Planned> {
  const { current } = installation;
  const row = (await store.listInstallations(1000)).find((each) => each.id === id);
  const document = row ? await store.getTaxonomy(row.taxonomy) : null;
  if (!row || !document) return { ok: false, problem: 'noVersion', theme: '' };
  if (row.taxonomy === current.row.taxonomy && row.heads === current.row.heads) {
    return { ok: false, problem: 'inUse', theme: '' };
  }
  const overlay = await readOverlay(store, row.heads);
  const active = new Set(activeKeys(document));
  const now = new Set(activeKeys(before.taxonomy));
  return {
    ok: true,
    plan: {
      request: { kind: 'goBack', installation: id },
      before,
      after: { taxonomy: document, overlay },
      subjects: [...new Set([...active, ...now])].filter((key) => active.has(key) !== now.has(key)),
      drafts: [],
      countable: false,
    },
  };
}

async function readOverlay(store: LearningDeps['store'], version: string): Promise<HeadsOverlay> {
  if (version === SHIPPED_HEADS) return { format: 1, themes: {}, polarityStack: null, ownThemes: [] };
  const heads = await store.getHeads(version);
  if (!heads) throw new Error(`expected the heads of version ${version}, found none`);
  return JSON.parse(heads.overlay) as HeadsOverlay;
}

function changeOf(
  request: Exclude<ChangeRequest, { readonly kind: 'goBack' }>,
  drafts: readonly OwnThemeDraft[],
): TaxonomyChange {
  const themes = drafts.map(({ key, name, description, excludes, colour }): NewTheme => {
    const theme = { key, name, description, excludes };
    return colour === null ? theme : { ...theme, colour };
  });
  if (request.kind === 'add') return { kind: 'add', themes };
  if (request.kind === 'split') return { kind: 'split', theme: request.theme, parts: themes, keep: request.keep };
  return request;
}

function subjectsOf(request: Exclude<ChangeRequest, { readonly kind: 'goBack' }>): ThemeKey[] {
  switch (request.kind) {
    case 'add':
      return [...request.drafts];
    case 'split':
      return [request.theme, ...request.drafts];
    case 'merge':
      return [request.theme, request.into];
    case 'describe':
    case 'retire':
    case 'bringBack':
      return [request.theme];
  }
}

function activeKeys(document: TaxonomyDocument): ThemeKey[] {
  return document.themes.filter((theme) => theme.state === 'active').map((theme) => theme.key);
}

function withHeads(overlay: HeadsOverlay, heads: readonly OwnThemeHead[]): HeadsOverlay {
  if (heads.length === 0) return overlay;
  const added = new Set(heads.map((head) => head.theme));
  return { ...overlay, ownThemes: [...overlay.ownThemes.filter((head) => !added.has(head.theme)), ...heads] };
}
