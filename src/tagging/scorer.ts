/** Span vectors and text → scores, tags and reasons. Formula numbers are those of models/MODEL.md, "From a comment to tags". */
import { POLARITIES, type Polarity, type Span, type ThemeTag } from '../domain/theme.js';
import type { Heads, LinearLayer } from './heads.js';
import { createGramCounter, lexicalLogits } from './lexical.js';
import type { SpanVectors } from './spanVectors.js';
import type { ThemeReason } from './tagger.js';

/** What a text says about one theme. */
export interface ThemeScore {
  readonly theme: string;
  /** Highest logit over all spans (Z, formula 4) and the character model's logit (L, formula 5). */
  readonly encoderLogit: number;
  readonly lexicalLogit: number;
  /** Calibrated probability 0–1 (P, formula 6) and whether it passes the threshold. */
  readonly confidence: number;
  readonly given: boolean;
  /** The clause with the highest logit; the whole text when it is one clause. */
  readonly evidence: Span;
  /** Each clause's own logit, in text order. */
  readonly clauses: readonly { readonly span: Span; readonly logit: number }[];
  /**
   * The nine numbers of formula 7: polarity logits of the encoder, and of the character model on the evidence clause and on the
   * text. Computed when asked for: the character model has to read each evidence clause.
   */
  readonly polarityFeatures: () => readonly number[];
  /** Probabilities of formula 7. */
  readonly polarity: () => Readonly<Record<Polarity, number>>;
}

export interface Scorer {
  readonly heads: Heads;
  /** One score per theme, in the order of the heads. */
  score(text: string, vectors: SpanVectors): ThemeScore[];
  /** Themes over their threshold, most confident first. */
  tags(text: string, vectors: SpanVectors): ThemeTag[];
  reasons(text: string, vectors: SpanVectors): ThemeReason[];
}

export function createScorer(heads: Heads): Scorer {
  const countGrams = createGramCounter(heads.lexical);
  const themeLayer = onStandardised(heads.encoderTheme, heads);
  const polarityLayer = onStandardised(heads.encoderPolarity, heads);

  function score(text: string, vectors: SpanVectors): ThemeScore[] {
    if (vectors.hidden !== heads.hidden) {
      throw new Error(`expected vectors of ${heads.hidden} numbers for these heads, got ${vectors.hidden}`);
    }
    const { spans } = vectors;
    const clauseRows = spans.length > 1 ? spans.map((_, row) => row).slice(1) : [0];
    const logits = spans.map((_, row) => heads.themes.map((_, k) => layerOutput(themeLayer, k, vectors, row)));
    const wholeCounts = countGrams(text);
    const lexical = lexicalLogits(wholeCounts, heads.lexical.theme);
    const wholePolarity = once(() => lexicalLogits(wholeCounts, heads.lexical.polarity));
    const clausePolarity = remember((row: number) => {
      const span = spans[row]!;
      return spans.length > 1
        ? lexicalLogits(countGrams(text.slice(span.start, span.end)), heads.lexical.polarity)
        : wholePolarity();
    });
    return heads.themes.map((theme, k) => {
      const best = highest(
        spans.map((_, row) => row),
        (row) => logits[row]![k]!,
      );
      const clause = highest(clauseRows, (row) => logits[row]![k]!);
      const encoderLogit = logits[best]![k]!;
      const confidence = sigmoid(
        heads.stack.encoder[k]! * encoderLogit + heads.stack.lexical[k]! * lexical[k]! + heads.stack.bias[k]!,
      );
      const polarityFeatures = once(() => [
        ...POLARITIES.map((_, p) => layerOutput(polarityLayer, POLARITIES.length * k + p, vectors, best)),
        ...clausePolarity(clause),
        ...wholePolarity(),
      ]);
      return {
        theme,
        encoderLogit,
        lexicalLogit: lexical[k]!,
        confidence,
        given: confidence > heads.thresholds[k]!,
        evidence: spanOnly(spans[clause]!),
        clauses: clauseRows.map((row) => ({ span: spanOnly(spans[row]!), logit: logits[row]![k]! })),
        polarityFeatures,
        polarity: once(() => stackPolarity(heads, polarityFeatures())),
      };
    });
  }

  function tags(text: string, vectors: SpanVectors): ThemeTag[] {
    return score(text, vectors)
      .filter((found) => found.given)
      .sort((a, b) => b.confidence - a.confidence)
      .map((found) => ({
        theme: found.theme,
        polarity: mostLikely(found.polarity()),
        confidence: found.confidence,
        evidence: [found.evidence],
      }));
  }

  function reasons(text: string, vectors: SpanVectors): ThemeReason[] {
    return score(text, vectors).map((found, k) => {
      const polarityProbabilities = found.polarity();
      return {
        theme: found.theme,
        given: found.given,
        confidence: found.confidence,
        threshold: heads.thresholds[k]!,
        polarity: mostLikely(polarityProbabilities),
        polarityProbabilities,
        evidence: [found.evidence],
        encoder: heads.stack.encoder[k]! * found.encoderLogit,
        lexical: heads.stack.lexical[k]! * found.lexicalLogit,
        constant: heads.stack.bias[k]!,
        clauses: found.clauses,
      };
    });
  }

  return { heads, score, tags, reasons };
}

/** The same layer for standardised input: w · v + b = (w · sd) · (v − mean) / sd + (b + w · mean). */
function onStandardised(layer: LinearLayer, heads: Heads): LinearLayer {
  const { mean, sd } = heads.standardise;
  const { hidden } = heads;
  return {
    weight: layer.weight.map((value, i) => value * sd[i % hidden]!),
    bias: layer.bias.map((value, output) => {
      let sum = value;
      for (let i = 0; i < hidden; i += 1) sum += layer.weight[output * hidden + i]! * mean[i]!;
      return sum;
    }),
  };
}

function layerOutput(layer: LinearLayer, output: number, vectors: SpanVectors, row: number): number {
  const { hidden, values } = vectors;
  let sum = 0;
  for (let i = 0; i < hidden; i += 1) sum += layer.weight[output * hidden + i]! * values[row * hidden + i]!;
  return sum * vectors.scales[row]! + layer.bias[output]!;
}

/** Formula 7: softmax over the polarity stack. */
function stackPolarity(heads: Heads, features: readonly number[]): Record<Polarity, number> {
  const logits = POLARITIES.map((_, p) =>
    features.reduce((sum, value, i) => sum + heads.polarityStack.weight[p]![i]! * value, heads.polarityStack.bias[p]!),
  );
  const largest = Math.max(...logits);
  const exponents = logits.map((logit) => Math.exp(logit - largest));
  const total = exponents.reduce((sum, value) => sum + value, 0);
  return { pos: exponents[0]! / total, neg: exponents[1]! / total, neu: exponents[2]! / total };
}

function mostLikely(probabilities: Readonly<Record<Polarity, number>>): Polarity {
  return highest(POLARITIES, (polarity) => probabilities[polarity]);
}

/** The first of `items` with the highest value. */
function highest<T>(items: readonly T[], value: (item: T) => number): T {
  return items.reduce((best, item) => (value(item) > value(best) ? item : best));
}

function spanOnly({ start, end }: Span): Span {
  return { start, end };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function once<T>(compute: () => T): () => T {
  let value: { readonly is: T } | null = null;
  return () => (value ??= { is: compute() }).is;
}

function remember<K, T>(compute: (key: K) => T): (key: K) => T {
  const values = new Map<K, T>();
  return (key) => {
    const known = values.get(key);
    if (known !== undefined) return known;
    const value = compute(key);
    values.set(key, value);
    return value;
  };
}
