/** Draws the comments that a panel reads without knowing what the tagger found in them. */
import { seededRandom, type Random } from '../domain/random.js';
import type { ThemeKey } from '../domain/theme.js';
import type { Finding } from '../store/findingStore.js';
import type { DrawnComment } from '../store/panelStore.js';
import type { ResponseId } from '../store/store.js';
import type { PanelDeps } from './panelDeps.js';

/** Characters: long enough to say something, short enough to read on a phone. */
const MIN_LENGTH = 15;
const MAX_LENGTH = 600;
/** Comments of a finding that strata are made of. */
const POOL = 1500;

export interface SampleWish {
  /** Seeds the draw: the same round, findings and comments give the same sample. */
  readonly round: number;
  readonly findings: readonly Pick<Finding, 'unit' | 'theme' | 'from' | 'to'>[];
  /** Units that some member belongs to: their comments are not drawn. */
  readonly memberUnits: readonly string[];
  readonly size: number;
}

/**
 * Comments within the units and periods of the findings. Strata are each language with each theme of the findings and with none of
 * them; they take turns, one comment each, until there are `size`. Comments from a unit and language with fewer than the disclosure limit
 * of comments in the period are not drawn, nor those in the serious queue. The order tells nothing about strata.
 */
export async function drawSample(
  { flows }: Pick<PanelDeps, 'flows'>,
  { round, findings, memberUnits, size }: SampleWish,
): Promise<ResponseId[]> {
  if (size === 0) return [];
  const pool = new Map<ResponseId, DrawnComment>();
  for (const { unit, from, to } of findings) {
    const filter = {
      unit,
      from,
      to,
      without: memberUnits,
      atLeast: flows.disclosureLimit,
      minLength: MIN_LENGTH,
      maxLength: MAX_LENGTH,
    };
    for (const comment of await flows.store.drawComments(filter, POOL, round)) pool.set(comment.id, comment);
  }
  const random = seededRandom(round);
  const shuffled = shuffle(
    [...pool.values()].filter(({ lang }) => flows.supportedLanguages.includes(lang)).sort((a, b) => a.id - b.id),
    random,
  );
  const themes = [...new Set(findings.flatMap(({ theme }) => (theme === null ? [] : [theme])))].sort();
  return shuffle(takeTurns(strataOf(shuffled, themes, flows.supportedLanguages), size), random);
}

function strataOf(
  comments: readonly DrawnComment[],
  themes: readonly ThemeKey[],
  languages: readonly string[],
): ResponseId[][] {
  const isOf = (comment: DrawnComment, theme: ThemeKey | null): boolean =>
    theme === null ? !comment.themes.some((each) => themes.includes(each)) : comment.themes.includes(theme);
  return [...themes, null].flatMap((theme) =>
    languages.map((lang) =>
      comments.filter((comment) => comment.lang === lang && isOf(comment, theme)).map(({ id }) => id),
    ),
  );
}

function takeTurns(strata: readonly (readonly ResponseId[])[], size: number): ResponseId[] {
  const taken = new Set<ResponseId>();
  const queues = strata.map((ids) => [...ids]);
  while (taken.size < size && queues.some((queue) => queue.length > 0)) {
    for (const queue of queues) {
      // a comment of several themes is in several strata
      let next = queue.shift();
      while (next !== undefined && taken.has(next)) next = queue.shift();
      if (next !== undefined && taken.size < size) taken.add(next);
    }
  }
  return [...taken];
}

/** Fisher–Yates. */
function shuffle<T>(items: readonly T[], random: Random): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
  }
  return shuffled;
}
