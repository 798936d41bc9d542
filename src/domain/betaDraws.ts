/** Draws from gamma and beta distributions, for the uncertainty of shares. */
import type { Random } from './random.js';

/**
 * Draws from a beta distribution, in 0–1. With `hits + ½` and `misses + ½` it is what `hits` of a base tell of a share (Jeffreys'
 * prior).
 * @param one, other shape parameters, over 0
 */
export function drawBeta(random: Random, one: number, other: number): number {
  const first = drawGamma(random, one);
  const second = drawGamma(random, other);
  // with tiny shapes both can round to 0
  return first + second === 0 ? one / (one + other) : first / (first + second);
}

/** A draw from a gamma distribution of scale 1 (Marsaglia & Tsang 2000); shapes under 1 by their boost. */
export function drawGamma(random: Random, shape: number): number {
  if (shape < 1) return drawGamma(random, shape + 1) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Standard normal (Box & Muller 1958). */
function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
