/** Figures of a training before and after, by theme and language. */
import type { TrainingCell, TrainingReport } from '../../tagging/trainingReport.js';
import type { PageWords } from '../render.js';
import { languageName } from './filterBar.js';
import { inLanguage, ratioWords } from './qualityWords.js';

export interface ChangeTable {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly languages: readonly string[];
  readonly rows: readonly ChangeRow[];
}

export interface ChangeRow {
  /** Slot in the palette; null over all themes. */
  readonly colour: number | null;
  readonly name: string;
  /** One per language of the table; null without a base. */
  readonly cells: readonly (ChangeCell | null)[];
}

export interface ChangeCell {
  readonly language: string;
  /** `0.74 → 0.76`. */
  readonly figures: string;
  /** `+0.02 (−0.01 … 0.05)`; empty when nothing changed. */
  readonly change: string;
  readonly base: string;
  readonly worse: boolean;
}

/** One table for the labels that come with the product, one for what people confirmed here. */
export function changeTables(report: TrainingReport, words: PageWords): ChangeTable[] {
  const { t } = words;
  return (['committed', 'person'] as const).flatMap((origin): ChangeTable[] => {
    const cells = report.cells.filter((cell) => cell.origin === origin);
    if (cells.length === 0) return [];
    const languages = [...new Set(cells.map((cell) => cell.lang))];
    const rows = [...new Set(cells.map(rowOf))];
    return [
      {
        id: `figures-${origin}`,
        title: t(`training.table.${origin}`),
        note: t(`training.tableNote.${origin}`),
        languages: languages.map((lang) => languageOf(lang, words)),
        rows: rows.map((row) => {
          const of = cells.filter((cell) => rowOf(cell) === row);
          const theme = words.taxonomy.themes.find(({ key }) => key === of[0]?.theme);
          return {
            colour: theme?.colour ?? null,
            name: of[0] ? measuredName(of[0], words) : row,
            cells: languages.map((lang) => {
              const cell = of.find((each) => each.lang === lang);
              return cell?.change ? cellView(cell, words) : null;
            }),
          };
        }),
      },
    ];
  });
}

/** `Waiting times in Finnish, on the labels that come with the product`. */
export function worseNames(report: TrainingReport, words: PageWords): string[] {
  return report.cells
    .filter((cell) => cell.worse)
    .map((cell) =>
      words.t('training.worseName', {
        what: measuredName(cell, words),
        where: cell.lang === null ? words.t('training.inAll') : inLanguage(cell.lang, words),
        origin: words.t(`training.origin.${cell.origin ?? 'committed'}`),
      }),
    );
}

function rowOf({ measure, theme }: TrainingCell): string {
  return `${measure} ${theme ?? ''}`;
}

function measuredName({ measure, theme }: TrainingCell, { t, taxonomy, lang }: PageWords): string {
  if (measure !== 'theme' || theme === null) return t(`training.measure.${measure}`);
  return taxonomy.themes.find(({ key }) => key === theme)?.name[lang] ?? theme;
}

function languageOf(code: string | null, { t, lang }: PageWords): string {
  return code === null ? t('training.allLanguages') : languageName(code, lang, t);
}

function cellView(cell: TrainingCell, words: PageWords): ChangeCell {
  // an error of confidence of a few hundredths moves in its third decimal
  const ratio = (value: number | null): string =>
    ratioWords(words.lang, cell.measure === 'confidence' ? 3 : 2).ratio(value);
  const figure = (side: 'before' | 'after'): string =>
    ratio(cell.measure === 'confidence' ? cell[side].brier : cell[side].f1);
  const { value, interval } = cell.change ?? { value: 0, interval: [0, 0] as const };
  const isSame = value === 0 && interval[0] === 0 && interval[1] === 0;
  // the Brier score falls where it becomes better, and is shown as it is
  const sign = cell.measure === 'confidence' ? -1 : 1;
  const ends = [sign * interval[0], sign * interval[1]].sort((one, other) => one - other);
  return {
    language: languageOf(cell.lang, words),
    figures: words.t('training.beforeAfter', { before: figure('before'), after: figure('after') }),
    change: isSame ? '' : `${signed(sign * value, ratio)} (${ratio(ends[0] ?? 0)} … ${ratio(ends[1] ?? 0)})`,
    base: words.t('figures.base', {
      n: words.numbers.count(cell.measure === 'confidence' ? cell.known : cell.labelled),
    }),
    worse: cell.worse,
  };
}

function signed(value: number, ratio: (value: number) => string): string {
  const text = ratio(value);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}
