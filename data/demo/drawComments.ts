/** Chooses the comments of answers: planted events first, then all others, with limits on repeating. */
import { ANSWER_CLASSES, answerClassOf, type Answer } from './answers.js';
import { fitsUnit, type Piece } from './commentPool.js';
import type { EventPhase, PlantedEvent } from './demoFiles.js';
import type { SeededRandom } from './seededRandom.js';
import { phaseOf } from './unitTree.js';

/** A text of five words or more is used at most so many times, and never twice in the same unit and year. */
export const MAX_USES = 3;
/** Share of comments that are longer than four words, where there are enough of them. */
const LONG_SHARE = 0.62;
const PROBES = 10;
/** How often short texts of one, two, three and four words are said, relative to one another. */
const SHORT_WEIGHTS = [16, 8, 3, 2] as const;

/** Fills in `comment` (and the score that was given with it) of every answer that has one. */
export function drawComments(
  answers: readonly Answer[],
  pool: readonly Piece[],
  events: readonly PlantedEvent[],
  random: SeededRandom,
): void {
  const matters = new Map(events.map((event) => [event, new RegExp(event.keywords, 'iu')]));
  const drawer = new Drawer(pool, random.fork('draw'));
  const commented = answers.filter((answer) => answer.commented);
  for (const event of events) {
    for (const phase of event.phases) {
      const inPhase = commented.filter(
        (answer) => phaseOf([event], answer.leaf.unit.code, answer.month)?.phase === phase,
      );
      plantPhase(inPhase, phase, pool, matters.get(event)!, drawer, random.fork(`${event.key}/${phase.from}`));
    }
  }
  for (const answer of random.fork('rest').shuffle(commented)) {
    if (answer.comment !== null) continue;
    const current = phaseOf(events, answer.leaf.unit.code, answer.month);
    const matter = current ? matters.get(current.event)! : null;
    drawer.give(
      answer,
      (piece) => !(current && matter && current.phase.avoid.length > 0 && isAvoided(piece, current.phase, matter)),
    );
  }
}

function plantPhase(
  answers: readonly Answer[],
  phase: EventPhase,
  pool: readonly Piece[],
  matter: RegExp,
  drawer: Drawer,
  random: SeededRandom,
): void {
  const onTheme = new Set(pool.filter((piece) => saysTheme(piece, phase, [phase.polarity])));
  const onMatter = new Set([...onTheme].filter((piece) => matter.test(piece.text)));
  for (const answerClass of ANSWER_CLASSES) {
    const ofClass = random.shuffle(answers.filter((answer) => answer.class === answerClass));
    for (const answer of ofClass.slice(0, Math.round(ofClass.length * phase.shareOfComments[answerClass]))) {
      // the matter itself from the same class, then from any, then whatever the theme has; else the answer stays for the rest
      if (drawer.plant(answer, onMatter, true) || drawer.plant(answer, onMatter, false)) continue;
      if (phase.widen) drawer.plant(answer, onTheme, true);
    }
  }
}

function saysTheme(piece: Piece, phase: EventPhase, polarities: readonly string[]): boolean {
  return piece.says.some((label) => phase.theme.includes(label.theme) && polarities.includes(label.polarity));
}

function isAvoided(piece: Piece, phase: EventPhase, matter: RegExp): boolean {
  return saysTheme(piece, phase, phase.avoid) && matter.test(piece.text);
}

class Drawer {
  private readonly uses = new Map<Piece, number>();
  /** Comments used, by unit and year, then by origin. */
  private readonly usedHere = new Map<string, Map<number, number>>();
  /** Unit, year, language and class for which no long text is left. */
  private readonly spent = new Set<string>();
  private readonly fitting = new Map<string, readonly Piece[]>();
  private readonly candidates = new Map<string, { readonly long: Piece[]; readonly short: Piece[] }>();

  constructor(
    private readonly pool: readonly Piece[],
    private readonly random: SeededRandom,
  ) {}

  /** An ordinary comment. */
  give(answer: Answer, allowed: (piece: Piece) => boolean): void {
    const { long, short } = this.candidatesOf(answer, true);
    const wantsLong = this.random.next() < LONG_SHARE;
    const piece =
      (wantsLong ? this.freshest(long, answer, allowed) : null) ??
      this.leastHere(short, answer, allowed) ??
      this.freshest(long, answer, allowed);
    if (!piece) throw new Error(`expected a ${answer.lang} comment for ${answer.leaf.unit.code}, found none`);
    this.use(piece, answer);
  }

  /** A comment that says what an event calls for; false when none is left. */
  plant(answer: Answer, wanted: ReadonlySet<Piece>, sameClass: boolean): boolean {
    const { long, short } = this.candidatesOf(answer, sameClass);
    const fits = [...long, ...new Set(short)].filter((piece) => wanted.has(piece) && this.isFree(piece, answer));
    if (fits.length === 0) return false;
    const least = Math.min(...fits.map((piece) => this.usesOf(piece)));
    this.use(this.random.pick(fits.filter((piece) => this.usesOf(piece) === least)), answer);
    return true;
  }

  private candidatesOf(answer: Answer, sameClass: boolean): { readonly long: Piece[]; readonly short: Piece[] } {
    const place = `${answer.leaf.unit.code}/${answer.lang}`;
    const fits =
      this.fitting.get(place) ??
      this.pool.filter((piece) => piece.lang === answer.lang && fitsUnit(piece, answer.leaf.unit));
    this.fitting.set(place, fits);
    const key = `${place}/${sameClass ? answer.class : 'any'}`;
    const known = this.candidates.get(key);
    if (known) return known;
    const ofClass = sameClass ? fits.filter((piece) => piece.classes.includes(answer.class)) : fits;
    const found = {
      long: ofClass.filter((piece) => !piece.short),
      short: ofClass.filter((piece) => piece.short).flatMap(repeated),
    };
    this.candidates.set(key, found);
    return found;
  }

  /** The least used of a few random ones that may still be used here; looks through all when none of the few may. */
  private freshest(pieces: Piece[], answer: Answer, allowed: (piece: Piece) => boolean): Piece | null {
    if (pieces.length === 0) return null;
    const spent = [answer.leaf.unit.code, answer.day.slice(0, 4), answer.lang, answer.class].join('/');
    if (this.spent.has(spent)) return null;
    const may = (piece: Piece): boolean => this.isFree(piece, answer) && allowed(piece);
    let from = Array.from({ length: PROBES }, () => this.random.pick(pieces)).filter(may);
    if (from.length === 0) {
      const left = pieces.filter((piece) => this.usesOf(piece) < MAX_USES);
      pieces.splice(0, pieces.length, ...left);
      from = pieces.filter(may);
      if (!left.some((piece) => this.isFree(piece, answer))) this.spent.add(spent);
    }
    if (from.length === 0) return null;
    const least = Math.min(...from.map((piece) => this.usesOf(piece)));
    return this.random.pick(from.filter((piece) => this.usesOf(piece) === least));
  }

  /** Of two random short ones, the one heard less in the unit this year. */
  private leastHere(pieces: readonly Piece[], answer: Answer, allowed: (piece: Piece) => boolean): Piece | null {
    if (pieces.length === 0) return null;
    const here = this.hereOf(answer);
    const probed = Array.from({ length: 4 }, () => this.random.pick(pieces)).filter(allowed);
    const [a, b] = probed.length > 0 ? probed : pieces.filter(allowed);
    if (!a || !b) return a ?? null;
    return (here.get(b.origin) ?? 0) < (here.get(a.origin) ?? 0) ? b : a;
  }

  private isFree(piece: Piece, answer: Answer): boolean {
    return !this.hereOf(answer).has(piece.origin) && (piece.short || this.usesOf(piece) < MAX_USES);
  }

  private usesOf(piece: Piece): number {
    return this.uses.get(piece) ?? 0;
  }

  private hereOf(answer: Answer): Map<number, number> {
    const key = `${answer.leaf.unit.code}/${answer.day.slice(0, 4)}`;
    const known = this.usedHere.get(key) ?? new Map<number, number>();
    this.usedHere.set(key, known);
    return known;
  }

  private use(piece: Piece, answer: Answer): void {
    this.uses.set(piece, this.usesOf(piece) + 1);
    const here = this.hereOf(answer);
    here.set(piece.origin, (here.get(piece.origin) ?? 0) + 1);
    answer.comment = piece.text;
    // the score that came with the words, where it is of the planned class
    if (piece.score !== null && answerClassOf(piece.score) === answer.class) answer.score = piece.score;
  }
}

function repeated(piece: Piece): Piece[] {
  return Array.from({ length: SHORT_WEIGHTS[piece.words - 1] ?? 1 }, () => piece);
}
