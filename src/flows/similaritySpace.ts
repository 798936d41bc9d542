/** What all texts of the tagger's vector space have in common, without which no two of them can be compared. */
import { commonDirections, type CommonDirections } from '../domain/similarity.js';
import type { Store } from '../store/store.js';
import type { LearningDeps } from './deps.js';
import type { EmbeddingDeps } from './embeddedTexts.js';
import { wholeVectors } from './wholeVectors.js';

export interface SpaceDeps extends EmbeddingDeps {
  readonly store: EmbeddingDeps['store'] & Pick<Store, 'commonDirections' | 'createSimilarityIndex'>;
  readonly committedLabels: LearningDeps['committedLabels'];
}

/**
 * Read where it is known. Else worked out from the labels that come with the product, which are on all themes and in all
 * languages, so that every installation with the same encoder compares alike; the space has its similarity index afterwards.
 */
export async function commonDirectionsOf(deps: SpaceDeps): Promise<CommonDirections> {
  const { space } = deps.tagger.versions;
  const known = await deps.store.commonDirections(space);
  if (known) return known;
  const labels = await deps.committedLabels();
  const wholes = await wholeVectors(
    deps,
    labels.map(({ text }) => text),
  );
  await deps.store.createSimilarityIndex(space, commonDirections(wholes));
  const made = await deps.store.commonDirections(space);
  if (!made) throw new Error(`expected the similarity index of ${space} to be there after it was made`);
  return made;
}
