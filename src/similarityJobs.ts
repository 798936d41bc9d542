/** What keeps the search by meaning and the groups of comments without a theme up to date, beside requests. */
import type { Logger } from 'pino';
import type { LearningDeps } from './flows/deps.js';
import { indexSimilarity } from './flows/indexSimilarity.js';
import { prepareExamples } from './flows/nearestExamples.js';
import { groupThemeless } from './flows/themelessGroups.js';

/** What people wait for comes first after a start. */
const FIRST_LOOK_MS = 30_000;
/** How often it is looked whether there is something to do. */
const LOOK_AGAIN_MS = 10 * 60_000;
/** While comments are still being read, groups would be of a part of them. */
const LOOK_SOON_MS = 20_000;
const DAY_MS = 24 * 3_600_000;

export interface SimilarityJobs {
  /** Resolves when the work at hand has come to a point where it can stop. */
  stop(): Promise<void>;
}

/** @param ready resolves when the database holds what it is to hold at the start */
export function startSimilarityJobs(
  flows: LearningDeps,
  log: Pick<Logger, 'info' | 'error'>,
  ready: Promise<unknown>,
): SimilarityJobs {
  const stopping = new AbortController();
  const { signal } = stopping;
  let timer: NodeJS.Timeout | null = null;
  let working = Promise.resolve();

  const work = async (): Promise<void> => {
    await ready;
    if (signal.aborted) return;
    let again = LOOK_AGAIN_MS;
    try {
      const indexed = await indexSimilarity(flows, signal);
      if (indexed.comments > 0) log.info({ ...indexed }, 'comments can now be found by meaning');
      if (!signal.aborted) await prepareExamples(flows);
      const { pending } = await flows.store.taggingProgress();
      if (pending > 0) again = LOOK_SOON_MS;
      else if (!signal.aborted && (await isGroupingDue(flows))) {
        const counts = await groupThemeless(flows);
        if (counts) log.info({ ...counts }, 'comments without a theme were grouped');
      }
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'comments could not be indexed or grouped, will be tried again');
    }
    if (!signal.aborted) timer = setTimeout(start, again);
  };
  const start = (): void => {
    working = work();
  };
  timer = setTimeout(start, FIRST_LOOK_MS);
  return {
    stop: async () => {
      stopping.abort();
      if (timer) clearTimeout(timer);
      await working;
    },
  };
}

/** Once a day, and at once when the comments were tagged with other themes or heads since. */
async function isGroupingDue({ store, tagger, now }: LearningDeps): Promise<boolean> {
  const [last] = await store.listRuns(1, 'grouping');
  if (!last) return true;
  const { space, heads, taxonomy } = tagger.versions;
  const sameVersions =
    last.versions.space === space && last.versions.heads === heads && last.versions.taxonomy === taxonomy;
  if (!sameVersions) return (await store.countTaggedOtherwise(tagger.versions)) === 0;
  return Date.parse(now()) - Date.parse(last.startedAt) >= DAY_MS;
}
