/**
 * Themes of the organisation's own: taught by example sentences and by answers about stored comments, looked at, and taken into
 * use. What an editor does with them, and what pages show. The parts: ownThemeInput.ts (what may be given), ownThemeScan.ts
 * (scoring all stored comments), ownThemeScans.ts (that in the background), ownThemeTeaching.ts (questions and answers),
 * ownThemeAdoption.ts, ownThemeQuality.ts.
 */
import type { Actor } from '../domain/actor.js';
import type { Month } from '../domain/calendar.js';
import type { Localised, Language, ThemeKey } from '../domain/theme.js';
import type { OwnThemeDraft } from '../store/ownThemeStore.js';
import type { ResponseId } from '../store/store.js';
import type { OwnThemeHead } from '../tagging/overlay.js';
import type { LearningDeps } from './deps.js';
import { backgroundOf, drawComments, embedSentences, fitHead } from './ownThemeHead.js';
import { checkInput, type CheckedInput } from './ownThemeInput.js';
import { startScan } from './ownThemeScans.js';

/** As it comes from a form, a file or a suggestion. */
export interface OwnThemeInput {
  readonly key: string;
  readonly name: Readonly<Record<Language, string>>;
  /** Empty strings where nothing was written. */
  readonly description: Localised;
  readonly excludes: Localised;
  /** Slot in the palette; the next free one unless given. */
  readonly colour?: number;
  readonly examples: readonly SentenceInput[];
  /** What looks alike but is not it; may be empty. */
  readonly counterExamples: readonly SentenceInput[];
}

/** `lang` is recognised where it is not given. */
export interface SentenceInput {
  readonly text: string;
  readonly lang?: string;
}

/** What of the input cannot be taken; pages say it in words. `name`, `description`, `excludes` name their language. */
export interface OwnThemeProblem {
  readonly field: 'key' | 'name' | 'description' | 'excludes' | 'colour' | 'examples' | 'counterExamples';
  readonly lang?: Language;
  /**
   * `empty`, `tooLong` (limit: characters), `pattern` (key), `taken` (key), `tooFew` and `tooMany` (limit: sentences, found: how
   * many different ones), `range` (limit: slots).
   */
  readonly problem: 'empty' | 'tooLong' | 'pattern' | 'taken' | 'tooFew' | 'tooMany' | 'range';
  readonly limit?: number;
  readonly found?: number;
}

export type CreateOutcome =
  | { readonly outcome: 'created'; readonly key: ThemeKey }
  | { readonly outcome: 'refused'; readonly problems: readonly OwnThemeProblem[] };

/** How far teaching has come. Answers until it is usable and until it is good: USABLE_AFTER and GOOD_AFTER. */
export type Ripeness = 'started' | 'usable' | 'good';

/** A theme that is being taught, or was, as pages show it. */
export interface OwnThemeView {
  readonly key: ThemeKey;
  readonly name: Localised;
  readonly description: Localised;
  readonly excludes: Localised;
  readonly colour: number | null;
  readonly examples: readonly { readonly text: string; readonly lang: string }[];
  readonly counterExamples: readonly { readonly text: string; readonly lang: string }[];
  readonly state: 'scanning' | 'ready' | 'adopted';
  readonly answers: { readonly yes: number; readonly no: number };
  readonly ripeness: Ripeness;
  /** Answers still needed for the next stage; null when good. */
  readonly answersToGo: number | null;
  /** Probability over which the theme is given, 0–1. */
  readonly threshold: number;
  readonly scan: {
    readonly scanned: number;
    readonly total: number;
    /** Answers given since the last scan that ended; null before one has. */
    readonly answersSince: number | null;
  };
  /** What the theme would find, by month, after the last scan that ended. */
  readonly months: readonly { readonly month: Month; readonly comments: number; readonly given: number }[];
  readonly by: string;
  readonly createdAt: string;
}

/** A stored comment to be answered yes or no. */
export interface Question {
  readonly id: ResponseId;
  readonly text: string;
  readonly lang: string;
  /** Probability 0–1 by the head that holds now. */
  readonly score: number;
  /** Why it is asked: near the line, or among the surest. */
  readonly reason: 'uncertain' | 'typical';
}

export type AnswerOutcome =
  | { readonly outcome: 'answered'; readonly theme: OwnThemeView }
  /** No theme of that key is being taught, or no such comment is stored. */
  | { readonly outcome: 'unknown' };

export type AdoptOutcome =
  | { readonly outcome: 'adopted'; readonly key: ThemeKey }
  /** `unknown`: no draft; `taken`: the key or a name came into use meanwhile. */
  | { readonly outcome: 'refused'; readonly problem: 'unknown' | 'taken' };

/** By cross-validation on the answers; null figures without a base. Shares 0–1 with 95 % intervals. */
export interface OwnThemeQuality {
  readonly yes: number;
  readonly no: number;
  readonly precision: RateView;
  readonly recall: RateView;
  readonly f1: number | null;
}

export interface RateView {
  readonly hits: number;
  readonly n: number;
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
}

/** A theme can be relied on a little after this many answers, and well after that many. */
export const USABLE_AFTER = 20;
export const GOOD_AFTER = 100;

/**
 * Begins to teach a theme: fits its head on the sentences at once, and scores all stored comments in the background.
 * @param scan false: the caller scores them (ownThemeScan.ts)
 */
export async function createDraft(
  deps: LearningDeps,
  input: OwnThemeInput,
  actor: Pick<Actor, 'id'>,
  { scan = true } = {},
): Promise<CreateOutcome> {
  const { store } = deps;
  const { problems, sentences: clean, ...words } = await checkedAgainstOthers(deps, input);
  if (problems.length > 0) return { outcome: 'refused', problems };
  const { key } = input;
  const sentences = await embedSentences(deps, clean);
  const background = await backgroundOf(deps, await drawComments(deps));
  const head = await fitHead(deps, key, sentences, [], background);
  const now = deps.now();
  await store.saveOwnTheme({
    key,
    ...words,
    colour: input.colour ?? null,
    sentences,
    state: 'scanning',
    head: JSON.stringify(head),
    answers: 0,
    scannedAnswers: null,
    scanned: 0,
    total: (await store.taggingProgress()).tagged,
    months: [],
    by: actor.id,
    createdAt: now,
    changedAt: now,
  });
  if (scan) startScan(deps, key, actor.id);
  return { outcome: 'created', key };
}

/** What of the input createDraft would refuse. */
export async function inputProblems(
  deps: Pick<LearningDeps, 'store' | 'installation'>,
  input: OwnThemeInput,
): Promise<readonly OwnThemeProblem[]> {
  return (await checkedAgainstOthers(deps, input)).problems;
}

async function checkedAgainstOthers(
  { store, installation }: Pick<LearningDeps, 'store' | 'installation'>,
  input: OwnThemeInput,
): Promise<CheckedInput> {
  const taught = (await store.listOwnThemes()).map((theme) => theme.key);
  return checkInput(input, installation.current.document, taught);
}

/** Themes that are being taught and those that were, oldest first. */
export async function ownThemeViews(deps: Pick<LearningDeps, 'store'>): Promise<OwnThemeView[]> {
  const [themes, counts] = await Promise.all([deps.store.listOwnThemes(), deps.store.countLabels()]);
  return themes.map((theme) => viewOf(theme, counts));
}

/** Null when no theme of that key is or was taught. */
export async function ownThemeView(deps: Pick<LearningDeps, 'store'>, key: ThemeKey): Promise<OwnThemeView | null> {
  const theme = await deps.store.getOwnTheme(key);
  return theme && viewOf(theme, await deps.store.countLabels());
}

/** Gives up a theme that was never in use. What was answered stays on record. False when there is none. */
export async function discardDraft(deps: Pick<LearningDeps, 'store'>, key: ThemeKey): Promise<boolean> {
  const theme = await deps.store.getOwnTheme(key);
  return theme !== null && theme.state !== 'adopted' && deps.store.deleteOwnTheme(key);
}

function viewOf(theme: OwnThemeDraft, counts: Awaited<ReturnType<LearningDeps['store']['countLabels']>>): OwnThemeView {
  const said = (present: boolean): number =>
    counts
      .filter((count) => count.theme === theme.key && count.present === present)
      .reduce((sum, { count }) => sum + count, 0);
  const answers = { yes: said(true), no: said(false) };
  const given = answers.yes + answers.no;
  const ripeness: Ripeness = given >= GOOD_AFTER ? 'good' : given >= USABLE_AFTER ? 'usable' : 'started';
  const { key, name, description, excludes, colour, state, scanned, total, months, by, createdAt } = theme;
  const sentences = (present: boolean): { readonly text: string; readonly lang: string }[] =>
    theme.sentences.filter((one) => one.present === present).map(({ text, lang }) => ({ text, lang }));
  return {
    key,
    name,
    description,
    excludes,
    colour,
    examples: sentences(true),
    counterExamples: sentences(false),
    state,
    answers,
    ripeness,
    answersToGo: ripeness === 'good' ? null : (ripeness === 'usable' ? GOOD_AFTER : USABLE_AFTER) - given,
    threshold: (JSON.parse(theme.head) as OwnThemeHead).threshold,
    scan: {
      scanned,
      total,
      answersSince: theme.scannedAnswers === null ? null : Math.max(0, given - theme.scannedAnswers),
    },
    months,
    by,
    createdAt,
  };
}
