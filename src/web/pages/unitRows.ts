/** Units as rows of a table: NPS with whiskers against the target, base, change. */
import type { UnitFigure } from '../../flows/figures.js';
import type { Language } from '../../domain/theme.js';
import type { Translate } from '../language.js';
import type { NumberWords } from '../numbers.js';
import { changeView, npsView, type ChangeView, type NpsView } from './npsWords.js';

export interface UnitRow {
  readonly code: string;
  readonly name: string;
  readonly href: string;
  readonly depth: number;
  readonly nps: NpsView;
  readonly target: string;
  readonly responses: string;
  readonly comments: string;
  readonly change: ChangeView;
}

/** @param query filter part of links, with a leading `?` or empty; without the unit, which is in the path */
export function unitRows(
  figures: readonly UnitFigure[],
  words: { readonly lang: Language; readonly t: Translate; readonly numbers: NumberWords },
  query: string,
): UnitRow[] {
  const { lang, t, numbers } = words;
  const axisFrom = axisStart(figures);
  return figures.map((figure) => ({
    code: figure.unit.code,
    name: figure.unit.name[lang],
    href: `/units/${figure.unit.code}${query}`,
    depth: figure.depth,
    nps: npsView(figure.estimate, t, numbers, figure.target, axisFrom),
    target: numbers.points(figure.target),
    responses: numbers.count(figure.responses),
    comments: numbers.count(figure.comments),
    change: changeView(figure.change, t, numbers),
  }));
}

/** Where the NPS axis of a table begins: at 0 when no interval goes below, so that units can be told apart; else at −100. */
export function axisStart(figures: readonly Pick<UnitFigure, 'estimate'>[]): 0 | -100 {
  return figures.every(({ estimate }) => (estimate.interval?.[0] ?? 0) >= 0) ? 0 : -100;
}

/** The heading over the drawn intervals: `0 … 100`. */
export function axisWords(figures: readonly Pick<UnitFigure, 'estimate'>[], numbers: NumberWords): string {
  return `${numbers.points(axisStart(figures))} … ${numbers.points(100)}`;
}
