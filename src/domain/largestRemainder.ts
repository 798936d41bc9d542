/** Whole numbers that add up as the exact ones do. */

/**
 * Each value rounded down or up so that all add up to `sum` (largest remainder, Hamilton's method): 10.98, 7.17, 0.13 and 0.12 to 18
 * give 11, 7, 0 and 0. Of equal remainders the first goes up.
 * @param sum whole number within 1 of the values' sum
 * @throws RangeError when `sum` is none that rounding each value down or up can give
 */
export function roundToSum(values: readonly number[], sum: number): number[] {
  const rounded = values.map(Math.floor);
  const missing = sum - rounded.reduce((total, value) => total + value, 0);
  if (!Number.isInteger(missing) || missing < 0 || missing > values.length) {
    throw new RangeError(`expected a sum that ${values.join(', ')} can be rounded to, found ${sum}`);
  }
  const remainders = values.map((value, index) => ({ index, remainder: value - Math.floor(value) }));
  remainders.sort((one, other) => other.remainder - one.remainder || one.index - other.index);
  for (const { index } of remainders.slice(0, missing)) rounded[index] = (rounded[index] ?? 0) + 1;
  // −0 is a 0 to whoever reads it
  return rounded.map((value) => value + 0);
}
