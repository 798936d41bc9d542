/**
 * How well a theme that is being taught is found: each answer judged by a head that was fitted without it. The comments asked about
 * were chosen near the line and among the surest, so this is what an editor sees go right and wrong, not the quality on all comments
 * (flows of the quality card measure that on comments drawn at random).
 */
import { wilsonInterval } from '../domain/share.js';
import type { ThemeKey } from '../domain/theme.js';
import type { LearningDeps } from './deps.js';
import { answersOf, backgroundOf, drawComments, embedSentences, fitHead, type OwnThemeAnswer } from './ownThemeHead.js';
import type { OwnThemeQuality, RateView } from './ownThemes.js';

const FOLDS = 5;

/** Null when no theme of that key is or was taught. Takes as long as five answers. */
export async function ownThemeQuality(deps: LearningDeps, key: ThemeKey): Promise<OwnThemeQuality | null> {
  const theme = await deps.store.getOwnTheme(key);
  if (!theme) return null;
  const [sentences, answers, background] = await Promise.all([
    embedSentences(deps, theme.sentences),
    answersOf(deps, key),
    drawComments(deps).then((comments) => backgroundOf(deps, comments)),
  ]);
  let given = 0;
  let hits = 0;
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const isHeld = (answer: OwnThemeAnswer): boolean => answer.id % FOLDS === fold;
    const held = answers.filter(isHeld);
    if (held.length === 0) continue;
    // a comment that is judged must not count as background either
    const heldIds = new Set(held.map(({ id }) => id));
    const head = await fitHead(
      deps,
      key,
      sentences,
      answers.filter((answer) => !isHeld(answer)),
      background.filter(({ id }) => !heldIds.has(id)),
    );
    const scores = await deps.learner.rank(head, held);
    held.forEach(({ present }, index) => {
      if (scores[index]! <= head.threshold) return;
      given += 1;
      if (present) hits += 1;
    });
  }
  const yes = answers.filter(({ present }) => present).length;
  return {
    yes,
    no: answers.length - yes,
    precision: rateOf(hits, given),
    recall: rateOf(hits, yes),
    f1: given + yes > 0 ? (2 * hits) / (given + yes) : null,
  };
}

function rateOf(hits: number, n: number): RateView {
  return n > 0
    ? { hits, n, value: hits / n, interval: wilsonInterval(hits, n) }
    : { hits, n, value: null, interval: null };
}
