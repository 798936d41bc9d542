/** The two linear models of an own theme, on span vectors and on n-grams, and how their scores add up. */
import type { OwnThemeExample } from './learner.js';
import { bestSpan, type TextFeatures } from './ownThemeFeatures.js';
import type { Whitening } from './shrunkWhitening.js';
import { fitDense, fitSparse, type Fitted, type SparseModel, type WeightedRow } from './weightedLogistic.js';

/** An example with what is read of it. */
export interface PreparedExample extends TextFeatures {
  readonly present: boolean;
  readonly origin: OwnThemeExample['origin'];
  /** Whitened span vectors: the whole text, then its clauses. */
  readonly spans: readonly Float64Array[];
}

export interface OwnThemeParts {
  /** On standardised span vectors. */
  readonly encoder: Float64Array;
  readonly encoderBias: number;
  readonly lexical: SparseModel;
  /** Mean and standard deviation of both logits over the background, the latter not too small beside the examples' distance. */
  readonly encoderMoments: Moments;
  readonly lexicalMoments: Moments;
  /** On whitened span vectors, for a fit on nearly the same examples to begin with. */
  readonly fitted: Fitted;
}

export interface Moments {
  readonly mean: number;
  readonly sd: number;
}

/*
 * Chosen on NHS comments (bench/ownThemes.ts), for ten examples alone and for 20 to 100 answers. Inverse strength of the penalties
 * for weights of 1 per example; they stay as they are when examples are added, so that the data outweigh them little by little.
 */
const ENCODER_C = 0.02;
const LEXICAL_C = 5;
/** All background together weighs this much for each present example: most of it is rightly absent, some is not. */
const BACKGROUND_WEIGHT = 3;
/** How often the clause that holds the theme is chosen anew. */
const SPAN_ROUNDS = 2;
/** Background this sure is likely to hold the theme, at most this part of it. */
const MOST_DROPPED = 0.05;
/** What n-grams say counts this much against what the encoder says, both in standard deviations over the background. */
const LEXICAL_SHARE = 1.2;
/**
 * But present examples do not stand out by more than so many standard deviations on average: where hardly any background shares
 * an n-gram with them (another language, another kind of text) the deviation would be next to nothing, and n-grams everything.
 */
const MOST_LEXICAL_SEPARATION = 10;
/** Of the n-grams that present examples have, those that weigh most. */
const MOST_BUCKETS = 4000;

/**
 * Multiple-instance learning (mi-SVM of Andrews et al. 2002, with logistic loss): a present example holds the theme in at least one
 * of its spans, the one that scores highest; an absent one holds it in none.
 * @param start of an earlier fit on nearly the same examples, whose choice of spans is taken over
 */
export function fitParts(
  examples: readonly PreparedExample[],
  whitening: Whitening,
  start: Fitted | null = null,
): OwnThemeParts {
  const hidden = examples[0]?.vectors.hidden ?? 0;
  const present = examples.filter((example) => example.present);
  const absent = examples.filter((example) => !example.present && example.origin !== 'background');
  let background = examples.filter((example) => example.origin === 'background');
  let fitted = start;
  for (let round = start ? SPAN_ROUNDS : 0; round <= SPAN_ROUNDS; round += 1) {
    const weights = fitted;
    const rows: WeightedRow<Float64Array>[] = present.map(({ spans }) => ({
      features: weights ? highest(spans, weights) : spans[0]!,
      present: true,
      weight: 1,
    }));
    const none = (example: PreparedExample, weight: number): void => {
      for (const span of example.spans) rows.push({ features: span, present: false, weight });
    };
    for (const example of absent) none(example, 1 / example.spans.length);
    const backgroundSpans = background.reduce((sum, { spans }) => sum + spans.length, 0);
    for (const example of background) none(example, (BACKGROUND_WEIGHT * present.length) / backgroundSpans);
    fitted = fitDense(rows, hidden, ENCODER_C, fitted ?? undefined);
    if (round === 0) background = withoutSurest(background, present, fitted);
  }
  const lexical = fitLexical(present, absent, background);
  const { plain, offset } = whitening.backward(fitted!);
  const encoderBias = offset + fitted![hidden]!;
  const base = background.length > 0 ? background : examples;
  const lexicalOf = lexicalLogit(lexical);
  const lexicalMoments = momentsOf(base.map(lexicalOf));
  const separation = momentsOf(present.map(lexicalOf)).mean - lexicalMoments.mean;
  return {
    encoder: plain,
    encoderBias,
    lexical,
    encoderMoments: momentsOf(base.map(({ vectors }) => bestSpan(vectors, plain).logit + encoderBias)),
    lexicalMoments: {
      mean: lexicalMoments.mean,
      sd: Math.max(lexicalMoments.sd, separation / MOST_LEXICAL_SEPARATION),
    },
    fitted: fitted!,
  };
}

function fitLexical(
  present: readonly PreparedExample[],
  absent: readonly PreparedExample[],
  background: readonly PreparedExample[],
): SparseModel {
  const rowsOf = (examples: readonly PreparedExample[], isPresent: boolean, weight: number) =>
    examples.map(({ grams }) => ({ features: grams, present: isPresent, weight }));
  const buckets = new Set(present.flatMap(({ grams }) => [...grams.buckets]));
  const model = fitSparse(
    [
      ...rowsOf(present, true, 1),
      ...rowsOf(absent, false, 1),
      ...rowsOf(background, false, (BACKGROUND_WEIGHT * present.length) / Math.max(1, background.length)),
    ],
    [...buckets],
    LEXICAL_C,
  );
  if (model.weights.length <= MOST_BUCKETS) return model;
  const weights = [...model.weights]
    .sort(([, one], [, other]) => Math.abs(other) - Math.abs(one))
    .slice(0, MOST_BUCKETS)
    .sort(([one], [other]) => one - other);
  return { weights, bias: model.bias };
}

/** Background that scores above half of the present examples is left out, the surest first. */
function withoutSurest(
  background: readonly PreparedExample[],
  present: readonly PreparedExample[],
  weights: Fitted,
): PreparedExample[] {
  const scoreOf = ({ spans }: PreparedExample): number => dot(highest(spans, weights), weights);
  const sorted = present.map(scoreOf).sort((a, b) => a - b);
  const line = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
  const sure = background
    .map((example) => ({ example, score: scoreOf(example) }))
    .filter(({ score }) => score > line)
    .sort((a, b) => b.score - a.score)
    .slice(0, Math.floor(MOST_DROPPED * background.length));
  const dropped = new Set(sure.map(({ example }) => example));
  return background.filter((example) => !dropped.has(example));
}

function highest(spans: readonly Float64Array[], weights: Fitted): Float64Array {
  return spans.reduce((best, span) => (dot(span, weights) > dot(best, weights) ? span : best));
}

function dot(span: Float64Array, weights: Fitted): number {
  let sum = 0;
  for (let i = 0; i < span.length; i += 1) sum += span[i]! * weights[i]!;
  return sum;
}

function momentsOf(values: readonly number[]): Moments {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, sd: Math.sqrt(variance) || 1 };
}

/** Makes the function that gives the character model's logit of a text. */
export function lexicalLogit({ weights, bias }: SparseModel): (text: Pick<TextFeatures, 'grams'>) => number {
  const weightOf = new Map(weights);
  return ({ grams }) => {
    let sum = bias;
    grams.buckets.forEach((bucket, place) => (sum += (weightOf.get(bucket) ?? 0) * grams.values[place]!));
    return sum;
  };
}

/** One score as encoder · encoder logit + lexical · lexical logit + bias: the sum of both in standard deviations over the background. */
export function combination({ encoderMoments, lexicalMoments }: OwnThemeParts): {
  readonly encoder: number;
  readonly lexical: number;
  readonly bias: number;
} {
  const encoder = 1 / encoderMoments.sd;
  const lexical = LEXICAL_SHARE / lexicalMoments.sd;
  return { encoder, lexical, bias: -encoder * encoderMoments.mean - lexical * lexicalMoments.mean };
}

/** Makes the function that gives that score of a text. */
export function combinedScore(parts: OwnThemeParts): (text: TextFeatures) => number {
  const { encoder, lexical, bias } = combination(parts);
  const lexicalOf = lexicalLogit(parts.lexical);
  return (text) =>
    encoder * (bestSpan(text.vectors, parts.encoder).logit + parts.encoderBias) + lexical * lexicalOf(text) + bias;
}
