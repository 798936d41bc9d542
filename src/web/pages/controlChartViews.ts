/** Control charts as a page shows them: the finding as a title, the drawing, and the table that says the same. */
import type { Month } from '../../domain/calendar.js';
import type { NumberedAnnotation } from '../../flows/annotations.js';
import type { ControlChart, ControlCharts } from '../../flows/controlCharts.js';
import { drawControlChart, meaningOf } from '../charts/controlChart.js';
import type { Chart } from '../charts/svg.js';
import type { CommentWords } from './commentView.js';

export interface ChartView {
  readonly title: string;
  readonly chart: Chart;
  readonly target: boolean;
  readonly rows: readonly {
    readonly month: string;
    readonly value: string;
    readonly base: string;
    readonly limits: string;
    readonly signal: string;
  }[];
}

export function npsChart({ nps, target, annotations }: ControlCharts, words: CommentWords): ChartView {
  const { t, numbers } = words;
  const write = (value: number): string => numbers.points(value);
  return {
    title: titleOf(nps, t('nps.short'), words),
    target: target !== null,
    chart: drawControlChart(nps, { better: 'up', target, range: [-100, 100], notes: notesOf(annotations) }, numbers, {
      centre: t('signals.mean'),
      target: t('nps.target'),
      format: write,
    }),
    rows: rowsOf(nps, 'up', write, words),
  };
}

/** Null where no theme is chosen. */
export function complaintsChart({ complaints, annotations }: ControlCharts, words: CommentWords): ChartView | null {
  if (!complaints) return null;
  const { t, numbers, lang } = words;
  const { chart, theme } = complaints;
  return {
    title: titleOf(chart, t('signals.complaintsAbout', { theme: theme.name[lang] }), words),
    target: false,
    chart: drawControlChart(
      chart,
      { better: 'down', target: null, range: [0, 1], notes: notesOf(annotations) },
      numbers,
      { centre: t('signals.mean'), target: '', format: (value) => numbers.wholePercent(value) },
    ),
    rows: rowsOf(chart, 'down', (value) => numbers.percent(value), words),
  };
}

function notesOf(annotations: readonly NumberedAnnotation[]): { number: number; month: Month }[] {
  return annotations.map(({ number, day }) => ({ number, month: day.slice(0, 7) }));
}

/** The finding as a sentence: what the newest month is, by which rule, and how the target stands. */
function titleOf(chart: ControlChart, measure: string, { t, numbers }: CommentWords): string {
  if (!chart.summary) return t('signals.chart.tooFew', { measure });
  const { variation, rule, assurance } = chart.summary;
  return [
    t(`signals.chart.${variation}`, { measure }),
    ...(rule ? [t(`signals.rule.${rule}`)] : []),
    ...(assurance ? [t(`signals.assurance.${assurance}`)] : []),
    ...(rule === null && chart.drift ? [t('signals.drift', { month: numbers.month(chart.drift) })] : []),
    ...(chart.trial ? [t('signals.trial')] : []),
  ].join(' ');
}

function rowsOf(
  chart: ControlChart,
  better: 'up' | 'down',
  write: (value: number) => string,
  { t, numbers }: CommentWords,
): ChartView['rows'] {
  return chart.months.map((month) => {
    const meaning = meaningOf(month, chart.centre, better);
    return {
      month: numbers.month(month.month),
      value: month.value === null ? t(month.base === null ? 'figures.tooFew' : 'figures.none') : write(month.value),
      base: numbers.count(month.base),
      limits: month.limits ? month.limits.map(write).join(' … ') : '',
      signal: meaning === 'usual' ? '' : t(`signals.meaning.${meaning}`),
    };
  });
}
