/** Questions about stored comments, and what an answer changes: the head at once, the order of the next questions, in time the counts. */
import type { Actor } from '../domain/actor.js';
import { nextQuestions } from '../domain/nextQuestions.js';
import type { ThemeKey } from '../domain/theme.js';
import type { OwnThemeCandidate } from '../store/ownThemeStore.js';
import type { ResponseId } from '../store/store.js';
import type { OwnThemeHead } from '../tagging/overlay.js';
import { machineTags } from './correctTags.js';
import type { LearningDeps } from './deps.js';
import { answersOf, backgroundOf, drawComments, embedSentences, fitHead } from './ownThemeHead.js';
import { ownThemeView, type AnswerOutcome, type Question } from './ownThemes.js';
import { rescore } from './ownThemeScan.js';
import { startScan } from './ownThemeScans.js';

/** After this many answers all comments are scored again. */
export const ANSWERS_BETWEEN_SCANS = 10;

/** At most `count` comments to ask about next; fewer when there are no more, none before the first scan has ended. */
export async function questions(deps: LearningDeps, key: ThemeKey, count: number): Promise<Question[]> {
  const theme = await deps.store.getOwnTheme(key);
  if (!theme) return [];
  const { threshold } = JSON.parse(theme.head) as OwnThemeHead;
  const { open, asked } = await openCandidates(deps, key);
  return nextQuestions(open, asked, threshold, count).map(questionOf);
}

/** The `count` comments that the theme is surest of, answered or not. */
export async function typicalComments(
  deps: Pick<LearningDeps, 'store'>,
  key: ThemeKey,
  count: number,
): Promise<Question[]> {
  const candidates = await deps.store.ownThemeCandidates(key);
  return candidates.slice(0, count).map((candidate) => questionOf({ ...candidate, reason: 'typical' }));
}

function questionOf({ id, text, lang, score, reason }: OwnThemeCandidate & Pick<Question, 'reason'>): Question {
  return { id, text, lang, score, reason };
}

async function openCandidates(
  deps: LearningDeps,
  key: ThemeKey,
): Promise<{ readonly open: OwnThemeCandidate[]; readonly asked: string[] }> {
  const [candidates, answers] = await Promise.all([deps.store.ownThemeCandidates(key), answersOf(deps, key)]);
  const answered = new Set(answers.map(({ id }) => id));
  return { open: candidates.filter(({ id }) => !answered.has(id)), asked: answers.map(({ text }) => text) };
}

/** Answers of one theme wait for each other, so that each refit sees all before it. */
const lanes = new WeakMap<object, Map<ThemeKey, Promise<unknown>>>();

function inLane<Result>(deps: LearningDeps, key: ThemeKey, work: () => Promise<Result>): Promise<Result> {
  const ofStore = lanes.get(deps.store) ?? new Map<ThemeKey, Promise<unknown>>();
  lanes.set(deps.store, ofStore);
  const turn = (ofStore.get(key) ?? Promise.resolve()).then(work, work);
  const settled = turn.catch(() => undefined);
  ofStore.set(key, settled);
  return turn;
}

/** Keeps the answer as a confirmed label of the comment, and refits the head with it. */
export function answer(
  deps: LearningDeps,
  key: ThemeKey,
  response: ResponseId,
  present: boolean,
  actor: Pick<Actor, 'id'>,
): Promise<AnswerOutcome> {
  return inLane(deps, key, async () => {
    const { store } = deps;
    const [theme, comment] = await Promise.all([store.getOwnTheme(key), store.getComment(response)]);
    if (!theme || comment?.state !== 'tagged') return { outcome: 'unknown' };
    const { machine, versions, document } = await machineTags(deps, comment);
    const label = { response, theme: key, present, polarity: null, evidence: [], source: 'candidate' } as const;
    await store.saveLabels([{ ...label, by: actor.id, at: deps.now() }], machine, versions, document);
    return refitted(deps, key, actor);
  });
}

/** Takes an answer back, and refits the head without it. `unknown` when there was none. */
export function takeBackAnswer(
  deps: LearningDeps,
  key: ThemeKey,
  response: ResponseId,
  actor: Pick<Actor, 'id'>,
): Promise<AnswerOutcome> {
  return inLane(deps, key, async () => {
    const { store } = deps;
    const [theme, comment] = await Promise.all([store.getOwnTheme(key), store.getComment(response)]);
    if (!theme || !comment) return { outcome: 'unknown' };
    const { machine, versions, document } = await machineTags(deps, comment);
    const taken = await store.withdrawLabel(response, key, actor.id, deps.now(), machine, versions, document);
    return taken ? refitted(deps, key, actor) : { outcome: 'unknown' };
  });
}

async function refitted(deps: LearningDeps, key: ThemeKey, actor: Pick<Actor, 'id'>): Promise<AnswerOutcome> {
  const head = await refitHead(deps, key);
  if (!head) return { outcome: 'unknown' };
  await rescore(deps, key, head);
  const theme = await deps.store.getOwnTheme(key);
  const view = theme && (await ownThemeView(deps, key));
  if (!view) return { outcome: 'unknown' };
  if (Math.abs(theme.answers - (theme.scannedAnswers ?? 0)) >= ANSWERS_BETWEEN_SCANS) startScan(deps, key, actor.id);
  return { outcome: 'answered', theme: view };
}

/** The head fitted on all that is known now, kept with the theme; null when there is no such theme. Nothing is installed. */
export async function refitHead(deps: LearningDeps, key: ThemeKey): Promise<OwnThemeHead | null> {
  const { store } = deps;
  const theme = await store.getOwnTheme(key);
  if (!theme) return null;
  const [sentences, answers, candidates] = await Promise.all([
    embedSentences(deps, theme.sentences),
    answersOf(deps, key),
    store.ownThemeCandidates(key),
  ]);
  const random = candidates.filter((candidate) => candidate.random).sort((a, b) => a.id - b.id);
  const background = await backgroundOf(deps, random.length > 0 ? random : await drawComments(deps));
  const head = await fitHead(deps, key, sentences, answers, background);
  await store.updateOwnTheme(key, {
    sentences,
    head: JSON.stringify(head),
    answers: answers.length,
    changedAt: deps.now(),
  });
  return head;
}
