/** The groups of comments without a theme as people look at them: which hang together, which grow, and what they would be called. */
import { monthOf, monthsBetween, type Month } from '../domain/calendar.js';
import { growthOf, type GroupGrowth } from '../domain/groupGrowth.js';
import { npsEstimate, type NpsEstimate } from '../domain/nps.js';
import { scoreClass } from '../domain/response.js';
import { LANGUAGES, type Language } from '../domain/theme.js';
import type { CommentGroup, GroupPhrases } from '../store/commentGroupStore.js';
import type { RunRow } from '../store/installationStore.js';
import type { CommentRow, ResponseId } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import type { GroupingCounts, GroupingSettings } from './themelessGroups.js';

export interface MissingTheme {
  readonly id: number;
  readonly phrases: GroupPhrases;
  /** The comment nearest to what all of the group say. */
  readonly typical: CommentRow;
  /** Comments of the months looked at; an estimate where only some of the comments were read. */
  readonly comments: number;
  /** Against all comments of the same months. */
  readonly growth: GroupGrowth;
  readonly months: readonly { readonly month: Month; readonly count: number; readonly base: number }[];
  /** Of those who say it; suppressed under the disclosure limit. */
  readonly nps: NpsEstimate;
  /** Typical comments with different texts, at most three. */
  readonly quotes: readonly CommentRow[];
  /** Found for the first time in the run. */
  readonly isNew: boolean;
}

export interface MissingThemes {
  readonly run: RunRow;
  readonly settings: GroupingSettings;
  readonly counts: GroupingCounts;
  /** Growing ones first, then the larger ones. */
  readonly groups: readonly MissingTheme[];
  /** Comments that say something but in groups too mixed to be shown. */
  readonly mixed: number;
}

/** What a new theme could start from. */
export interface ThemeSuggestion {
  readonly group: number;
  /** Empty where no phrase of the language marks the group. */
  readonly names: Readonly<Record<Language, string>>;
  /** Most typical first, different texts. */
  readonly examples: readonly { readonly id: ResponseId; readonly text: string; readonly lang: string }[];
}

/** Mean similarity of two of its texts under which a group is a mixture (docs/search.md). */
const LEAST_COHESION = 0.11;
const LEAST_TEXTS = 3;
const QUOTES = 3;
const LONGEST_QUOTE = 280;
const MOST_EXAMPLES = 20;

/** The newest run's groups; null before the first run has finished. */
export async function missingThemes(deps: ReadDeps): Promise<MissingThemes | null> {
  const run = (await deps.store.listRuns(20, 'grouping')).find(({ state }) => state === 'done');
  if (!run) return null;
  const settings = run.settings as GroupingSettings;
  const counts = run.counts as GroupingCounts;
  const all = await deps.store.listGroups(run.id);
  const shown = all.filter((group) => isCoherent(group) && group.members.length >= deps.disclosureLimit);
  const bases = await monthBases(deps, settings);
  const growth = growthOf(shown.map((group) => sharesOf(group, settings, bases)));
  const groups = await Promise.all(
    shown.map((group, index) => missingTheme(deps, group, { run, settings, bases, growth: growth[index]! })),
  );
  return {
    run,
    settings,
    counts,
    groups: groups
      .flatMap((group) => (group ? [group] : []))
      .sort((a, b) => Number(b.growth.grows) - Number(a.growth.grows) || b.comments - a.comments || a.id - b.id),
    mixed: all.filter((group) => !shown.includes(group)).reduce((sum, group) => sum + group.members.length, 0),
  };
}

/** Null for a group that is not known or whose comments all have a theme by now. */
export async function suggestionFor(deps: Pick<ReadDeps, 'store'>, group: number): Promise<ThemeSuggestion | null> {
  const found = await deps.store.getGroup(group);
  if (!found || found.members.length === 0) return null;
  const seen = new Set<string>();
  const different = found.members.filter(({ text }) => !seen.has(text) && seen.add(text));
  return {
    group,
    names: Object.fromEntries(LANGUAGES.map((lang) => [lang, found.phrases[lang]?.[0] ?? ''])) as Record<
      Language,
      string
    >,
    examples: different.slice(0, MOST_EXAMPLES).map(({ id, text, lang }) => ({ id, text, lang })),
  };
}

function isCoherent({ cohesion, members }: CommentGroup): boolean {
  return cohesion >= LEAST_COHESION && new Set(members.map(({ text }) => text)).size >= LEAST_TEXTS;
}

/** Tagged comments of each month. */
async function monthBases({ store }: ReadDeps, { from, to }: GroupingSettings): Promise<Map<Month, number>> {
  const cells = await store.readCells({ from, to, unit: null, channel: null, lang: null }, ['month', 'commentState']);
  const bases = new Map<Month, number>();
  for (const { month, commentState, count } of cells) {
    if (commentState === 'tagged' && month !== undefined) bases.set(month, (bases.get(month) ?? 0) + count);
  }
  return bases;
}

/** Of the comments that were looked at: where only a part was, the bases are that part too. */
function sharesOf(
  { members }: CommentGroup,
  { recentFrom, sampled }: GroupingSettings,
  bases: ReadonlyMap<Month, number>,
): Pick<GroupGrowth, 'before' | 'recent'> {
  const recentMonth = monthOf(recentFrom);
  const base = (isRecent: boolean): number =>
    Math.round(
      sampled * [...bases].reduce((sum, [month, count]) => (month >= recentMonth === isRecent ? sum + count : sum), 0),
    );
  const recent = members.filter(({ day }) => day >= recentFrom).length;
  return {
    before: { count: members.length - recent, base: base(false) },
    recent: { count: recent, base: base(true) },
  };
}

async function missingTheme(
  { store, disclosureLimit }: ReadDeps,
  group: CommentGroup,
  {
    run,
    settings,
    bases,
    growth,
  }: {
    readonly run: RunRow;
    readonly settings: GroupingSettings;
    readonly bases: ReadonlyMap<Month, number>;
    readonly growth: GroupGrowth;
  },
): Promise<MissingTheme | null> {
  const { members } = group;
  const quotes: CommentRow[] = [];
  const quoted = new Set<string>();
  for (const { id, text } of members) {
    if (quotes.length === QUOTES) break;
    if (quoted.has(text) || text.length > LONGEST_QUOTE) continue;
    const row = await store.getComment(id);
    if (row) quotes.push(row);
    quoted.add(text);
  }
  const [typical] = quotes;
  if (!typical) return null;
  const classes = { promoters: 0, passives: 0, detractors: 0 };
  for (const { score, scale } of members) {
    const answer = scoreClass(score, scale);
    if (answer === 'promoter') classes.promoters += 1;
    else if (answer === 'passive') classes.passives += 1;
    else if (answer === 'detractor') classes.detractors += 1;
  }
  const months = monthsBetween(monthOf(settings.from), monthOf(settings.to)).map((month) => ({
    month,
    count: members.filter(({ day }) => monthOf(day) === month).length,
    base: Math.round(settings.sampled * (bases.get(month) ?? 0)),
  }));
  return {
    id: group.id,
    phrases: group.phrases,
    typical,
    comments: Math.round(members.length / settings.sampled),
    growth,
    months,
    nps: npsEstimate(classes, disclosureLimit),
    quotes,
    isNew: group.firstRun === run.id,
  };
}
