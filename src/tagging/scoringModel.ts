/** The shipped heads with what was learned laid over them, arranged for scoring: own themes come after the shipped ones. */
import { POLARITIES } from '../domain/theme.js';
import type { Heads, LinearLayer } from './heads.js';
import { createGramCounter, lexicalLogits, type BucketCounts, type GramCounter } from './lexical.js';
import type { HeadsOverlay, ThemeStack } from './overlay.js';
import { checkOverlay, ownThemeWeights, shapeOf } from './overlayCheck.js';
import { createOwnLexical } from './ownLexical.js';
import { concatenated, type VectorLayer } from './vectorLayer.js';

export interface ScoringModel {
  readonly themes: readonly string[];
  readonly encoder: VectorLayer;
  readonly stacks: readonly ThemeStack[];
  readonly thresholds: readonly number[];
  readonly polarity: VectorLayer;
  readonly polarityStack: Heads['polarityStack'];
  readonly countGrams: GramCounter;
  /** First row of a theme's three in `polarity`: own themes share the mean of the shipped ones. */
  polarityRow(theme: number): number;
  /** Formula 5, one logit a theme. */
  lexicalLogits(counts: BucketCounts): number[];
  /** Weight of a bucket's tf-idf, and the bias, in a theme's formula 5. */
  lexicalWeight(theme: number, bucket: number): number;
  lexicalBias(theme: number): number;
}

/** What depends on the shipped heads alone: the same for every overlay. */
interface Base {
  readonly encoder: VectorLayer;
  readonly polarity: VectorLayer;
  readonly countGrams: GramCounter;
}

const bases = new WeakMap<Heads, Base>();

/** Throws when the overlay does not fit the heads. */
export function createScoringModel(heads: Heads, overlay: HeadsOverlay): ScoringModel {
  checkOverlay(overlay, shapeOf(heads));
  const base = baseOf(heads);
  const { theme } = heads.lexical;
  const shipped = heads.themes.length;
  const own = overlay.ownThemes;
  const ownLexical = createOwnLexical(own, theme.idf);
  return {
    themes: [...heads.themes, ...own.map((head) => head.theme)],
    encoder: {
      hidden: heads.hidden,
      weight: concatenated([base.encoder.weight, ...own.map(ownThemeWeights)]),
      bias: Float64Array.of(...base.encoder.bias, ...own.map((head) => head.encoderBias)),
    },
    stacks: [
      ...heads.themes.map((key, k) => overlay.themes[key]?.stack ?? shippedStack(heads, k)),
      ...own.map((head) => head.stack),
    ],
    thresholds: [
      ...heads.themes.map((key, k) => overlay.themes[key]?.threshold ?? heads.thresholds[k]!),
      ...own.map((head) => head.threshold),
    ],
    polarity: base.polarity,
    polarityStack: overlay.polarityStack ?? heads.polarityStack,
    countGrams: base.countGrams,
    polarityRow: (k) => POLARITIES.length * Math.min(k, shipped),
    lexicalLogits: (counts) => {
      const logits = lexicalLogits(counts, theme);
      if (own.length > 0) logits.push(...ownLexical.logits(counts));
      return logits;
    },
    lexicalWeight: (k, bucket) =>
      k < shipped ? theme.weight[bucket * shipped + k]! : ownLexical.weight(k - shipped, bucket),
    lexicalBias: (k) => (k < shipped ? theme.bias[k]! : own[k - shipped]!.lexicalBias),
  };
}

function shippedStack({ stack }: Heads, k: number): ThemeStack {
  return { encoder: stack.encoder[k]!, lexical: stack.lexical[k]!, bias: stack.bias[k]! };
}

/** Counter of n-grams, shared by all that scores with these heads, so that words are remembered once. */
export function gramCounterOf(heads: Heads): GramCounter {
  return baseOf(heads).countGrams;
}

function baseOf(heads: Heads): Base {
  const known = bases.get(heads);
  if (known) return known;
  const base = {
    encoder: onStandardised(heads.encoderTheme, heads),
    polarity: withMeanRows(onStandardised(heads.encoderPolarity, heads)),
    countGrams: createGramCounter(heads.lexical),
  };
  bases.set(heads, base);
  return base;
}

/** The same layer for standardised input: w · v + b = (w · sd) · (v − mean) / sd + (b + w · mean). */
function onStandardised(layer: LinearLayer, { hidden, standardise: { mean, sd } }: Heads): VectorLayer {
  const bias = layer.bias.map((value, output) => {
    let sum = value;
    for (let i = 0; i < hidden; i += 1) sum += layer.weight[output * hidden + i]! * mean[i]!;
    return sum;
  });
  return { hidden, weight: layer.weight.map((value, i) => value * sd[i % hidden]!), bias: Float64Array.from(bias) };
}

/** Adds a row for each polarity: the mean of the themes' rows of that polarity. */
function withMeanRows({ hidden, weight, bias }: VectorLayer): VectorLayer {
  const themes = bias.length / POLARITIES.length;
  const meanOver = (value: (row: number) => number, p: number): number => {
    let sum = 0;
    for (let k = 0; k < themes; k += 1) sum += value(POLARITIES.length * k + p);
    return sum / themes;
  };
  const meanWeight = new Float32Array(POLARITIES.length * hidden).map((_, at) =>
    meanOver((row) => weight[row * hidden + (at % hidden)]!, Math.floor(at / hidden)),
  );
  const meanBias = POLARITIES.map((_, p) => meanOver((row) => bias[row]!, p));
  return { hidden, weight: concatenated([weight, meanWeight]), bias: Float64Array.of(...bias, ...meanBias) };
}
