/** Stored comments with their vectors, for what is learned from them. */
import type { Store } from '../store/store.js';
import type { EmbeddedText } from '../tagging/learner.js';
import type { Tagger } from '../tagging/tagger.js';
import { hashText } from './tagPending.js';

export interface VectorPorts {
  readonly store: Pick<Store, 'getVectors'>;
  readonly tagger: Pick<Tagger, 'versions' | 'tag'>;
}

/** Each text with its vectors, in order: stored ones where there are any, else it is embedded now. Nothing is stored. */
export async function vectorsOf({ store, tagger }: VectorPorts, texts: readonly string[]): Promise<EmbeddedText[]> {
  const hashes = texts.map(hashText);
  const stored = await store.getVectors(tagger.versions.space, [...new Set(hashes)]);
  const vectors = new Map(stored.map(({ textHash, bytes }) => [textHash, bytes]));
  const missing = new Map(
    texts.flatMap((text, index) => (vectors.has(hashes[index]!) ? [] : [[hashes[index]!, text] as const])),
  );
  if (missing.size > 0) {
    const outputs = await tagger.tag([...missing.values()].map((text) => ({ text })));
    [...missing.keys()].forEach((hash, index) => {
      const output = outputs[index];
      if (!output) throw new Error(`expected ${missing.size} texts back from the tagger, got ${outputs.length}`);
      vectors.set(hash, output.vectors);
    });
  }
  return texts.map((text, index) => {
    const bytes = vectors.get(hashes[index]!);
    if (!bytes) throw new Error('expected vectors of every text, found none of one');
    return { text, vectors: bytes };
  });
}
