/** Saved views: pages as somebody filtered them, kept by name, with what is new in each. */
import type { CommentFilter } from '../domain/feedbackFilter.js';
import type { SavedView } from '../store/teamStore.js';
import type { TeamDeps } from './assignments.js';
import { currentActor } from './currentActor.js';
import { countNewComments } from './newComments.js';
import { maskTyped } from './maskedText.js';

/** Which comments the page of a view is about; null when it cannot be said (a list by meaning). */
export type ViewFilter = (url: string) => CommentFilter | null;

export interface ViewDeps extends TeamDeps {
  readonly filterOf: ViewFilter;
}

/** UTF-16 code units. */
export const MAX_VIEW_NAME_LENGTH = 80;
/** More than anybody keeps an eye on. */
export const MAX_VIEWS = 50;

export interface ViewWithNews {
  readonly view: SavedView;
  /** Comments that came since the view was last opened; null when they cannot be counted. */
  readonly fresh: number | null;
  /** Why they cannot be counted, else null. */
  readonly uncounted: 'meaning' | 'notAllowed' | null;
}

export type ViewProblem = 'name' | 'digest' | 'tooMany';

/** @param url path and query of a page of this service, checked by the caller */
export async function saveView(
  deps: ViewDeps,
  input: { readonly name: string; readonly url: string; readonly digest: string },
): Promise<{ readonly id: number } | { readonly problem: ViewProblem }> {
  const name = nameOf(input.name);
  const digest = digestOf(input.digest);
  if (name === null) return { problem: 'name' };
  if (digest === null) return { problem: 'digest' };
  const accountId = currentActor().id;
  if ((await deps.store.listViews(accountId)).length >= MAX_VIEWS) return { problem: 'tooMany' };
  const at = deps.now();
  return {
    id: await deps.store.addView({
      accountId,
      name,
      url: input.url,
      digest,
      digestSince: at,
      createdAt: at,
      seenUpTo: await deps.store.lastResponse(),
      seenAt: at,
    }),
  };
}

/** A new name and how often a digest tells of it. `unknown`: they have no such view. */
export async function changeView(
  deps: ViewDeps,
  id: number,
  input: { readonly name: string; readonly digest: string },
): Promise<'changed' | 'unknown' | ViewProblem> {
  const held = await ownView(deps, id);
  if (!held) return 'unknown';
  const name = nameOf(input.name);
  const digest = digestOf(input.digest);
  if (name === null) return 'name';
  if (digest === null) return 'digest';
  await deps.store.changeView(id, held.accountId, {
    name,
    ...(digest !== held.digest && { digest, digestSince: deps.now() }),
  });
  return 'changed';
}

/** False when they have no such view. */
export function deleteView(deps: ViewDeps, id: number): Promise<boolean> {
  return deps.store.deleteView(id, currentActor().id);
}

/** Marks what is in the view now as seen, and says from where on it was new; null when they have no such view. */
export async function openView(deps: ViewDeps, id: number): Promise<{ view: SavedView; after: number } | null> {
  const view = await ownView(deps, id);
  if (!view) return null;
  const seenUpTo = await deps.store.lastResponse();
  await deps.store.changeView(id, view.accountId, { seenUpTo, seenAt: deps.now() });
  return { view, after: view.seenUpTo };
}

/** The reader's views with what is new in them. */
export async function viewsWithNews(deps: ViewDeps): Promise<ViewWithNews[]> {
  const views = await deps.store.listViews(currentActor().id);
  return Promise.all(views.map((view) => withNews(deps, view)));
}

export async function withNews(deps: ViewDeps, view: SavedView, after = view.seenUpTo): Promise<ViewWithNews> {
  const filter = deps.filterOf(view.url);
  if (!filter) return { view, fresh: null, uncounted: 'meaning' };
  const fresh = await countNewComments(deps, filter, after);
  return { view, fresh, uncounted: fresh === null ? 'notAllowed' : null };
}

async function ownView(deps: ViewDeps, id: number): Promise<SavedView | null> {
  return (await deps.store.listViews(currentActor().id)).find((view) => view.id === id) ?? null;
}

function nameOf(text: string): string | null {
  const name = maskTyped(text.replace(/\s+/gu, ' ')).text;
  return name === '' || name.length > MAX_VIEW_NAME_LENGTH ? null : name;
}

function digestOf(text: string): SavedView['digest'] | null {
  return text === 'none' || text === 'daily' || text === 'weekly' ? text : null;
}
