/** What NPS is associated with most among those who comment: praise and complaints of each theme, against one another. */
import { MOST_PREDICTORS } from '../domain/importance.js';
import type { Period } from '../domain/calendar.js';
import { estimateDrivers, type Driver, type DriverCell } from '../domain/drivers.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import { NORMAL_BASE } from '../domain/nps.js';
import { seededRandom } from '../domain/random.js';
import type { ScoreClass } from '../domain/response.js';
import { parseThemeSetKey, type Polarity, type Theme } from '../domain/theme.js';
import type { Cell, Unit } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import { shareFigure, type Share } from './figures.js';
import { resolveScope, type Scope } from './scope.js';

export interface NpsDriver extends Driver {
  readonly theme: Theme;
  readonly polarity: Extract<Polarity, 'pos' | 'neg'>;
  /** Commenters with a score who mention it so. */
  readonly mentions: Share;
}

/** A theme as a whole: how important, and how it does. */
export interface ThemePriority {
  readonly theme: Theme;
  /** Praise and complaint together, of what all explain, 0–1. */
  readonly importance: number;
  /** Share of praise among praise and complaints, 0–1. */
  readonly praise: number;
  /** The same of all these themes together. */
  readonly usualPraise: number;
  readonly place: 'mend' | 'keep' | 'watch' | 'fine';
}

export interface NpsDriversReport {
  /** Filter with the period filled in. */
  readonly filter: FeedbackFilter;
  readonly period: Period;
  readonly unit: Unit | null;
  readonly ancestors: readonly Unit[];
  /** Tagged comments whose writer gave a score; null under the limit. */
  readonly commenters: number | null;
  /** Share of the variation within service lines and channels that all explain together, 0–1; null where nothing can be said. */
  readonly explained: number | null;
  /** Most important first; empty where too few comment. */
  readonly drivers: readonly NpsDriver[];
  readonly priorities: readonly ThemePriority[];
  /** Drivers that can hardly be told apart from others. */
  readonly entangled: readonly NpsDriver[];
  /** Themes left out because under 30 praise or complain of them. */
  readonly rare: readonly { readonly theme: Theme; readonly polarity: Extract<Polarity, 'pos' | 'neg'> }[];
}

/** Fewer commenters than this say nothing about seven themes at once. */
const LEAST_COMMENTERS = 100;
const SEED = 1;
/** From here on two drivers tell much the same. */
export const ENTANGLED = 5;
/** The outcome in NPS points. */
export const OUTCOMES: Readonly<Partial<Record<ScoreClass, number>>> = { promoter: 100, passive: 0, detractor: -100 };

/** Null when the filter names an unknown unit. */
export async function npsDrivers(deps: ReadDeps, filter: FeedbackFilter): Promise<NpsDriversReport | null> {
  const scope = await resolveScope(deps, filter);
  if (!scope) return null;
  const respondents = readRespondents(await readGrouped(deps, scope));
  const commenters = respondents.reduce((sum, each) => sum + each.count, 0);
  const common = { filter: scope.filter, period: scope.period, unit: scope.unit, ancestors: scope.ancestors };
  const shown = commenters === 0 || commenters >= deps.disclosureLimit ? commenters : null;
  const { used, rare } = choosePredictors(deps, respondents, commenters);
  const estimate =
    commenters < LEAST_COMMENTERS
      ? null
      : estimateDrivers(driverCells(respondents, used), used.length, { random: seededRandom(SEED) });
  if (!estimate) {
    return { ...common, commenters: shown, explained: null, drivers: [], priorities: [], entangled: [], rare };
  }
  const drivers = used
    .map(({ theme, polarity, mentions }, index): NpsDriver => {
      const driver = estimate.drivers[index];
      if (!driver) throw new Error(`expected an estimate for ${theme.key}:${polarity}, found none`);
      return { ...driver, theme, polarity, mentions: shareFigure(mentions, commenters, deps.disclosureLimit) };
    })
    .sort((one, other) => one.rank - other.rank);
  return {
    ...common,
    commenters: shown,
    explained: estimate.rSquared,
    drivers,
    priorities: prioritiesOf(drivers, [...used, ...rare]),
    entangled: drivers.filter((driver) => driver.varianceInflation > ENTANGLED),
    rare,
  };
}

/** Cells of tagged comments by service line (the unit's children) and channel; what is filed to the unit itself is one more line. */
async function readGrouped(deps: ReadDeps, { filter, children, unit }: Scope): Promise<Cell[]> {
  const by = ['channel', 'scoreClass', 'commentState', 'themes'] as const;
  if (children.length === 0) return deps.store.readCells(filter, by);
  const codes = children.map((child) => child.code);
  const [below, whole] = await Promise.all([
    deps.store.readCells(filter, ['unit', ...by], codes),
    unit ? deps.store.readCells(filter, by) : [],
  ]);
  const keyOf = (cell: Cell): string => [cell.channel, cell.scoreClass, cell.commentState, cell.themes].join('|');
  const sums = new Map<string, number>();
  for (const cell of below) sums.set(keyOf(cell), (sums.get(keyOf(cell)) ?? 0) + cell.count);
  const own = whole.flatMap((cell) => {
    const count = cell.count - (sums.get(keyOf(cell)) ?? 0);
    return count > 0 ? [{ ...cell, count }] : [];
  });
  return [...below, ...own];
}

interface Respondents {
  readonly group: string;
  readonly says: readonly { readonly theme: string; readonly polarity: Polarity }[];
  readonly outcome: number;
  readonly count: number;
}

function readRespondents(cells: readonly Cell[]): Respondents[] {
  return cells.flatMap((cell) => {
    const outcome = cell.scoreClass && OUTCOMES[cell.scoreClass];
    if (outcome === undefined || cell.commentState !== 'tagged') return [];
    return [
      {
        group: `${cell.unit ?? ''}/${cell.channel ?? ''}`,
        says: parseThemeSetKey(cell.themes ?? ''),
        outcome,
        count: cell.count,
      },
    ];
  });
}

interface Predictor {
  readonly theme: Theme;
  readonly polarity: Extract<Polarity, 'pos' | 'neg'>;
  readonly mentions: number;
}

/** Praise and complaint of each theme with a base on both sides; the most mentioned where there are more than can be split up. */
function choosePredictors(
  { taxonomy }: ReadDeps,
  respondents: readonly Respondents[],
  commenters: number,
): { readonly used: Predictor[]; readonly rare: Predictor[] } {
  const counts = new Map<string, number>();
  for (const { says, count } of respondents) {
    for (const { theme, polarity } of says) {
      counts.set(`${theme}:${polarity}`, (counts.get(`${theme}:${polarity}`) ?? 0) + count);
    }
  }
  const all = taxonomy.themes.flatMap((theme) =>
    (['pos', 'neg'] as const).map((polarity): Predictor => {
      return { theme, polarity, mentions: counts.get(`${theme.key}:${polarity}`) ?? 0 };
    }),
  );
  const enough = all
    .filter(({ mentions }) => mentions >= NORMAL_BASE && commenters - mentions >= NORMAL_BASE)
    .sort((one, other) => other.mentions - one.mentions)
    .slice(0, MOST_PREDICTORS);
  return { used: all.filter((each) => enough.includes(each)), rare: all.filter((each) => !enough.includes(each)) };
}

function driverCells(respondents: readonly Respondents[], used: readonly Predictor[]): DriverCell[] {
  const places = new Map(used.map(({ theme, polarity }, index) => [`${theme.key}:${polarity}`, index]));
  return respondents.map(({ group, says, outcome, count }) => ({
    group,
    holds: says.flatMap(({ theme, polarity }) => places.get(`${theme}:${polarity}`) ?? []),
    outcome,
    count,
  }));
}

/**
 * Important: more than an equal part of what all themes explain. Doing well: at least as large a share of praise as all themes
 * together have; people praise far more than they complain, so that half and half would be poor.
 */
function prioritiesOf(drivers: readonly NpsDriver[], mentioned: readonly Predictor[]): ThemePriority[] {
  const themes = [...new Set(drivers.map((driver) => driver.theme))];
  const praiseOf = (some: readonly Predictor[]): number => {
    const count = (of: readonly Predictor[]): number => of.reduce((sum, { mentions }) => sum + mentions, 0);
    return count(some.filter(({ polarity }) => polarity === 'pos')) / count(some);
  };
  const usual = praiseOf(mentioned.filter(({ theme }) => themes.includes(theme)));
  return themes
    .map((theme): ThemePriority => {
      const importance = drivers
        .filter((driver) => driver.theme === theme)
        .reduce((sum, driver) => sum + driver.share, 0);
      const praise = praiseOf(mentioned.filter((each) => each.theme === theme));
      const important = importance > 1 / themes.length;
      const place = praise < usual ? (important ? 'mend' : 'watch') : important ? 'keep' : 'fine';
      return { theme, importance, praise, usualPraise: usual, place };
    })
    .sort((one, other) => other.importance - one.importance);
}
