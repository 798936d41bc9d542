/** All themes, and one theme. */
import { newActionHref } from './actionWords.js';
import type { Language } from '../../domain/theme.js';
import type { ThemeReport } from '../../flows/themeReport.js';
import type { ThemeFigure } from '../../flows/figures.js';
import { drawThemeTrend } from '../charts/themeTrend.js';
import type { Chart } from '../charts/svg.js';
import { downloadLinks, type Downloads } from '../exports/downloads.js';
import { newFindingHref } from '../findingSource.js';
import { toSearchParams } from '../query.js';
import { commentView, type CommentView, type CommentWords } from './commentView.js';
import { languageName } from './filterBar.js';
import type { Link } from './frame.js';
import { npsView, type NpsView } from './npsWords.js';
import type { Fact } from './overviewPage.js';
import { themeRows, type ThemeRow } from './themeRows.js';
import type { WeakMark } from './qualityWords.js';

export interface ThemesPage {
  readonly lead: string;
  readonly empty: boolean;
  readonly rows: readonly ThemeRow[];
  readonly downloads: Downloads;
  readonly definitions: readonly {
    readonly name: string;
    readonly colour: number;
    readonly description: string;
    readonly excludes: string;
  }[];
}

/** @param taggedComments comments read in the selection, null under the disclosure limit */
export function themesPage(
  themes: readonly ThemeFigure[],
  taggedComments: number | null,
  query: string,
  words: CommentWords,
): ThemesPage {
  const { t, numbers, lang, taxonomy } = words;
  return {
    lead: t('themes.lead', { n: numbers.count(taggedComments) }),
    empty: taggedComments === 0,
    rows: themeRows(themes, words, query),
    downloads: downloadLinks('themes', query),
    definitions: taxonomy.themes.map((theme) => ({
      name: theme.name[lang],
      colour: theme.colour,
      description: theme.description[lang],
      excludes: theme.excludes[lang],
    })),
  };
}

export interface ThemePage {
  readonly name: string;
  readonly description: string;
  readonly excludes: string;
  readonly colour: number;
  readonly breadcrumb: readonly Link[];
  readonly lead: string;
  /** Where the tagger is too weak on the theme, or null. */
  readonly weak: WeakMark | null;
  readonly facts: readonly Fact[];
  readonly findingHref: string;
  readonly commentsHref: string;
  readonly actionHref: string;
  readonly commentsLabel: string;
  readonly trend: { readonly chart: Chart; readonly title: string; readonly rows: readonly ThemeTrendRow[] };
  readonly complaints: readonly CommentView[];
  readonly praise: readonly CommentView[];
  readonly units: readonly ThemeUnitRow[];
  readonly phrases: readonly {
    readonly lang: Language;
    readonly language: string;
    readonly phrases: readonly { readonly text: string; readonly count: string; readonly href: string }[];
  }[];
}

interface ThemeTrendRow {
  readonly month: string;
  readonly share: string;
  readonly interval: string;
  readonly negative: string;
  readonly neutral: string;
  readonly positive: string;
  readonly nps: string;
}

interface ThemeUnitRow {
  readonly name: string;
  readonly href: string;
  readonly negative: string;
  readonly negativeInterval: string;
  readonly share: string;
  readonly base: string;
  readonly nps: NpsView;
}

export function themePage(report: ThemeReport, words: CommentWords): ThemePage {
  const { t, numbers, lang } = words;
  const { figure } = report;
  const theme = figure.theme;
  const filter = { ...report.filter, ...report.period };
  const query = toSearchParams(filter).toString();
  const hidden = t('figures.tooFew');
  return {
    name: theme.name[lang],
    description: theme.description[lang],
    excludes: theme.excludes[lang],
    colour: theme.colour,
    breadcrumb: [{ href: `/themes?${query}`, label: t('navigation.themes') }],
    lead: leadOf(figure, words),
    weak: words.weak?.(theme.key) ?? null,
    facts: factsOf(figure, words),
    findingHref: newFindingHref(`/themes/${theme.key}?${toSearchParams(filter).toString()}`),
    commentsHref: `/comments?${toSearchParams({ ...filter, theme: theme.key }).toString()}`,
    actionHref: newActionHref({ unit: filter.unit, theme: theme.key }),
    commentsLabel:
      figure.share.count === null
        ? t('theme.seeAllComments')
        : t('theme.seeComments', { n: numbers.count(figure.share.count) }),
    trend: {
      title: t('theme.trendTitle'),
      chart: drawThemeTrend(
        report.trend.map(({ month, share, polarity }) => ({
          month,
          shares:
            polarity && share.base
              ? { pos: polarity.pos / share.base, neg: polarity.neg / share.base, neu: polarity.neu / share.base }
              : null,
        })),
        numbers,
        { pos: t('polarity.pos'), neg: t('polarity.neg'), neu: t('polarity.neu') },
      ),
      rows: report.trend.map((month) => ({
        month: numbers.month(month.month),
        share:
          month.share.share === null ? (month.share.suppressed ? hidden : '–') : numbers.percent(month.share.share),
        interval: numbers.percentInterval(month.share.interval),
        negative: numbers.count(month.polarity?.neg ?? null),
        neutral: numbers.count(month.polarity?.neu ?? null),
        positive: numbers.count(month.polarity?.pos ?? null),
        nps: npsView(month.nps, t, numbers).value,
      })),
    },
    complaints: report.complaints.map((row) => commentView(row, words)),
    praise: report.praise.map((row) => commentView(row, words)),
    units: report.units.map((row) => ({
      name: row.unit.name[lang],
      href: `/themes/${theme.key}?${toSearchParams({ ...filter, unit: row.unit.code }).toString()}`,
      negative: row.negative.share === null ? hidden : numbers.percent(row.negative.share),
      negativeInterval: numbers.percentInterval(row.negative.interval),
      share: row.share.share === null ? hidden : numbers.percent(row.share.share),
      base: row.share.base === null ? '' : t('figures.base', { n: numbers.count(row.share.base) }),
      nps: npsView(row.npsWith, t, numbers),
    })),
    phrases: report.phrases
      .filter((each) => each.phrases.length > 0)
      .map((each) => ({
        lang: each.lang,
        language: languageName(each.lang, lang, t),
        phrases: each.phrases.map((phrase) => ({
          text: phrase.phrase,
          count: numbers.count(phrase.comments),
          href: `/comments?${toSearchParams({ ...filter, theme: theme.key, q: phrase.phrase }).toString()}`,
        })),
      })),
  };
}

function leadOf(figure: ThemeFigure, { t, numbers }: CommentWords): string {
  const { share, polarity, npsWith, npsWithout } = figure;
  if (share.share === null || !polarity || !share.count) return t('theme.leadTooFew');
  const said = t('theme.lead', {
    share: numbers.percent(share.share),
    negative: numbers.percent(polarity.neg / share.count),
    positive: numbers.percent(polarity.pos / share.count),
  });
  if (npsWith.nps === null || npsWithout.nps === null) return said;
  return `${said} ${t('theme.leadNps', { with: numbers.points(npsWith.nps), without: numbers.points(npsWithout.nps) })}`;
}

function factsOf(figure: ThemeFigure, { t, numbers }: CommentWords): Fact[] {
  const withTheme = npsView(figure.npsWith, t, numbers);
  const without = npsView(figure.npsWithout, t, numbers);
  const { shareChange } = figure;
  return [
    {
      label: t('themes.share'),
      value: figure.share.share === null ? t('figures.tooFew') : numbers.percent(figure.share.share),
      note: [
        numbers.percentInterval(figure.share.interval),
        t('figures.base', { n: numbers.count(figure.share.base) }),
      ].join(' · '),
    },
    {
      label: t('themes.changeFromYearBefore'),
      value:
        shareChange.difference === null
          ? '–'
          : `${numbers.percentPoints(shareChange.difference)} ${t('figures.percentPoints')}`,
      note: shareChange.certainty ? t(`certainty.${shareChange.certainty}`) : '',
    },
    {
      label: t('themes.npsWith'),
      value: withTheme.value,
      note: [withTheme.interval, withTheme.base].filter(Boolean).join(' · '),
    },
    {
      label: t('themes.npsWithout'),
      value: without.value,
      note: [without.interval, without.base].filter(Boolean).join(' · '),
    },
    {
      label: t('themes.impact'),
      value: figure.impact === null ? '–' : numbers.signedPoints(figure.impact),
      note: numbers.pointsInterval(figure.impactInterval),
    },
  ];
}
