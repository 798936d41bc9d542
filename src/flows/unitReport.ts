/** The unit tree with a figure for each unit, and one unit on its own against what its parent has beside it. */
import type { Period } from '../domain/calendar.js';
import { npsDifference } from '../domain/difference.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import { subtractCounts } from '../domain/impact.js';
import { npsEstimate, type NpsDifference, type NpsEstimate } from '../domain/nps.js';
import type { Taxonomy, Theme } from '../domain/theme.js';
import type { Unit } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import { shareChange, shareFigure, type Share, type ShareDifference, type UnitFigure } from './figures.js';
import { COUNT_CELLS, overviewOf, THEME_CELLS, type Overview } from './overview.js';
import { resolveScope } from './scope.js';
import { mentionsOf, tallyBy, tallyCells, type Tally } from './tally.js';
import { NO_MENTION, themeShare } from './themeFigures.js';
import { depthFirst, unitFigures } from './unitFigures.js';

export interface UnitTree {
  readonly filter: FeedbackFilter;
  readonly period: Period;
  readonly comparison: Period;
  /** The tree in depth-first order. */
  readonly rows: readonly UnitFigure[];
}

/** A theme that the unit's commenters mention more or less often, or with another NPS, than those beside it. */
export interface ThemeDeviation {
  readonly theme: Theme;
  readonly share: Share;
  readonly npsWith: NpsEstimate;
  /** The parent without the unit: a unit cannot be tested against a sum that it is a part of. */
  readonly restShare: Share;
  readonly restNpsWith: NpsEstimate;
  /** Unit minus rest. */
  readonly shareDifference: ShareDifference;
  readonly npsDifference: NpsDifference;
}

/** The overview of one unit, and what sets it apart. */
export interface UnitReport extends Overview {
  readonly unit: Unit;
  /** Null where the unit is a root: then the rest is the rest of the organisation. */
  readonly parent: Unit | null;
  /** Themes that differ beyond chance in share or NPS, in the taxonomy's order. */
  readonly differs: readonly ThemeDeviation[];
}

/** All units, or one and what lies under it when the filter names one; null when it is unknown. */
export async function unitTree(deps: ReadDeps, filter: FeedbackFilter): Promise<UnitTree | null> {
  const scope = await resolveScope(deps, filter);
  if (!scope) return null;
  const rows = depthFirst(scope.units, scope.unit);
  const codes = rows.map((unit) => unit.code);
  const read = async (of: FeedbackFilter): Promise<Map<string, Tally>> =>
    codes.length === 0 ? new Map() : tallyBy(await deps.store.readCells(of, ['unit', ...COUNT_CELLS], codes), 'unit');
  const [current, previous] = await Promise.all([read(scope.filter), read(scope.previousFilter)]);
  return {
    filter: scope.filter,
    period: scope.period,
    comparison: scope.comparison,
    rows: unitFigures(
      scope,
      rows,
      { byUnit: current, total: null },
      { byUnit: previous, total: null },
      deps.disclosureLimit,
    ),
  };
}

/** One unit, whatever unit the filter names; null when `code` is unknown. */
export async function unitReport(deps: ReadDeps, code: string, filter: FeedbackFilter): Promise<UnitReport | null> {
  const scope = await resolveScope(deps, { ...filter, unit: code });
  if (!scope?.unit) return null;
  const { unit } = scope;
  const [report, own, whole] = await Promise.all([
    overviewOf(deps, scope),
    deps.store.readCells(scope.filter, THEME_CELLS),
    deps.store.readCells({ ...scope.filter, unit: unit.parent }, THEME_CELLS),
  ]);
  return {
    ...report,
    unit,
    parent: scope.ancestors.at(-1) ?? null,
    differs: deviations(deps.taxonomy, tallyCells(own), tallyCells(whole), deps.disclosureLimit),
  };
}

function deviations(taxonomy: Taxonomy, own: Tally, whole: Tally, limit: number): ThemeDeviation[] {
  return taxonomy.themes
    .map((theme): ThemeDeviation => {
      const mentioned = own.themes.get(theme.key) ?? NO_MENTION;
      const all = whole.themes.get(theme.key) ?? NO_MENTION;
      const share = themeShare(theme, own, limit);
      const restShare = shareFigure(mentionsOf(all) - mentionsOf(mentioned), whole.tagged - own.tagged, limit);
      const npsWith = npsEstimate(mentioned.classes, limit);
      const restNpsWith = npsEstimate(subtractCounts(all.classes, mentioned.classes), limit);
      return {
        theme,
        share,
        npsWith,
        restShare,
        restNpsWith,
        shareDifference: shareChange(restShare, share),
        npsDifference: npsDifference(restNpsWith, npsWith),
      };
    })
    .filter(({ shareDifference, npsDifference: nps }) => isBeyondChance(shareDifference) || isBeyondChance(nps));
}

function isBeyondChance(difference: Pick<NpsDifference, 'certainty'>): boolean {
  return difference.certainty === 'sure' || difference.certainty === 'fairlySure';
}
