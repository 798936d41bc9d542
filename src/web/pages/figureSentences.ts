/** Frozen figures of a finding in words: a sentence each, with the interval and the base beside it. */
import type { Period } from '../../domain/calendar.js';
import { figureUnit, isFigureKind, type FigureKind } from '../../domain/findingFigure.js';
import type { FrozenFigure } from '../../store/findingStore.js';
import type { CommentWords } from './commentView.js';

export interface FigureView {
  readonly sentence: string;
  /** Days, interval, base and certainty, for small type. */
  readonly small: string;
  readonly name: string;
  readonly value: string;
  readonly interval: string;
  readonly base: string;
  readonly period: string;
  readonly certainty: string;
  readonly shown: boolean;
}

export type FigureWords = Pick<CommentWords, 't' | 'lang' | 'numbers' | 'taxonomy' | 'units'>;

export function figureView(figure: FrozenFigure, words: FigureWords): FigureView {
  const { t, numbers } = words;
  const kind = kindOf(figure);
  const name = t(`findings.figureNames.${kind}`, { name: subjectName(figure, words) });
  const shown = figure.value !== null;
  const days: Period = { from: figure.from, to: figure.to };
  const interval = writeInterval(figure, words);
  const certainty = figure.certainty === null ? '' : t(`certainty.${figure.certainty}`);
  const base = figure.n === null ? '' : t('figures.base', { n: numbers.count(figure.n) });
  const period =
    numbers.period(days) +
    (figure.base ? ` (${t('findings.table.against', { period: numbers.period(figure.base) })})` : '');
  return {
    sentence: shown ? sentenceOf(kind, figure, words) : t('findings.letter.tooFew', { name }),
    small: [
      period,
      shown && interval ? t('findings.letter.interval', { interval }) : '',
      shown ? base : '',
      shown ? certainty : '',
    ]
      .filter(Boolean)
      .join(' · '),
    name,
    value: shown ? writeValue(kind, figure.value, words) : t('figures.tooFew'),
    interval,
    base: numbers.count(figure.n),
    period,
    certainty,
    shown,
  };
}

/** Of the theme, unit or channel that a figure is about; empty for one that is about none. */
export function subjectName({ theme, subject, kind }: FrozenFigure, { lang, t, taxonomy, units }: FigureWords): string {
  if (theme !== null) return taxonomy.themes.find((each) => each.key === theme)?.name[lang] ?? theme;
  if (subject === null) return '';
  return kind === 'contributionChannel' ? t(`channels.${subject}`) : (units.get(subject)?.name[lang] ?? subject);
}

/** @throws when the figure is of a kind that this version does not know */
function kindOf({ kind }: FrozenFigure): FigureKind {
  if (!isFigureKind(kind)) throw new Error(`expected a figure of a known kind, found "${kind}"`);
  return kind;
}

function sentenceOf(kind: FigureKind, figure: FrozenFigure, words: FigureWords): string {
  const { t, numbers } = words;
  if (kind === 'npsChange') {
    const points = figure.value ?? 0;
    // by what is written: +0.04 is no rise
    const shown = Math.round(points * 10);
    const direction = shown > 0 ? 'up' : shown < 0 ? 'down' : 'same';
    return t(`findings.sentences.npsChange.${direction}`, { value: numbers.decimal(Math.abs(points)) });
  }
  return t(`findings.sentences.${kind}`, {
    value: writeValue(kind, figure.value, words),
    name: subjectName(figure, words),
  });
}

function writeValue(kind: FigureKind, value: number | null, { numbers }: FigureWords): string {
  const unit = figureUnit(kind);
  if (unit === 'share') return numbers.percent(value);
  const text = numbers.decimal(value);
  return unit === 'points' && value !== null && Math.round(value * 10) > 0 ? `+${text}` : text;
}

function writeInterval(figure: FrozenFigure, { numbers }: FigureWords): string {
  const { interval } = figure;
  if (!interval) return '';
  if (figureUnit(kindOf(figure)) === 'share') return numbers.percentInterval(interval);
  const [low, high] = interval.map((end) => numbers.decimal(end));
  return `${low} … ${high}`;
}
