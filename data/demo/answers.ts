/** From planned counts to single answers: score, day, channel, language, statements and whether there is a comment. */
import { addDays, daysBetween, firstDayOfMonth, lastDayOfMonth } from '../../src/domain/calendar.js';
import { NPS_SCALE, scoreClass, type ScoreClass } from '../../src/domain/response.js';
import type { Organisation, FiguresPeriod } from './demoFiles.js';
import type { PlannedCell } from './plan.js';
import { allocate, split } from './quotas.js';
import type { SeededRandom } from './seededRandom.js';
import type { Leaf } from './unitTree.js';

/** Every answer of the demo has a score, so there is no class `none`. */
export const ANSWER_CLASSES = ['promoter', 'passive', 'detractor'] as const satisfies readonly ScoreClass[];
export type AnswerClass = (typeof ANSWER_CLASSES)[number];

/** One answer; the comment is chosen later, and may then set the score within its class. */
export interface Answer {
  readonly leaf: Leaf;
  readonly month: string;
  readonly class: AnswerClass;
  day: string;
  score: number;
  channel: string;
  lang: string;
  commented: boolean;
  comment: string | null;
  statements: { readonly got_help: number; readonly heard: number } | null;
}

/** A day with how busy it is beside an ordinary weekday (1). */
export type DayWeight = readonly [day: string, weight: number];

/** Scores within a class as frequent as they are in practice: mostly 10, 8 and the middle of the scale. */
const SCORES: Record<AnswerClass, readonly number[]> = {
  promoter: [10, 10, 10, 9, 9],
  passive: [8, 8, 8, 7, 7],
  detractor: [6, 6, 5, 5, 4, 3, 2, 1, 0, 0],
};
/** Other channels than text messages draw more of the displeased: weight of a class there. */
const OTHER_CHANNEL_WEIGHT: Record<AnswerClass, number> = { promoter: 0.75, passive: 1.2, detractor: 2.2 };
export const COMMENT_RATE = 0.67;
const COMMENT_RATE_BY_CLASS: Record<AnswerClass, number> = { promoter: 0.64, passive: 0.68, detractor: 0.8 };
const STATEMENT_RATE = 0.6;
/** How readily a class fully agrees with a statement. */
const AGREEMENT: Record<AnswerClass, number> = { promoter: 0.85, passive: 0.32, detractor: 0.08 };

/** Answers without comments yet, in order of day. */
export function expandCells(cells: readonly PlannedCell[], random: SeededRandom): Answer[] {
  const answers: Answer[] = [];
  for (const period of new Set(cells.map((cell) => cell.period))) {
    const group = cells.filter((cell) => cell.period === period);
    const organisation = group[0]!.organisation;
    const stream = random.fork(`${organisation.unit}/${period.from}`);
    const months = new Set(group.map((cell) => cell.month));
    const days = new Map([...months].map((month) => [month, dayWeights(month)]));
    const added = group.flatMap((cell) => answersOf(cell, days.get(cell.month) ?? [], stream));
    setChannels(added, organisation, stream);
    setLanguages(added, organisation, stream);
    setCommented(added, stream);
    if (organisation.asksStatements) setStatements(added, period, stream);
    answers.push(...added);
  }
  const order = new Map(
    random
      .fork('order')
      .shuffle(answers)
      .map((answer, index) => [answer, index]),
  );
  return answers.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : order.get(a)! - order.get(b)!));
}

function answersOf(cell: PlannedCell, days: readonly DayWeight[], random: SeededRandom): Answer[] {
  const weights = days.map(([, weight]) => weight);
  const counts: Record<AnswerClass, number> = {
    promoter: cell.promoters,
    passive: cell.passives,
    detractor: cell.detractors,
  };
  return ANSWER_CLASSES.flatMap((answerClass) =>
    Array.from({ length: counts[answerClass] }, () => ({
      leaf: cell.leaf,
      month: cell.month,
      class: answerClass,
      day: days[random.weighted(weights)]![0],
      score: drawScore(answerClass, random),
      channel: 'sms',
      lang: 'fi',
      commented: false,
      comment: null,
      statements: null,
    })),
  );
}

/** Class of a score of the labelled comments, all of which are on the 0–10 scale. */
export function answerClassOf(score: number): AnswerClass {
  const found = scoreClass(score, NPS_SCALE);
  if (found === 'none') throw new Error(`expected a score 0–10, found ${String(score)}`);
  return found;
}

export function drawScore(answerClass: AnswerClass, random: SeededRandom): number {
  return random.pick(SCORES[answerClass]);
}

/** Days of a month with how busy they are: weekdays, fewer at weekends, hardly any on holidays. */
export function dayWeights(month: string): DayWeight[] {
  const days: DayWeight[] = [];
  for (let day = firstDayOfMonth(month); day <= lastDayOfMonth(month); day = addDays(day, 1)) {
    const weekday = (((daysBetween('2024-01-01', day) % 7) + 7) % 7) + 1; // 1 January 2024 was a Monday
    const ofYear = day.slice(5);
    const midsummer = ofYear >= '06-19' && ofYear <= '06-26' && (weekday === 5 || weekday === 6);
    const holiday = midsummer || ['01-01', '01-06', '05-01', '12-06', '12-24', '12-25', '12-26'].includes(ofYear);
    const quiet = ofYear >= '12-22' ? 0.5 : 1;
    days.push([day, holiday ? 0.08 : quiet * (weekday === 7 ? 0.2 : weekday === 6 ? 0.35 : 1)]);
  }
  return days;
}

function byClass(answers: readonly Answer[], random: SeededRandom): Record<AnswerClass, Answer[]> {
  const shuffled = random.shuffle(answers);
  const of = (answerClass: AnswerClass): Answer[] => shuffled.filter((answer) => answer.class === answerClass);
  return { promoter: of('promoter'), passive: of('passive'), detractor: of('detractor') };
}

function setChannels(answers: readonly Answer[], organisation: Organisation, random: SeededRandom): void {
  const left = byClass(answers, random.fork('channel'));
  const channels = Object.keys(organisation.channels);
  const counts = split(answers.length, Object.values(organisation.channels));
  const sizes = ANSWER_CLASSES.map((answerClass) => left[answerClass].length);
  for (const [index, channel] of channels.entries()) {
    if (channel === 'sms') continue;
    const weights = ANSWER_CLASSES.map((answerClass, c) => sizes[c]! * OTHER_CHANNEL_WEIGHT[answerClass]);
    for (const [c, count] of split(counts[index]!, weights).entries()) {
      for (const answer of left[ANSWER_CLASSES[c]!].splice(0, count)) answer.channel = channel;
    }
  }
}

function setLanguages(answers: readonly Answer[], organisation: Organisation, random: SeededRandom): void {
  const left = random.fork('language').shuffle(answers);
  const counts = split(answers.length, Object.values(organisation.languages));
  for (const [index, lang] of Object.keys(organisation.languages).entries()) {
    for (const answer of left.splice(0, counts[index])) answer.lang = lang;
  }
}

function setCommented(answers: readonly Answer[], random: SeededRandom): void {
  const left = byClass(answers, random.fork('commented'));
  const sizes = ANSWER_CLASSES.map((answerClass) => left[answerClass].length);
  const wish = ANSWER_CLASSES.map((answerClass, c) => sizes[c]! * COMMENT_RATE_BY_CLASS[answerClass]);
  for (const [c, count] of allocate(Math.round(answers.length * COMMENT_RATE), wish, sizes).entries()) {
    for (const answer of left[ANSWER_CLASSES[c]!].slice(0, count)) answer.commented = true;
  }
}

function setStatements(answers: readonly Answer[], period: FiguresPeriod, random: SeededRandom): void {
  const asked = random
    .fork('statements')
    .shuffle(answers)
    .slice(0, Math.round(answers.length * STATEMENT_RATE));
  const gotHelp = agreeing(asked, period.got_help ?? 0, random.fork('got_help'));
  const heard = agreeing(asked, period.heard ?? 0, random.fork('heard'));
  for (const answer of asked) {
    answer.statements = {
      got_help: gotHelp.has(answer) ? 5 : lesserValue(answer.class, random),
      heard: heard.has(answer) ? 5 : lesserValue(answer.class, random),
    };
  }
}

/** Exactly `share` of the answers, the pleased more readily. */
function agreeing(answers: readonly Answer[], share: number, random: SeededRandom): Set<Answer> {
  const groups = byClass(answers, random);
  const sizes = ANSWER_CLASSES.map((answerClass) => groups[answerClass].length);
  const wish = ANSWER_CLASSES.map((answerClass, c) => sizes[c]! * AGREEMENT[answerClass]);
  const counts = allocate(Math.round(answers.length * share), wish, sizes);
  return new Set(counts.flatMap((count, c) => groups[ANSWER_CLASSES[c]!].slice(0, count)));
}

function lesserValue(answerClass: AnswerClass, random: SeededRandom): number {
  if (answerClass === 'promoter') return random.pick([4, 4, 4, 3]);
  return answerClass === 'passive' ? random.pick([4, 4, 3, 3, 2]) : random.pick([1, 1, 2, 2, 3, 4]);
}
