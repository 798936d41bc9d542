/** What flows that teach the tagger are given, for commands. */
import { readCommittedLabels } from '../committedLabels.js';
import type { LearningDeps } from '../flows/deps.js';
import type { CommandContext } from './context.js';
import { openInstallation } from './openInstallation.js';

/** The installation's database, tagger, themes and heads. */
export async function openLearning(context: CommandContext): Promise<LearningDeps> {
  const [store, tagger, shipped] = await Promise.all([context.store(), context.tagger(), context.taxonomy()]);
  const installation = await openInstallation(context);
  return {
    store,
    tagger,
    learner: tagger,
    installation,
    get taxonomy() {
      return installation.current.taxonomy;
    },
    committedLabels: () => readCommittedLabels(context.root, shipped),
    now: () => new Date().toISOString(),
    today: () => context.today(),
    disclosureLimit: context.config.disclosureLimit,
    supportedLanguages: tagger.languages,
  };
}
