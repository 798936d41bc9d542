/** Comments tagged with other heads, another taxonomy or another encoder are tagged again with the current ones. */
import type { Store } from '../store/store.js';
import { tagBatch, type TaggingPorts } from './tagPending.js';

export interface RetagPorts extends TaggingPorts {
  readonly store: TaggingPorts['store'] & Pick<Store, 'commentsTaggedOtherwise'>;
}

export interface RetagResult {
  /** Comments that had other versions, all tagged again. */
  readonly comments: number;
  /** Different texts without stored vectors in the current space, which had to be embedded. */
  readonly embedded: number;
}

const BATCH_SIZE = 256;

/**
 * Tags again every comment whose tags rest on other versions; those with the current ones are left alone, so a second run
 * changes nothing, and a run that was cut short is finished by the next. Stored vectors are used, none is computed twice.
 * @param onProgress called after each batch with the number of comments done so far
 */
export async function retag(
  ports: RetagPorts,
  onProgress: (done: number) => void = () => undefined,
): Promise<RetagResult> {
  let done = 0;
  let embedded = 0;
  let afterId = 0;
  for (;;) {
    const batch = await ports.store.commentsTaggedOtherwise(ports.tagger.versions, afterId, BATCH_SIZE);
    const last = batch.at(-1);
    if (!last) return { comments: done, embedded };
    embedded += (await tagBatch(ports, batch)).embedded;
    done += batch.length;
    afterId = last.id;
    onProgress(done);
  }
}
