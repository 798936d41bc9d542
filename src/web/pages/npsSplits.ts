/** NPS by channel and by language of the answer: they differ by tens of points, so a changed mix can look like a change. */
import type { NpsSeries } from '../../flows/npsSeries.js';
import { toSearchParams } from '../query.js';
import type { CommentWords } from './commentView.js';
import { languageName } from './filterBar.js';
import { npsView, type NpsView } from './npsWords.js';
import { axisStart, axisWords } from './unitRows.js';

export interface NpsSplit {
  readonly title: string;
  readonly column: string;
  /** Heading over the drawn intervals. */
  readonly scale: string;
  readonly rows: readonly {
    readonly name: string;
    readonly href: string;
    readonly nps: NpsView;
    readonly responses: string;
  }[];
}

/** @param path of the page that a row narrows; most answers first, what nobody answered left out */
export function npsSplit(series: NpsSeries, path: string, words: CommentWords): NpsSplit {
  const { t, numbers, lang } = words;
  const by = series.by === 'lang' ? 'lang' : 'channel';
  const shown = series.buckets
    .filter(({ estimate }) => estimate.strength !== 'none')
    .sort((a, b) => (b.estimate.n ?? 0) - (a.estimate.n ?? 0));
  const axisFrom = axisStart(shown);
  return {
    title: t(by === 'lang' ? 'overview.byLanguage' : 'overview.byChannel'),
    column: t(by === 'lang' ? 'filter.commentLanguage' : 'filter.channel'),
    scale: axisWords(shown, numbers),
    rows: shown.map(({ key, estimate, responses }) => ({
      name: by === 'lang' ? languageName(key, lang, t) : t(`channels.${key}`),
      href: `${path}?${toSearchParams({ ...series.filter, ...(path.startsWith('/units/') ? { unit: null } : {}), [by]: key }).toString()}`,
      nps: npsView(estimate, t, numbers, null, axisFrom),
      responses: numbers.count(responses),
    })),
  };
}
