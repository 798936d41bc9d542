/** A share as people say it: about one in three, about half, almost all. */

/** Nobody; only a few; about `part` in `whole`; almost all; everybody. */
export type PlainShare =
  | { readonly kind: 'none' | 'few' | 'almostAll' | 'all' }
  | { readonly kind: 'part'; readonly part: number; readonly whole: number };

const PARTS: readonly (readonly [part: number, whole: number])[] = [
  [1, 20],
  [1, 10],
  [1, 8],
  [1, 6],
  [1, 5],
  [1, 4],
  [1, 3],
  [2, 5],
  [1, 2],
  [3, 5],
  [2, 3],
  [3, 4],
  [4, 5],
  [9, 10],
];
const FEW_UNDER = 0.035;
const ALMOST_ALL_FROM = 0.95;

/**
 * The nearest of a few simple fractions, by log-odds, so that 8 % is one in ten rather than one in twenty and 92 % nine in ten.
 * Under 3.5 % only a few, from 95 % almost all.
 * @param share 0–1
 */
export function plainShare(share: number): PlainShare {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`expected a share from 0 to 1, found ${share}`);
  if (share === 0) return { kind: 'none' };
  if (share === 1) return { kind: 'all' };
  if (share < FEW_UNDER) return { kind: 'few' };
  if (share >= ALMOST_ALL_FROM) return { kind: 'almostAll' };
  let nearest: readonly [part: number, whole: number] = [1, 2];
  for (const each of PARTS) {
    if (
      Math.abs(logOdds(each[0] / each[1]) - logOdds(share)) <
      Math.abs(logOdds(nearest[0] / nearest[1]) - logOdds(share))
    ) {
      nearest = each;
    }
  }
  return { kind: 'part', part: nearest[0], whole: nearest[1] };
}

function logOdds(share: number): number {
  return Math.log(share / (1 - share));
}
