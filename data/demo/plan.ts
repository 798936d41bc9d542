/** How many promoters, passives and detractors each unit gets in each month, so that the published figures come out. */
import { monthsBetween } from '../../src/domain/calendar.js';
import type { DemoFiles, FiguresPeriod, Organisation, PlantedEvent } from './demoFiles.js';
import { allocate, fitTable, split } from './quotas.js';
import type { SeededRandom } from './seededRandom.js';
import { leavesOf, phaseOf, type Leaf } from './unitTree.js';

/** Responses of one unit in one month by NPS class. */
export interface PlannedCell {
  readonly leaf: Leaf;
  readonly month: string;
  readonly period: FiguresPeriod;
  readonly organisation: Organisation;
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
}

/** Responses by month relative to an ordinary month: July and Christmas are quiet. */
export const MONTH_WEIGHTS = [1, 1, 1.05, 1, 1, 0.9, 0.68, 0.95, 1.05, 1.1, 1.1, 0.8] as const;

export function monthWeight(month: string): number {
  return MONTH_WEIGHTS[Number(month.slice(5, 7)) - 1] ?? 1;
}

/** Every cell of every organisation and period, in time order within an organisation. */
export function planCells(files: Pick<DemoFiles, 'units' | 'figures' | 'events'>, random: SeededRandom): PlannedCell[] {
  return files.figures.organisations.flatMap((organisation) => {
    const leaves = leavesOf(files.units, organisation.unit);
    return organisation.periods.flatMap((period) =>
      planPeriod(organisation, period, leaves, files.events, random.fork(`${organisation.unit} ${period.from}`)),
    );
  });
}

function planPeriod(
  organisation: Organisation,
  period: FiguresPeriod,
  leaves: readonly Leaf[],
  events: readonly PlantedEvent[],
  random: SeededRandom,
): PlannedCell[] {
  const months = monthsBetween(period.from, period.to);
  const sizes = sizesOf(period, months, leaves);
  const lines = [...new Set(leaves.map((leaf) => leaf.line))];
  const base = period.nps ?? meanLine(period, lines, leaves);
  const normals = leaves.map(() => months.map(() => normalDraw(random)));
  // NPS that a unit would have if nothing had to add up
  const designWith = (chanceShare: number): number[][] =>
    leaves.map((leaf, u) =>
      months.map((month, m) => {
        const drift = months.length > 1 ? period.rise * (m / (months.length - 1) - 0.5) : 0;
        const wish = base + leaf.lean + drift + (phaseOf(events, leaf.unit.code, month)?.phase.npsOffset ?? 0);
        return Math.max(-90, Math.min(97, wish + chanceShare * normals[u]![m]! * chanceError(base, sizes[u]![m]!)));
      }),
    );
  const { design, byLine } = fitWithChance(designWith, (wished) =>
    fitLines(period, months, lines, leaves, sizes, wished),
  );
  const carries = { promoters: leaves.map(() => 0), detractors: leaves.map(() => 0) };
  const cells: PlannedCell[] = [];
  for (const [m, month] of months.entries()) {
    for (const [l, line] of lines.entries()) {
      const members = leaves.flatMap((leaf, u) => (leaf.line === line ? [u] : []));
      const n = members.map((u) => sizes[u]![m]!);
      const all = n.reduce((sum, count) => sum + count, 0);
      const total = { promoters: byLine.promoters[l]![m]!, detractors: byLine.detractors[l]![m]! };
      const mean = members.reduce((sum, u, i) => sum + design[u]![m]! * n[i]!, 0) / Math.max(1, all);
      // half of a unit's lead in NPS comes from more promoters, half from fewer detractors
      const lead = (u: number): number => (design[u]![m]! - mean) / 200;
      const wished = (key: 'promoters' | 'detractors', sign: number): number[] =>
        members.map((u, i) => n[i]! * (total[key] / Math.max(1, all) + sign * lead(u)) + carries[key][u]!);
      const promoterWish = wished('promoters', 1);
      const promoters = allocate(total.promoters, promoterWish, n);
      const detractorWish = wished('detractors', -1);
      const detractors = allocate(
        total.detractors,
        detractorWish,
        n.map((count, i) => count - promoters[i]!),
      );
      for (const [i, u] of members.entries()) {
        // what rounding took is carried to the next month, so that small units keep their level
        carries.promoters[u] = clampCarry(promoterWish[i]! - promoters[i]!);
        carries.detractors[u] = clampCarry(detractorWish[i]! - detractors[i]!);
        const counts = { promoters: promoters[i]!, detractors: detractors[i]! };
        const passives = n[i]! - counts.promoters - counts.detractors;
        cells.push({ leaf: leaves[u]!, month, period, organisation, ...counts, passives });
      }
    }
  }
  return cells;
}

interface LineCounts {
  readonly promoters: number[][];
  readonly detractors: number[][];
}

/** Shares of full sampling error to try: where months are small, all of it would not leave room for the published figures. */
const CHANCE_SHARES = [1, 0.8, 0.6, 0.4, 0.2, 0] as const;

function fitWithChance(
  designWith: (chanceShare: number) => number[][],
  fit: (design: number[][]) => LineCounts | null,
): { readonly design: number[][]; readonly byLine: LineCounts } {
  for (const share of CHANCE_SHARES) {
    const design = designWith(share);
    const byLine = fit(design);
    if (byLine) return { design, byLine };
  }
  throw new Error('expected figures that fit together, found more classes than responses in some month');
}

/** Mean 0, variance 1: twelve uniform draws. */
function normalDraw(random: SeededRandom): number {
  let sum = -6;
  for (let i = 0; i < 12; i += 1) sum += random.next();
  return sum;
}

/** Standard error of the NPS of n answers, in points: months differ by it as they do in life. */
function chanceError(level: number, n: number): number {
  // passives are few: the variance of one answer is about 0.88 − (NPS/100)²
  return n === 0 ? 0 : 100 * Math.sqrt(Math.max(0.05, 0.88 - (level / 100) ** 2) / n);
}

function clampCarry(value: number): number {
  return Math.max(-1, Math.min(1, value));
}

/** Responses per unit and month: by month weight, then by share; rounding is carried along so that small units get theirs. */
function sizesOf(period: FiguresPeriod, months: readonly string[], leaves: readonly Leaf[]): number[][] {
  const perMonth = split(period.responses, months.map(monthWeight));
  const sizes = leaves.map(() => months.map(() => 0));
  const carry = leaves.map(() => 0);
  for (const [m, total] of perMonth.entries()) {
    const wish = leaves.map((leaf, u) => total * leaf.share + carry[u]!);
    for (const [u, count] of allocate(total, wish).entries()) {
      sizes[u]![m] = count;
      carry[u] = wish[u]! - count;
    }
  }
  return sizes;
}

function meanLine(period: FiguresPeriod, lines: readonly string[], leaves: readonly Leaf[]): number {
  return lines.reduce((sum, line) => {
    const share = leaves.filter((leaf) => leaf.line === line).reduce((all, leaf) => all + leaf.share, 0);
    return sum + share * lineTarget(period, line);
  }, 0);
}

function lineTarget(period: FiguresPeriod, line: string): number {
  const target = period.lines[line];
  if (target === undefined) throw new Error(`expected an NPS for ${line} from ${period.from}, found none`);
  return target;
}

/** Promoters and detractors by line and month, with the period's published margins; null when some month has no room for them. */
function fitLines(
  period: FiguresPeriod,
  months: readonly string[],
  lines: readonly string[],
  leaves: readonly Leaf[],
  sizes: readonly (readonly number[])[],
  design: readonly (readonly number[])[],
): LineCounts | null {
  const members = lines.map((line) => leaves.flatMap((leaf, u) => (leaf.line === line ? [u] : [])));
  const n = members.map((units) => months.map((_, m) => units.reduce((sum, u) => sum + sizes[u]![m]!, 0)));
  const net = members.map((units) =>
    months.map((_, m) => units.reduce((sum, u) => sum + (sizes[u]![m]! * design[u]![m]!) / 100, 0)),
  );
  const lineN = n.map((row) => row.reduce((sum, count) => sum + count, 0));
  const monthN = months.map((_, m) => n.reduce((sum, row) => sum + row[m]!, 0));
  const lineNet = net.map((row) => row.reduce((sum, value) => sum + value, 0));
  const monthNet = months.map((_, m) => net.reduce((sum, row) => sum + row[m]!, 0));
  const published = Object.keys(period.lines).length > 0;
  if (published) for (const [l, line] of lines.entries()) lineNet[l] = (lineTarget(period, line) / 100) * lineN[l]!;
  const wanted = published
    ? lineNet.reduce((sum, value) => sum + value, 0)
    : ((period.nps ?? 0) / 100) * period.responses;
  moveTo(wanted, lineNet, lineN, () => !published);
  for (const [m, month] of months.entries()) {
    const target = period.months[month];
    if (target !== undefined) monthNet[m] = (target / 100) * monthN[m]!;
  }
  moveTo(wanted, monthNet, monthN, (m) => !period.fixedMonths.includes(months[m] ?? ''));
  const netShare = wanted / period.responses;
  const passives = period.passives ?? 1 - (period.promoters ?? 0) - ((period.promoters ?? 0) - netShare);
  const counts = (sign: number): number[][] => {
    const expected = (size: number, value: number): number => (size * (1 - passives) + sign * value) / 2;
    const total = Math.round(expected(period.responses, wanted));
    return fitTable(
      net.map((row, l) => row.map((value, m) => expected(n[l]![m]!, value))),
      n,
      allocate(
        total,
        lineNet.map((value, l) => expected(lineN[l]!, value)),
      ),
      allocate(
        total,
        monthNet.map((value, m) => expected(monthN[m]!, value)),
      ),
    );
  };
  const result = { promoters: counts(1), detractors: counts(-1) };
  for (const l of lines.keys()) {
    for (const m of months.keys()) {
      const [promoters, detractors] = [result.promoters[l]![m]!, result.detractors[l]![m]!];
      if (promoters < 0 || detractors < 0 || promoters + detractors > n[l]![m]!) {
        return null;
      }
    }
  }
  return result;
}

/** Moves the values that may move, in proportion to their sizes, until all add up to `wanted`. */
function moveTo(wanted: number, values: number[], sizes: readonly number[], mayMove: (index: number) => boolean): void {
  const gap = wanted - values.reduce((sum, value) => sum + value, 0);
  const moving = sizes.reduce((sum, size, index) => sum + (mayMove(index) ? size : 0), 0);
  if (moving === 0) return;
  for (const [index, size] of sizes.entries()) if (mayMove(index)) values[index]! += (gap * size) / moving;
}
