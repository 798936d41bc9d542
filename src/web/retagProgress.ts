/** How many comments still carry tags of other themes or heads than those in use; every page says so while there are any. */
import type { FlowDeps } from '../flows/deps.js';

const REMEMBERED_MS = 1000;

/** Counts at most once a second and version: every page asks. */
export function retagProgress({ store, tagger }: Pick<FlowDeps, 'store' | 'tagger'>): () => Promise<number> {
  let known: { readonly key: string; readonly until: number; readonly count: Promise<number> } | null = null;
  return () => {
    const key = JSON.stringify(tagger.versions);
    if (known?.key === key && performance.now() < known.until) return known.count;
    const count = store.countTaggedOtherwise(tagger.versions);
    known = { key, until: performance.now() + REMEMBERED_MS, count };
    // whoever awaits it hears of the failure; the next page asks again
    count.catch(() => {
      known = null;
    });
    return count;
  };
}
