/** The effect of an action as its page shows it: the verdict in a sentence, the chart with its table, comparisons, and doubts. */
import type { ActionEffect } from '../../flows/actionEffect.js';
import type { ChartSide, EffectMonth } from '../../flows/effectChart.js';
import type { FollowUp } from '../../flows/followUp.js';
import type { Action } from '../../store/actionStore.js';
import { drawControlChart, meaningOf } from '../charts/controlChart.js';
import type { Chart } from '../charts/svg.js';
import {
  differenceView,
  figureView,
  measureHope,
  measureName,
  measureWriter,
  unitName,
  type FigureView,
  type MeasureWriter,
} from './actionWords.js';
import type { CommentWords } from './commentView.js';

export interface EffectView {
  readonly verdict: string;
  /** For the look of the verdict. */
  readonly kind: FollowUp['verdict'];
  readonly sentences: readonly string[];
  /** What else could be behind it, and how fine the figures are. */
  readonly doubts: readonly string[];
  readonly comparisons: readonly ComparisonRow[];
  readonly chart: EffectChartView;
}

export interface ComparisonRow {
  readonly name: string;
  readonly note: string;
  readonly before: FigureView;
  readonly after: FigureView;
  readonly change: FigureView;
}

export interface EffectChartView {
  readonly title: string;
  readonly note: string;
  readonly chart: Chart;
  readonly rows: readonly {
    readonly month: string;
    readonly side: string;
    readonly value: string;
    readonly base: string;
    readonly limits: string;
    readonly signal: string;
  }[];
}

export function effectView(action: Action, effect: ActionEffect, words: CommentWords): EffectView {
  const { t } = words;
  const write = measureWriter(action.measure, words);
  const { verdict } = effect.followUp;
  const told = verdict !== 'tooEarly' && verdict !== 'noBase';
  return {
    verdict: t(`actions.verdicts.${verdict}`),
    kind: verdict,
    sentences: told ? toldSentences(action, effect, write, words) : waitSentences(effect.followUp, write, words),
    doubts: told ? doubtsOf(effect, write, words) : [],
    comparisons: told ? comparisonRows(effect, write, words) : [],
    chart: chartView(action, effect, write, words),
  };
}

function toldSentences(
  action: Action,
  { followUp }: ActionEffect,
  write: MeasureWriter,
  words: CommentWords,
): string[] {
  const { t } = words;
  const [yardstick] = followUp.yardsticks;
  const { after, outlook } = followUp;
  const difference = yardstick?.difference;
  if (!difference || !after || yardstick.figure.value === null || after.figure.value === null) return [];
  return [
    t('actions.sentence', {
      measure: measureName(action.measure, words),
      before: write.value(yardstick.figure.value),
      after: write.value(after.figure.value),
      change: write.change(difference.points),
      interval: write.changeInterval(difference.interval),
      certainty: t(`certainty.sentence.${difference.certainty}`),
    }),
    t('actions.hoped', { hope: measureHope(action.measure, words) }),
    ...(outlook.smallestNow === null ? [] : [t('actions.smallest', { size: write.size(outlook.smallestNow) })]),
  ];
}

/** Why nothing can be said yet, when it can, and how large a change would then be seen. */
function waitSentences(
  { verdict, place, outlook, after, yardsticks }: FollowUp,
  write: MeasureWriter,
  words: CommentWords,
): string[] {
  const { t, numbers } = words;
  if (verdict === 'noBase') return [t('actions.noBase')];
  const { monthly, toldFrom, smallestInYear, answersForIt, worthSeeing } = outlook;
  const n = (figure: { readonly n: number | null } | undefined): string =>
    figure?.n === undefined || figure.n === null
      ? t('figures.tooFew')
      : t('figures.base', { n: numbers.count(figure.n) });
  return [
    t('actions.waiting', { count: place.after.length, n: numbers.count(place.after.length) }),
    ...(after ? [t('actions.sofar', { before: n(yardsticks[0]?.figure), after: n(after.figure) })] : []),
    toldFrom === null || monthly === null
      ? t('actions.neverTold')
      : t('actions.toldFrom', { day: numbers.day(toldFrom), monthly: numbers.count(monthly) }),
    ...(smallestInYear === null ? [] : [t('actions.smallestInYear', { size: write.size(smallestInYear) })]),
    ...(answersForIt === null
      ? []
      : [t('actions.answersForIt', { size: write.size(worthSeeing), n: numbers.count(answersForIt) })]),
  ];
}

function doubtsOf(
  { followUp, rest, unusual, wasMoving, chart }: ActionEffect,
  write: MeasureWriter,
  words: CommentWords,
): string[] {
  const { t, numbers } = words;
  return [
    ...(rest && rest.beyond.certainty === 'chance' ? [t('actions.doubts.restAlike')] : []),
    ...(unusual && unusual.figure.value !== null
      ? [
          t(`actions.doubts.unusual${unusual.back.points > 0 ? 'Low' : 'High'}`, {
            period: numbers.period(unusual.period),
            value: write.value(unusual.figure.value),
            n: t('figures.base', { n: numbers.count(unusual.figure.n) }),
            back: write.change(unusual.back.points),
            interval: write.changeInterval(unusual.back.interval),
          }),
        ]
      : []),
    ...(wasMoving ? [t('actions.doubts.wasMoving')] : []),
    ...(followUp.levelChanged ? [t('actions.doubts.levelChanged')] : []),
    ...(followUp.place.cut === null ? [] : [t('actions.doubts.cut', { month: numbers.month(followUp.place.cut) })]),
    ...(followUp.spread >= 1.05 ? [t('actions.doubts.spread', { times: numbers.decimal(followUp.spread) })] : []),
    ...(chart.trial ? [t('actions.doubts.trial')] : []),
    t('actions.doubts.association'),
  ];
}

const NOTHING: FigureView = { value: '–', note: '' };

function comparisonRows(
  { followUp, net, rest }: ActionEffect,
  write: MeasureWriter,
  words: CommentWords,
): ComparisonRow[] {
  const { t, numbers } = words;
  const { after, yardsticks } = followUp;
  if (!after) return [];
  const rows: ComparisonRow[] = yardsticks.map((yardstick, index) => ({
    name: t(`actions.yardsticks.${yardstick.kind}`),
    note: [
      t('actions.against', { before: numbers.period(yardstick.period), after: numbers.period(after.period) }),
      ...(index === 0 ? [t('actions.decides')] : []),
    ].join(' · '),
    before: figureView(yardstick.figure, write, words),
    after: figureView(after.figure, write, words),
    change: differenceView(yardstick.difference, write, words),
  }));
  if (net) {
    rows.push({
      name: t(net.levels.includes('unit') ? 'actions.netOfBoth' : 'actions.netOfChannels'),
      note: t('actions.netNote'),
      before: NOTHING,
      after: NOTHING,
      change: differenceView(net.difference, write, words),
    });
  }
  if (rest) {
    const whole =
      rest.whole === null ? t('actions.restOfAll') : t('actions.restOf', { unit: unitName(rest.whole.code, words) });
    rows.push({
      name: whole,
      note: t('actions.restNote'),
      before: figureView(rest.before, write, words),
      after: figureView(rest.after, write, words),
      change: differenceView(rest.difference, write, words),
    });
    rows.push({
      name: t('actions.beyond'),
      note: t('actions.beyondNote'),
      before: NOTHING,
      after: NOTHING,
      change: differenceView(rest.beyond, write, words),
    });
  }
  return rows;
}

function chartView(
  action: Action,
  { chart }: ActionEffect,
  write: MeasureWriter,
  words: CommentWords,
): EffectChartView {
  const { t, numbers } = words;
  const share = action.measure.kind === 'complaintShare';
  const better = share ? 'down' : 'up';
  return {
    title: chartTitle(action, chart.months, chart.centre, words),
    note: t(share ? 'actions.chart.shareNote' : 'actions.chart.npsNote'),
    chart: drawControlChart(
      { ...chart, summary: null, drift: null },
      {
        better,
        target: null,
        range: share ? [0, 1] : [-100, 100],
        notes: [],
        start: { month: chart.start, label: t('actions.chart.start') },
      },
      numbers,
      {
        centre: t('signals.mean'),
        target: '',
        format: (value) => (share ? numbers.wholePercent(value) : numbers.points(value)),
      },
    ),
    rows: chart.months.map((month) => {
      const meaning = meaningOf(month, chart.centre, better);
      return {
        month: numbers.month(month.month),
        side: t(`actions.chart.sides.${month.side satisfies ChartSide}`),
        value:
          month.value === null ? t(month.base === null ? 'figures.tooFew' : 'figures.none') : write.value(month.value),
        base: numbers.count(month.base),
        limits: month.limits ? month.limits.map(write.value).join(' … ') : '',
        signal: meaning === 'usual' ? '' : t(`signals.meaning.${meaning}`),
      };
    }),
  };
}

/** How many months after the start stand out from those before it, and on which side. */
function chartTitle(
  action: Action,
  months: readonly EffectMonth[],
  centre: number | null,
  words: CommentWords,
): string {
  const { t, numbers } = words;
  const measure = measureName(action.measure, words);
  const after = months.filter(({ side, value }) => side === 'after' && value !== null);
  if (after.length === 0) return t('actions.chart.noneYet', { measure });
  if (centre === null) return t('actions.chart.noLimits', { measure });
  const marked = after.filter(
    ({ signals }) => signals !== null && (signals.outside || signals.shift || signals.nearLimit),
  );
  const over = marked.filter(({ value }) => (value ?? centre) > centre).length;
  if (marked.length === 0) return t('actions.chart.usual', { measure, months: numbers.count(after.length) });
  return t('actions.chart.standOut', {
    measure,
    count: marked.length,
    n: numbers.count(marked.length),
    months: numbers.count(after.length),
    over: numbers.count(over),
    under: numbers.count(marked.length - over),
  });
}
