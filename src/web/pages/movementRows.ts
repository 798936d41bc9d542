/** Rows of a movement: contributions for the table and the chart, and units below. */
import type { Contribution, Movement, MovementSide, Part, UnitContribution } from '../../flows/explainMovement.js';
import type { MovementRowName } from '../../flows/findingSource.js';
import type { WaterfallBar } from '../charts/waterfall.js';
import type { CommentWords } from './commentView.js';
import { contributionName, fineInterval, finePoints, writtenMovement } from './movementWords.js';
import type { WeakMark } from './qualityWords.js';

/** A part of the change as text. */
export interface PartView {
  readonly shown: boolean;
  readonly total: string;
  readonly rate: string;
  readonly mix: string;
  readonly interval: string;
  readonly certainty: string;
  /** Beyond chance. */
  readonly signal: boolean;
  readonly base: SideView;
  readonly current: SideView;
}

export interface SideView {
  readonly share: string;
  readonly nps: string;
  readonly n: string;
}

export interface ContributionRow extends PartView {
  readonly name: string;
  /** Of the theme; null for other rows. */
  readonly colour: number | null;
  /** To the theme's page; null for other rows. */
  readonly href: string | null;
  /** Where the tagger is too weak on the theme, or null. */
  readonly weak: WeakMark | null;
  /** To a finding made of this row; null where none can be: too few answers, or no row of its own. */
  readonly findingHref: string | null;
}

export interface UnitMovementRow extends PartView {
  readonly name: string;
  /** To the unit's own movement; null for answers filed to the unit that the page is about. */
  readonly href: string | null;
}

/** Themes and other groups first, then what the mix of services and channels did. */
export function contributionRows(
  movement: Movement,
  words: CommentWords,
  themeHref: (key: string) => string,
  findingHref: (row: MovementRowName) => string,
): ContributionRow[] {
  const written = writtenMovement(movement).contributions;
  const rows = movement.contributions.map((row, index) => {
    const theme = row.group === 'theme' ? words.taxonomy.themes.find((each) => each.key === row.key) : undefined;
    const view: ContributionRow = {
      ...partView(row, written[index] ?? null, words),
      name: contributionName(row, words),
      colour: theme?.colour ?? null,
      href: theme ? themeHref(theme.key) : null,
      weak: theme ? (words.weak?.(theme.key) ?? null) : null,
      findingHref: canBeFinding(row) ? findingHref(row) : null,
    };
    return { view, mix: isMix(row) };
  });
  return [...rows.filter(({ mix }) => !mix), ...rows.filter(({ mix }) => mix)].map(({ view }) => view);
}

function canBeFinding({ group, key, total }: Contribution): boolean {
  if (total === null) return false;
  return group === 'noComment' || group === 'noTheme' || (group !== 'hidden' && group !== 'unread' && key !== null);
}

export function unitMovementRows(
  movement: Movement,
  words: CommentWords,
  unitHref: (code: string) => string,
): UnitMovementRow[] {
  return movement.units.map((row: UnitContribution) => {
    const own = row.unit.code === movement.unit?.code;
    return {
      ...partView(row, row.total, words),
      name: own ? words.t('movement.ownAnswers', { name: row.unit.name[words.lang] }) : row.unit.name[words.lang],
      href: own ? null : unitHref(row.unit.code),
    };
  });
}

function partView(part: Part, written: number | null, { t, numbers }: CommentWords): PartView {
  const side = ({ share, nps, n }: MovementSide): SideView => ({
    share: numbers.percent(share),
    nps: numbers.points(nps),
    n: numbers.count(n),
  });
  return {
    shown: part.total !== null,
    total: written === null ? t('figures.tooFew') : finePoints(written, numbers),
    rate: finePoints(part.rate, numbers),
    mix: finePoints(part.mix, numbers),
    interval: fineInterval(part.interval, numbers),
    certainty: part.certainty === null ? '' : t(`certainty.${part.certainty}`),
    signal: part.certainty !== null && part.certainty !== 'chance',
    base: side(part.base),
    current: side(part.current),
  };
}

/** Most services, and most channels, whose own share of the answers is drawn. */
const MOST_MIX_BARS = 4;

/**
 * Contributions as bars, in their order; those on too few people have none of their own. Of the mix only what is beyond chance is
 * drawn apart and the rest together, so that a service with thirty units still fits on a page.
 */
export function waterfallBars(movement: Movement, words: CommentWords): WaterfallBar[] {
  const written = writtenMovement(movement).contributions;
  const shown = movement.contributions.flatMap((row, index) => {
    const points = written[index] ?? null;
    return points === null ? [] : [{ ...row, points }];
  });
  const mixes = (['serviceMix', 'channelMix'] as const).flatMap((group) =>
    mixBars(
      group,
      shown.filter((row) => row.group === group),
      words,
    ),
  );
  return [...mixes, ...shown.filter((row) => !isMix(row)).map((row) => barOf(row, words))];
}

type WrittenRow = Contribution & { readonly points: number };

function mixBars(group: 'serviceMix' | 'channelMix', rows: readonly WrittenRow[], words: CommentWords): WaterfallBar[] {
  const apart = rows
    .filter((row) => row.key !== null && row.certainty !== null && row.certainty !== 'chance')
    .sort((one, other) => Math.abs(other.points) - Math.abs(one.points))
    .slice(0, MOST_MIX_BARS);
  const bars = apart.map((row) => barOf(row, words));
  const rest = rows.filter((row) => !apart.includes(row));
  if (rest.length === 0) return bars;
  const points = rest.reduce((all, row) => all + row.points, 0);
  return [
    ...bars,
    {
      label: words.t(apart.length === 0 ? `movement.groups.${group}All` : `movement.groups.${group}Rest`),
      total: points,
      // Parts of one mix depend on each other, so their intervals do not add up to one of the sum
      interval: null,
      value: finePoints(points, words.numbers),
      note: '',
      firm: false,
      grey: true,
    },
  ];
}

function isMix({ group }: Contribution): boolean {
  return group === 'serviceMix' || group === 'channelMix';
}

function barOf(row: WrittenRow, words: CommentWords): WaterfallBar {
  return {
    label: contributionName(row, words),
    total: row.points,
    interval: row.interval,
    value: finePoints(row.points, words.numbers),
    note: fineInterval(row.interval, words.numbers),
    firm: row.certainty !== null && row.certainty !== 'chance',
    grey: row.group !== 'theme' && !isMix(row),
  };
}
