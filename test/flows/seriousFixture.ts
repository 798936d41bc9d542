/** A learner whose heads are the words of their examples, and rules of two categories. */
import type { SeriousLabel } from '../../src/domain/seriousQuality.js';
import type { SeriousCategory, SeriousRuleSet } from '../../src/domain/seriousRules.js';
import type { LearningDeps } from '../../src/flows/deps.js';
import { openSerious, type SeriousDeps } from '../../src/flows/seriousComments.js';
import type { FlowDeps } from '../../src/flows/deps.js';
import type { Learner } from '../../src/tagging/learner.js';
import type { OwnThemeHead } from '../../src/tagging/overlay.js';
import { createFakeTagger } from '../support/fakeTagger.js';

const wordsOf = (text: string): string[] => text.toLowerCase().match(/\p{L}+/gu) ?? [];

/** Likeness: 0.99 for a text that shares two words with the examples and 0.01 for any other. */
export const wordLearner: Pick<Learner, 'fitOwnTheme' | 'rank'> = {
  fitOwnTheme: (theme, examples) => {
    const known = new Set(examples.filter(({ present }) => !present).flatMap(({ text }) => wordsOf(text)));
    const own = examples.filter(({ present }) => present).flatMap(({ text }) => wordsOf(text));
    const encoder = [...new Set(own.filter((word) => !known.has(word)))].join(' ');
    return Promise.resolve({ theme, encoder } as OwnThemeHead);
  },
  rank: (head, texts) =>
    Promise.resolve(
      texts.map(({ text }) => {
        const own = head.encoder.split(' ');
        return new Set(wordsOf(text).filter((word) => own.includes(word))).size >= 2 ? 0.99 : 0.01;
      }),
    ),
};

function category(key: string, rules: string[], examples: string[], urgency: 2 | 3): SeriousCategory {
  const words = { fi: key, sv: key, en: key };
  const lines = (en: string[]) => ({ fi: [], sv: [], en });
  return {
    key,
    urgency,
    name: words,
    description: words,
    excludes: words,
    rules: lines(rules),
    examples: lines(examples),
  };
}

export const RULES: SeriousRuleSet = {
  passPerThousand: 40,
  harmless: { fi: [], sv: [], en: ['the queue was long'] },
  categories: [
    category('danger', ['knife', '? police'], ['the stranger shouted horribly'], 3),
    category('privacy', ['wrong ...2 letter'], ['somebody opened envelopes'], 2),
  ],
};

export const LABELLED: readonly SeriousLabel[] = [
  { id: '1', lang: 'en', text: 'a knife', serious: ['danger'] },
  { id: '2', lang: 'en', text: 'an axe', serious: ['danger'] },
  { id: '3', lang: 'en', text: 'a tomato', serious: [] },
];

export const NOW = '2024-07-15T08:00:00.000Z';

export function seriousDeps(flows: FlowDeps): SeriousDeps {
  const tagger = createFakeTagger();
  const learning = {
    ...flows,
    tagger,
    learner: { ...tagger, ...wordLearner },
    committedLabels: () =>
      Promise.resolve(
        Array.from({ length: 100 }, (_, i) => ({ lang: 'en', text: `an ordinary remark ${i}`, labels: [] })),
      ),
    now: () => NOW,
  } as unknown as LearningDeps;
  return openSerious(learning, {
    shipped: () => Promise.resolve(RULES),
    labelled: () => Promise.resolve(LABELLED),
    unseen: () => Promise.resolve([]),
  });
}
