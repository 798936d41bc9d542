/**
 * Whether new heads may replace those in use: what is measured in every theme, language and origin, after minus before, by a paired
 * bootstrap over comments (Efron & Tibshirani 1993; comments of the same text are drawn together).
 */
import { adjustedP } from '../domain/benjaminiHochberg.js';
import { quantileOf, seededRandom } from '../domain/random.js';
import type { ThemeKey } from '../domain/theme.js';
import { countPair, f1Of, qualityOf, squaredError, type JudgedPair } from './trainingFigures.js';
import type { TrainingCell } from './trainingReport.js';

const DRAWS = 2000;
const LEVEL = 0.05;
/** Numbers kept per comment of a cell. F1: hits and given before, hits and given after, labelled; Brier: errors, pairs last. */
const FIGURES = 5;

type CellName = Pick<TrainingCell, 'measure' | 'theme' | 'lang' | 'origin'>;

interface Cell {
  readonly name: CellName;
  readonly pairs: readonly JudgedPair[];
}

export interface GateOutcome {
  readonly cells: readonly TrainingCell[];
  /** `measure theme lang origin` of what is worse. */
  readonly refusedFor: readonly string[];
}

/**
 * Refuses for every cell whose interval lies wholly below 0 and is still believed when so many are looked at: one-sided p by
 * Benjamini–Hochberg at 0.05 over all cells of one language and origin that changed at all. All themes and languages together
 * are looked at once per origin and measure; there the plain 95 % interval decides.
 * @param themes keys in the order of the pairs' indices
 */
export function judgeChange(pairs: readonly JudgedPair[], themes: readonly ThemeKey[], seed: number): GateOutcome {
  const cells = cellsOf(pairs, themes);
  const draws = drawChanges(cells, pairs, seed);
  const judged = cells.map((cell, index) => compareCell(cell, draws[index]!));
  const single = judged.filter(({ cell }) => isSingle(cell) && hasChanged(cell));
  const adjusted = new Map(adjustedP(single.map(({ p }) => p)).map((p, index) => [single[index]!.cell, p]));
  const result = judged.map(({ cell }): TrainingCell => {
    const isBelow = cell.change !== null && cell.change.interval[1] < 0;
    return { ...cell, worse: isBelow && (isTotal(cell) || (adjusted.get(cell) ?? 1) <= LEVEL) };
  });
  return { cells: result, refusedFor: result.filter((cell) => cell.worse).map(nameOf) };
}

/** The cell's figures, and the one-sided p of its being worse by chance alone. */
function compareCell(
  { name, pairs }: Cell,
  changes: readonly number[],
): { readonly cell: TrainingCell; readonly p: number } {
  const measure = name.measure === 'joint' ? 'joint' : 'theme';
  const value = changeOf(sumFigures(pairs.map((pair) => figuresOf(pair, name.measure))), name.measure);
  const [lower, upper] = [quantileOf(changes, LEVEL / 2), quantileOf(changes, 1 - LEVEL / 2)];
  const cell: TrainingCell = {
    ...name,
    known: pairs.length,
    labelled: pairs.filter((pair) => pair.present).length,
    before: qualityOf(pairs, 'before', measure),
    after: qualityOf(pairs, 'after', measure),
    change: value !== null && lower !== null && upper !== null ? { value, interval: [lower, upper] } : null,
    worse: false,
  };
  return { cell, p: (1 + changes.filter((change) => change >= 0).length) / (1 + changes.length) };
}

function nameOf({ measure, theme, lang, origin }: CellName): string {
  return [measure, theme ?? 'all', lang ?? 'all', origin ?? 'all'].join(' ');
}

/** One language and one origin: these are the many that are looked at. */
function isSingle({ lang, origin }: CellName): boolean {
  return lang !== null && origin !== null;
}

function isTotal({ theme, lang, origin }: CellName): boolean {
  return theme === null && lang === null && origin !== null;
}

function hasChanged({ change }: TrainingCell): boolean {
  return change !== null && (change.value !== 0 || change.interval[0] !== 0 || change.interval[1] !== 0);
}

/** Every theme and all of them, by language and origin and over them; polarity and confidence over all themes only. */
function cellsOf(pairs: readonly JudgedPair[], themes: readonly ThemeKey[]): Cell[] {
  const languages = [...new Set(pairs.map((pair) => pair.lang))];
  const origins = (['committed', 'person'] as const).filter((origin) => pairs.some((pair) => pair.origin === origin));
  const measured: { readonly measure: TrainingCell['measure']; readonly theme: number | null }[] = [
    ...[null, ...themes.keys()].map((theme) => ({ measure: 'theme' as const, theme })),
    { measure: 'joint', theme: null },
    { measure: 'confidence', theme: null },
  ];
  const cells: Cell[] = [];
  for (const { measure, theme } of measured) {
    for (const lang of [...languages, null]) {
      for (const origin of [...origins, null]) {
        const chosen = pairs.filter(
          (pair) =>
            (theme === null || pair.theme === theme) &&
            (lang === null || pair.lang === lang) &&
            (origin === null || pair.origin === origin) &&
            figuresOf(pair, measure) !== null,
        );
        const key = theme === null ? null : themes[theme]!;
        if (chosen.length > 0) cells.push({ name: { measure, theme: key, lang, origin }, pairs: chosen });
      }
    }
  }
  return cells;
}

/** The FIGURES numbers of one pair; null where it cannot be measured. */
function figuresOf(pair: JudgedPair, measure: TrainingCell['measure']): readonly number[] | null {
  if (measure === 'confidence') return [squaredError(pair, 'before'), 0, squaredError(pair, 'after'), 0, 1];
  const before = countPair(pair, 'before', measure);
  const after = countPair(pair, 'after', measure);
  return before && after && [before.hits, before.given, after.hits, after.given, before.labelled];
}

function sumFigures(figures: readonly (readonly number[] | null)[]): number[] {
  const sums = new Array<number>(FIGURES).fill(0);
  for (const each of figures) each?.forEach((value, i) => (sums[i]! += value));
  return sums;
}

/** Change of what is measured, below 0 when it became worse; null without a base. */
function changeOf(sums: readonly number[], measure: TrainingCell['measure']): number | null {
  const [first = 0, givenBefore = 0, second = 0, givenAfter = 0, base = 0] = sums;
  if (measure === 'confidence') return base > 0 ? (first - second) / base : null;
  const before = f1Of({ hits: first, given: givenBefore, labelled: base });
  const after = f1Of({ hits: second, given: givenAfter, labelled: base });
  return before !== null && after !== null ? after - before : null;
}

/** Changes in each cell over resampled comments; draws in which a cell has no base are left out. */
function drawChanges(cells: readonly Cell[], pairs: readonly JudgedPair[], seed: number): number[][] {
  const groups = [...new Set(pairs.map((pair) => pair.group))];
  const place = new Map(groups.map((group, index) => [group, index]));
  const tables = cells.map((cell) => tabulate(cell, place));
  const changes = cells.map((): number[] => []);
  const random = seededRandom(seed);
  const times = new Uint16Array(groups.length);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    times.fill(0);
    for (let i = 0; i < groups.length; i += 1) times[Math.floor(random() * groups.length)]! += 1;
    tables.forEach(({ places, figures, measure }, index) => {
      const sums = [0, 0, 0, 0, 0];
      for (let row = 0; row < places.length; row += 1) {
        const weight = times[places[row]!]!;
        if (weight === 0) continue;
        for (let i = 0; i < FIGURES; i += 1) sums[i]! += weight * figures[row * FIGURES + i]!;
      }
      const change = changeOf(sums, measure);
      if (change !== null) changes[index]!.push(change);
    });
  }
  return changes;
}

interface Table {
  readonly measure: TrainingCell['measure'];
  /** Of each comment that counts in the cell: its place among all, and its figures, one row a comment. */
  readonly places: Int32Array;
  readonly figures: Float64Array;
}

function tabulate({ name: { measure }, pairs }: Cell, place: ReadonlyMap<number, number>): Table {
  const byGroup = new Map<number, number[]>();
  for (const pair of pairs) {
    const figures = figuresOf(pair, measure);
    if (!figures?.some((value) => value > 0)) continue;
    byGroup.set(pair.group, sumFigures([byGroup.get(pair.group) ?? null, figures]));
  }
  return {
    measure,
    places: Int32Array.from(byGroup.keys(), (group) => place.get(group)!),
    figures: Float64Array.from([...byGroup.values()].flat()),
  };
}
