/** Comments tagged with other heads, another taxonomy or another encoder are tagged again with the current ones. */
import type { Store } from '../store/store.js';
import { TaggingDigest } from './runRecord.js';
import { saveTagged, tagComments, type TaggedComments, type TaggingPorts } from './tagPending.js';

export interface RetagPorts extends TaggingPorts {
  readonly store: TaggingPorts['store'] & Pick<Store, 'commentsTaggedOtherwise'>;
}

export interface RetagResult {
  /** Comments that had other versions, all tagged again. */
  readonly comments: number;
  /** Different texts without stored vectors in the current space, which had to be embedded. */
  readonly embedded: number;
  /** sha256 of the comments and of their new tags, by id. */
  readonly inputHash: string;
  readonly outputHash: string;
}

/** Large: comments of one transaction share cells, and the counts of a cell are moved together. */
const BATCH_SIZE = 2048;
/** While one batch is written, the next is scored and the one after it read. */
const BATCHES_UNDER_WAY = 3;

/**
 * Tags again every comment whose tags rest on other versions; those with the current ones are left alone, so a second run
 * changes nothing, and a run that was cut short is finished by the next. Stored vectors are used, none is computed twice.
 * @param onProgress called after each batch with the number of comments done so far
 */
export async function retag(
  ports: RetagPorts,
  onProgress: (done: number) => void = () => undefined,
): Promise<RetagResult> {
  const digest = new TaggingDigest();
  const underWay: Promise<void>[] = [];
  let done = 0;
  let embedded = 0;
  let afterId = 0;
  const saveInTurn = async (scored: Promise<TaggedComments>, turn: Promise<void> | undefined): Promise<void> => {
    // the one before must be stored first: the digest is of the comments in their order
    await turn;
    const tagged = await scored;
    const batch = await saveTagged(ports, tagged);
    tagged.results.forEach((result, index) => digest.add(tagged.textHashes[index]!, result));
    embedded += batch.embedded;
    done += tagged.results.length;
    onProgress(done);
  };
  try {
    for (;;) {
      const comments = await ports.store.commentsTaggedOtherwise(ports.tagger.versions, afterId, BATCH_SIZE);
      const last = comments.at(-1);
      if (!last) break;
      afterId = last.id;
      const scored = tagComments(ports, comments);
      const saved = saveInTurn(scored, underWay.at(-1));
      // whoever awaits them hears of a failure; until then it must not count as unhandled
      scored.catch(() => undefined);
      saved.catch(() => undefined);
      underWay.push(saved);
      if (underWay.length >= BATCHES_UNDER_WAY) await underWay.shift();
    }
    await Promise.all(underWay);
  } finally {
    await Promise.allSettled(underWay);
  }
  return { comments: done, embedded, ...digest.hashes() };
}
