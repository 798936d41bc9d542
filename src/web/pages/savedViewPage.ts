/** The form that saves a page as a view. */
import type { CommentFilter } from '../../domain/feedbackFilter.js';
import { MAX_VIEW_NAME_LENGTH } from '../../flows/savedViews.js';
import type { PageWords } from '../render.js';
import { digestChoices } from './workPage.js';

export interface SavedViewPage {
  readonly token: string;
  readonly url: string;
  /** Name of the page and what it is limited to. */
  readonly page: string;
  /** Proposed. */
  readonly name: string;
  readonly nameLength: number;
  /** Empty where no digest is sent. */
  readonly digests: ReturnType<typeof digestChoices>;
}

const SECTION_OF: Readonly<Record<string, string>> = { '': 'overview' };

export function savedViewPage(
  url: string,
  filter: CommentFilter | null,
  form: { readonly token: string; readonly canDigest: boolean },
  words: PageWords,
): SavedViewPage {
  const { t, lang, units, taxonomy, numbers } = words;
  const [, first = ''] = url.split(/[/?]/);
  const section = t(`navigation.${SECTION_OF[first] ?? first}`);
  const limits = filter
    ? [
        ...(filter.unit === null ? [] : [units.get(filter.unit)?.name[lang] ?? filter.unit]),
        ...(filter.theme === null
          ? []
          : [taxonomy.themes.find(({ key }) => key === filter.theme)?.name[lang] ?? filter.theme]),
        ...(filter.polarity === null ? [] : [t(`polarity.${filter.polarity}`)]),
        ...(filter.channel === null ? [] : [t(`channels.${filter.channel}`)]),
        ...(filter.q === null ? [] : [`”${filter.q}”`]),
      ]
    : [];
  const days = [filter?.from, filter?.to].map((day) => (day ? numbers.day(day) : ''));
  const period = days.some((day) => day !== '') ? [days.join('–')] : [];
  const name = [section, ...limits].join(' · ');
  return {
    token: form.token,
    url,
    page: [section, ...limits, ...period].join(' · '),
    // what was searched for may name somebody, and names are in digests
    name: (filter === null || filter.q !== null ? section : name).slice(0, MAX_VIEW_NAME_LENGTH),
    nameLength: MAX_VIEW_NAME_LENGTH,
    digests: form.canDigest ? digestChoices('none', words) : [],
  };
}
