/** Comments drawn at random for people to check: the only labels that measure the tagger without bias. */
import { addDays, type Period } from '../domain/calendar.js';
import { f1Interval } from '../domain/f1.js';
import { NO_FILTER } from '../domain/feedbackFilter.js';
import type { ThemeAgreement } from '../domain/tagQuality.js';
import { themeSetKey, type Polarity, type ThemeKey, type ThemeTag } from '../domain/theme.js';
import type { CorpusComment } from '../store/corpusStore.js';
import type { ResponseId } from '../store/store.js';
import { commentsWith } from './checkedQuality.js';
import { machineTags } from './correctTags.js';
import type { LearningDeps } from './deps.js';

/** Days back from the newest comment that are drawn from: quality now, not years ago. */
const DAYS = 365;
/** A fixed order of all comments; the next one is the first that nobody has checked. */
const SEED = 71;
/** Drawn beyond those checked: when several people check at once, what one was shown stays valid while others go on. */
const AHEAD = 20;

export interface SampleProgress {
  readonly lang: string;
  readonly checked: number;
  /** Tagged comments of the last year that there are to draw from. */
  readonly comments: number;
}

export interface SampleTask {
  readonly progress: readonly SampleProgress[];
  /** Null when every comment has been checked, or there is none. */
  readonly next: CorpusComment | null;
}

export type SampleDeps = Pick<
  LearningDeps,
  'store' | 'tagger' | 'installation' | 'supportedLanguages' | 'today' | 'now'
>;

/**
 * The language whose turn it is has the fewest checked for the root of its size (power allocation; Bankier 1988): small languages get
 * enough to be judged, and large ones most.
 */
export async function nextSample(deps: SampleDeps): Promise<SampleTask> {
  const { progress, checked, period } = await readProgress(deps);
  const turns = [...progress].sort(
    (a, b) => a.checked / Math.sqrt(a.comments) - b.checked / Math.sqrt(b.comments) || b.comments - a.comments,
  );
  for (const turn of turns) {
    const [next] = await drawn(deps, turn, checked, period);
    if (next) return { progress, next };
  }
  return { progress, next: null };
}

/** What people say about each theme: its polarity, or null where the comment says nothing about it. */
export type SampleAnswers = Readonly<Record<ThemeKey, Polarity | null>>;

export type SampleResult =
  | { readonly outcome: 'saved'; readonly machine: readonly ThemeTag[] }
  /** The comment was not drawn, or has been checked meanwhile: only drawn ones measure without bias. */
  | { readonly outcome: 'notDrawn' }
  /** The themes changed while the page was open. */
  | { readonly outcome: 'otherThemes' };

/** Keeps what someone said about every active theme of a drawn comment. @param by id of the person */
export async function saveSample(
  deps: SampleDeps,
  id: ResponseId,
  answers: SampleAnswers,
  by: string,
): Promise<SampleResult> {
  const { themes } = deps.installation.current.taxonomy;
  if (themes.some(({ key }) => answers[key] === undefined)) return { outcome: 'otherThemes' };
  const comment = await deps.store.getComment(id);
  const { progress, checked, period } = await readProgress(deps);
  const turn = progress.find((each) => each.lang === comment?.lang);
  const candidates = turn ? await drawn(deps, turn, checked, period) : [];
  if (!comment || !candidates.some((candidate) => candidate.id === id)) return { outcome: 'notDrawn' };
  const { machine, versions, document } = await machineTags(deps, comment);
  const at = deps.now();
  await deps.store.saveLabels(
    themes.map(({ key }) => {
      const polarity = answers[key] ?? null;
      return { response: id, theme: key, present: polarity !== null, polarity, evidence: [], source: 'sample', by, at };
    }),
    machine,
    versions,
    document,
  );
  return { outcome: 'saved', machine: machine[0]?.tags ?? [] };
}

/** What the tagger and the person said about a comment that was checked; null when it was not. */
export interface CheckedComment {
  readonly id: ResponseId;
  readonly said: readonly Pick<ThemeTag, 'theme' | 'polarity'>[];
  readonly machine: readonly ThemeTag[];
  /** The same themes, each with the same polarity. */
  readonly same: boolean;
}

export async function readChecked(deps: SampleDeps, id: ResponseId): Promise<CheckedComment | null> {
  const comment = await deps.store.getComment(id);
  const [labelled] = await deps.store.labelledComments({ sources: ['sample'], afterId: id - 1, limit: 1 });
  if (!comment || labelled?.id !== id) return null;
  const { machine } = await machineTags(deps, comment);
  const said = labelled.labels.flatMap(({ theme, present, polarity }) =>
    present && polarity !== null ? [{ theme, polarity }] : [],
  );
  const given = machine[0]?.tags ?? [];
  return { id, said, machine: given, same: themeSetKey(said) === themeSetKey(given) };
}

/** Half the width of F1's interval, all themes together, after so many checked comments. */
export interface SampleWidth {
  readonly comments: number;
  readonly halfWidth: number;
}

const SIZES = [50, 100, 200, 400] as const;

/** As wide as the interval would be if further comments were like those that `micro` was measured on. */
export function expectedWidths(micro: ThemeAgreement, comments: number): SampleWidth[] {
  if (comments === 0 || micro.f1 === null) return [];
  return SIZES.map((size) => {
    const scale = size / comments;
    const counts = {
      hits: micro.recall.hits * scale,
      given: micro.precision.n * scale,
      labelled: micro.labelled * scale,
    };
    const [low, high] = f1Interval(counts) ?? [0, 1];
    return { comments: size, halfWidth: (high - low) / 2 };
  });
}

interface ProgressFound {
  readonly progress: readonly SampleProgress[];
  /** Ids of checked comments, by language. */
  readonly checked: ReadonlyMap<string, ReadonlySet<ResponseId>>;
  readonly period: Period;
}

async function readProgress(deps: SampleDeps): Promise<ProgressFound> {
  const { store, supportedLanguages } = deps;
  const to = (await store.dayRange(null))?.to ?? deps.today();
  const period = { from: addDays(to, 1 - DAYS), to };
  const [cells, labelled] = await Promise.all([
    store.readCells({ ...NO_FILTER, ...period }, ['lang', 'commentState']),
    commentsWith(deps, 'sample'),
  ]);
  const checked = new Map<string, Set<ResponseId>>();
  for (const { id, lang } of labelled) checked.set(lang, (checked.get(lang) ?? new Set()).add(id));
  const progress = supportedLanguages.flatMap((lang): SampleProgress[] => {
    const tagged = cells.filter((cell) => cell.lang === lang && cell.commentState === 'tagged');
    const comments = tagged.reduce((sum, cell) => sum + cell.count, 0);
    return comments > 0 ? [{ lang, checked: checked.get(lang)?.size ?? 0, comments }] : [];
  });
  return { progress, checked, period };
}

/** The next comments of a language that nobody has checked, in the order of the draw. */
async function drawn(
  { store }: SampleDeps,
  { lang, checked: done }: SampleProgress,
  checked: ProgressFound['checked'],
  period: Period,
): Promise<CorpusComment[]> {
  const comments = await store.sampleComments({ ...period, lang }, done + AHEAD, SEED);
  return comments.filter(({ id }) => !checked.get(lang)?.has(id)).slice(0, AHEAD);
}
