/** Comments that have other themes after a change. */
import { NO_FILTER } from '../domain/feedbackFilter.js';
import { themeSetKey, type ThemeTag } from '../domain/theme.js';
import type { CommentRow } from '../store/store.js';
import type { ChangedCells } from './changeCells.js';
import type { ChangePlan } from './changePlan.js';
import type { LearningDeps } from './deps.js';
import { tagsUnder } from './tagsUnder.js';

/** `gained`: has a theme more; `lost`: one less; `changed`: another one instead, or the same with another polarity. */
export const MOVES = ['gained', 'lost', 'changed'] as const;
export type Move = (typeof MOVES)[number];

export interface Example {
  /** As it is now. */
  readonly comment: CommentRow;
  readonly after: readonly ThemeTag[];
}

export type ChangeExamples = Readonly<Record<Move, readonly Example[]>>;

const MOST_PER_MOVE = 10;
const PAGE = 50;
/** Newest comments that are looked through for one theme. */
const MOST_PAGES = 10;

/** Newest first, each text once. Nothing is quoted when fewer comments than the limit are tagged. */
export async function changeExamples(
  deps: LearningDeps,
  plan: ChangePlan,
  cells: ChangedCells,
  base: number | null,
): Promise<ChangeExamples> {
  const found = new Found();
  if (base === null) return found.examples;
  if (!plan.countable) await fromMoved(deps, cells, found);
  else if (plan.request.kind !== 'describe') await fromThemes(deps, plan, cells, found);
  return found.examples;
}

export function moveOf(before: readonly ThemeTag[], after: readonly ThemeTag[]): Move | null {
  const had = new Set(before.map((tag) => tag.theme));
  const has = new Set(after.map((tag) => tag.theme));
  const gains = [...has].some((theme) => !had.has(theme));
  const losses = [...had].some((theme) => !has.has(theme));
  if (gains && losses) return 'changed';
  if (gains) return 'gained';
  if (losses) return 'lost';
  return themeSetKey(before) === themeSetKey(after) ? null : 'changed';
}

class Found {
  readonly examples: Record<Move, Example[]> = { gained: [], lost: [], changed: [] };
  private readonly texts = new Set<string>();

  add(comment: CommentRow, after: readonly ThemeTag[]): void {
    const move = moveOf(comment.tags, after);
    const text = comment.text.toLowerCase();
    if (move === null || this.texts.has(text) || this.isFull(move)) return;
    this.texts.add(text);
    this.examples[move].push({ comment, after });
  }

  isFull(move: Move): boolean {
    return this.examples[move].length >= MOST_PER_MOVE;
  }
}

async function fromMoved({ store }: LearningDeps, { moved }: ChangedCells, found: Found): Promise<void> {
  const rows: { readonly row: CommentRow; readonly after: readonly ThemeTag[] }[] = [];
  // enough to find the newest of each kind among; ids follow the order in which comments came
  for (const { id, after } of [...moved].sort((a, b) => b.id - a.id).slice(0, MOST_PAGES * PAGE)) {
    const row = await store.getComment(id);
    if (row) rows.push({ row, after });
  }
  rows.sort((a, b) => (a.row.day === b.row.day ? b.row.id - a.row.id : a.row.day < b.row.day ? 1 : -1));
  for (const { row, after } of rows) found.add(row, after);
}

/** Only comments with one of the themes can change. */
async function fromThemes(deps: LearningDeps, plan: ChangePlan, { labels }: ChangedCells, found: Found): Promise<void> {
  const [theme] = plan.subjects;
  if (theme === undefined) return;
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next } = await deps.store.listComments({
      ...NO_FILTER,
      theme,
      polarity: null,
      q: null,
      stems: [],
      limit: PAGE,
      cursor,
    });
    const tags = await tagsUnder(deps, plan.after, items, labels);
    items.forEach((row, index) => found.add(row, tags[index] ?? []));
    const enough =
      plan.request.kind === 'retire' ? found.isFull('lost') : found.isFull('lost') && found.isFull('changed');
    if (next === null || enough) return;
    cursor = next;
  }
}
