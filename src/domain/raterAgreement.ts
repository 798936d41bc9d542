/** How far several people agree who sort the same things into classes, beyond chance; intervals at 95 %. */
import { cohensKappa, type AgreementCounts } from './agreement.js';
import { Z_95, type Interval } from './interval.js';
import { quantileOf, seededRandom } from './random.js';

/** −1..1: 1 is full agreement, 0 what chance alone gives. */
export interface Agreement {
  readonly value: number;
  /** Null where too little was judged to tell. */
  readonly interval: Interval | null;
}

/**
 * Cohen's kappa with its asymptotic interval (Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72:323), cut at −1 and 1. Null
 * where there is no kappa.
 */
export function cohensKappaWithInterval(counts: AgreementCounts): Agreement | null {
  const kappa = cohensKappa(counts);
  if (kappa === null) return null;
  const { both, onlyFirst, onlySecond, neither } = counts;
  const n = both + onlyFirst + onlySecond + neither;
  const cells = [
    [both / n, onlyFirst / n],
    [onlySecond / n, neither / n],
  ] as const;
  const first = [cells[0][0] + cells[0][1], cells[1][0] + cells[1][1]] as const;
  const second = [cells[0][0] + cells[1][0], cells[0][1] + cells[1][1]] as const;
  const expected = first[0] * second[0] + first[1] * second[1];
  let agreed = 0;
  let apart = 0;
  for (const i of [0, 1] as const) {
    agreed += cells[i][i] * (1 - (first[i] + second[i]) * (1 - kappa)) ** 2;
    for (const j of [0, 1] as const) if (i !== j) apart += cells[i][j] * (second[i] + first[j]) ** 2;
  }
  const variance =
    (agreed + (1 - kappa) ** 2 * apart - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2);
  const margin = Z_95 * Math.sqrt(Math.max(0, variance));
  return { value: kappa, interval: [Math.max(-1, kappa - margin), Math.min(1, kappa + margin)] };
}

/**
 * Fleiss' kappa (1971, Psychological Bulletin 76:378). `counts[i][j]`: how many people put thing i into class j; the same number of
 * people, at least 2, for every thing. The interval is a bootstrap over things. Null without things, or where everybody always
 * said the same. Throws when the number of people differs.
 */
export function fleissKappa(counts: readonly (readonly number[])[], seed = 1): Agreement | null {
  const raters = sum(counts[0] ?? []);
  for (const row of counts) {
    if (sum(row) !== raters || raters < 2) {
      throw new Error(`expected the same number of answers (2 or more) on every thing, got ${raters} and ${sum(row)}`);
    }
  }
  return withBootstrap(counts, (rows) => fleissValue(rows, raters), seed);
}

function fleissValue(counts: readonly (readonly number[])[], raters: number): number | null {
  const things = counts.length;
  if (things === 0) return null;
  const shares = (counts[0] ?? []).map((_, j) => sum(counts.map((row) => row[j] ?? 0)) / (things * raters));
  const expected = sum(shares.map((share) => share * share));
  const observed =
    sum(counts.map((row) => (sum(row.map((count) => count * count)) - raters) / (raters * (raters - 1)))) / things;
  return expected === 1 ? null : (observed - expected) / (1 - expected);
}

/**
 * Krippendorff's alpha for classes without order (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability). `answers[i]`: what
 * each person said about thing i, null where someone did not answer; things with fewer than two answers say nothing. The interval is
 * a bootstrap over things. Null where nothing can be compared, or everybody always said the same.
 */
export function krippendorffsAlpha<T>(answers: readonly (readonly (T | null)[])[], seed = 1): Agreement | null {
  const classes = [...new Set(answers.flat())].filter((answer) => answer !== null);
  const counts = answers
    .map((row) => classes.map((each) => row.filter((answer) => answer === each).length))
    .filter((row) => sum(row) >= 2);
  return withBootstrap(counts, (rows) => alphaValue(rows, nominalApart), seed);
}

/**
 * The same for steps of a scale, where two answers differ the more answers lie between them (ordinal difference, Krippendorff 2011,
 * section D). `answers[i]`: numbers, null where someone did not answer.
 */
export function ordinalAlpha(answers: readonly (readonly (number | null)[])[], seed = 1): Agreement | null {
  const steps = [...new Set(answers.flat())].filter((answer) => answer !== null).sort((one, other) => one - other);
  const counts = answers
    .map((row) => steps.map((each) => row.filter((answer) => answer === each).length))
    .filter((row) => sum(row) >= 2);
  return withBootstrap(counts, (rows) => alphaValue(rows, ordinalApart), seed);
}

/** Sum of the differences between all ordered pairs of answers in a row of counts, given how many answers each class got in all. */
type Apart = (row: readonly number[], totals: readonly number[]) => number;

const nominalApart: Apart = (row) => {
  let [all, squares] = [0, 0];
  for (const count of row) {
    all += count;
    squares += count * count;
  }
  return all * all - squares;
};

const ordinalApart: Apart = (row, totals) => {
  let apart = 0;
  for (let i = 0; i < row.length; i += 1) {
    for (let j = i + 1; j < row.length; j += 1) {
      const between = sum(totals.slice(i, j + 1)) - ((totals[i] ?? 0) + (totals[j] ?? 0)) / 2;
      apart += 2 * (row[i] ?? 0) * (row[j] ?? 0) * between * between;
    }
  }
  return apart;
};

function alphaValue(counts: readonly (readonly number[])[], apart: Apart): number | null {
  const totals = (counts[0] ?? []).map((_, j) => counts.reduce((total, row) => total + (row[j] ?? 0), 0));
  const pairable = sum(totals);
  // differences of two answers: seen, and by chance
  const seen = counts.reduce((total, row) => total + apart(row, totals) / (sum(row) - 1), 0);
  const byChance = apart(totals, totals) / (pairable - 1);
  return byChance > 0 ? 1 - seen / byChance : null;
}

const DRAWS = 2000;

/**
 * A figure over things with its percentile interval, things drawn with replacement. Null where the figure is; no interval for a single
 * thing. Draws in which there is no figure (everybody said the same) are left out.
 */
export function withBootstrap<Row>(
  rows: readonly Row[],
  valueOf: (rows: readonly Row[]) => number | null,
  seed: number,
): Agreement | null {
  const value = valueOf(rows);
  if (value === null) return null;
  if (rows.length < 2) return { value, interval: null };
  const random = seededRandom(seed);
  const drawn: number[] = [];
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const one = valueOf(rows.map(() => rows[Math.floor(random() * rows.length)]!));
    if (one !== null) drawn.push(one);
  }
  const [low, high] = [quantileOf(drawn, 0.025), quantileOf(drawn, 0.975)];
  return { value, interval: low === null || high === null ? null : [low, high] };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
