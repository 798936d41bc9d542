/** A tagger whose tags are drawn by the test: a comment that contains a word gets the theme of that word. */
import type { Polarity, ThemeTag } from '../../src/domain/theme.js';
import type { Learner } from '../../src/tagging/learner.js';
import type { Tagger, TaggerInput, TaggerOutput } from '../../src/tagging/tagger.js';

/** Word → theme and polarity; the word is the evidence. */
export type DrawnTags = Readonly<Record<string, readonly [theme: string, polarity: Polarity]>>;

export interface FakeTagger extends Tagger, Learner {
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

/** Numbers of a drawn direction. */
export const DIRECTION_LENGTH = 16;

/** The text itself, so that a test sees which text the vectors are of, then a direction: texts that share words point alike. */
export function drawnVectors(text: string): Uint8Array {
  const direction = new Int8Array(DIRECTION_LENGTH);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    let hash = 2166136261;
    for (const character of word) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
    for (let place = 0; place < DIRECTION_LENGTH; place += 1) direction[place]! += (hash >>> place) & 1 ? 5 : -5;
  }
  return new Uint8Array([...new TextEncoder().encode(text), ...new Uint8Array(direction.buffer)]);
}

export function createFakeTagger(drawn: DrawnTags = DRAWN_TAGS): FakeTagger {
  const embedded: string[] = [];
  const tagOne = ({ text, vectors }: TaggerInput): TaggerOutput => {
    if (!vectors) embedded.push(text);
    const tags = Object.entries(drawn).flatMap(([word, [theme, polarity]]): ThemeTag[] => {
      const start = text.indexOf(word);
      return start < 0 ? [] : [{ theme, polarity, confidence: 0.9, evidence: [{ start, end: start + word.length }] }];
    });
    const bytes = vectors ?? drawnVectors(text);
    return {
      tags,
      vectors: bytes,
      whole: Int8Array.from(bytes.subarray(-DIRECTION_LENGTH), (byte) => (byte << 24) >> 24),
    };
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
    tagAs: (_installed, inputs) => fake.tag(inputs),
    explain: () => Promise.resolve([]),
    install: ({ taxonomy }) => {
      fake.versions = { ...fake.versions, taxonomy: taxonomy.version };
    },
    versionsOf: ({ taxonomy }) => ({ ...fake.versions, taxonomy: taxonomy.version }),
    fitOwnTheme: () => Promise.reject(new Error('expected no learning')),
    rank: () => Promise.reject(new Error('expected no learning')),
    train: () => Promise.reject(new Error('expected no learning')),
    judge: () => Promise.reject(new Error('expected no learning')),
    ready: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return fake;
}
