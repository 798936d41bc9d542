/** The head of an own theme: learned from examples and answers, and used to rank texts. */
import type { ThemeKey } from '../domain/theme.js';
import type { Heads } from './heads.js';
import type { OwnThemeExample } from './learner.js';
import type { OwnThemeHead } from './overlay.js';
import { calibrate, type HeldScore } from './ownThemeCalibration.js';
import { createFeatureReader } from './ownThemeFeatures.js';
import { combinedScore, combination, fitParts, type PreparedExample } from './ownThemeParts.js';
import { whiten } from './shrunkWhitening.js';
import { standardisedVector } from './spanVectors.js';

/** Share of the identity in the covariance that span vectors are whitened by. */
const SHRINKAGE = 0.6;
const FOLDS = 5;
/** Digits of n-gram weights that are kept: enough for the order of texts, few enough for a small document. */
const DIGITS = 6;

/**
 * Learns a theme from examples: two linear models, their sum, and its calibration on scores by cross-validation. The same examples
 * in the same order give the same head.
 * @throws when no example is present, or none is absent
 */
export function fitOwnTheme(heads: Heads, theme: ThemeKey, examples: readonly OwnThemeExample[]): OwnThemeHead {
  const present = examples.filter((example) => example.present).length;
  if (present === 0 || present === examples.length) {
    throw new Error(
      `expected examples that hold ${theme} and some that do not, got ${present} and ${examples.length - present}`,
    );
  }
  const read = createFeatureReader(heads);
  const plain = examples.map((example) => {
    const features = read(example);
    const rows = features.vectors.spans.map((_, row) => standardisedVector(features.vectors, row));
    return { ...features, rows, present: example.present, origin: example.origin };
  });
  const background = plain.filter(({ origin }) => origin === 'background');
  const whitening = whiten(
    (background.length > 0 ? background : plain).flatMap(({ rows }) => rows),
    heads.hidden,
    SHRINKAGE,
  );
  const prepared = plain.map(({ rows, ...rest }): PreparedExample => ({ ...rest, spans: rows.map(whitening.forward) }));
  const parts = fitParts(prepared, whitening);
  const held: HeldScore[] = [];
  const folds = foldsOf(prepared);
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const kept = prepared.filter((_, index) => folds[index] !== fold);
    const isEnough = kept.some((example) => example.present) && kept.some((example) => !example.present);
    const score = combinedScore(isEnough ? fitParts(kept, whitening, parts.fitted) : parts);
    prepared.forEach((example, index) => {
      if (folds[index] === fold) held.push({ score: score(example), present: example.present, origin: example.origin });
    });
  }
  const { slope, intercept, threshold } = calibrate(held);
  const sum = combination(parts);
  return {
    theme,
    encoder: base64OfFloats(parts.encoder),
    encoderBias: parts.encoderBias,
    lexical: parts.lexical.weights.map(([bucket, weight]) => [bucket, Number(weight.toPrecision(DIGITS))] as const),
    lexicalBias: parts.lexical.bias,
    stack: { encoder: slope * sum.encoder, lexical: slope * sum.lexical, bias: slope * sum.bias + intercept },
    threshold,
  };
}

/** Folds by turns within each kind of example, so that every fold has some of each. */
function foldsOf(examples: readonly PreparedExample[]): number[] {
  const seen = new Map<string, number>();
  return examples.map(({ present, origin }) => {
    const kind = `${origin} ${present}`;
    const place = seen.get(kind) ?? 0;
    seen.set(kind, place + 1);
    return place % FOLDS;
  });
}

/** Little-endian binary32. */
function base64OfFloats(values: ArrayLike<number>): string {
  const bytes = Buffer.alloc(4 * values.length);
  for (let i = 0; i < values.length; i += 1) bytes.writeFloatLE(values[i]!, 4 * i);
  return bytes.toString('base64');
}
