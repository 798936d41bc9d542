/** heads.json for another encoder: linear heads on its span vectors, the shipped character model, a stack on top. */
import { POLARITIES, type Span } from '../domain/theme.js';
import type { Heads } from './heads.js';
import { fitLogisticRegression, type LinearModel } from './logisticRegression.js';
import type { LabelledComment } from './quality.js';
import { createScorer } from './scorer.js';
import { quantiseSpans, type CountedSpan } from './spanVectors.js';
import { fitStack, type StackExample } from './stackFit.js';

export interface EmbeddedSpan extends CountedSpan {
  readonly vector: Float32Array;
}

/** Labelled comment with its vectors: the whole comment, then its clauses when there are several. */
export interface EmbeddedComment extends LabelledComment {
  readonly spans: readonly EmbeddedSpan[];
}

/** Few comments for many dimensions: a strong penalty. */
const HEAD_C = 0.02;
/** A clause belongs to a quote when it shares this part of the quote or of itself, whichever is shorter. */
const SHARED_PART = 0.5;

/**
 * Trains on `training`, stacks on `calibration`, which the character model of `base` must not have seen. Returns heads with
 * the themes and character model of `base`.
 */
export function trainHeads(
  base: Heads,
  prefix: string,
  training: readonly EmbeddedComment[],
  calibration: readonly EmbeddedComment[],
): Heads {
  const spans = training.flatMap((comment) => comment.spans.map((span, row) => ({ comment, span, row })));
  const hidden = spans[0]?.span.vector.length;
  if (hidden === undefined) throw new Error('expected at least one training comment, got none');
  const standardise = moments(
    spans.map(({ span }) => span.vector),
    hidden,
  );
  const x = new Float32Array(spans.length * hidden);
  spans.forEach(({ span }, row) => {
    for (let i = 0; i < hidden; i += 1) {
      x[row * hidden + i] = (span.vector[i]! - standardise.mean[i]!) / standardise.sd[i]!;
    }
  });

  const truths = base.themes.map((theme) => spans.map(({ comment, row }) => saysTheme(comment, row, theme)));
  const themeModels = truths.map((truth) =>
    fitRows(
      x,
      hidden,
      truth.map((says) => (says === null ? null : says ? 1 : 0)),
      2,
    ),
  );
  const polarity = fitPolarity(x, hidden, spans, base.themes);
  const heads: Heads = {
    ...base,
    prefix,
    hidden,
    standardise,
    encoderTheme: foldIn(themeModels, standardise),
    // one model of polarity for all themes: rows 3k … 3k + 2 are the same
    encoderPolarity: foldIn(
      base.themes.map(() => polarity),
      standardise,
    ),
  };
  return { ...heads, ...fitStack(stackExamples(heads, calibration)) };
}

/** Whether the span says the theme; null where a clause may or may not, for want of a quote. */
function saysTheme(comment: EmbeddedComment, row: number, theme: string): boolean | null {
  const label = comment.labels.find((found) => found.theme === theme);
  if (!label) return false;
  if (row === 0) return true;
  const start = label.quote ? comment.text.indexOf(label.quote) : -1;
  if (start < 0) return null;
  return sharesPart(comment.spans[row]!, { start, end: start + (label.quote?.length ?? 0) });
}

function sharesPart(span: Span, quote: Span): boolean {
  const shared = Math.min(span.end, quote.end) - Math.max(span.start, quote.start);
  return shared > 0 && shared >= SHARED_PART * Math.min(span.end - span.start, quote.end - quote.start);
}

/** Fits on the rows whose class is known. */
function fitRows(x: Float32Array, columns: number, classes: readonly (number | null)[], count: number): LinearModel {
  const known = classes.flatMap((label, row) => (label === null ? [] : [{ label, row }]));
  const rows = new Float32Array(known.length * columns);
  known.forEach(({ row }, index) => rows.set(x.subarray(row * columns, (row + 1) * columns), index * columns));
  return fitLogisticRegression({ x: rows, columns, y: Uint8Array.from(known, ({ label }) => label) }, count, HEAD_C);
}

function fitPolarity(
  x: Float32Array,
  hidden: number,
  spans: readonly { readonly comment: EmbeddedComment; readonly row: number }[],
  themes: readonly string[],
): LinearModel {
  // a span with themes of different polarity teaches neither
  const classes = spans.map(({ comment, row }) => {
    const said = themes
      .filter((theme) => saysTheme(comment, row, theme) === true)
      .map((theme) => comment.labels.find((label) => label.theme === theme)?.polarity);
    const first = said[0];
    return first !== undefined && said.every((polarity) => polarity === first) ? POLARITIES.indexOf(first) : null;
  });
  return fitRows(x, hidden, classes, POLARITIES.length);
}

/** Layers for plain vectors: weight / sd and bias − weight · mean / sd. */
function foldIn(models: readonly LinearModel[], { mean, sd }: Heads['standardise']): Heads['encoderTheme'] {
  const hidden = mean.length;
  const weight = models.flatMap((model) => Array.from(model.weight, (value, i) => value / sd[i % hidden]!));
  const bias = models.flatMap((model) =>
    Array.from(model.bias, (value, output) => {
      let sum = value;
      for (let i = 0; i < hidden; i += 1) sum -= (model.weight[output * hidden + i]! * mean[i]!) / sd[i]!;
      return sum;
    }),
  );
  return { weight: Float32Array.from(weight), bias: Float32Array.from(bias) };
}

function stackExamples(heads: Heads, comments: readonly EmbeddedComment[]): StackExample[][] {
  const scorer = createScorer(heads);
  const examples = heads.themes.map((): StackExample[] => []);
  for (const comment of comments) {
    const scores = scorer.score(comment.text, quantiseSpans(comment.spans, heads.standardise));
    scores.forEach(({ theme, encoderLogit, lexicalLogit, polarityFeatures }, k) => {
      const label = comment.labels.find((found) => found.theme === theme)?.polarity ?? null;
      examples[k]!.push({
        encoderLogit,
        lexicalLogit,
        label,
        polarityFeatures: label === null ? [] : polarityFeatures(),
      });
    });
  }
  return examples;
}

function moments(vectors: readonly Float32Array[], hidden: number): Heads['standardise'] {
  const mean = new Float64Array(hidden);
  const square = new Float64Array(hidden);
  for (const vector of vectors) {
    for (let i = 0; i < hidden; i += 1) {
      mean[i]! += vector[i]! / vectors.length;
      square[i]! += vector[i]! ** 2 / vectors.length;
    }
  }
  return {
    mean: Float32Array.from(mean),
    // a dimension that never moves has nothing to say; 1 keeps it finite
    sd: Float32Array.from(square, (value, i) => Math.sqrt(Math.max(0, value - mean[i]! ** 2)) || 1),
  };
}
