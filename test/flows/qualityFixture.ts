/** Dependencies of the quality card over a real database, with a tagger whose answers are drawn by words. */
import type { TestContext } from 'node:test';
import type { LearningDeps } from '../../src/flows/deps.js';
import { Installation } from '../../src/flows/installation.js';
import type { NewLabel } from '../../src/store/labelStore.js';
import type { LabelledComment } from '../../src/tagging/quality.js';
import type { FakeTagger } from '../support/fakeTagger.js';
import { createJudgingTagger } from '../support/judgingTagger.js';
import { depsWith, VERSIONS, type Answers } from './feedbackFixture.js';

export const NOW = '2024-07-15T08:00:00Z';

export type QualityDeps = LearningDeps & { readonly tagger: FakeTagger };

export async function qualityDeps(
  context: TestContext,
  answers: readonly Answers[],
  committed: readonly LabelledComment[] = [],
): Promise<QualityDeps> {
  const read = await depsWith(context, answers);
  const shipped = read.taxonomy;
  const tagger = createJudgingTagger(shipped.themes.map((theme) => theme.key));
  const now = (): string => NOW;
  const installation = await Installation.open({ store: read.store, tagger, shipped, now });
  return {
    ...read,
    get taxonomy() {
      return installation.current.taxonomy;
    },
    tagger,
    learner: tagger,
    installation,
    committedLabels: () => Promise.resolve(committed),
    now,
  };
}

/** Labels of a comment as a source gave them; the tagger's own tags are none. */
export async function saveVerdicts(
  { store, installation }: LearningDeps,
  response: number,
  source: NewLabel['source'],
  verdicts: Readonly<Record<string, 'pos' | 'neg' | 'neu' | null>>,
): Promise<void> {
  const labels = Object.entries(verdicts).map(([theme, polarity]): NewLabel => ({
    response,
    theme,
    present: polarity !== null,
    polarity,
    evidence: [],
    source,
    by: 'maija',
    at: NOW,
  }));
  await store.saveLabels(
    labels,
    [{ id: response, state: 'tagged', tags: [] }],
    VERSIONS,
    installation.current.document,
  );
}
