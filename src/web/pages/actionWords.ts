/** Actions and their measures in words that several pages use. */
import type { EffectDifference, EffectScale, Verdict } from '../../domain/actionEffect.js';
import type { ListedAction } from '../../flows/actions.js';
import type { Outlook } from '../../flows/followUp.js';
import { scaleOf, type MeasureFigure } from '../../flows/measureMonths.js';
import type { Action, ExpectedMeasure } from '../../store/actionStore.js';
import { toSearchParams } from '../query.js';
import type { CommentWords } from './commentView.js';
import type { Link } from './frame.js';

/** An action as a line of a list. */
export interface ActionRow {
  readonly href: string;
  readonly title: string;
  readonly state: string;
  /** Words for an open action past its day, else empty. */
  readonly overdue: string;
  readonly owner: string;
  readonly due: string;
  readonly unit: string;
  readonly finding: Link | null;
  readonly measure: string;
  /** What can be said of its effect by now. */
  readonly effect: string;
  readonly verdict: Verdict | null;
  /** What came of it, or empty. */
  readonly outcome: string;
}

export function actionRow({ action, overdue, verdict, outlook }: ListedAction, words: CommentWords): ActionRow {
  const { t, numbers } = words;
  return {
    href: `/actions/${action.id}`,
    title: action.title,
    state: t(`actions.states.${action.state}`),
    overdue: overdue ? t('actions.overdue') : '',
    owner: action.owner.name,
    due: numbers.day(action.due),
    unit: unitName(action.unit, words),
    finding: findingLink(action, words),
    measure: measureHope(action.measure, words),
    effect: effectWords(action, verdict, outlook, words),
    verdict,
    outcome: action.outcome,
  };
}

/** A new action about what a page shows. */
export function newActionHref({
  unit,
  theme = null,
}: {
  readonly unit: string | null;
  readonly theme?: string | null;
}): string {
  const query = toSearchParams({ unit, theme }).toString();
  return `/actions/new${query === '' ? '' : `?${query}`}`;
}

export function unitName(code: string | null, { t, lang, units }: CommentWords): string {
  return code === null ? t('filter.allUnits') : (units.get(code)?.name[lang] ?? code);
}

export function findingLink({ finding }: Pick<Action, 'finding'>, { t, numbers }: CommentWords): Link | null {
  return finding === null
    ? null
    : { href: `/findings/${finding}`, label: t('actions.findingNumber', { n: numbers.count(finding) }) };
}

/** `NPS`, `complaints about “waiting times”`. */
export function measureName({ kind, theme }: ExpectedMeasure, { t, lang, taxonomy }: CommentWords): string {
  const name = taxonomy.themes.find(({ key }) => key === theme)?.name[lang] ?? theme ?? '';
  return t(`actions.measures.${kind}`, { theme: name });
}

/** The same with the way that it is hoped to go. */
export function measureHope(measure: ExpectedMeasure, words: CommentWords): string {
  return words.t(`actions.hope.${measure.direction}`, { measure: measureName(measure, words) });
}

function effectWords(
  action: Action,
  verdict: Verdict | null,
  outlook: Outlook | null,
  { t, numbers }: CommentWords,
): string {
  if (action.state === 'dropped') return '';
  if (verdict === null) return t('actions.verdicts.notStarted');
  return verdict === 'tooEarly' && outlook?.toldFrom
    ? t('actions.tooEarlyUntil', { day: numbers.day(outlook.toldFrom) })
    : t(`actions.verdicts.${verdict}`);
}

/** How figures of one measure are written. */
export interface MeasureWriter {
  readonly value: (value: number) => string;
  readonly interval: (interval: readonly [number, number]) => string;
  /** With its sign and unit. */
  readonly change: (change: number) => string;
  readonly size: (change: number) => string;
  readonly changeInterval: (interval: readonly [number, number]) => string;
}

export function measureWriter(measure: ExpectedMeasure, { t, numbers }: CommentWords): MeasureWriter {
  const scale: EffectScale = scaleOf(measure);
  const points = (text: string): string =>
    t(scale === 'share' ? 'actions.percentPoints' : 'actions.points', { points: text });
  if (scale === 'share') {
    return {
      value: (value) => numbers.percent(value),
      interval: (interval) => numbers.percentInterval(interval),
      change: (change) => points(numbers.percentPoints(change)),
      size: (change) => points(numbers.decimal(Math.abs(100 * change))),
      changeInterval: ([low, high]) => `${numbers.percentPoints(low)} … ${numbers.percentPoints(high)}`,
    };
  }
  return {
    value: (value) => numbers.points(value),
    interval: (interval) => numbers.pointsInterval(interval),
    change: (change) => points(numbers.signedPoints(change)),
    size: (change) => points(numbers.points(Math.abs(change))),
    changeInterval: ([low, high]) => `${numbers.signedPoints(low)} … ${numbers.signedPoints(high)}`,
  };
}

/** A figure with its small print. */
export interface FigureView {
  readonly value: string;
  readonly note: string;
}

export function figureView(figure: MeasureFigure, write: MeasureWriter, { t, numbers }: CommentWords): FigureView {
  if (figure.value === null || figure.interval === null) {
    return { value: t(figure.n === 0 ? 'figures.none' : 'figures.tooFew'), note: '' };
  }
  return {
    value: write.value(figure.value),
    note: `${write.interval(figure.interval)} · ${t('figures.base', { n: numbers.count(figure.n) })}`,
  };
}

export function differenceView(
  difference: EffectDifference | null,
  write: MeasureWriter,
  { t }: CommentWords,
): FigureView {
  if (!difference) return { value: '', note: '' };
  return {
    value: write.change(difference.points),
    note: `${write.changeInterval(difference.interval)} · ${t(`certainty.${difference.certainty}`)}`,
  };
}
