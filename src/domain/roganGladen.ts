/** How common a theme is once the tagger's own misses and false finds are taken out. */
import { drawBeta } from './betaDraws.js';
import type { Interval } from './interval.js';
import { quantileOf, seededRandom, type Random } from './random.js';
import { correctedShare, type Proportion } from './share.js';

export interface TrueShare {
  /** 0–1. */
  readonly share: number;
  /** 95 %; null when the measured sensitivity and specificity leave it open. */
  readonly interval: Interval | null;
}

const DRAWS = 4000;
/** More draws than this without information, and the interval has no end: the 95 % leave no room for them. */
const MOST_WITHOUT_INFORMATION = 0.025;

/**
 * True share by Rogan & Gladen (1978), π = (p + sp − 1)/(se + sp − 1). Its interval draws all three shares at once from what their
 * counts tell of them (beta distributions with Jeffreys' prior) and takes the middle 95 % of the true shares: the observed share's
 * own noise and that of the two measurements. Null without a base, or when se + sp ≤ 1.
 * @param observed comments that the tagger gave the theme to, of all
 * @param sensitivity found, of those that have the theme; @param specificity not given, of those that do not
 * @param seed the same seed gives the same interval
 */
export function trueShare(
  observed: Proportion,
  sensitivity: Proportion,
  specificity: Proportion,
  seed: number,
): TrueShare | null {
  const parts = [observed, sensitivity, specificity] as const;
  if (parts.some((part) => part.base <= 0)) return null;
  const [p, se, sp] = [shareOf(observed), shareOf(sensitivity), shareOf(specificity)];
  const share = correctedShare(p, se, sp);
  if (share === null) return null;
  const random = seededRandom(seed);
  const draws: number[] = [];
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const drawn = correctedShare(
      drawShare(random, observed),
      drawShare(random, sensitivity),
      drawShare(random, specificity),
    );
    if (drawn !== null) draws.push(drawn);
  }
  const low = quantileOf(draws, 0.025);
  const high = quantileOf(draws, 0.975);
  const open = draws.length < DRAWS * (1 - MOST_WITHOUT_INFORMATION);
  return { share, interval: open || low === null || high === null ? null : [low, high] };
}

function shareOf({ count, base }: Proportion): number {
  return count / base;
}

function drawShare(random: Random, { count, base }: Proportion): number {
  return drawBeta(random, count + 0.5, base - count + 0.5);
}
