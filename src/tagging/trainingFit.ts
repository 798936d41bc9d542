/** Settings that training learns: per theme the stack and its threshold, and the polarity stack; fitted, and used to predict. */
import { POLARITIES, type Polarity } from '../domain/theme.js';
import type { Heads } from './heads.js';
import type { HeadsOverlay, ThemeStack } from './overlay.js';
import { createScoringModel } from './scoringModel.js';
import { chooseThreshold, fitPolarityStack, fitThemeStack, stackProbability } from './stackFit.js';
import type { TrainingPair, TrainingRow } from './trainingRows.js';

export interface Settings {
  /** Shipped themes, then own ones. */
  readonly themes: readonly { readonly stack: ThemeStack; readonly threshold: number }[];
  readonly polarityStack: NonNullable<HeadsOverlay['polarityStack']>;
}

export interface Prediction {
  readonly confidence: number;
  readonly given: boolean;
  /** Null where nobody said what it is, so that nothing can be compared. */
  readonly polarity: Polarity | null;
}

/** Fewer verdicts say too little about a theme: it keeps its stack and threshold. */
const LEAST_VERDICTS = 30;
const LEAST_PRESENT = 5;
const LEAST_ABSENT = 5;
const LEAST_OF_A_POLARITY = 10;

/** What is used for tagging now. */
export function installedSettings(heads: Heads, current: HeadsOverlay): Settings {
  const { stacks, thresholds, polarityStack } = createScoringModel(heads, current);
  return { themes: stacks.map((stack, k) => ({ stack, threshold: thresholds[k]! })), polarityStack };
}

/** Fits on the rows; what they say too little about is taken from `fallback`. */
export function fitSettings(rows: readonly TrainingRow[], fallback: Settings): Settings {
  const pairs = weightedPairs(rows);
  const themes = fallback.themes.map((kept, k) => {
    const examples = pairs.filter((pair) => pair.theme === k);
    return isEnough(examples) ? fitThemeStack(examples) : kept;
  });
  const spoken = pairs.flatMap(({ polarity, polarityFeatures, weight }) =>
    polarity === null ? [] : [{ polarity, polarityFeatures, weight }],
  );
  const isSpoken = POLARITIES.every(
    (each) => spoken.filter(({ polarity }) => polarity === each).length >= LEAST_OF_A_POLARITY,
  );
  return { themes, polarityStack: isSpoken ? fitPolarityStack(spoken) : fallback.polarityStack };
}

/** The same settings with thresholds that leave those of `kept` only where the rows give reason to. */
export function keepThresholds(settings: Settings, rows: readonly TrainingRow[], kept: Settings): Settings {
  const pairs = weightedPairs(rows);
  const themes = settings.themes.map(({ stack, threshold }, k) => {
    const examples = pairs.filter((pair) => pair.theme === k);
    return {
      stack,
      threshold: isEnough(examples) ? chooseThreshold(examples, stack, kept.themes[k]!.threshold) : threshold,
    };
  });
  return { ...settings, themes };
}

function weightedPairs(rows: readonly TrainingRow[]): (TrainingPair & { readonly weight: number })[] {
  return rows.flatMap(({ weight, pairs }) => pairs.map((pair) => ({ ...pair, weight })));
}

function isEnough(examples: readonly TrainingPair[]): boolean {
  const present = examples.filter((pair) => pair.present).length;
  return examples.length >= LEAST_VERDICTS && present >= LEAST_PRESENT && examples.length - present >= LEAST_ABSENT;
}

export function predict({ themes, polarityStack }: Settings, pair: TrainingPair): Prediction {
  const { stack, threshold } = themes[pair.theme]!;
  const confidence = stackProbability(stack, pair.encoderLogit, pair.lexicalLogit);
  const { polarityFeatures } = pair;
  return {
    confidence,
    given: confidence > threshold,
    polarity: polarityFeatures.length === 0 ? null : likeliestPolarity(polarityStack, polarityFeatures),
  };
}

function likeliestPolarity({ weight, bias }: Settings['polarityStack'], features: readonly number[]): Polarity {
  const logits = POLARITIES.map((_, p) => features.reduce((sum, value, i) => sum + weight[p]![i]! * value, bias[p]!));
  return POLARITIES[logits.indexOf(Math.max(...logits))]!;
}

/** Learned settings as an overlay: own themes keep their heads. */
export function overlayOf(
  heads: Heads,
  current: HeadsOverlay,
  settings: Settings,
  learnedFrom: readonly string[],
): HeadsOverlay {
  const shipped = heads.themes.length;
  const { weight, bias } = settings.polarityStack;
  return {
    format: 1,
    themes: Object.fromEntries(
      heads.themes.map((theme, k) => {
        const { stack, threshold } = settings.themes[k]!;
        return [theme, { stack: roundedStack(stack), threshold: rounded(threshold) }];
      }),
    ),
    polarityStack: { weight: weight.map((row) => row.map(rounded)), bias: bias.map(rounded) },
    ownThemes: current.ownThemes.map((own, index) => {
      const { stack, threshold } = settings.themes[shipped + index]!;
      return { ...own, stack: roundedStack(stack), threshold: rounded(threshold) };
    }),
    ...(learnedFrom.length > 0 && { learnedFrom }),
  };
}

function roundedStack({ encoder, lexical, bias }: ThemeStack): ThemeStack {
  return { encoder: rounded(encoder), lexical: rounded(lexical), bias: rounded(bias) };
}

/** Six decimals move no probability that anyone sees, and keep the kept JSON small. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
