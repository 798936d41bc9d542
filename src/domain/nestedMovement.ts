/**
 * The change of NPS with changes of mix taken out first: of the services that answers come from, of channels, or first the one and
 * then, within each, the other. Δ = Σ_g Δw_g (s̄_g − S̄) + Σ_g w̄_g Δs_g, and each Δs_g is taken apart in turn, so that all parts still
 * add up to the change.
 */
import {
  CLASS_NAMES,
  centreOf,
  NO_ROW,
  rowMovement,
  rowNames,
  rowStatistic,
  sideOf,
  sumCells,
  withInterval,
  withPseudoAnswers,
  type MovementCell,
  type PartStatistic,
  type RowMovement,
  type RowSums,
  type SampleSums,
} from './movement.js';
import { countAnswers, npsOf, type ClassCounts } from './nps.js';

/** Answers of one group that count to the same rows. */
export interface NestedCell extends MovementCell {
  /** Outermost first; as many for every cell, none for no adjustment. */
  readonly groups: readonly string[];
}

export interface NestedMovement {
  /** Per level of groups, the parts that changes of mix have; their rate is 0. `row` names the group. */
  readonly mixes: readonly (readonly RowMovement[])[];
  /** Net of all mixes. */
  readonly rows: readonly RowMovement[];
}

type Statistics = ReadonlyMap<string, PartStatistic>;
interface Nested {
  readonly mixes: readonly Statistics[];
  readonly rows: Statistics;
}

/** Null when either sample has no answers. */
export function nestedMovement(base: readonly NestedCell[], current: readonly NestedCell[]): NestedMovement | null {
  const old = sumCells(base);
  const young = sumCells(current);
  if (countAnswers(old.all) === 0 || countAnswers(young.all) === 0) return null;
  const levels = (base[0] ?? current[0])?.groups.length ?? 0;
  const nested = takeApart(base, current, 0, levels);
  return {
    mixes: nested.mixes.map((mixes, level) => {
      const before = sumGroups(base, level);
      const after = sumGroups(current, level);
      return [...mixes].map(([group, part]) => mixMovement(group, part, before, after));
    }),
    rows: rowNames(old, young).map((row) => rowMovement(row, old, young, nested.rows.get(row) ?? NO_PART)),
  };
}

const NO_PART: PartStatistic = { rate: 0, mix: 0, baseVariance: 0, currentVariance: 0 };

/** Groups of one level as rows that answers count to wholly. */
function sumGroups(cells: readonly NestedCell[], level: number): SampleSums {
  return sumCells(cells.map(({ groups, classes }) => ({ rows: [groups[level] ?? ''], classes })));
}

function takeApart(base: readonly NestedCell[], current: readonly NestedCell[], level: number, levels: number): Nested {
  if (level === levels) {
    const old = sumCells(base);
    const young = sumCells(current);
    const rowOf = (sums: SampleSums, name: string): RowSums => sums.rows.get(name) ?? NO_ROW;
    return {
      mixes: [],
      rows: new Map(
        rowNames(old, young).map((name) => [
          name,
          rowStatistic(old.all, rowOf(old, name), young.all, rowOf(young, name)),
        ]),
      ),
    };
  }
  const before = sumGroups(base, level);
  const after = sumGroups(current, level);
  const mixes = new Map<string, PartStatistic>();
  for (const group of rowNames(before, after)) {
    mixes.set(group, mixStatistic(before.all, weightOf(before, group), after.all, weightOf(after, group)));
  }
  const below = Array.from({ length: levels - level - 1 }, () => new WeightedParts());
  const rows = new WeightedParts();
  const oldCells = byGroup(base, level);
  const youngCells = byGroup(current, level);
  for (const [group, cells] of oldCells) {
    const others = youngCells.get(group);
    // A group of one sample alone is scored alike in both by definition: it has a mix and nothing inside
    if (!others) continue;
    const inside = takeApart(cells, others, level + 1, levels);
    const shares = { base: shareOf(before, group), current: shareOf(after, group) };
    for (const [depth, parts] of below.entries()) parts.add(inside.mixes[depth] ?? new Map(), shares);
    rows.add(inside.rows, shares);
  }
  return { mixes: [mixes, ...below.map((parts) => parts.sums())], rows: rows.sums() };
}

function byGroup(cells: readonly NestedCell[], level: number): Map<string, NestedCell[]> {
  const groups = new Map<string, NestedCell[]>();
  for (const cell of cells) {
    if (countAnswers(cell.classes) === 0) continue;
    const name = cell.groups[level] ?? '';
    const members = groups.get(name);
    if (members) members.push(cell);
    else groups.set(name, [cell]);
  }
  return groups;
}

function weightOf(sums: SampleSums, group: string): ClassCounts {
  return (sums.rows.get(group) ?? NO_ROW).weight;
}

function shareOf(sums: SampleSums, group: string): number {
  return countAnswers(weightOf(sums, group)) / countAnswers(sums.all);
}

/**
 * Parts of groups, summed with the groups' mean shares w̄_g. An answer of group h acts on the sum through the group's share
 * (½ R_h) and within the group (w̄_h / w_h times its influence there), and the two are uncorrelated.
 */
class WeightedParts {
  private readonly parts = new Map<string, { rate: number; mix: number; base: Spread; current: Spread }>();

  add(inside: Statistics, shares: { readonly base: number; readonly current: number }): void {
    const share = (shares.base + shares.current) / 2;
    for (const [name, { rate, mix, baseVariance, currentVariance }] of inside) {
      let part = this.parts.get(name);
      if (!part) this.parts.set(name, (part = { rate: 0, mix: 0, base: noSpread(), current: noSpread() }));
      part.rate += share * rate;
      part.mix += share * mix;
      widen(part.base, shares.base, share, rate + mix, baseVariance);
      widen(part.current, shares.current, share, rate + mix, currentVariance);
    }
  }

  sums(): Statistics {
    return new Map(
      [...this.parts].map(([name, { rate, mix, base, current }]) => [
        name,
        { rate, mix, baseVariance: varianceOf(base), currentVariance: varianceOf(current) },
      ]),
    );
  }
}

/** Sums over groups of w R, w R² and of the variances within. */
interface Spread {
  mean: number;
  square: number;
  within: number;
}

const noSpread = (): Spread => ({ mean: 0, square: 0, within: 0 });

function widen(spread: Spread, ownShare: number, meanShare: number, total: number, variance: number): void {
  spread.mean += ownShare * total;
  spread.square += ownShare * total * total;
  spread.within += (meanShare * meanShare * variance) / ownShare;
}

function varianceOf({ mean, square, within }: Spread): number {
  return Math.max(0, square - mean * mean) / 4 + within;
}

/** What a group's share being different does: Δw (s̄_g − S̄); a group of one sample alone has the NPS that it has there. */
function mixStatistic(
  base: ClassCounts,
  baseGroup: ClassCounts,
  current: ClassCounts,
  currentGroup: ClassCounts,
): PartStatistic {
  const centre = centreOf(base, current);
  const old = npsOf(baseGroup);
  const young = npsOf(currentGroup);
  const mean = old === null ? (young ?? centre) : young === null ? old : (old + young) / 2;
  const shareChange = countAnswers(currentGroup) / countAnswers(current) - countAnswers(baseGroup) / countAnswers(base);
  const both = old !== null && young !== null;
  const influence = { distance: mean - centre, shareChange, weight: both ? 0.5 : 1 };
  return {
    rate: 0,
    mix: shareChange * (mean - centre),
    baseVariance: mixVariance(base, baseGroup, -1, influence),
    currentVariance: mixVariance(current, currentGroup, 1, influence),
  };
}

/**
 * Variance of what one answer does to a mix: ±(s̄_g − S̄) + Δw · weight · (x − s_g) / w_g when it is of the group, and −½ Δw x
 * whosoever it is. `weight` is the part of the sample's own NPS in s̄_g: ½, or 1 where the group is in this sample alone.
 */
function mixVariance(
  all: ClassCounts,
  group: ClassCounts,
  sign: 1 | -1,
  influence: { readonly distance: number; readonly shareChange: number; readonly weight: number },
): number {
  const n = countAnswers(all);
  const share = countAnswers(group) / n;
  const nps = npsOf(group) ?? 0;
  const { distance, shareChange, weight } = influence;
  let sum = 0;
  let squares = 0;
  for (const name of CLASS_NAMES) {
    const x = name === 'promoters' ? 100 : name === 'passives' ? 0 : -100;
    const outside = -(shareChange * x) / 2;
    const inside = share === 0 ? outside : outside + sign * distance + (shareChange * weight * (x - nps)) / share;
    sum += group[name] * inside + (all[name] - group[name]) * outside;
    squares += group[name] * inside * inside + (all[name] - group[name]) * outside * outside;
  }
  return Math.max(0, squares / n - (sum / n) ** 2);
}

function mixMovement(group: string, part: PartStatistic, base: SampleSums, current: SampleSums): RowMovement {
  const baseRow = base.rows.get(group) ?? NO_ROW;
  const currentRow = current.rows.get(group) ?? NO_ROW;
  const old = withPseudoAnswers(base.all, baseRow);
  const young = withPseudoAnswers(current.all, currentRow);
  const sizes = { base: countAnswers(base.all), current: countAnswers(current.all) };
  const plain = mixStatistic(base.all, baseRow.weight, current.all, currentRow.weight);
  const adjusted = mixStatistic(old.all, old.row.weight, young.all, young.row.weight);
  const sides = { base: sideOf(baseRow, sizes.base), current: sideOf(currentRow, sizes.current) };
  return { row: group, ...withInterval(part, plain, adjusted, sizes, sides) };
}
