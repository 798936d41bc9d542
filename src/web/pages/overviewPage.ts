/** The overview: also the page of one unit, which is the same question asked of a part. */
import { monthOf, yearEarlier } from '../../domain/calendar.js';
import type { Movement } from '../../flows/explainMovement.js';
import type { Overview } from '../../flows/overview.js';
import { drawNpsTrend } from '../charts/npsTrend.js';
import type { Chart } from '../charts/svg.js';
import { downloadLinks, type Downloads } from '../exports/downloads.js';
import { toSearchParams } from '../query.js';
import { commentView, type CommentView, type CommentWords } from './commentView.js';
import { newActionHref } from './actionWords.js';
import type { Link } from './frame.js';
import { movementBrief, type MovementBrief } from './movementBrief.js';
import { changeView, npsView, targetWords, type ChangeView, type NpsView } from './npsWords.js';
import { statementName } from './statementName.js';
import { themeRows, type ThemeRow } from './themeRows.js';
import { axisWords, unitRows, type UnitRow } from './unitRows.js';

export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly note: string;
}

export interface OverviewPage {
  readonly heading: string;
  readonly breadcrumb: readonly Link[];
  /** The finding in words: where NPS stands, what it did, how sure that is. */
  readonly lead: string;
  readonly empty: boolean;
  readonly current: NpsView;
  readonly targetWords: string;
  readonly change: ChangeView;
  readonly facts: readonly Fact[];
  /** Null when no month has an NPS to show. */
  readonly trend: { readonly chart: Chart; readonly title: string; readonly rows: readonly TrendRow[] } | null;
  /** What moved NPS since the year before; null where that cannot be taken apart. */
  readonly movement: MovementBrief | null;
  readonly themes: readonly ThemeRow[];
  readonly themesLead: string;
  readonly changed: readonly {
    readonly href: string;
    readonly colour: number;
    readonly sentence: string;
    readonly detail: string;
  }[];
  readonly voices: readonly CommentView[];
  readonly units: readonly UnitRow[];
  readonly unitsTitle: string;
  readonly unitsScale: string;
  /** Themes that differ from the parent unit beyond chance; only on a unit's page. */
  readonly differs: readonly { readonly href: string; readonly colour: number; readonly sentence: string }[] | null;
  readonly links: {
    readonly comments: string;
    readonly themes: string;
    readonly units: string;
    /** The printable report of the period's last month. */
    readonly report: string;
    readonly action: string;
  };
  readonly downloads: { readonly trend: Downloads; readonly themes: Downloads; readonly units: Downloads };
}

export interface TrendRow {
  readonly month: string;
  readonly nps: string;
  readonly interval: string;
  readonly base: string;
  readonly comments: string;
}

/** @param movement against the comparison period of the overview, or null */
export function overviewPage(overview: Overview, movement: Movement | null, words: CommentWords): OverviewPage {
  const { t, numbers, lang } = words;
  const query = `?${toSearchParams({ ...overview.filter, ...overview.period }).toString()}`;
  const target = overview.target?.value ?? null;
  const current = npsView(overview.current, t, numbers, target);
  const change = changeView(overview.change, t, numbers);
  const under = targetWords(overview.current, target, t, numbers);
  return {
    heading: overview.unit?.name[lang] ?? t('overview.title'),
    breadcrumb: overview.unit
      ? [
          { href: '/units', label: t('navigation.units') },
          ...overview.ancestors.map((unit) => ({
            href: `/units/${unit.code}${withoutUnit(overview)}`,
            label: unit.name[lang],
          })),
        ]
      : [],
    lead: leadOf(current, under, change, overview, words),
    empty: overview.current.strength === 'none' && overview.responses === 0,
    current,
    targetWords: under,
    change,
    facts: factsOf(overview, words),
    trend: overview.trend.every((month) => month.estimate.nps === null)
      ? null
      : {
          chart: drawNpsTrend(overview.trend, target, numbers, { target: t('nps.target') }),
          title: t('overview.trendTitle'),
          rows: overview.trend.map((month) => {
            const view = npsView(month.estimate, t, numbers);
            return {
              month: numbers.month(month.month),
              nps: view.value,
              interval: view.interval,
              base: view.shown ? numbers.count(month.estimate.n) : '',
              comments: numbers.count(month.comments),
            };
          }),
        },
    movement: movementBrief(movement, words),
    themes: themeRows(overview.themes, words, query),
    themesLead: themesLead(overview, words),
    changed: overview.changed.map((figure) => ({
      href: `/themes/${figure.theme.key}${query}`,
      colour: figure.theme.colour,
      sentence: t((figure.shareChange.difference ?? 0) > 0 ? 'overview.changedMore' : 'overview.changedLess', {
        theme: figure.theme.name[lang],
        share: numbers.percent(figure.share.share),
        points: numbers.percentPoints(figure.shareChange.difference).replace(/^[+−]/, ''),
      }),
      detail: figure.shareChange.certainty ? t(`certainty.${figure.shareChange.certainty}`) : '',
    })),
    voices: overview.voices.map((row) => commentView(row, words)),
    units: unitRows(overview.units, words, withoutUnit(overview)),
    unitsScale: axisWords(overview.units, numbers),
    unitsTitle: t(overview.unit ? 'overview.unitsUnder' : 'overview.unitsOfAll'),
    differs: null,
    links: {
      comments: `/comments${query}`,
      themes: `/themes${query}`,
      units: `/units${withoutUnit(overview)}`,
      report: `/report?${new URLSearchParams({
        ...(overview.filter.unit === null ? {} : { unit: overview.filter.unit }),
        month: monthOf(overview.period.to),
      }).toString()}`,
      action: newActionHref({ unit: overview.filter.unit }),
    },
    downloads: {
      trend: downloadLinks('trend', query),
      themes: downloadLinks('themes', query),
      units: downloadLinks('units', query),
    },
  };
}

function withoutUnit(overview: Overview): string {
  return `?${toSearchParams({ ...overview.filter, ...overview.period, unit: null }).toString()}`;
}

function leadOf(
  current: NpsView,
  under: string,
  change: ChangeView,
  overview: Overview,
  { t, numbers }: CommentWords,
): string {
  if (!current.shown) return t(leadWithoutNps(overview));
  const stands = under
    ? t('overview.leadWithTarget', { nps: current.value, target: under })
    : t('overview.lead', { nps: current.value });
  if (change.direction === null) return stands;
  const key = change.direction === 'same' ? 'leadSame' : change.direction === 'up' ? 'leadUp' : 'leadDown';
  return `${stands} ${t(`overview.${key}`, {
    points: numbers.points(Math.abs(Math.round(overview.change.points ?? 0))),
    certainty: t(`certainty.sentence.${overview.change.certainty ?? 'chance'}`),
  })}`;
}

function leadWithoutNps(overview: Overview): string {
  if (overview.current.strength === 'suppressed') return 'overview.leadTooFew';
  // responses without a 0–10 score: comments alone, or another scale
  return overview.responses === 0 ? 'overview.leadEmpty' : 'overview.leadNoScores';
}

function factsOf(overview: Overview, words: CommentWords): Fact[] {
  const { t, numbers } = words;
  const previous = npsView(overview.previous, t, numbers);
  const yearToDate = npsView(overview.yearToDate, t, numbers);
  const latest = npsView(overview.latestMonth.estimate, t, numbers);
  const comments = overview.comments;
  const facts: Fact[] = [
    {
      label: t('overview.yearBefore'),
      value: previous.value,
      note: [numbers.period(yearEarlier(overview.period)), previous.base].filter(Boolean).join(' · '),
    },
    {
      label: t('overview.yearToDate', { year: overview.period.to.slice(0, 4) }),
      value: yearToDate.value,
      note: noteOf(yearToDate),
    },
    { label: numbers.month(overview.latestMonth.month), value: latest.value, note: noteOf(latest) },
    {
      label: t('overview.responses'),
      value: numbers.count(overview.responses),
      note:
        comments === null || !overview.responses
          ? ''
          : t('overview.ofThemComments', {
              share: numbers.percent(comments / overview.responses),
              n: numbers.count(comments),
            }),
    },
  ];
  for (const statement of overview.statements) {
    if (statement.topBox.share === null) continue;
    facts.push({
      label: statementName(statement.key, words),
      value: numbers.percent(statement.topBox.share),
      note: `${t('overview.fullyAgree')} · ${numbers.percentInterval(statement.topBox.interval)} · ${t('figures.base', { n: numbers.count(statement.topBox.base) })}`,
    });
  }
  return facts;
}

function noteOf(view: NpsView): string {
  return [view.interval, view.base].filter(Boolean).join(' · ');
}

function themesLead(overview: Overview, { t, lang }: CommentWords): string {
  const shown = overview.themes.filter((figure) => figure.share.share !== null && figure.polarity);
  const most = shown[0];
  if (!most) return t('overview.themesNone');
  const complaints = [...shown].sort((a, b) => (b.polarity?.neg ?? 0) - (a.polarity?.neg ?? 0))[0];
  return complaints && complaints !== most
    ? t('overview.themesLead', { most: most.theme.name[lang], complaint: complaints.theme.name[lang] })
    : t('overview.themesLeadOne', { most: most.theme.name[lang] });
}
