/**
 * Feedback at any scale for measuring the service under load: the demo's units and years, with shares instead of quotas, one row
 * at a time. Comments are put together from one or two of the labelled ones, so that even millions seldom repeat a long text.
 */
import { monthsBetween } from '../../src/domain/calendar.js';
import { ANSWER_CLASSES, COMMENT_RATE, dayWeights, drawScore, type AnswerClass } from './answers.js';
import { buildPool, fitsUnit, type Piece } from './commentPool.js';
import type { DemoFiles, Organisation } from './demoFiles.js';
import type { DemoRow } from './generateDemo.js';
import { monthWeight } from './plan.js';
import { split } from './quotas.js';
import { seededRandom, type SeededRandom } from './seededRandom.js';
import { leavesOf, type Leaf } from './unitTree.js';

const FIRST_MONTH = '2020-01';
const LAST_MONTH = '2024-12';
const PASSIVE_SHARE = 0.12;
/** NPS of the first month and points gained per month. */
const FIRST_NPS = 48;
const NPS_PER_MONTH = 0.35;
/** Share of comments put together from two. */
const DOUBLE_SHARE = 0.6;
const STATEMENT_VALUES = [5, 5, 5, 5, 4, 4, 3, 2, 1] as const;

interface Place {
  readonly leaf: Leaf;
  readonly organisation: Organisation;
}

/** `responses` rows in order of month; memory does not grow with their number. */
export function* scaleRows(
  files: Omit<DemoFiles, 'organisation'>,
  responses: number,
  seed: string,
): Generator<DemoRow, void> {
  const random = seededRandom(seed);
  const places: Place[] = files.figures.organisations.flatMap((organisation) =>
    leavesOf(files.units, organisation.unit).map((leaf) => ({ leaf, organisation })),
  );
  const weights = places.map(({ leaf }) => leaf.share);
  const sayings = sayingsOf(buildPool(files.labels, files.topics));
  const months = monthsBetween(FIRST_MONTH, LAST_MONTH);
  let number = 0;
  for (const [m, count] of split(responses, months.map(monthWeight)).entries()) {
    const days = dayWeights(months[m]!);
    const dayShares = days.map(([, weight]) => weight);
    for (let i = 0; i < count; i++) {
      number += 1;
      const { leaf, organisation } = places[random.weighted(weights)]!;
      const answerClass = drawClass(FIRST_NPS + NPS_PER_MONTH * m + leaf.lean, random);
      const lang = drawKey(organisation.languages, random);
      const commented = random.next() < COMMENT_RATE;
      const asked = organisation.asksStatements && random.next() < 0.6;
      yield {
        id: `g-${seed}-${String(number).padStart(8, '0')}`,
        answered_at: days[random.weighted(dayShares)]![0],
        score: drawScore(answerClass, random),
        comment: commented ? compose(sayings(leaf, lang, answerClass), random) : null,
        lang,
        unit: leaf.path.join(' > '),
        channel: drawKey(organisation.channels, random),
        got_help: asked ? random.pick(STATEMENT_VALUES) : null,
        heard: asked ? random.pick(STATEMENT_VALUES) : null,
      };
    }
  }
}

function drawClass(nps: number, random: SeededRandom): AnswerClass {
  const promoters = (1 - PASSIVE_SHARE + nps / 100) / 2;
  return ANSWER_CLASSES[random.weighted([promoters, PASSIVE_SHARE, 1 - PASSIVE_SHARE - promoters])]!;
}

function drawKey(shares: Readonly<Record<string, number>>, random: SeededRandom): string {
  return Object.keys(shares)[random.weighted(Object.values(shares))]!;
}

/** What may be said in a unit in a language with a class of score; sought once for each. */
function sayingsOf(pool: readonly Piece[]): (leaf: Leaf, lang: string, answerClass: AnswerClass) => readonly Piece[] {
  const known = new Map<string, readonly Piece[]>();
  const remember = (key: string, find: () => readonly Piece[]): readonly Piece[] => {
    const found = known.get(key) ?? find();
    known.set(key, found);
    return found;
  };
  return (leaf, lang, answerClass) => {
    const place = `${leaf.unit.code}/${lang}`;
    return remember(`${place}/${answerClass}`, () =>
      remember(place, () => pool.filter((piece) => piece.lang === lang && fitsUnit(piece, leaf.unit))).filter((piece) =>
        piece.classes.includes(answerClass),
      ),
    );
  };
}

function compose(sayings: readonly Piece[], random: SeededRandom): string {
  const first = random.pick(sayings).text;
  if (random.next() >= DOUBLE_SHARE) return first;
  return `${/[\p{L}\p{N}]$/u.test(first) ? `${first}.` : first} ${random.pick(sayings).text}`;
}
