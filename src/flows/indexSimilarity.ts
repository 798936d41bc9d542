/** Comments that were tagged before there was a similarity index, or whose vectors were stored without it, are added to it. */
import type { Store, StoredVectors } from '../store/store.js';
import { recordRun, SERVICE } from './runRecord.js';
import { commonDirectionsOf, type SpaceDeps } from './similaritySpace.js';
import { hashText } from './tagPending.js';

export interface SimilarityPorts extends SpaceDeps {
  readonly store: SpaceDeps['store'] &
    Pick<Store, 'commentsNotIndexed' | 'similarityProgress' | 'indexComments' | 'startRun' | 'finishRun'>;
  /** ISO date-time, UTC. */
  readonly now: () => string;
}

export type IndexedComments = {
  readonly comments: number;
  /** Different texts without stored vectors, which had to be embedded. */
  readonly embedded: number;
};

const COMMENTS_PER_PAGE = 1000;

/**
 * Makes the index of the tagger's space where there is none, and adds every tagged comment that the index does not know; a run that was cut short is finished by the next. Nothing is done, and
 * no run is recorded, when there is none.
 * @param signal stops after the page at hand
 */
export async function indexSimilarity(ports: SimilarityPorts, signal?: AbortSignal): Promise<IndexedComments> {
  const { store, tagger, now } = ports;
  const { versions } = tagger;
  if (signal?.aborted) return { comments: 0, embedded: 0 };
  await commonDirectionsOf(ports);
  const { waiting } = await store.similarityProgress(versions.space);
  if (waiting === 0 || signal?.aborted) return { comments: 0, embedded: 0 };
  const { counts } = await recordRun(
    { store, now },
    { kind: 'similarityIndex', by: SERVICE, versions, settings: { waiting } },
    async () => ({ counts: await indexAll(ports, signal), inputHash: null, outputHash: null }),
  );
  return counts;
}

async function indexAll(ports: SimilarityPorts, signal: AbortSignal | undefined): Promise<IndexedComments> {
  let done = { comments: 0, embedded: 0 };
  let afterId = 0;
  while (!signal?.aborted) {
    const page = await ports.store.commentsNotIndexed(afterId, COMMENTS_PER_PAGE);
    const last = page.at(-1);
    if (!last) break;
    const embedded = await indexPage(ports, page);
    done = { comments: done.comments + page.length, embedded: done.embedded + embedded };
    afterId = last.id;
  }
  return done;
}

/** How many texts had to be embedded. */
async function indexPage(
  { store, tagger }: SimilarityPorts,
  page: Awaited<ReturnType<Store['commentsNotIndexed']>>,
): Promise<number> {
  const { space } = tagger.versions;
  const textByHash = new Map(page.map(({ text }) => [hashText(text), text]));
  const stored = await store.getVectors(space, [...textByHash.keys()]);
  const known = new Map(stored.map(({ textHash, bytes }) => [textHash, bytes]));
  const texts = [...textByHash];
  const outputs = await tagger.tag(
    texts.map(([hash, text]) => {
      const vectors = known.get(hash);
      return vectors ? { text, vectors } : { text };
    }),
  );
  const vectors = texts.map(([textHash], index): StoredVectors => {
    const output = outputs[index];
    if (!output) throw new Error(`expected ${texts.length} texts back from the tagger, got ${outputs.length}`);
    return { textHash, bytes: output.vectors, whole: output.whole };
  });
  await store.indexComments(
    space,
    page.map(({ id }) => id),
    vectors,
  );
  return texts.length - known.size;
}
