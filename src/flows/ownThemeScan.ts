/** Every stored comment scored against a theme that is being taught, from stored vectors: what it would find, and whom to ask about. */
import { createHash } from 'node:crypto';
import { monthOf, type Month } from '../domain/calendar.js';
import type { ThemeKey } from '../domain/theme.js';
import type { CorpusComment } from '../store/corpusStore.js';
import type { OwnThemeMonth } from '../store/ownThemeStore.js';
import type { OwnThemeHead } from '../tagging/overlay.js';
import type { LearningDeps } from './deps.js';
import { vectorsOf } from './commentVectors.js';
import { BACKGROUND, drawComments } from './ownThemeHead.js';
import { recordRun } from './runRecord.js';

export type ScanDeps = Pick<LearningDeps, 'store' | 'tagger' | 'learner' | 'now'>;

/** The highest are kept to be asked about; among them are all that a theme of a few hundred comments has. */
const KEPT = 2000;
const PAGE = 2000;
/** Progress is written for people, not for the machine. */
const PAGES_BETWEEN_NOTES = 5;

export interface ScanResult {
  readonly comments: number;
  /** How many of them the theme would be given to. */
  readonly given: number;
  /** The theme was discarded, or the service is stopping: nothing was kept. */
  readonly ended: boolean;
}

/**
 * Scores all tagged comments with the head as it is now, and keeps the highest with a random few hundred, and counts per month.
 * Answers that come meanwhile count at the end, for the order of what is asked; for the counts at the next scan.
 */
export async function scanTheme(
  deps: ScanDeps,
  key: ThemeKey,
  by: string,
  isStopping: () => boolean = () => false,
): Promise<ScanResult> {
  const { store } = deps;
  const draft = await store.getOwnTheme(key);
  if (!draft) return { comments: 0, given: 0, ended: true };
  const settings = { theme: key, answers: draft.answers, kept: KEPT, background: BACKGROUND };
  return recordRun(deps, { kind: 'themeScan', by, versions: deps.tagger.versions, settings }, async () => {
    const head = JSON.parse(draft.head) as OwnThemeHead;
    const walk = new Walk(head.threshold);
    const { tagged } = await store.taggingProgress();
    const going = await store.updateOwnTheme(key, { state: stateWhile(draft.state), scanned: 0, total: tagged });
    const ended = !going || !(await scoreAll(deps, key, head, walk, isStopping));
    if (!ended) await keepResult(deps, key, draft.answers, walk);
    const counts = { comments: walk.comments, given: walk.given };
    return {
      ...counts,
      ended,
      counts,
      ...walk.hashes(),
      ...(ended && { state: 'refused' as const, error: 'stopped' }),
    };
  });
}

/** A theme in use stays in use while it is looked through again. */
function stateWhile(state: 'scanning' | 'ready' | 'adopted'): 'scanning' | 'adopted' {
  return state === 'adopted' ? 'adopted' : 'scanning';
}

/** False when it was stopped, or the theme discarded. */
async function scoreAll(
  deps: ScanDeps,
  key: ThemeKey,
  head: OwnThemeHead,
  walk: Walk,
  isStopping: () => boolean,
): Promise<boolean> {
  const { store, learner } = deps;
  let page = await store.walkComments({}, 0, PAGE);
  for (let pages = 1; page.length > 0; pages += 1) {
    if (isStopping()) return false;
    const last = page.at(-1)!;
    // the next page is read while the workers score this one
    const following = store.walkComments({}, last.id, PAGE);
    const [scores] = await Promise.all([
      vectorsOf(
        deps,
        page.map(({ text }) => text),
      ).then((texts) => learner.rank(head, texts)),
      following,
    ]);
    walk.add(page, scores);
    if (pages % PAGES_BETWEEN_NOTES === 0 && !(await store.updateOwnTheme(key, { scanned: walk.comments })))
      return false;
    page = await following;
  }
  return true;
}

async function keepResult(deps: ScanDeps, key: ThemeKey, answers: number, walk: Walk): Promise<void> {
  const { store, learner } = deps;
  const random = await drawComments(deps);
  const kept = new Map(walk.highest().map(({ id, score }) => [id, { id, score, random: false }]));
  for (const { id } of random) kept.set(id, { id, score: kept.get(id)?.score ?? 0, random: true });
  const draft = await store.getOwnTheme(key);
  if (!draft) return;
  await store.replaceOwnThemeCandidates(key, [...kept.values()]);
  await rescore({ store, learner, tagger: deps.tagger }, key, JSON.parse(draft.head) as OwnThemeHead);
  await store.updateOwnTheme(key, {
    state: draft.state === 'adopted' ? 'adopted' : 'ready',
    scanned: walk.comments,
    total: walk.comments,
    scannedAnswers: answers,
    months: walk.months(),
  });
}

/** Scores of all candidates by this head. */
export async function rescore(
  deps: Pick<LearningDeps, 'store' | 'tagger' | 'learner'>,
  key: ThemeKey,
  head: OwnThemeHead,
): Promise<void> {
  const candidates = await deps.store.ownThemeCandidates(key);
  const texts = await vectorsOf(
    deps,
    candidates.map(({ text }) => text),
  );
  const scores = await deps.learner.rank(head, texts);
  await deps.store.rescoreOwnThemeCandidates(
    key,
    candidates.map(({ id }, index) => ({ id, score: scores[index]! })),
  );
}

interface Scored {
  readonly id: number;
  readonly score: number;
}

/** What is kept of a walk over all comments. */
class Walk {
  comments = 0;
  given = 0;
  private readonly byMonth = new Map<Month, { comments: number; given: number }>();
  private kept: Scored[] = [];
  private readonly input = createHash('sha256');
  private readonly output = createHash('sha256');

  constructor(private readonly threshold: number) {}

  add(page: readonly CorpusComment[], scores: readonly number[]): void {
    page.forEach(({ id, day, text }, index) => {
      const score = scores[index]!;
      const isGiven = score > this.threshold;
      const month = this.byMonth.get(monthOf(day)) ?? { comments: 0, given: 0 };
      month.comments += 1;
      if (isGiven) month.given += 1;
      this.byMonth.set(monthOf(day), month);
      if (isGiven) this.given += 1;
      this.kept.push({ id, score });
      this.input.update(`${id} ${text}\n`);
      this.output.update(`${id} ${score}\n`);
    });
    this.comments += page.length;
    if (this.kept.length > 4 * KEPT) this.kept = highestOf(this.kept);
  }

  highest(): Scored[] {
    return highestOf(this.kept);
  }

  months(): OwnThemeMonth[] {
    return [...this.byMonth]
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([month, counts]) => ({ month, ...counts }));
  }

  hashes(): { readonly inputHash: string; readonly outputHash: string } {
    return { inputHash: this.input.digest('hex'), outputHash: this.output.digest('hex') };
  }
}

function highestOf(scored: readonly Scored[]): Scored[] {
  return [...scored].sort((a, b) => b.score - a.score || a.id - b.id).slice(0, KEPT);
}
