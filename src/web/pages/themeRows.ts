/** Themes as rows of a table: share, polarity as a diverging bar, NPS with and without. */
import type { ThemeFigure } from '../../flows/figures.js';
import type { Language } from '../../domain/theme.js';
import type { Translate } from '../language.js';
import type { NumberWords } from '../numbers.js';
import { npsView, type NpsView } from './npsWords.js';
import type { WeakMark, WeakMarks } from './qualityWords.js';

export interface ThemeRow {
  readonly key: string;
  readonly name: string;
  readonly colour: number;
  readonly href: string;
  readonly shown: boolean;
  /** `23 %`, or the words for a hidden figure. */
  readonly share: string;
  readonly shareInterval: string;
  /** Comments that mention it. */
  readonly count: string;
  /** Widths in units of a drawing 200 wide with its zero at `zero`; null when hidden. */
  readonly bar: {
    readonly zero: number;
    readonly negative: number;
    readonly neutral: number;
    readonly positive: number;
  } | null;
  readonly negative: string;
  readonly neutral: string;
  readonly positive: string;
  /** Commenters who mention it, and who do not. */
  readonly npsWith: NpsView;
  readonly npsWithout: NpsView;
  readonly impact: string;
  readonly impactInterval: string;
  /** Where the tagger is too weak on the theme, or null. */
  readonly weak: WeakMark | null;
  /** Arrow only for a signal. */
  readonly change: { readonly text: string; readonly signal: boolean; readonly up: boolean } | null;
}

const BAR_WIDTH = 200;

/** @param query filter part of links, with a leading `?` or empty */
export function themeRows(
  figures: readonly ThemeFigure[],
  words: {
    readonly lang: Language;
    readonly t: Translate;
    readonly numbers: NumberWords;
    readonly weak?: WeakMarks;
  },
  query: string,
): ThemeRow[] {
  const { lang, t, numbers } = words;
  // One scale for all rows: the longest arm to the left and to the right of zero fill the drawing between them.
  const arms = figures.flatMap(({ share, polarity }) =>
    polarity && share.base
      ? [
          {
            left: (polarity.neg + polarity.neu / 2) / share.base,
            right: (polarity.pos + polarity.neu / 2) / share.base,
          },
        ]
      : [],
  );
  const left = Math.max(0.001, ...arms.map((arm) => arm.left));
  const right = Math.max(0.001, ...arms.map((arm) => arm.right));
  const perShare = BAR_WIDTH / (left + right);

  return figures.map((figure) => {
    const { theme, share, polarity, shareChange } = figure;
    const base = share.base;
    const of = (count: number): number => (base ? (count / base) * perShare : 0);
    const portion = (count: number | undefined): string =>
      count === undefined || !share.count ? numbers.percent(null) : numbers.percent(count / share.count);
    return {
      key: theme.key,
      name: theme.name[lang],
      colour: theme.colour,
      href: `/themes/${theme.key}${query}`,
      shown: share.share !== null,
      weak: words.weak?.(theme.key) ?? null,
      share:
        share.share === null ? t(share.suppressed ? 'figures.tooFew' : 'figures.none') : numbers.percent(share.share),
      shareInterval: numbers.percentInterval(share.interval),
      count: numbers.count(share.count),
      // a theme that nobody mentions has no polarity to draw
      bar:
        polarity && share.count
          ? { zero: left * perShare, negative: of(polarity.neg), neutral: of(polarity.neu), positive: of(polarity.pos) }
          : null,
      negative: portion(polarity?.neg),
      neutral: portion(polarity?.neu),
      positive: portion(polarity?.pos),
      npsWith: npsView(figure.npsWith, t, numbers),
      npsWithout: npsView(figure.npsWithout, t, numbers),
      impact: figure.impact === null ? numbers.points(null) : numbers.signedPoints(figure.impact),
      impactInterval: numbers.pointsInterval(figure.impactInterval),
      change:
        shareChange.difference === null || shareChange.certainty === null
          ? null
          : {
              text: `${numbers.percentPoints(shareChange.difference)} ${t('figures.percentPoints')}`,
              signal: shareChange.certainty !== 'chance',
              up: shareChange.difference > 0,
            },
    };
  });
}
