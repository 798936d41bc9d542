/** Tags of stored comments as other themes or heads would give them, confirmed labels laid over: what tagging again would store. */
import { applyLabels, type ConfirmedLabel } from '../domain/confirmedLabel.js';
import { projectionOf } from '../domain/taxonomyDocument.js';
import type { ThemeTag } from '../domain/theme.js';
import type { LabelledComment } from '../store/labelStore.js';
import type { PendingComment, ResponseId, Store } from '../store/store.js';
import type { InstalledHeads, Tagger } from '../tagging/tagger.js';
import { hashText } from './tagPending.js';

export interface TagsUnderPorts {
  readonly store: Pick<Store, 'getVectors' | 'labelledComments'>;
  readonly tagger: Pick<Tagger, 'tagAs' | 'versions'>;
}

/** Labels that hold, by comment, newest first. */
export type LabelsByComment = ReadonlyMap<ResponseId, readonly ConfirmedLabel[]>;

const LABEL_PAGE = 1000;
const TAGGING_BATCH = 1024;

/** All comments that people said something about. */
export async function readLabels(
  store: TagsUnderPorts['store'],
  onComment: (comment: LabelledComment) => void = () => undefined,
): Promise<LabelsByComment> {
  const labels = new Map<ResponseId, readonly ConfirmedLabel[]>();
  let afterId = 0;
  for (;;) {
    const page = await store.labelledComments({ afterId, limit: LABEL_PAGE });
    for (const comment of page) {
      labels.set(comment.id, [...comment.labels].reverse());
      onComment(comment);
    }
    const last = page.at(-1);
    if (!last) return labels;
    afterId = last.id;
  }
}

/**
 * Tags of tagged comments under `installed`, in order, from stored vectors; a text without any is embedded. Nothing is stored.
 */
export async function tagsUnder(
  { store, tagger }: TagsUnderPorts,
  installed: InstalledHeads,
  comments: readonly Omit<PendingComment, 'lang'>[],
  labels: LabelsByComment,
): Promise<ThemeTag[][]> {
  const project = projectionOf(installed.taxonomy);
  const tagged: ThemeTag[][] = [];
  for (let from = 0; from < comments.length; from += TAGGING_BATCH) {
    const batch = comments.slice(from, from + TAGGING_BATCH);
    const texts = new Map(batch.map(({ text }) => [hashText(text), text]));
    const stored = await store.getVectors(tagger.versions.space, [...texts.keys()]);
    const vectors = new Map(stored.map(({ textHash, bytes }) => [textHash, bytes]));
    const outputs = await tagger.tagAs(
      installed,
      [...texts].map(([hash, text]) => {
        const known = vectors.get(hash);
        return known ? { text, vectors: known } : { text };
      }),
    );
    const tagsOf = new Map([...texts.values()].map((text, index) => [text, outputs[index]?.tags ?? []]));
    for (const { id, text } of batch) {
      tagged.push(applyLabels(tagsOf.get(text) ?? [], labels.get(id) ?? [], project, text.length));
    }
  }
  return tagged;
}
