/** What an editor sees while teaching a theme: one question with the words that speak for it, and what the theme finds so far. */
import { NO_FILTER } from '../domain/feedbackFilter.js';
import type { Span, ThemeKey } from '../domain/theme.js';
import type { CommentRow, ResponseId } from '../store/store.js';
import type { HeadsOverlay, OwnThemeHead } from '../tagging/overlay.js';
import type { LearningDeps } from './deps.js';
import { withVectors } from './ownThemeHead.js';
import { ownThemeView, type OwnThemeView, type Question } from './ownThemes.js';
import { questions, typicalComments } from './ownThemeTeaching.js';

export interface AskedComment {
  readonly question: Question;
  readonly comment: CommentRow;
  /** The clause that speaks most for the theme. */
  readonly evidence: readonly Span[];
}

export interface TeachingRoom {
  readonly theme: OwnThemeView;
  /** Null while comments are being read for the first time, or when there is nothing more to ask. */
  readonly asked: AskedComment | null;
  readonly typical: readonly Question[];
  readonly near: readonly Question[];
}

const LISTED = 6;

/**
 * Null when no theme of that key is or was taught.
 * @param skipped comments that are not asked about now
 */
export async function teachingRoom(
  deps: LearningDeps,
  key: ThemeKey,
  skipped: readonly ResponseId[],
): Promise<TeachingRoom | null> {
  const theme = await ownThemeView(deps, key);
  if (!theme) return null;
  const [next, typical] = await Promise.all([
    questions(deps, key, skipped.length + 1 + 3 * LISTED),
    typicalComments(deps, key, LISTED),
  ]);
  const open = next.filter(({ id }) => !skipped.includes(id));
  const [first, ...rest] = open;
  return {
    theme,
    asked: first ? await askAbout(deps, key, first) : null,
    typical,
    near: [...rest]
      .filter(({ reason }) => reason === 'uncertain')
      .sort((a, b) => Math.abs(a.score - theme.threshold) - Math.abs(b.score - theme.threshold))
      .slice(0, LISTED),
  };
}

async function askAbout(deps: LearningDeps, key: ThemeKey, question: Question): Promise<AskedComment | null> {
  const [comment, draft] = await Promise.all([deps.store.getComment(question.id), deps.store.getOwnTheme(key)]);
  if (!comment || !draft) return null;
  const embedded = await withVectors(deps, [question]);
  const [reasons = []] = await deps.learner.judge(embedded, withHead(deps, JSON.parse(draft.head) as OwnThemeHead));
  return { question, comment, evidence: reasons.find((reason) => reason.theme === key)?.evidence ?? [] };
}

function withHead({ installation }: LearningDeps, head: OwnThemeHead): HeadsOverlay {
  const { overlay } = installation.current;
  return { ...overlay, ownThemes: [...overlay.ownThemes.filter((own) => own.theme !== head.theme), head] };
}

/** Clauses of a theme's newest comments, to be picked as examples of a part of it; each once. */
export async function clausesOf(
  { store }: Pick<LearningDeps, 'store'>,
  theme: ThemeKey,
): Promise<{ readonly id: ResponseId; readonly text: string }[]> {
  const { items } = await store.listComments({
    ...NO_FILTER,
    theme,
    polarity: null,
    q: null,
    stems: [],
    limit: CLAUSE_POOL,
    cursor: null,
    minLength: SHORTEST_CLAUSE,
  });
  const clauses = items.flatMap(({ id, text, tags }) =>
    (tags.find((tag) => tag.theme === theme)?.evidence ?? []).map(({ start, end }) => ({
      id,
      text: text.slice(start, end).trim(),
    })),
  );
  const fitting = clauses.filter(({ text }) => text.length >= SHORTEST_CLAUSE && text.length <= LONGEST_CLAUSE);
  return [...new Map(fitting.map((clause) => [clause.text.toLowerCase(), clause])).values()].slice(0, MOST_CLAUSES);
}

const CLAUSE_POOL = 80;
const MOST_CLAUSES = 24;
/** Characters. */
const SHORTEST_CLAUSE = 15;
const LONGEST_CLAUSE = 200;
