/** Whether a confidence means what it says. */
import type { Interval } from './interval.js';
import { wilsonInterval } from './share.js';

/** What was said with which confidence (0–1), and whether it was so. */
export interface Claim {
  readonly confidence: number;
  readonly right: boolean;
}

export interface CalibrationBin {
  /** Ends of the bin, 0–1; the upper one belongs to the next bin, except 1. */
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Mean confidence of the bin and the share that was right, with its 95 % Wilson interval; null in an empty bin. */
  readonly confidence: number | null;
  readonly share: number | null;
  readonly interval: Interval | null;
}

export const CALIBRATION_BINS = 10;

/** Ten bins of equal width (Naeini, Cooper & Hauskrecht 2015), empty ones too. */
export function calibrationBins(claims: readonly Claim[]): CalibrationBin[] {
  const bins = Array.from({ length: CALIBRATION_BINS }, () => ({ n: 0, sum: 0, right: 0 }));
  for (const { confidence, right } of claims) {
    const bin = bins[Math.min(CALIBRATION_BINS - 1, Math.floor(confidence * CALIBRATION_BINS))];
    if (!bin) throw new Error(`expected a confidence of 0–1, got ${confidence}`);
    bin.n += 1;
    bin.sum += confidence;
    if (right) bin.right += 1;
  }
  return bins.map(({ n, sum, right }, index) => ({
    from: index / CALIBRATION_BINS,
    to: (index + 1) / CALIBRATION_BINS,
    n,
    confidence: n > 0 ? sum / n : null,
    share: n > 0 ? right / n : null,
    interval: wilsonInterval(right, n),
  }));
}

/** Expected calibration error, 0–1: the gap between confidence and share right, bins weighted by size; null without claims. */
export function calibrationError(bins: readonly CalibrationBin[]): number | null {
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  if (n === 0) return null;
  return bins.reduce((sum, bin) => sum + bin.n * Math.abs((bin.confidence ?? 0) - (bin.share ?? 0)), 0) / n;
}
