/** A tagger whose tags are drawn by the test: a comment that contains a word gets the theme of that word. */
import type { Polarity, ThemeTag } from '../../src/domain/theme.js';
import type { Tagger, TaggerInput, TaggerOutput } from '../../src/tagging/tagger.js';

/** Word → theme and polarity; the word is the evidence. */
export type DrawnTags = Readonly<Record<string, readonly [theme: string, polarity: Polarity]>>;

export interface FakeTagger extends Tagger {
  /** Texts that were embedded, in order: those given without vectors. */
  readonly embedded: string[];
  /** Called before each batch; what it throws fails the batch. */
  beforeBatch: (texts: readonly string[]) => void | Promise<void>;
  versions: Tagger['versions'];
}

export const DRAWN_TAGS: DrawnTags = {
  jonotin: ['waiting_times', 'neg'],
  ystävällinen: ['staff_friendliness', 'pos'],
  vänlig: ['staff_friendliness', 'pos'],
  parking: ['premises', 'neg'],
};

export function createFakeTagger(drawn: DrawnTags = DRAWN_TAGS): FakeTagger {
  const embedded: string[] = [];
  const tagOne = ({ text, vectors }: TaggerInput): TaggerOutput => {
    if (!vectors) embedded.push(text);
    const tags = Object.entries(drawn).flatMap(([word, [theme, polarity]]): ThemeTag[] => {
      const start = text.indexOf(word);
      return start < 0 ? [] : [{ theme, polarity, confidence: 0.9, evidence: [{ start, end: start + word.length }] }];
    });
    // The vectors are the text itself, so that a test sees which text they are of.
    return { tags, vectors: vectors ?? new TextEncoder().encode(text) };
  };
  const fake: FakeTagger = {
    versions: { space: 'drawn', heads: 'drawn-1', taxonomy: '1' },
    languages: ['fi', 'sv', 'en'],
    embedded,
    beforeBatch: () => undefined,
    tag: async (inputs) => {
      await fake.beforeBatch(inputs.map((input) => input.text));
      return inputs.map(tagOne);
    },
    explain: () => Promise.resolve([]),
    ready: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return fake;
}
