/** A comment in the serious queue: why it is there, how certain that is, and what people did about it. */
import type { RuleMatch, SeriousCategory, SeriousCategoryKey } from './seriousRules.js';
import type { Span } from './theme.js';

/** What has become of a case, as people say it. */
export const SERIOUS_STATES = ['open', 'in_progress', 'handled', 'not_serious'] as const;
export type SeriousState = (typeof SERIOUS_STATES)[number];

/** Why a comment is in the queue under a category. */
export type SeriousReason =
  | { readonly kind: 'rule'; readonly rule: string; readonly spans: readonly Span[] }
  /** Its likeness to the examples passed the line; the example nearest to it, and the clause that is near. */
  | {
      readonly kind: 'similar';
      readonly example: string;
      readonly lang: string;
      readonly likeness: number;
      readonly spans: readonly Span[];
    }
  | { readonly kind: 'person'; readonly note: string; readonly by: string };

export interface SeriousFlag {
  readonly category: SeriousCategoryKey;
  /** 0–1, orders the queue: how certain, less for what can wait longer. Not a probability. */
  readonly score: number;
  readonly reasons: readonly SeriousReason[];
}

/** How like the examples of each category a comment is, 0–1. */
export type Likenesses = Readonly<Record<SeriousCategoryKey, number>>;

/** What tells a serious comment by its likeness to examples from an ordinary one. */
export interface LikenessLines {
  /** Passed by few ordinary comments: enough by itself. */
  readonly line: number;
  /** Passed by some: enough together with a hint. */
  readonly hintLine: number;
}

/** A category that a comment is flagged with, before its nearest example is looked for. */
export interface SeriousVerdict {
  readonly category: SeriousCategoryKey;
  readonly score: number;
  readonly matches: readonly RuleMatch[];
  /** Null when likeness plays no part. */
  readonly likeness: number | null;
}

/** Certainty that one rule adds; several add up like independent signs. */
const RULE_SIGN = 0.6;
const HINT_SIGN = 0.3;
const LIKENESS_SIGN = 0.5;
const MOST_SIGNS = 3;
const URGENCY_WEIGHT: Readonly<Record<SeriousCategory['urgency'], number>> = { 1: 0.6, 2: 0.8, 3: 1 };

/**
 * The categories of a comment, most certain first: those with a rule, with a hint and a likeness over the lower line, and the one
 * of highest likeness when that is over the line. Recall before precision: either way of finding is enough.
 */
export function judgeSerious(
  categories: readonly Pick<SeriousCategory, 'key' | 'urgency'>[],
  matches: readonly RuleMatch[],
  likenesses: Likenesses,
  { line, hintLine }: LikenessLines,
): SeriousVerdict[] {
  const highest = Math.max(0, ...Object.values(likenesses));
  return categories
    .flatMap(({ key, urgency }): SeriousVerdict[] => {
      const rules = matches.filter((match) => match.category === key && !match.hint);
      const hints = matches.filter((match) => match.category === key && match.hint);
      const likeness = likenesses[key] ?? 0;
      const isLike = likeness >= line && likeness === highest;
      const isHinted = hints.length > 0 && likeness >= hintLine;
      if (rules.length === 0 && !isLike && !isHinted) return [];
      const signs = [
        ...rules.slice(0, MOST_SIGNS).map(() => RULE_SIGN),
        ...(hints.length > 0 ? [HINT_SIGN] : []),
        ...(likeness >= hintLine ? [likeness >= line ? LIKENESS_SIGN : LIKENESS_SIGN / 2] : []),
      ];
      const certainty = 1 - signs.reduce((doubt, sign) => doubt * (1 - sign), 1);
      return [
        {
          category: key,
          score: certainty * URGENCY_WEIGHT[urgency],
          matches: [...rules, ...(isHinted ? hints : [])],
          likeness: isLike || isHinted ? likeness : null,
        },
      ];
    })
    .sort((a, b) => b.score - a.score);
}

/** The line for what a hint already points at is passed by so many times more. */
const HINT_TIMES = 3;

/**
 * The lines from the highest likeness of each of some ordinary comments, by heads that were not fitted on it. 1, which nothing
 * passes, where there are none to tell by.
 * @param passPerThousand how many of 1,000 ordinary comments may pass the line
 */
export function likenessLines(ordinary: readonly number[], passPerThousand: number): LikenessLines {
  const sorted = [...ordinary].sort((a, b) => b - a);
  const passedBy = (ofThousand: number): number => {
    const first = sorted[Math.floor((ofThousand * sorted.length) / 1000)];
    return first === undefined ? 1 : Math.min(1, first + Number.EPSILON);
  };
  return { line: passedBy(passPerThousand), hintLine: passedBy(HINT_TIMES * passPerThousand) };
}

/**
 * Likeness to a category: the mean of two log-odds, that of being serious at all and that of the category, as a probability. The
 * first knows many examples, the second what is particular to the category.
 */
export function likenessOf(atAll: number, category: number): number {
  return 1 / (1 + Math.exp(-(logOdds(atAll) + logOdds(category)) / 2));
}

function logOdds(probability: number): number {
  const inside = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return Math.log(inside / (1 - inside));
}
