/** A fake tagger that also judges: confidence 0.9 for the theme of a drawn word, 0.1 for the rest, 0.45 where it says `ehkä`. */
import type { Polarity } from '../../src/domain/theme.js';
import { projectFindings, type TaxonomyDocument } from '../../src/domain/taxonomyDocument.js';
import type { InstalledHeads, ThemeReason } from '../../src/tagging/tagger.js';
import { createFakeTagger, DRAWN_TAGS, type DrawnTags, type FakeTagger } from './fakeTagger.js';

export const JUDGED_THRESHOLD = 0.5;
const UNSURE_WORD = 'ehkä';

/** @param themes keys of the heads */
export function createJudgingTagger(themes: readonly string[], drawn: DrawnTags = DRAWN_TAGS): FakeTagger {
  const reasonOf = (text: string, theme: string): ThemeReason => {
    const [word, tag] = Object.entries(drawn).find(([each, [of]]) => of === theme && text.includes(each)) ?? [];
    const confidence = tag ? 0.9 : text.includes(UNSURE_WORD) ? 0.45 : 0.1;
    const polarity: Polarity = tag?.[1] ?? 'neu';
    const start = word === undefined ? 0 : text.indexOf(word);
    return {
      theme,
      given: tag !== undefined,
      confidence,
      threshold: JUDGED_THRESHOLD,
      polarity,
      polarityProbabilities: { pos: 0, neg: 0, neu: 0, [polarity]: 1 },
      evidence: [{ start, end: start + (word?.length ?? text.length) }],
      encoder: Math.log(confidence / (1 - confidence)),
      lexical: 0,
      constant: 0,
      clauses: [],
      rest: { encoder: 0, lexical: 0 },
    };
  };
  const fake = createFakeTagger(drawn);
  let document: TaxonomyDocument | null = null;
  const judgeOne = (text: string): ThemeReason[] => themes.map((theme) => reasonOf(text, theme));
  const install = fake.install.bind(fake);
  return Object.assign(fake, {
    install: (installed: InstalledHeads) => {
      document = installed.taxonomy;
      install(installed);
    },
    explain: ({ text }: { readonly text: string }) =>
      Promise.resolve(document ? projectFindings(judgeOne(text), document) : judgeOne(text)),
    judge: (texts: readonly { readonly text: string }[]) => Promise.resolve(texts.map(({ text }) => judgeOne(text))),
  });
}
