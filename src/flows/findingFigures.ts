/** Figures as a finding keeps them: value, interval and base of then, with the days that they are about. */
import type { Period } from '../domain/calendar.js';
import { npsDifference } from '../domain/difference.js';
import type { FigureKind } from '../domain/findingFigure.js';
import type { NpsEstimate } from '../domain/nps.js';
import type { ThemeKey } from '../domain/theme.js';
import type { FrozenFigure } from '../store/findingStore.js';
import type { Contribution, Movement, MovementGroup } from './explainMovement.js';
import { shareFigure, type Share, type ThemeFigure } from './figures.js';
import type { MovementRowName } from './findingSource.js';
import { writtenMovement } from './writtenMovement.js';

interface KindedFigure extends FrozenFigure {
  readonly kind: FigureKind;
}

const CONTRIBUTIONS: Readonly<Partial<Record<MovementGroup, FigureKind>>> = {
  theme: 'contribution',
  noComment: 'contributionNoComment',
  noTheme: 'contributionNoTheme',
  serviceMix: 'contributionUnit',
  channelMix: 'contributionChannel',
};

/** The row of the movement that can be a finding's own; undefined where there is none such. */
export function contributionOf(movement: Movement, row: MovementRowName): Contribution | undefined {
  if (!CONTRIBUTIONS[row.group]) return undefined;
  return movement.contributions.find((each) => each.group === row.group && each.key === row.key);
}

/** The row first where there is one, then the change, NPS now and NPS before; to one decimal, as the movement itself writes them. */
export function figuresOfMovement(movement: Movement, row: Contribution | null): KindedFigure[] {
  const { base, current, change } = movement;
  const written = writtenMovement(movement);
  const rowValue = row ? (written.contributions[movement.contributions.indexOf(row)] ?? null) : null;
  const days = { ...current.period, base: base.period };
  const kind = row ? CONTRIBUTIONS[row.group] : undefined;
  return [
    ...(row && kind
      ? [
          figure(kind, {
            theme: row.group === 'theme' ? row.key : null,
            subject: row.group === 'serviceMix' || row.group === 'channelMix' ? row.key : null,
            value: rowValue,
            interval: row.interval,
            n: row.total === null ? null : row.current.n,
            certainty: row.certainty,
            ...days,
          }),
        ]
      : []),
    figure('npsChange', {
      value: change.points === null ? null : written.change,
      interval: change.interval,
      n: change.points === null ? null : current.estimate.n,
      certainty: change.certainty,
      ...days,
    }),
    npsFigure('nps', current.estimate, current.period),
    npsFigure('nps', base.estimate, base.period),
  ];
}

/** Share of the comments first, then complaints and praise, then NPS of those who mention the theme and of the others. */
export function figuresOfTheme(
  { theme, share, polarity, npsWith, npsWithout }: ThemeFigure,
  period: Period,
): KindedFigure[] {
  const about = { theme: theme.key };
  const part = (kind: 'complaintShare' | 'praiseShare', count: number | undefined): KindedFigure[] =>
    count === undefined || share.base === null || share.base === 0
      ? []
      : [shareOf(kind, shareFigure(count, share.base, 1), period, theme.key)];
  const difference = npsDifference(npsWithout, npsWith);
  return [
    shareOf('share', share, period, theme.key),
    ...part('complaintShare', polarity?.neg),
    ...part('praiseShare', polarity?.pos),
    npsFigure('npsWith', npsWith, period, theme.key),
    npsFigure('npsWithout', npsWithout, period, theme.key),
    ...(difference.points === null
      ? []
      : [
          figure('npsDifference', {
            ...about,
            ...period,
            value: difference.points,
            interval: difference.interval,
            n: (npsWith.n ?? 0) + (npsWithout.n ?? 0),
            certainty: difference.certainty,
          }),
        ]),
  ];
}

export function npsFigure(
  kind: 'nps' | 'npsWith' | 'npsWithout',
  { nps, interval, n }: NpsEstimate,
  period: Period,
  theme: ThemeKey | null = null,
): KindedFigure {
  return figure(kind, { theme, value: nps, interval, n, ...period });
}

export function shareOf(kind: FigureKind, share: Share, period: Period, theme: ThemeKey | null = null): KindedFigure {
  return figure(kind, { theme, value: share.share, interval: share.interval, n: share.base, ...period });
}

function figure(
  kind: FigureKind,
  given: Pick<FrozenFigure, 'value' | 'interval' | 'n'> & Period & Partial<FrozenFigure>,
): KindedFigure {
  const { from, to, value, interval, n, theme = null, subject = null, base = null, certainty = null } = given;
  return { kind, theme, subject, value, interval, n, from, to, base, certainty };
}
