/** Directions of texts that are kept: comments and labels. */
import { embedTexts, type EmbeddingDeps } from './embeddedTexts.js';

/**
 * The whole text's direction for each text, in the order given and in the tagger's present space. Stored vectors are used; new
 * ones are stored, but not made findable: only comments are.
 */
export async function wholeVectors(deps: EmbeddingDeps, texts: readonly string[]): Promise<Int8Array[]> {
  const outputs = await deps.tagger.tag(await embedTexts(deps, texts));
  return outputs.map(({ whole }) => whole);
}
