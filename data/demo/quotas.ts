/** Whole numbers that add up exactly: quotas instead of draws, so that a planned figure comes out as planned. */

/**
 * Splits `total` in proportion to `targets` by largest remainder, each share at most its `limit`. Targets are expected counts;
 * when they do not add up to the total they are moved evenly. Throws when the limits hold less than the total.
 */
export function allocate(total: number, targets: readonly number[], limits?: readonly number[]): number[] {
  const limitOf = (index: number): number => limits?.[index] ?? Number.POSITIVE_INFINITY;
  const clamp = (value: number, index: number): number => Math.min(limitOf(index), Math.max(0, value));
  const room = targets.reduce((sum, _, index) => sum + limitOf(index), 0);
  if (room < total) throw new Error(`expected room for ${String(total)}, found ${String(room)}`);
  const shares = targets.map((target, index) => Math.floor(clamp(target, index)));
  let left = total - shares.reduce((sum, share) => sum + share, 0);
  while (left !== 0) {
    const step = Math.sign(left);
    let best = -1;
    let bestGap = Number.NEGATIVE_INFINITY;
    for (const [index, share] of shares.entries()) {
      if (step > 0 ? share + 1 > limitOf(index) : share === 0) continue;
      const gap = step * ((targets[index] ?? 0) - share);
      if (gap > bestGap) [best, bestGap] = [index, gap];
    }
    if (best < 0) throw new Error(`expected room for ${String(total)}, found none`);
    shares[best] = (shares[best] ?? 0) + step;
    left -= step;
  }
  return shares;
}

/** Splits a whole number by shares that need not add up to 1, by largest remainder. */
export function split(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return allocate(
    total,
    weights.map((weight) => (total * weight) / sum),
  );
}

/**
 * A table of whole numbers near `design` whose rows and columns add up exactly. The design is moved to the margins by additive
 * fitting in proportion to `sizes`, then rounded down, and what is missing is given out along the margins (which always have
 * room: both miss the same total).
 */
export function fitTable(
  design: readonly (readonly number[])[],
  sizes: readonly (readonly number[])[],
  rowTotals: readonly number[],
  columnTotals: readonly number[],
): number[][] {
  const table = design.map((row) => [...row]);
  const columns = columnTotals.map((_, column) => column);
  for (let round = 0; round < 100; round++) {
    for (const [r, row] of table.entries()) spread(rowTotals[r]! - sumOf(row), columns, r, sizes, table, true);
    for (const c of columns) {
      const rows = table.map((_, row) => row);
      spread(columnTotals[c]! - sumOf(table.map((row) => row[c]!)), rows, c, sizes, table, false);
    }
  }
  const rounded = table.map((row) => row.map((cell) => Math.floor(cell + 1e-9)));
  const missingInRow = rowTotals.map((total, r) => total - sumOf(rounded[r]!));
  const missingInColumn = columnTotals.map((total, c) => total - sumOf(rounded.map((row) => row[c]!)));
  for (const r of rowTotals.keys()) {
    while (missingInRow[r]! > 0) {
      const open = columns.filter((c) => missingInColumn[c]! > 0);
      if (open.length === 0) throw new Error('expected row and column totals to add up to the same number');
      const c = open.reduce((a, b) => (table[r]![b]! - rounded[r]![b]! > table[r]![a]! - rounded[r]![a]! ? b : a));
      rounded[r]![c]! += 1;
      missingInRow[r]! -= 1;
      missingInColumn[c]! -= 1;
    }
  }
  return rounded;
}

function spread(
  residual: number,
  others: readonly number[],
  line: number,
  sizes: readonly (readonly number[])[],
  table: number[][],
  isRow: boolean,
): void {
  const size = (other: number): number => (isRow ? sizes[line]![other]! : sizes[other]![line]!);
  const all = sumOf(others.map(size));
  if (all === 0) return;
  for (const other of others) {
    const share = (residual * size(other)) / all;
    if (isRow) table[line]![other]! += share;
    else table[other]![line]! += share;
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
