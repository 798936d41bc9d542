/**
 * Oaxaca–Blinder decomposition of a change of NPS: in each sample a least squares fit of the score on the rows that an answer counts
 * to, Δ = Δα + Σ z̄ Δβ + Σ β̄ Δz̄, bars being means of both samples. It holds themes that occur together apart where counting in parts
 * halves them, but its rates depend on which row is the base, so it is a check of movement.ts, not a figure to show.
 */
import { CLASS_NAMES, type MovementCell } from './movement.js';
import { fitLinear, varianceInflation } from './linearModel.js';

export interface OaxacaPart {
  readonly row: string;
  readonly rate: number;
  readonly mix: number;
}

export interface Oaxaca {
  /** Change among answers of the base row, which has no part of its own. */
  readonly intercept: number;
  /** With the intercept they add up to the change. */
  readonly parts: readonly OaxacaPart[];
}

interface Fit {
  readonly intercept: number;
  readonly effects: readonly number[];
  readonly means: readonly number[];
}

/**
 * Null where the fits do not exist: a row is absent from a sample, follows from the others, or all answer alike.
 * @param rows what to fit on, without the base row (answers without a comment)
 */
export function oaxacaBlinder(
  base: readonly MovementCell[],
  current: readonly MovementCell[],
  rows: readonly string[],
): Oaxaca | null {
  const old = fitRows(base, rows);
  const young = fitRows(current, rows);
  if (!old || !young) return null;
  const parts = rows.map((row, place): OaxacaPart => {
    const [oldMean, youngMean] = [old.means[place] ?? 0, young.means[place] ?? 0];
    const [oldEffect, youngEffect] = [old.effects[place] ?? 0, young.effects[place] ?? 0];
    return {
      row,
      rate: ((oldMean + youngMean) / 2) * (youngEffect - oldEffect),
      mix: ((oldEffect + youngEffect) / 2) * (youngMean - oldMean),
    };
  });
  return { intercept: young.intercept - old.intercept, parts };
}

const SCORES = { promoters: 100, passives: 0, detractors: -100 } as const;

function fitRows(cells: readonly MovementCell[], rows: readonly string[]): Fit | null {
  const places = new Map(rows.map((row, place) => [row, place]));
  const size = rows.length + 1;
  const sums = new Float64Array(size);
  const products = new Float64Array(size * size);
  let n = 0;
  for (const { rows: names, classes } of cells) {
    const present = [...new Set(names.flatMap((name) => places.get(name) ?? []))];
    for (const name of CLASS_NAMES) {
      const count = classes[name];
      const values: (readonly [place: number, value: number])[] = [
        ...present.map((place) => [place, 1] as const),
        [rows.length, SCORES[name]],
      ];
      n += count;
      for (const [row, value] of values) {
        sums[row]! += count * value;
        for (const [column, other] of values) products[row * size + column]! += count * value * other;
      }
    }
  }
  if (n === 0) return null;
  const means = [...sums].map((sum) => sum / n);
  const centred = products.map((product, index) => {
    const row = Math.floor(index / size);
    return product - n * (means[row] ?? 0) * (means[index % size] ?? 0);
  });
  const cross = { predictors: rows.length, sums: centred };
  const fit = fitLinear(cross);
  if (!fit || varianceInflation(cross).some((inflation) => !Number.isFinite(inflation))) return null;
  const explained = fit.effects.reduce((sum, effect, place) => sum + effect * (means[place] ?? 0), 0);
  return { intercept: (means[rows.length] ?? 0) - explained, effects: fit.effects, means };
}
