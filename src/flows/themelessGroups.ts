/**
 * What the list of themes misses: comments that no theme was given to, grouped by what they mean. A run starts from the groups
 * of the one before, so that a group keeps its id and its name for as long as people say it.
 */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { addMonths, firstDayOfMonth, monthOf, type Day } from '../domain/calendar.js';
import { seededRandom } from '../domain/random.js';
import {
  commonDirections,
  directionAmong,
  distinctiveOf,
  similarityOf,
  type CommonDirections,
} from '../domain/similarity.js';
import { sphericalKMeans, type Clusters } from '../domain/sphericalKMeans.js';
import { contentWords } from '../language/contentWords.js';
import type { KnownGroup, NewCommentGroup } from '../store/commentGroupStore.js';
import type { CorpusComment } from '../store/corpusStore.js';
import type { LearningDeps } from './deps.js';
import { nameGroup } from './groupNames.js';
import { recordRun, SERVICE } from './runRecord.js';
import { wholeVectors } from './wholeVectors.js';

/** Months that are grouped: the last three, and the year before them that they are compared with. */
export const RECENT_MONTHS = 3;
export const MONTHS_BEFORE = 12;
/** More comments would change the groups little and take minutes. */
const MOST_COMMENTS = 5000;
const SEED = 1;
/** A comment of fewer says nothing that could be a theme (“thanks”, “-”, “all good”). */
const LEAST_CONTENT_WORDS = 2;
const TEXTS_PER_GROUP = 20;
const LEAST_GROUPS = 4;
const MOST_GROUPS = 60;
/** New groups are looked for beside the known ones when there is room for so many times as many. */
const MORE_GROUPS_FROM = 1.5;
/** Fewer texts have no groups worth the name. */
const LEAST_TEXTS = 20;
/** One axis of what all have in common is taken out for so many numbers of a vector, as Mu and Viswanath advise. */
const NUMBERS_PER_AXIS = 100;
/** Texts that stand for all when what they have in common is worked out: more take longer than a page may wait. */
const COMMON_TEXTS = 200;
/** Other texts that a group's words are held against. */
const MOST_OTHERS = 600;
/** Two groups of two runs that point so much alike are the same. */
const SAME_GROUP = 0.6;
/** Groups that were not found again for so many runs are forgotten. */
const RUNS_REMEMBERED = 30;

/** What a run was about; the settings of its record. */
export interface GroupingSettings {
  readonly [name: string]: unknown;
  /** First day of the months that are grouped, of those that are compared with what was before, and the last day of all. */
  readonly from: Day;
  readonly recentFrom: Day;
  readonly to: Day;
  /** Share of the comments without a theme that were looked at, 0–1. */
  readonly sampled: number;
}

export interface GroupingCounts {
  readonly [name: string]: number;
  /** Comments without a theme in those months, those of them that were looked at, and those of these that say something. */
  readonly themeless: number;
  readonly comments: number;
  readonly telling: number;
  readonly groups: number;
}

type GroupingDeps = Pick<LearningDeps, 'store' | 'tagger' | 'now'>;

/** Groups the comments of the last months; null when there are none. The same comments again give the same groups. */
export async function groupThemeless(deps: GroupingDeps): Promise<GroupingCounts | null> {
  const { store, tagger } = deps;
  const range = await store.dayRange(null);
  if (!range) return null;
  const last = monthOf(range.to);
  const recentFrom = firstDayOfMonth(addMonths(last, 1 - RECENT_MONTHS));
  const from = firstDayOfMonth(addMonths(last, 1 - RECENT_MONTHS - MONTHS_BEFORE));
  const themeless = await countThemeless(deps, from, range.to);
  const sample = await store.sampleComments({ withoutTheme: true, from, to: range.to }, MOST_COMMENTS, SEED);
  const sampled = themeless === 0 ? 1 : Math.min(1, sample.length / themeless);
  const settings: GroupingSettings = { from, recentFrom, to: range.to, sampled };
  const telling = sample.filter(({ text, lang }) => contentWords(text, lang).length >= LEAST_CONTENT_WORDS);
  const { versions } = tagger;
  const { counts } = await recordRun(deps, { kind: 'grouping', by: SERVICE, versions, settings }, async (run) => {
    const groups = await findGroups(deps, telling);
    await store.saveGroups(run, versions.space, groups);
    const counts: GroupingCounts = {
      themeless,
      comments: sample.length,
      telling: telling.length,
      groups: groups.length,
    };
    return {
      counts,
      inputHash: digestOf(telling.map(({ id, text }) => [id, text])),
      outputHash: digestOf(groups.map(({ members, phrases }) => [members, phrases])),
    };
  });
  return counts;
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

async function countThemeless({ store }: GroupingDeps, from: Day, to: Day): Promise<number> {
  const filter = { from, to, unit: null, channel: null, lang: null };
  const cells = await store.readCells(filter, ['commentState', 'themes']);
  return cells.reduce(
    (sum, cell) => (cell.commentState === 'tagged' && cell.themes === '' ? sum + cell.count : sum),
    0,
  );
}

async function findGroups(deps: GroupingDeps, comments: readonly CorpusComment[]): Promise<NewCommentGroup[]> {
  const byText = new Map<string, CorpusComment[]>();
  for (const comment of comments) byText.set(comment.text, [...(byText.get(comment.text) ?? []), comment]);
  const texts = [...byText.keys()].sort();
  // a text that many sent word for word is one voice in the name of a group
  const distinct = [...byText.values()].flatMap(([first]) => (first ? [first] : []));
  if (texts.length < LEAST_TEXTS) return [];
  const wholes = await wholeVectors(deps, texts);
  const step = Math.ceil(wholes.length / COMMON_TEXTS);
  const common = commonDirections(
    wholes.filter((_, index) => index % step === 0),
    Math.round((wholes[0]?.length ?? 0) / NUMBERS_PER_AXIS),
  );
  const directions: Float32Array[] = [];
  for (const whole of wholes) {
    directions.push(distinctiveOf(whole, common));
    if (directions.length % COMMON_TEXTS === 0) await setImmediate();
  }
  const { space } = deps.tagger.versions;
  const [known, last] = await Promise.all([
    deps.store.knownGroups(space, RUNS_REMEMBERED),
    deps.store.knownGroups(space, 1),
  ]);
  const clusters = await cluster(
    directions,
    last.map(({ centroid }) => directionAmong(centroid, common)),
  );
  const found = clusters.centres.flatMap((centre, place) => {
    const members = texts.flatMap((text, index) =>
      clusters.assigned[index] === place ? [{ text, similarity: clusters.similarities[index]! }] : [],
    );
    return members.length === 0 ? [] : [{ centre, members }];
  });
  const ids = findAgain(
    found.map(({ centre }) => centre),
    known,
    common,
  );
  const groups: NewCommentGroup[] = [];
  for (const [index, { centre, members }] of found.entries()) {
    const ownTexts = new Set(members.map(({ text }) => text));
    const others = distinct.filter(({ text }) => !ownTexts.has(text));
    const each = Math.ceil(others.length / MOST_OTHERS);
    const before = known.find((group) => group.id === ids[index]);
    groups.push({
      id: before?.id ?? null,
      centroid: centre,
      phrases: nameGroup(
        distinct.filter(({ text }) => ownTexts.has(text)),
        others.filter((_, at) => at % each === 0),
        before?.phrases ?? {},
      ),
      cohesion: cohesionOf(members.map(({ similarity }) => similarity)),
      members: members.flatMap(({ text, similarity }) =>
        (byText.get(text) ?? []).map((comment) => ({ id: comment.id, similarity })),
      ),
    });
    await setImmediate();
  }
  return groups;
}

/**
 * Mean similarity of two texts of a group. The mean similarity R to the centre is the length of the mean of n directions, hence
 * n²R² is the sum over all pairs and n of them are a text with itself. 0 for a single text.
 */
function cohesionOf(similarities: readonly number[]): number {
  const n = similarities.length;
  if (n < 2) return 0;
  const mean = similarities.reduce((sum, similarity) => sum + similarity, 0) / n;
  return (n * mean * mean - 1) / (n - 1);
}

/** Lets requests through between slices of work. @param start of the last run: kept unless the texts have become many more */
async function cluster(directions: readonly Float32Array[], start: readonly Float32Array[]): Promise<Clusters> {
  const wanted = Math.min(MOST_GROUPS, Math.max(LEAST_GROUPS, Math.round(directions.length / TEXTS_PER_GROUP)));
  const k = start.length > 0 && wanted <= MORE_GROUPS_FROM * start.length ? start.length : wanted;
  const work = sphericalKMeans(directions, k, start, seededRandom(SEED));
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await setImmediate();
  }
}

/** Ids of the known groups that the found ones are again, most alike first; each at most once. */
function findAgain(
  centres: readonly Float32Array[],
  known: readonly KnownGroup[],
  common: CommonDirections,
): (number | null)[] {
  const directions = known.map(({ centroid }) => directionAmong(centroid, common));
  const pairs = centres
    .flatMap((centre, found) =>
      directions.map((direction, at) => ({ found, at, similarity: similarityOf(centre, direction) })),
    )
    .filter(({ similarity }) => similarity >= SAME_GROUP)
    .sort((a, b) => b.similarity - a.similarity || a.at - b.at);
  const ids: (number | null)[] = centres.map(() => null);
  const taken = new Set<number>();
  for (const { found, at } of pairs) {
    if (ids[found] !== null || taken.has(at)) continue;
    ids[found] = known[at]!.id;
    taken.add(at);
  }
  return ids;
}
