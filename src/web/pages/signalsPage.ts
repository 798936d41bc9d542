/** What needs attention: matters that stand out in words, then the control charts of one unit with people's notes. */
import type { Right } from '../../domain/actor.js';
import { firstDayOfMonth, lastDayOfMonth, type Month } from '../../domain/calendar.js';
import { certaintyOf } from '../../domain/difference.js';
import type { FeedbackFilter } from '../../domain/feedbackFilter.js';
import type { NumberedAnnotation } from '../../flows/annotations.js';
import type { ControlCharts } from '../../flows/controlCharts.js';
import type { Episode, Signal, SignalsReport } from '../../flows/signals.js';
import type { StandardisedNps } from '../../flows/standardisedNps.js';
import { newFindingHref } from '../findingSource.js';
import { movementParams } from '../movementQuery.js';
import { toSearchParams } from '../query.js';
import { newActionHref } from './actionWords.js';
import type { CommentWords } from './commentView.js';
import { complaintsChart, npsChart, type ChartView } from './controlChartViews.js';
import type { Link, NavigationLink } from './frame.js';
import { npsView } from './npsWords.js';
import type { Fact } from './overviewPage.js';

export interface SignalsPage {
  readonly heading: string;
  readonly lead: string;
  readonly episodes: readonly EpisodeView[];
  readonly note: string;
  readonly unitName: string;
  readonly nps: ChartView;
  readonly complaints: ChartView | null;
  readonly themes: readonly NavigationLink[];
  readonly annotations: readonly AnnotationView[];
  readonly facts: readonly Fact[];
  readonly form: {
    readonly token: string;
    readonly unit: string;
    readonly back: string;
    readonly from: string;
    readonly to: string;
  };
}

export interface EpisodeView {
  readonly meaning: 'improvement' | 'concern';
  readonly meaningWord: string;
  readonly colour: number | null;
  readonly sentence: string;
  readonly when: string;
  readonly detail: string;
  /** Each for those who may see where it leads. */
  readonly links: readonly (Link & { readonly right: Right })[];
}

export interface AnnotationView {
  readonly id: number;
  readonly number: number;
  readonly day: string;
  readonly text: string;
  readonly place: string;
  /** About the whole organisation, or a unit above those that the reader sees. */
  readonly isOfAll: boolean;
  readonly movementHref: string;
}

export interface SignalsPageInput {
  readonly report: SignalsReport;
  readonly charts: ControlCharts;
  readonly standardised: StandardisedNps | null;
  /** Theme of the second chart. */
  readonly theme: string | null;
  readonly token: string;
  /** This page, to come back to. */
  readonly url: string;
}

export function signalsPage(input: SignalsPageInput, words: CommentWords): SignalsPage {
  const { report, charts, theme } = input;
  const { t, lang, taxonomy } = words;
  const unitName = report.unit?.name[lang] ?? t('filter.allUnits');
  return {
    heading: t('signals.title'),
    lead: leadOf(report, words),
    episodes: report.episodes.map((episode) => episodeView(episode, report, words)),
    note: noteOf(report, words),
    unitName,
    nps: npsChart(charts, words),
    complaints: complaintsChart(charts, words),
    themes: taxonomy.themes.map((each) => ({
      href: `/signals?${toSearchParams({ ...report.filter, theme: each.key }).toString()}#complaints`,
      label: each.name[lang],
      current: each.key === theme,
    })),
    annotations: charts.annotations.map((each) => annotationView(each, report.filter, words)),
    facts: mixFacts(input.standardised, words),
    form: {
      token: input.token,
      unit: report.unit?.code ?? '',
      back: input.url,
      from: charts.trend.from,
      to: charts.trend.to,
    },
  };
}

function leadOf({ episodes, period }: SignalsReport, { t, numbers }: CommentWords): string {
  const count = (meaning: Signal['meaning']): number =>
    episodes.filter(({ strongest }) => strongest.meaning === meaning).length;
  if (episodes.length === 0) return t('signals.leadNone', { period: numbers.period(period) });
  return t('signals.lead', {
    count: episodes.length,
    n: numbers.count(episodes.length),
    period: numbers.period(period),
    concerns: numbers.count(count('concern')),
    improvements: numbers.count(count('improvement')),
  });
}

function noteOf({ months, budget }: SignalsReport, { t, numbers }: CommentWords): string {
  const beyond = months.reduce((sum, month) => sum + month.beyondBudget, 0);
  const tested = Math.max(0, ...months.map((month) => month.tested));
  return [
    t('signals.note', { tested: numbers.count(tested), budget: numbers.count(budget) }),
    ...(beyond > 0 ? [t('signals.beyond', { count: beyond, n: numbers.count(beyond) })] : []),
  ].join(' ');
}

function episodeView(
  { from, to, strongest, signals }: Episode,
  report: SignalsReport,
  words: CommentWords,
): EpisodeView {
  const { t, numbers, lang } = words;
  const { deviation, theme, unit, meaning } = strongest;
  const write = (value: number): string => (theme === null ? numbers.points(value) : numbers.percent(value));
  const also = [...new Set(signals.flatMap((signal) => [signal.unit, ...signal.repeats]))].filter(
    (each) => each !== unit,
  );
  const kind = theme === null ? 'nps' : 'complaints';
  return {
    meaning,
    meaningWord: t(`signals.meaning.${meaning}`),
    colour: theme?.colour ?? null,
    sentence: t(`signals.sentence.${kind}${deviation.difference > 0 ? 'Up' : 'Down'}`, {
      unit: unit.name[lang],
      theme: theme?.name[lang] ?? '',
      from: write(deviation.expected),
      to: write(deviation.value),
    }),
    when: months(from, to, words),
    detail: [
      t('signals.clearest', { months: months(strongest.from, strongest.month, words) }),
      t('figures.base', { n: numbers.count(deviation.base) }),
      t('signals.difference', { interval: intervalOf(strongest, words) }),
      t(`certainty.${certaintyOf(deviation.z)}`),
      ...(also.length > 0 ? [t('signals.also', { units: also.map((each) => each.name[lang]).join(', ') })] : []),
    ].join(' · '),
    links: linksOf(strongest, report.filter, words),
  };
}

function intervalOf({ theme, deviation: { interval } }: Signal, { t, numbers }: CommentWords): string {
  if (theme === null) return numbers.pointsInterval(interval);
  const [low, high] = interval.map((end) => numbers.percentPoints(end));
  return `${low} … ${high} ${t('figures.percentPoints')}`;
}

/** Comments of the clearest months, what NPS did between them and the year before, and the charts of the unit. */
function linksOf(signal: Signal, filter: FeedbackFilter, { t }: CommentWords): EpisodeView['links'] {
  const { unit, theme } = signal;
  const days = { from: firstDayOfMonth(signal.from), to: lastDayOfMonth(signal.month) };
  const there = { ...filter, unit: unit.code };
  const comments = { ...there, ...days, ...(theme && { theme: theme.key, polarity: 'neg' as const }) };
  const yearBefore = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  const before = { from: yearBefore(days.from), to: lastDayOfMonth(yearBefore(days.to).slice(0, 7)) };
  return [
    {
      href: `/comments?${toSearchParams(comments).toString()}`,
      label: t('signals.toComments'),
      right: 'comments.read',
    },
    {
      href: `/movement?${movementParams(there, days, before, null)}`,
      label: t('signals.toMovement'),
      right: 'figures.read',
    },
    {
      href: `/signals?${toSearchParams({ ...there, ...(theme && { theme: theme.key }) }).toString()}#${theme ? 'complaints' : 'charts'}`,
      label: t('signals.toChart'),
      right: 'figures.read',
    },
    {
      href: newFindingHref(
        theme
          ? `/comments?${toSearchParams(comments).toString()}`
          : `/movement?${movementParams(there, days, before, null)}`,
      ),
      label: t('findings.make'),
      right: 'findings.write',
    },
    {
      href: newActionHref({ unit: unit.code, theme: theme?.key ?? null }),
      label: t('actions.start'),
      right: 'actions.write',
    },
  ];
}

function months(from: Month, to: Month, { numbers }: CommentWords): string {
  return numbers.period({ from: firstDayOfMonth(from), to: lastDayOfMonth(to) });
}

function annotationView(annotation: NumberedAnnotation, filter: FeedbackFilter, words: CommentWords): AnnotationView {
  const { t, numbers, lang, units } = words;
  return {
    id: annotation.id,
    number: annotation.number,
    day: numbers.day(annotation.day),
    text: annotation.text,
    isOfAll: annotation.unit === null,
    place:
      annotation.unit === null ? t('filter.allUnits') : (units.get(annotation.unit)?.name[lang] ?? annotation.unit),
    movementHref: `/movement?${movementParams(filter, annotation.after, annotation.before, null)}`,
  };
}

function mixFacts(standardised: StandardisedNps | null, { t, numbers }: CommentWords): Fact[] {
  if (!standardised) return [];
  const { current, previous, change, weighted, period, comparison } = standardised;
  const facts: Fact[] = [];
  for (const [side, days] of [
    [current, period],
    [previous, comparison],
  ] as const) {
    if (!side.standardised) continue;
    const crude = npsView(side.crude, t, numbers);
    facts.push({
      label: numbers.period(days),
      value: numbers.points(side.standardised.nps),
      note: [
        numbers.pointsInterval(side.standardised.interval),
        t('signals.mix.coverage', { share: numbers.percent(side.standardised.coverage) }),
        t('signals.mix.crude', { nps: crude.value, n: crude.base }),
      ].join(' · '),
    });
  }
  if (change.points !== null && change.certainty !== null) {
    facts.push({
      label: t('units.change'),
      value: numbers.signedPoints(change.points),
      note: `${numbers.pointsInterval(change.interval)} · ${t(`certainty.${change.certainty}`)}`,
    });
  }
  if (weighted) {
    facts.push({
      label: t('signals.mix.weighted'),
      value: numbers.points(weighted.nps),
      note: t('signals.mix.weightedNote', {
        rate: numbers.percent(weighted.responseRate),
        n: numbers.count(weighted.effectiveAnswers),
      }),
    });
  }
  return facts;
}
