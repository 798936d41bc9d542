/** What training looks at: each comment's scores and what people said, and which comments are set apart together. */
import { createHash } from 'node:crypto';
import { seededRandom } from '../domain/random.js';
import type { Polarity } from '../domain/theme.js';
import type { Heads } from './heads.js';
import type { TrainingComment } from './learner.js';
import type { HeadsOverlay } from './overlay.js';
import { createScorer } from './scorer.js';
import { decodeSpanVectors } from './spanVectors.js';

/** A theme of a comment that someone said is there, or is not. */
export interface TrainingPair {
  /** Index among shipped themes and own ones, in this order. */
  readonly theme: number;
  readonly present: boolean;
  /** Null where the theme is not there, or nobody said how it is spoken of. */
  readonly polarity: Polarity | null;
  readonly encoderLogit: number;
  readonly lexicalLogit: number;
  /** The nine numbers of formula 7; empty without a polarity. */
  readonly polarityFeatures: readonly number[];
}

export interface TrainingRow {
  readonly lang: string;
  readonly origin: TrainingComment['origin'];
  /** Part of the sha256 of text and verdicts: the same when nothing was said anew. */
  readonly identity: string;
  /** Comments of the same text have the same number, from 0. */
  readonly group: number;
  /** How much it counts in a fit, 0–1. */
  readonly weight: number;
  readonly pairs: readonly TrainingPair[];
}

const IDENTITY_DIGITS = 12;
/**
 * Where people judged no more than half of the themes they mostly mended mistakes. Fitted on as if they had been drawn at random, these
 * shift thresholds away from what is right for all other comments: they show a direction, with less weight.
 */
const WEIGHT_OF_PARTIAL = 0.25;

/** Scores every comment from its stored vectors. Verdicts on themes that have no head are left out. */
export function readTrainingRows(
  heads: Heads,
  overlay: HeadsOverlay,
  comments: readonly TrainingComment[],
): TrainingRow[] {
  const scorer = createScorer(heads, overlay);
  const groups = new Map<string, number>();
  return comments.map((comment) => {
    const { text, lang, origin } = comment;
    const group = groups.get(text) ?? groups.size;
    groups.set(text, group);
    const scores = scorer.score(text, decodeSpanVectors(comment.vectors));
    const pairs = scores.flatMap((score, theme): TrainingPair[] => {
      const verdict = verdictOn(comment, score.theme, theme < heads.themes.length);
      if (!verdict) return [];
      const { present, polarity } = verdict;
      return [
        {
          theme,
          present,
          polarity: present ? polarity : null,
          encoderLogit: score.encoderLogit,
          lexicalLogit: score.lexicalLogit,
          polarityFeatures: present && polarity !== null ? score.polarityFeatures() : [],
        },
      ];
    });
    const judged = pairs.filter((pair) => pair.theme < heads.themes.length).length;
    const isWhole = comment.complete || 2 * judged > heads.themes.length;
    return { lang, origin, identity: identityOf(comment), group, weight: isWhole ? 1 : WEIGHT_OF_PARTIAL, pairs };
  });
}

/** Null where it is not known. Labels that come with the product are complete for its own themes only. */
function verdictOn(
  { verdicts, complete, origin }: TrainingComment,
  theme: string,
  isShipped: boolean,
): Pick<TrainingPair, 'present' | 'polarity'> | null {
  const said = verdicts.find((verdict) => verdict.theme === theme);
  if (said) return said;
  return complete && (isShipped || origin === 'person') ? { present: false, polarity: null } : null;
}

function identityOf(comment: TrainingComment): string {
  return createHash('sha256').update(contentOf(comment)).digest('hex').slice(0, IDENTITY_DIGITS);
}

function contentOf({ text, lang, complete, verdicts }: TrainingComment): string {
  const said = verdicts.map(({ theme, present, polarity }) => [theme, present, polarity]).sort();
  return JSON.stringify([text, lang, complete, said]);
}

/** sha256, hex, over texts, verdicts and origins, in order. */
export function hashComments(comments: readonly TrainingComment[]): string {
  const hash = createHash('sha256');
  for (const comment of comments) hash.update(`${comment.origin} ${contentOf(comment)}\n`);
  return hash.digest('hex');
}

/**
 * Fold of each row, 0 … folds − 1. Rows of the same text are in the same one; every language and origin is spread evenly over the
 * folds, shuffled by the seed.
 */
export function drawFolds(rows: readonly TrainingRow[], folds: number, seed: number): number[] {
  const strata = new Map<string, number[]>();
  const seen = new Set<number>();
  for (const { group, lang, origin } of rows) {
    if (seen.has(group)) continue;
    seen.add(group);
    const key = `${origin} ${lang}`;
    const stratum = strata.get(key) ?? [];
    strata.set(key, stratum);
    stratum.push(group);
  }
  const random = seededRandom(seed);
  const foldOfGroup = new Map<number, number>();
  let next = 0;
  for (const groups of strata.values()) {
    // Fisher-Yates
    for (let last = groups.length - 1; last > 0; last -= 1) {
      const other = Math.floor(random() * (last + 1));
      [groups[last], groups[other]] = [groups[other]!, groups[last]!];
    }
    for (const group of groups) {
      foldOfGroup.set(group, next % folds);
      next += 1;
    }
  }
  return rows.map((row) => foldOfGroup.get(row.group)!);
}
