/** Many tests at once: which to believe so that few of the believed are false (Benjamini & Hochberg 1995). */

/**
 * Adjusted p values in the order given: rejecting those up to q keeps the expected share of false alarms among them at q. Each is
 * the least over larger p of p · m / rank, at most 1.
 */
export function adjustedP(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((one, other) => (values[one] ?? 1) - (values[other] ?? 1));
  const adjusted = values.map(() => 1);
  let least = 1;
  for (let place = order.length - 1; place >= 0; place -= 1) {
    const index = order[place] ?? 0;
    least = Math.min(least, ((values[index] ?? 1) * values.length) / (place + 1));
    adjusted[index] = least;
  }
  return adjusted;
}
