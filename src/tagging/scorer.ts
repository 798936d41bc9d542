/** Span vectors and text → scores, tags and reasons. Formula numbers are those of models/MODEL.md, "From a comment to tags". */
import { POLARITIES, type Polarity, type Span, type ThemeTag } from '../domain/theme.js';
import { attribute } from './attribution.js';
import type { Heads } from './heads.js';
import { lexicalLogits } from './lexical.js';
import { EMPTY_OVERLAY, type HeadsOverlay } from './overlay.js';
import { createScoringModel, type ScoringModel } from './scoringModel.js';
import type { SpanVectors } from './spanVectors.js';
import type { ThemeReason } from './tagger.js';
import { layerOutputs, weightedSum } from './vectorLayer.js';

/** What a text says about one theme. */
export interface ThemeScore {
  readonly theme: string;
  /** Highest logit over all spans (Z, formula 4) and the character model's logit (L, formula 5). */
  readonly encoderLogit: number;
  readonly lexicalLogit: number;
  /** Row of the span that has the highest logit: 0 is the whole text. */
  readonly bestSpan: number;
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
  /** Shipped themes, then own ones: the order of scores and reasons. */
  readonly themes: readonly string[];
  score(text: string, vectors: SpanVectors): ThemeScore[];
  /** Themes over their threshold, most confident first. */
  tags(text: string, vectors: SpanVectors): ThemeTag[];
  reasons(text: string, vectors: SpanVectors): ThemeReason[];
}

/**
 * Scores with the shipped heads and what was learned on top of them. Throws when the overlay does not fit, saying what was
 * expected. The same text, vectors, heads and overlay give the same numbers to the bit.
 */
export function createScorer(heads: Heads, overlay: HeadsOverlay = EMPTY_OVERLAY): Scorer {
  const model = createScoringModel(heads, overlay);
  const score = (text: string, vectors: SpanVectors): ThemeScore[] => scoreThemes(heads, model, text, vectors);
  return {
    heads,
    themes: model.themes,
    score,
    tags: (text, vectors) =>
      score(text, vectors)
        .filter((found) => found.given)
        .sort((a, b) => b.confidence - a.confidence)
        .map((found) => ({
          theme: found.theme,
          polarity: mostLikely(found.polarity()),
          confidence: found.confidence,
          evidence: [found.evidence],
        })),
    reasons: (text, vectors) => {
      const scores = score(text, vectors);
      const parts = attribute(model, heads, text, vectors, scores);
      return scores.map((found, k) => {
        const polarityProbabilities = found.polarity();
        return {
          theme: found.theme,
          given: found.given,
          confidence: found.confidence,
          threshold: model.thresholds[k]!,
          polarity: mostLikely(polarityProbabilities),
          polarityProbabilities,
          evidence: [found.evidence],
          ...parts[k]!,
        };
      });
    },
  };
}

function scoreThemes(heads: Heads, model: ScoringModel, text: string, vectors: SpanVectors): ThemeScore[] {
  if (vectors.hidden !== heads.hidden) {
    throw new Error(`expected vectors of ${heads.hidden} numbers for these heads, got ${vectors.hidden}`);
  }
  const { spans } = vectors;
  const { encoder, polarity } = model;
  const rows = spans.map((_, row) => row);
  const clauseRows = spans.length > 1 ? rows.slice(1) : [0];
  const logits = rows.map((row) => layerOutputs(encoder, vectors, row));
  const wholeCounts = model.countGrams(text);
  const lexical = model.lexicalLogits(wholeCounts);
  const wholePolarity = once(() => lexicalLogits(wholeCounts, heads.lexical.polarity));
  const clausePolarity = remember((row: number) => {
    const span = spans[row]!;
    return spans.length > 1
      ? lexicalLogits(model.countGrams(text.slice(span.start, span.end)), heads.lexical.polarity)
      : wholePolarity();
  });
  return model.themes.map((theme, k) => {
    const logitOf = (row: number): number => logits[row]![k]!;
    const best = highest(rows, logitOf);
    const clause = highest(clauseRows, logitOf);
    const stack = model.stacks[k]!;
    const confidence = sigmoid(stack.encoder * logitOf(best) + stack.lexical * lexical[k]! + stack.bias);
    const polarityFeatures = once(() => [
      ...POLARITIES.map((_, p) => {
        const row = model.polarityRow(k) + p;
        return weightedSum(polarity, row, vectors, best) + polarity.bias[row]!;
      }),
      ...clausePolarity(clause),
      ...wholePolarity(),
    ]);
    return {
      theme,
      encoderLogit: logitOf(best),
      lexicalLogit: lexical[k]!,
      bestSpan: best,
      confidence,
      given: confidence > model.thresholds[k]!,
      evidence: spanOnly(spans[clause]!),
      clauses: clauseRows.map((row) => ({ span: spanOnly(spans[row]!), logit: logitOf(row) })),
      polarityFeatures,
      polarity: once(() => stackPolarity(model.polarityStack, polarityFeatures())),
    };
  });
}

/** Formula 7: softmax over the polarity stack. */
function stackPolarity(
  { weight, bias }: Heads['polarityStack'],
  features: readonly number[],
): Record<Polarity, number> {
  const logits = POLARITIES.map((_, p) => features.reduce((sum, value, i) => sum + weight[p]![i]! * value, bias[p]!));
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
