/** Probability of one own theme alone, for going through all stored texts at once. */
import type { Heads } from './heads.js';
import type { OwnThemeHead } from './overlay.js';
import { ownThemeWeights } from './overlayCheck.js';
import { createOwnLexical } from './ownLexical.js';
import { gramCounterOf } from './scoringModel.js';
import { decodeSpanVectors } from './spanVectors.js';
import type { EmbeddedText } from './learner.js';
import { weightedSum } from './vectorLayer.js';

/** Makes the function that gives a text's probability (0–1) of the theme: the confidence that a scorer with this head gives it. */
export function createRanker(heads: Heads, head: OwnThemeHead): (text: EmbeddedText) => number {
  const layer = { hidden: heads.hidden, weight: ownThemeWeights(head) };
  if (layer.weight.length !== heads.hidden) {
    throw new Error(`expected ${heads.hidden} encoder weights of own theme ${head.theme}, got ${layer.weight.length}`);
  }
  const countGrams = gramCounterOf(heads);
  const ownLexical = createOwnLexical([head], heads.lexical.theme.idf);
  const { stack } = head;
  return ({ text, vectors: bytes }) => {
    const vectors = decodeSpanVectors(bytes);
    if (vectors.hidden !== heads.hidden) {
      throw new Error(`expected vectors of ${heads.hidden} numbers for these heads, got ${vectors.hidden}`);
    }
    let encoderLogit = -Infinity;
    for (let row = 0; row < vectors.spans.length; row += 1) {
      encoderLogit = Math.max(encoderLogit, weightedSum(layer, 0, vectors, row) + head.encoderBias);
    }
    // counting n-grams takes most of the time, and a head that has no use for them need not wait
    const lexicalLogit = head.lexical.length > 0 ? ownLexical.logits(countGrams(text))[0]! : head.lexicalBias;
    return 1 / (1 + Math.exp(-(stack.encoder * encoderLogit + stack.lexical * lexicalLogit + stack.bias)));
  };
}
