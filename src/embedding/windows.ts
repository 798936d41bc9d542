/** How a comment that is longer than the encoder's input is cut: every token is read once, none is dropped. */

/**
 * Cuts `count` tokens into runs of at most `capacity`, each as long as it may be, at the last of `borders` (token indices
 * where a clause starts, ascending) that fits, else at the last of `wordStarts`, else wherever the capacity ends.
 * Returns [from, to) pairs in order; one empty pair for no tokens.
 */
export function cutWindows(
  count: number,
  capacity: number,
  borders: readonly number[],
  wordStarts: readonly number[],
): [number, number][] {
  if (!(capacity >= 1)) throw new Error(`expected room for at least 1 token, got ${String(capacity)}`);
  const windows: [number, number][] = [];
  let from = 0;
  while (count - from > capacity) {
    const fits = (index: number) => index > from && index <= from + capacity;
    const to = borders.findLast(fits) ?? wordStarts.findLast(fits) ?? from + capacity;
    windows.push([from, to]);
    from = to;
  }
  windows.push([from, count]);
  return windows;
}
