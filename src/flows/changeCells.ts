/**
 * Counted cells as they would be after a change of themes. Where the change follows from what comments have now, every cell is
 * carried over and comments that people said something about are asked for one by one: exact. Where heads must be asked, comments
 * are: all of them, or a random sample of each month.
 */
import type { Month } from '../domain/calendar.js';
import { monthOf } from '../domain/calendar.js';
import { NO_FILTER } from '../domain/feedbackFilter.js';
import { scoreClass } from '../domain/response.js';
import { projectionOf, type ThemeProjection } from '../domain/taxonomyDocument.js';
import { parseThemeSetKey, themeSetKey, type ThemeKey, type ThemeSetKey, type ThemeTag } from '../domain/theme.js';
import type { CorpusComment } from '../store/corpusStore.js';
import type { Cell, CellDimension, ResponseId } from '../store/store.js';
import type { ChangePlan } from './changePlan.js';
import type { LearningDeps } from './deps.js';
import { readLabels, tagsUnder, type LabelsByComment } from './tagsUnder.js';

/** A comment that was asked about and has other themes afterwards. */
export interface MovedComment {
  readonly id: ResponseId;
  readonly after: readonly ThemeTag[];
}

export interface ChangedCells {
  readonly before: readonly Cell[];
  /** Estimates are not whole numbers. */
  readonly after: readonly Cell[];
  /** Tagged comments by month, and how many of them were looked at; null where all were counted. */
  readonly sampled: ReadonlyMap<Month, { readonly read: number; readonly all: number }> | null;
  /** Of those looked at; empty where cells were carried over. */
  readonly moved: readonly MovedComment[];
  readonly labels: LabelsByComment;
}

/** Comments that heads are asked about before figures are estimated instead: a second or two of waiting. */
export const SAMPLE_SIZE = 6000;
const SMALLEST_SAMPLE = 30;
const SAMPLE_SEED = 1;
const CELLS: readonly CellDimension[] = ['month', 'scoreClass', 'commentState', 'themes'];

export async function changedCells(
  deps: LearningDeps,
  plan: ChangePlan,
  sampleSize = SAMPLE_SIZE,
): Promise<ChangedCells> {
  const before = await deps.store.readCells(NO_FILTER, CELLS);
  return plan.countable ? carryOver(deps, plan, before) : askHeads(deps, plan, before, sampleSize);
}

async function carryOver(deps: LearningDeps, plan: ChangePlan, before: readonly Cell[]): Promise<ChangedCells> {
  const project = projectionOf(plan.after.taxonomy);
  const after = before.map((cell) => (cell.themes ? { ...cell, themes: projectSet(cell.themes, project) } : cell));
  const { request } = plan;
  if (request.kind !== 'merge')
    return { before, after, sampled: null, moved: [], labels: await readLabels(deps.store) };

  // what people said about one of the two weighs otherwise once they are one: these comments are worked out whole
  const earlier = projectionOf(plan.before.taxonomy);
  const concerned = new Map<ResponseId, string>();
  const labels = await readLabels(deps.store, (comment) => {
    const about = comment.labels.map((label) => earlier(label.theme));
    if (about.includes(request.theme) || about.includes(request.into)) concerned.set(comment.id, comment.text);
  });
  const comments = [...concerned].map(([id, text]) => ({ id, text }));
  const tags = await tagsUnder(deps, plan.after, comments, labels);
  for (const [index, { id }] of comments.entries()) {
    const row = await deps.store.getComment(id);
    if (row?.state !== 'tagged') continue;
    const place = { month: monthOf(row.day), scoreClass: scoreClass(row.score, row.scale), commentState: row.state };
    const carried = projectSet(themeSetKey(row.tags), project);
    const wanted = themeSetKey(tags[index] ?? []);
    if (carried === wanted) continue;
    after.push({ ...place, themes: carried, count: -1 }, { ...place, themes: wanted, count: 1 });
  }
  return { before, after, sampled: null, moved: [], labels };
}

async function askHeads(
  deps: LearningDeps,
  plan: ChangePlan,
  before: readonly Cell[],
  sampleSize: number,
): Promise<ChangedCells> {
  const labels = await readLabels(deps.store);
  const all = taggedByMonth(before);
  const total = [...all.values()].reduce((sum, count) => sum + count, 0);
  const sampled = new Map<Month, { read: number; all: number }>();
  const after: Cell[] = [...before];
  const moved: MovedComment[] = [];
  for (const [month, count] of all) {
    const size = Math.max(SMALLEST_SAMPLE, Math.round((sampleSize * count) / Math.max(total, sampleSize)));
    const comments = await deps.store.sampleComments({ month }, total <= sampleSize ? count : size, SAMPLE_SEED);
    if (comments.length === 0) continue;
    sampled.set(month, { read: comments.length, all: count });
    const weight = count / comments.length;
    const tags = await tagsUnder(deps, plan.after, comments, labels);
    for (const [index, comment] of comments.entries()) {
      const wanted = tags[index] ?? [];
      if (themeSetKey(comment.tags) === themeSetKey(wanted)) continue;
      moved.push({ id: comment.id, after: wanted });
      after.push(...(await shift(deps, comment, themeSetKey(wanted), weight)));
    }
  }
  return { before, after, sampled, moved, labels };
}

/** A comment leaves its cell for another one, and stands for `weight` comments. */
async function shift(
  { store }: LearningDeps,
  comment: CorpusComment,
  themes: ThemeSetKey,
  weight: number,
): Promise<Cell[]> {
  const row = await store.getComment(comment.id);
  if (row?.state !== 'tagged') return [];
  const place = { month: monthOf(row.day), scoreClass: scoreClass(row.score, row.scale), commentState: row.state };
  return [
    { ...place, themes: themeSetKey(comment.tags), count: -weight },
    { ...place, themes, count: weight },
  ];
}

/** Tagged comments of each month, in the order of the months. */
export function taggedByMonth(cells: readonly Cell[]): Map<Month, number> {
  const counts = new Map<Month, number>();
  for (const { month = '', commentState, count } of cells) {
    if (commentState === 'tagged') counts.set(month, (counts.get(month) ?? 0) + count);
  }
  return new Map([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * The themes of a set as they count after the change. Which polarity holds where two become one depends on which was surer, which a
 * set does not tell; here the first one's stands, and figures that are made of these cells do not read polarity.
 */
function projectSet(themes: ThemeSetKey, project: ThemeProjection): ThemeSetKey {
  const polarities = new Map<ThemeKey, ReturnType<typeof parseThemeSetKey>[number]>();
  for (const mention of parseThemeSetKey(themes)) {
    const theme = project(mention.theme);
    if (theme !== null && !polarities.has(theme)) polarities.set(theme, { ...mention, theme });
  }
  return themeSetKey([...polarities.values()]);
}
