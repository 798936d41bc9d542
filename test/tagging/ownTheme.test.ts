import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Heads } from '../../src/tagging/heads.js';
import type { OwnThemeExample } from '../../src/tagging/learner.js';
import { fitOwnTheme } from '../../src/tagging/ownTheme.js';
import { createRanker } from '../../src/tagging/ownThemeRanker.js';
import { encodeSpanVectors, quantiseSpans } from '../../src/tagging/spanVectors.js';

const HIDDEN = 4;
const BITS = 10;
const flat = { mean: new Float32Array(HIDDEN), sd: new Float32Array(HIDDEN).fill(1) };
const layer = { weight: new Float32Array(0), bias: new Float32Array(0) };
const idf = new Float32Array(2 ** BITS).fill(1);

/** Heads without shipped themes: vectors of four numbers, every n-gram counts alike. */
const heads: Heads = {
  prefix: '',
  themes: [],
  hidden: HIDDEN,
  standardise: flat,
  encoderTheme: layer,
  encoderPolarity: layer,
  lexical: { bits: BITS, nMin: 2, nMax: 4, theme: { ...layer, idf }, polarity: { ...layer, idf } },
  stack: { encoder: [], lexical: [], bias: [] },
  thresholds: [],
  polarityStack: { weight: [], bias: [] },
};

/** Clauses with the vectors given; the whole text's is their mean. */
function embedded(text: string, clauses: readonly (readonly number[])[]): { text: string; vectors: Uint8Array } {
  const mean = Float32Array.from({ length: HIDDEN }, (_, i) =>
    clauses.reduce((sum, clause) => sum + clause[i]! / clauses.length, 0),
  );
  const spans = [
    { start: 0, end: text.length, tokens: 9, vector: mean },
    ...(clauses.length > 1
      ? clauses.map((clause, index) => ({
          start: index,
          end: index + 1,
          tokens: 3,
          vector: Float32Array.from(clause),
        }))
      : []),
  ];
  return { text, vectors: encodeSpanVectors(quantiseSpans(spans, flat)) };
}

/** What background and examples say alike, so that words tell nothing unless a test says so. */
const WORDS = ['ant', 'bee', 'cod', 'dog', 'elk', 'fig', 'gnu', 'hen', 'ivy', 'jay', 'koi', 'lynx'];
const THEME = [3, 0, 0, 0];
const OTHERS = [
  [-1, 2, 0, 0],
  [-1, 0, 2, 0],
  [-1, 0, 0, 2],
  [0, -2, 1, 0],
  [0, 1, -2, 1],
];
const other = (index: number): readonly number[] => OTHERS[index % OTHERS.length]!;
const background: OwnThemeExample[] = Array.from({ length: 60 }, (_, index) => ({
  ...embedded(WORDS[index % WORDS.length]!, [other(index), other(index + 1 + (index % 3))]),
  present: false,
  origin: 'background',
}));
const examples: OwnThemeExample[] = Array.from({ length: 6 }, (_, index) => ({
  ...embedded(WORDS[index]!, [[3, 0.1 * index, 0, 0]]),
  present: true,
  origin: 'example',
}));

test('a text whose vector points where the examples do is probable, another is not', () => {
  const head = fitOwnTheme(heads, 'parking', [...examples, ...background]);
  const [same, not] = [embedded('lynx', [THEME]), embedded('lynx', [other(1)])].map(createRanker(heads, head));
  assert.ok(same! > head.threshold && not! < 0.2, `${same} ${not}`);
});

test('one clause that holds the theme is enough', () => {
  const head = fitOwnTheme(heads, 'parking', [...examples, ...background]);
  const [within, without] = [
    embedded('lynx', [other(0), THEME, other(2)]),
    embedded('lynx', [other(0), other(1), other(2)]),
  ].map(createRanker(heads, head));
  assert.ok(within! > without! + 0.3, `${within} ${without}`);
});

test('of a comment that was answered yes the clause that the examples are like is learned from, not the rest', () => {
  const answers: OwnThemeExample[] = Array.from({ length: 8 }, (_, index) => ({
    ...embedded(WORDS[index]!, [THEME, [0, 0, 0, 4]]),
    present: true,
    origin: 'person',
  }));
  const head = fitOwnTheme(heads, 'parking', [...examples, ...answers, ...background]);
  const [theme, companion] = [embedded('lynx', [THEME]), embedded('lynx', [[0, 0, 0, 4]])].map(
    createRanker(heads, head),
  );
  assert.ok(theme! > 0.5 && companion! < 0.2, `${theme} ${companion}`);
});

test('words alone teach where vectors tell nothing', () => {
  const plain = (text: string, present: boolean, origin: OwnThemeExample['origin']): OwnThemeExample => ({
    ...embedded(text, [other(text.length)]),
    present,
    origin,
  });
  const head = fitOwnTheme(heads, 'parking', [
    ...['parkki on täynnä', 'parkkipaikka', 'parkkihalli on kallis', 'ei parkkia', 'parkki puuttuu'].map((text) =>
      plain(text, true, 'example'),
    ),
    ...background,
  ]);
  const [has, hasNot] = [embedded('parkin maksu', [other(3)]), embedded('ruoka', [other(3)])].map(
    createRanker(heads, head),
  );
  assert.ok(has! > hasNot!, `${has} ${hasNot}`);
});

test('an answer of no pushes down what is like it', () => {
  const near = [2, 2, 0, 0];
  const before = fitOwnTheme(heads, 'parking', [...examples, ...background]);
  const no: OwnThemeExample[] = Array.from({ length: 4 }, (_, index) => ({
    ...embedded(WORDS[index]!, [near]),
    present: false,
    origin: 'person',
  }));
  const after = fitOwnTheme(heads, 'parking', [...examples, ...no, ...background]);
  const texts = [embedded('lynx', [near])];
  assert.ok(texts.map(createRanker(heads, after))[0]! < texts.map(createRanker(heads, before))[0]!);
});

test('the same examples give the same head, to the last bit', () => {
  const all = [...examples, ...background];
  assert.deepEqual(fitOwnTheme(heads, 'parking', all), fitOwnTheme(heads, 'parking', all));
});

test('n-grams are kept by ascending bucket, as heads are checked for', () => {
  const buckets = fitOwnTheme(heads, 'parking', [...examples, ...background]).lexical.map(([bucket]) => bucket);
  assert.ok(buckets.length > 0);
  assert.deepEqual(
    buckets,
    [...new Set(buckets)].sort((a, b) => a - b),
  );
});

test('nothing is learned from examples of one kind', () => {
  assert.throws(() => fitOwnTheme(heads, 'parking', examples), /expected examples that hold parking .* got 6 and 0/);
  assert.throws(() => fitOwnTheme(heads, 'parking', background), /got 0 and 60/);
});
