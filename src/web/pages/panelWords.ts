/** Words that the pages of panels share. */
import { LANGUAGES, type Language } from '../../domain/theme.js';
import { figureUnit, isFigureKind } from '../../domain/findingFigure.js';
import type { Finding, FrozenFigure, PartlyLocalised } from '../../store/findingStore.js';
import type { Round } from '../../store/panelStore.js';
import type { PageWords } from '../render.js';
import { languageName } from './filterBar.js';

/** A text in the reader's language, or in another that it was written in. */
export interface WrittenText {
  readonly text: string;
  /** Language of the text. */
  readonly lang: Language;
  /** Says that the text is in another language than the page; empty when it is not. */
  readonly note: string;
}

type Words = Pick<PageWords, 'lang' | 't'>;

/** Null when it is written in no language. */
export function writtenText(text: PartlyLocalised, { lang, t }: Words): WrittenText | null {
  const found = [lang, ...LANGUAGES].find((each) => text[each]);
  if (!found) return null;
  const note = found === lang ? '' : t('panel.otherLanguage', { language: languageName(found, lang, t) });
  return { text: text[found] ?? '', lang: found, note };
}

/** The title of a round, or its number. */
export function roundTitle({ id, title }: Pick<Round, 'id' | 'title'>, words: Words): string {
  return writtenText(title, words)?.text ?? words.t('panel.untitled', { id });
}

export function claimOf({ id, claim }: Pick<Finding, 'id' | 'claim'>, words: Words): WrittenText {
  return writtenText(claim, words) ?? { text: words.t('panel.findingNumber', { id }), lang: words.lang, note: '' };
}

/** The first figure that is not hidden, as someone says it who knows no statistics; null where there is none. */
export function plainFigure(
  figures: readonly FrozenFigure[],
  words: Pick<PageWords, 'lang' | 't' | 'numbers' | 'taxonomy'>,
): { readonly sentence: string; readonly base: string } | null {
  const { t, lang, numbers, taxonomy } = words;
  const figure = figures.find(({ kind, value, n }) => isFigureKind(kind) && value !== null && n !== null);
  if (!figure || !isFigureKind(figure.kind) || figure.value === null || figure.n === null) return null;
  const { kind, value, n, interval } = figure;
  const theme = taxonomy.themes.find(({ key }) => key === figure.theme)?.name[lang].toLocaleLowerCase(lang) ?? '';
  const unit = figureUnit(kind);
  const isShare = unit === 'share';
  const range = interval
    ? t('panel.figure.range', {
        low: isShare ? numbers.wholePercent(interval[0]) : numbers.points(interval[0]),
        high: isShare ? numbers.wholePercent(interval[1]) : numbers.points(interval[1]),
      })
    : '';
  const per = Math.round(100 * value);
  const direction = value < 0 ? 'down' : 'up';
  const sentence =
    unit === 'share'
      ? t(theme === '' || !KNOWN_SHARES.has(kind) ? 'panel.figure.someShare' : `panel.figure.${kind}`, {
          theme,
          n: per,
        })
      : unit === 'level'
        ? t('panel.figure.level', { points: numbers.points(value) })
        : t(`panel.figure.${direction}`, { points: numbers.points(Math.abs(value)) });
  return {
    sentence: [sentence, range].filter((part) => part !== '').join(' '),
    base: t('panel.figure.base', { n: numbers.count(n), period: numbers.period({ from: figure.from, to: figure.to }) }),
  };
}

const KNOWN_SHARES: ReadonlySet<string> = new Set(['complaintShare', 'praiseShare', 'share']);
