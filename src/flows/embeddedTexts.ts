/** Texts with their vectors: stored ones where there are any; what had none is embedded, and kept for the next time. */
import type { Store, StoredVectors } from '../store/store.js';
import type { EmbeddedText } from '../tagging/learner.js';
import type { Tagger } from '../tagging/tagger.js';
import { hashText } from './tagPending.js';

export interface EmbeddingDeps {
  readonly store: Pick<Store, 'getVectors' | 'saveTags'>;
  readonly tagger: Pick<Tagger, 'versions' | 'tag'>;
}

/** Texts a call: a few hundred kilobytes of vectors, and progress that moves. */
const TEXTS_AT_A_TIME = 64;

/** In the order given. @param onProgress called with how many of the texts are done */
export async function embedTexts(
  { store, tagger }: EmbeddingDeps,
  texts: readonly string[],
  onProgress: (done: number) => void = () => undefined,
): Promise<EmbeddedText[]> {
  const embedded: EmbeddedText[] = [];
  for (let from = 0; from < texts.length; from += TEXTS_AT_A_TIME) {
    const some = texts.slice(from, from + TEXTS_AT_A_TIME);
    const { versions } = tagger;
    const byHash = new Map(some.map((text) => [hashText(text), text]));
    const stored = await store.getVectors(versions.space, [...byHash.keys()]);
    const known = new Map(stored.map(({ textHash, bytes }) => [textHash, bytes]));
    const missing = [...byHash].filter(([hash]) => !known.has(hash));
    const outputs = missing.length > 0 ? await tagger.tag(missing.map(([, text]) => ({ text }))) : [];
    const fresh = missing.flatMap(([textHash], index): StoredVectors[] => {
      const output = outputs[index];
      if (!output) throw new Error(`expected ${missing.length} texts back from the tagger, got ${outputs.length}`);
      known.set(textHash, output.vectors);
      return [{ textHash, bytes: output.vectors }];
    });
    // without directions: texts that are no comments are not found as similar ones
    if (fresh.length > 0) await store.saveTags([], versions, fresh);
    for (const text of some) {
      const vectors = known.get(hashText(text));
      if (!vectors) throw new Error('expected the vectors of every text, found one without');
      embedded.push({ text, vectors });
    }
    onProgress(embedded.length);
  }
  return embedded;
}
