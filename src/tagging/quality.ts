/** How well tags agree with labels: pairs labelled comments with what the tagger says; the arithmetic is in domain/tagQuality.ts. */
import { measurePairs, rateOf, type JudgedPair, type Rate, type TagQuality } from '../domain/tagQuality.js';
import type { Polarity, Span, ThemeKey } from '../domain/theme.js';

export interface LabelledComment {
  readonly lang: string;
  readonly text: string;
  /** `quote`: the words that say it, as they stand in the text. */
  readonly labels: readonly { readonly theme: ThemeKey; readonly polarity: Polarity; readonly quote?: string }[];
  /** Themes that someone looked for; every theme unless given. Of others nothing is known, and nothing is counted. */
  readonly known?: readonly ThemeKey[];
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

export interface Quality extends TagQuality {
  readonly comments: number;
  /**
   * Labels with a quote in comments of several clauses whose evidence shares at least half of the quote or of itself,
   * whichever is shorter.
   */
  readonly evidence: Rate;
}

/** Quality over one language's comments, or over all (`lang` null). */
export interface LanguageQuality extends Quality {
  readonly lang: string | null;
}

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
  const quoted = pairs.filter((pair) => pair.quote !== null && pair.clauses > 1);
  return {
    comments: comments.length,
    ...measurePairs(pairs, themes),
    evidence: rateOf(quoted.filter(hasRightEvidence).length, quoted.length),
  };
}

/** Theme × language: quality per language in the order of first occurrence, then over all when there is more than one. */
export function measureLanguages(
  comments: readonly LabelledComment[],
  judgements: readonly (readonly Judgement[])[],
  themes: readonly ThemeKey[],
): LanguageQuality[] {
  const languages = [...new Set(comments.map((comment) => comment.lang))];
  return [...languages, ...(languages.length > 1 ? [null] : [])].map((lang) => {
    const chosen = comments.flatMap((comment, index) => (lang === null || comment.lang === lang ? [index] : []));
    const quality = measureQuality(
      chosen.map((index) => comments[index]!),
      chosen.map((index) => judgements[index] ?? []),
      themes,
    );
    return { lang, ...quality };
  });
}

interface Pair extends JudgedPair {
  readonly evidence: readonly Span[];
  readonly clauses: number;
  /** Where the label's quote stands, or null without one. */
  readonly quote: Span | null;
}

function pairUp(comment: LabelledComment, judgements: readonly Judgement[], themes: readonly ThemeKey[]): Pair[] {
  const known = comment.known ? themes.filter((theme) => comment.known?.includes(theme)) : themes;
  return known.map((theme) => {
    const judgement = judgements.find((found) => found.theme === theme);
    if (!judgement) throw new Error(`expected a judgement of theme ${theme}, got those of ${listThemes(judgements)}`);
    const label = comment.labels.find((found) => found.theme === theme);
    const start = label?.quote ? comment.text.indexOf(label.quote) : -1;
    return {
      theme,
      present: label !== undefined,
      truePolarity: label?.polarity ?? null,
      given: judgement.given,
      confidence: judgement.confidence,
      polarity: judgement.polarity,
      evidence: judgement.evidence,
      clauses: judgement.clauses.length,
      quote: start < 0 ? null : { start, end: start + (label?.quote?.length ?? 0) },
    };
  });
}

function listThemes(judgements: readonly Judgement[]): string {
  return judgements.map((judgement) => judgement.theme).join(', ') || 'none';
}

function hasRightEvidence({ evidence, quote }: Pair): boolean {
  return evidence.some((span) => {
    if (!quote) return false;
    const shared = Math.min(span.end, quote.end) - Math.max(span.start, quote.start);
    return shared >= 0.5 * Math.min(quote.end - quote.start, span.end - span.start);
  });
}
