/** How far two judges of the same things agree beyond chance. */

/** How many things both said yes to, only one of them, or neither. */
export interface AgreementCounts {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
}

/** Share on which both said the same, 0–1; null without things judged. */
export function shareAgreed({ both, onlyFirst, onlySecond, neither }: AgreementCounts): number | null {
  const n = both + onlyFirst + onlySecond + neither;
  return n > 0 ? (both + neither) / n : null;
}

/**
 * Cohen's kappa (1960), −1..1: 1 is full agreement, 0 what two judges reach by chance who say yes as often as these do. Null without
 * things judged, or when both always said the same one thing, where chance alone agrees on everything.
 */
export function cohensKappa(counts: AgreementCounts): number | null {
  const observed = shareAgreed(counts);
  if (observed === null) return null;
  const { both, onlyFirst, onlySecond, neither } = counts;
  const n = both + onlyFirst + onlySecond + neither;
  const first = (both + onlyFirst) / n;
  const second = (both + onlySecond) / n;
  const expected = first * second + (1 - first) * (1 - second);
  return expected === 1 ? null : (observed - expected) / (1 - expected);
}
