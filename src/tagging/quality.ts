/** How well tags agree with labels: pure arithmetic, nothing of how either came about. */
import { wilsonInterval } from '../domain/share.js';
import { POLARITIES, type Polarity, type Span, type ThemeKey } from '../domain/theme.js';

export interface LabelledComment {
  readonly lang: string;
  readonly text: string;
  /** `quote`: the words that say it, as they stand in the text. */
  readonly labels: readonly { readonly theme: ThemeKey; readonly polarity: Polarity; readonly quote?: string }[];
}

/** What the tagger says about one theme of one comment, given or not. */
export interface Judgement {
  readonly theme: ThemeKey;
  readonly given: boolean;
  readonly confidence: number;
  readonly polarity: Polarity;
  readonly evidence: readonly Span[];
  /** Clauses of the comment, as many as it has. */
  readonly clauses: readonly unknown[];
}

/** A share with its base and 95 % Wilson interval; null figures without a base. */
export interface Rate {
  readonly hits: number;
  readonly n: number;
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
}

export interface ThemeQuality {
  readonly theme: ThemeKey;
  /** Comments labelled with it. */
  readonly labelled: number;
  readonly precision: Rate;
  readonly recall: Rate;
  readonly f1: number | null;
}

export interface Quality {
  readonly comments: number;
  readonly themes: readonly ThemeQuality[];
  /** Over all comment–theme pairs together. */
  readonly micro: Omit<ThemeQuality, 'theme'>;
  /** Mean F1 of the themes that were labelled or given. */
  readonly macroF1: number | null;
  /** Micro F1 where a tag counts only with the right polarity. */
  readonly jointF1: number | null;
  /** Polarity right, of labelled themes and of those found. */
  readonly polarityOfLabelled: Rate;
  readonly polarityOfFound: Rate;
  /** F1 of `neu` on labelled themes. */
  readonly neutralF1: number | null;
  /** Expected calibration error of confidence: ten bins of equal width, gaps weighted by size (Naeini et al. 2015). */
  readonly calibrationError: number | null;
  /**
   * Labels with a quote in comments of several clauses whose evidence shares at least half of the quote or of itself,
   * whichever is shorter.
   */
  readonly evidence: Rate;
}

const CALIBRATION_BINS = 10;

/** Quality over comments and their judgements, in the same order; `themes` sets which are counted, and their order. */
export function measureQuality(
  comments: readonly LabelledComment[],
  judgements: readonly (readonly Judgement[])[],
  themes: readonly ThemeKey[],
): Quality {
  if (comments.length !== judgements.length) {
    throw new Error(`expected judgements of ${comments.length} comments, got ${judgements.length}`);
  }
  const pairs = comments.flatMap((comment, index) => pairUp(comment, judgements[index] ?? [], themes));
  const labelled = pairs.filter((pair) => pair.label !== null);
  const found = labelled.filter((pair) => pair.judgement.given);
  const perTheme = themes.map((theme) => ({ theme, ...agreement(pairs.filter((pair) => pair.theme === theme)) }));
  const given = pairs.filter((pair) => pair.judgement.given).length;
  const macro = perTheme.map((quality) => quality.f1).filter((f1) => f1 !== null);
  const quoted = labelled.filter((pair) => pair.quote !== null && pair.judgement.clauses.length > 1);
  return {
    comments: comments.length,
    themes: perTheme,
    micro: agreement(pairs),
    macroF1: macro.length > 0 ? macro.reduce((sum, value) => sum + value, 0) / macro.length : null,
    jointF1: f1(found.filter(isRightPolarity).length, given, labelled.length),
    polarityOfLabelled: rate(labelled.filter(isRightPolarity).length, labelled.length),
    polarityOfFound: rate(found.filter(isRightPolarity).length, found.length),
    neutralF1: neutralF1(labelled),
    calibrationError: calibrationError(pairs),
    evidence: rate(quoted.filter(hasRightEvidence).length, quoted.length),
  };
}

interface Pair {
  readonly theme: ThemeKey;
  readonly judgement: Judgement;
  readonly label: Polarity | null;
  /** Where the label's quote stands, or null without one. */
  readonly quote: Span | null;
}

function pairUp(comment: LabelledComment, judgements: readonly Judgement[], themes: readonly ThemeKey[]): Pair[] {
  return themes.map((theme) => {
    const judgement = judgements.find((found) => found.theme === theme);
    if (!judgement) throw new Error(`expected a judgement of theme ${theme}, got those of ${listThemes(judgements)}`);
    const label = comment.labels.find((found) => found.theme === theme);
    const start = label?.quote ? comment.text.indexOf(label.quote) : -1;
    return {
      theme,
      judgement,
      label: label?.polarity ?? null,
      quote: start < 0 ? null : { start, end: start + (label?.quote?.length ?? 0) },
    };
  });
}

function listThemes(judgements: readonly Judgement[]): string {
  return judgements.map((judgement) => judgement.theme).join(', ') || 'none';
}

function agreement(pairs: readonly Pair[]): Omit<ThemeQuality, 'theme'> {
  const labelled = pairs.filter((pair) => pair.label !== null).length;
  const given = pairs.filter((pair) => pair.judgement.given).length;
  const hits = pairs.filter((pair) => pair.label !== null && pair.judgement.given).length;
  return { labelled, precision: rate(hits, given), recall: rate(hits, labelled), f1: f1(hits, given, labelled) };
}

/** 2 · hits / (given + labelled); null when nothing was given or labelled. */
function f1(hits: number, given: number, labelled: number): number | null {
  return given + labelled > 0 ? (2 * hits) / (given + labelled) : null;
}

function rate(hits: number, n: number): Rate {
  return n > 0
    ? { hits, n, value: hits / n, interval: wilsonInterval(hits, n) }
    : { hits, n, value: null, interval: null };
}

function isRightPolarity(pair: Pair): boolean {
  return pair.label === pair.judgement.polarity;
}

function neutralF1(labelled: readonly Pair[]): number | null {
  const neutral = POLARITIES[2];
  const said = labelled.filter((pair) => pair.judgement.polarity === neutral);
  const meant = labelled.filter((pair) => pair.label === neutral);
  return f1(said.filter(isRightPolarity).length, said.length, meant.length);
}

function calibrationError(pairs: readonly Pair[]): number | null {
  if (pairs.length === 0) return null;
  const gaps = new Float64Array(CALIBRATION_BINS);
  for (const { judgement, label } of pairs) {
    const bin = Math.min(CALIBRATION_BINS - 1, Math.floor(judgement.confidence * CALIBRATION_BINS));
    gaps[bin]! += judgement.confidence - (label === null ? 0 : 1);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / pairs.length;
}

function hasRightEvidence({ judgement, quote }: Pair): boolean {
  return judgement.evidence.some((span) => {
    if (!quote) return false;
    const shared = Math.min(span.end, quote.end) - Math.max(span.start, quote.start);
    return shared >= 0.5 * Math.min(quote.end - quote.start, span.end - span.start);
  });
}
