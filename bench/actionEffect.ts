/**
 * How often the page of an action says that something moved where nothing did, and how often it sees what did.
 *
 *   node dist/bench/actionEffect.js [--sets 4000] [--seed 1]
 *
 * Draws three years of months and puts an action in the middle. The verdict goes through the same code as on the page: choice of the
 * yardstick, usual variation, interval. "Season": NPS swings by ±10 points over the year. "Restless": besides chance, months differ
 * by a standard deviation of 6 points of their own. "After a bad spell": the three months before the start are the worst that chance
 * alone makes of five draws. The last column is of a true rise of 10 points.
 */
import { parseArgs } from 'node:util';
import type { Verdict } from '../src/domain/actionEffect.js';
import { addMonths, firstDayOfMonth, type Month } from '../src/domain/calendar.js';
import { effectMonths } from '../src/domain/effectMonths.js';
import { npsOf, type ClassCounts } from '../src/domain/nps.js';
import { drawBinomial, seededRandom, type Random } from '../src/domain/random.js';
import { followUpOf } from '../src/flows/followUp.js';
import type { MeasureMonth } from '../src/flows/measureMonths.js';

const START: Month = '2023-01';
const MONTHS_BEFORE = 24;
const MEASURE = { kind: 'nps', theme: null, direction: 'up' } as const;
const NPS = 45;
const PASSIVES = 0.25;

interface Case {
  readonly name: string;
  readonly perMonth: number;
  readonly monthsAfter: number;
  readonly season: number;
  readonly restless: number;
  readonly badSpell: boolean;
}

const CASES: readonly Case[] = [
  ...[12, 40, 200, 2000].flatMap((perMonth) =>
    [3, 6, 12].map((monthsAfter) => ({
      name: 'steady',
      perMonth,
      monthsAfter,
      season: 0,
      restless: 0,
      badSpell: false,
    })),
  ),
  ...[40, 200].map((perMonth) => ({
    name: 'season',
    perMonth,
    monthsAfter: 6,
    season: 10,
    restless: 0,
    badSpell: false,
  })),
  ...[40, 200, 2000].map((perMonth) => ({
    name: 'restless',
    perMonth,
    monthsAfter: 6,
    season: 0,
    restless: 6,
    badSpell: false,
  })),
  ...[3, 6, 12].map((monthsAfter) => ({
    name: 'after a bad spell',
    perMonth: 40,
    monthsAfter,
    season: 0,
    restless: 0,
    badSpell: true,
  })),
];

function drawMonth(random: Random, answers: number, nps: number): ClassCounts {
  const mean = Math.max(-1, Math.min(1, nps / 100));
  const promoters = drawBinomial(random, answers, Math.max(0, (1 - PASSIVES + mean) / 2));
  const rest = answers - promoters;
  const passives = drawBinomial(random, rest, Math.min(1, PASSIVES / (1 - (1 - PASSIVES + mean) / 2)));
  return { promoters, passives, detractors: rest - passives };
}

/** A standard normal number (Box and Muller). */
function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function drawMonths(random: Random, { perMonth, season, restless, monthsAfter }: Case, rise: number): MeasureMonth[] {
  return Array.from({ length: MONTHS_BEFORE + monthsAfter }, (_, index) => {
    const nps =
      NPS +
      season * Math.sin((2 * Math.PI * index) / 12) +
      restless * drawNormal(random) +
      (index >= MONTHS_BEFORE ? rise : 0);
    return { counts: drawMonth(random, perMonth, nps), beside: 0 };
  });
}

function worstSpell(random: Random, each: Case, months: MeasureMonth[]): void {
  const spells = Array.from({ length: 5 }, () =>
    Array.from({ length: 3 }, () => drawMonth(random, each.perMonth, NPS)),
  );
  const sum = (spell: readonly ClassCounts[]): number => spell.reduce((all, counts) => all + (npsOf(counts) ?? 0), 0);
  const worst = spells.reduce((one, other) => (sum(other) < sum(one) ? other : one));
  for (const [index, counts] of worst.entries()) months[MONTHS_BEFORE - 3 + index] = { counts, beside: 0 };
}

function verdictOf(random: Random, each: Case, rise: number): Verdict {
  const drawn = drawMonths(random, each, rise);
  if (each.badSpell) worstSpell(random, each, drawn);
  const first = addMonths(START, -MONTHS_BEFORE);
  const months = new Map(drawn.map((month, index) => [addMonths(first, index), month]));
  const place = effectMonths(firstDayOfMonth(START), addMonths(START, each.monthsAfter - 1));
  return followUpOf(MEASURE, { months, firstDay: firstDayOfMonth(first), place }, 5).verdict;
}

function shareOf(random: Random, each: Case, rise: number, sets: number, verdict: Verdict): number {
  let count = 0;
  for (let set = 0; set < sets; set += 1) if (verdictOf(random, each, rise) === verdict) count += 1;
  return count / sets;
}

const { values } = parseArgs({
  options: { sets: { type: 'string', default: '4000' }, seed: { type: 'string', default: '1' } },
});
const sets = Number(values.sets);
const random = seededRandom(Number(values.seed));
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(8);
process.stdout.write(
  `${sets} sets a row. Nothing happened: moved up, moved down. A rise of 10 points: moved as hoped\n`,
);
for (const each of CASES) {
  const row = [
    percent(shareOf(random, each, 0, sets, 'hoped')),
    percent(shareOf(random, each, 0, sets, 'otherWay')),
    percent(shareOf(random, each, 10, sets, 'hoped')),
  ];
  const { name, perMonth, monthsAfter } = each;
  process.stdout.write(
    `${name.padEnd(18)} ${String(perMonth).padStart(5)} a month, ${String(monthsAfter).padStart(2)} months ${row.join(' ')}\n`,
  );
}
