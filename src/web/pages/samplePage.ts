/** Checking a sample: one comment, every theme, without the tagger's answer until one's own is sent. */
import { POLARITIES } from '../../domain/theme.js';
import type { CheckedComment, SampleTask, SampleWidth } from '../../flows/qualitySample.js';
import { tagView, type CommentWords, type TagView } from './commentView.js';
import { languageName } from './filterBar.js';
import { qualityTabs, type QualityTabLink } from './qualityTabs.js';
import { ratioWords } from './qualityWords.js';

export interface SamplePage {
  readonly tabs: readonly QualityTabLink[];
  readonly lead: string;
  readonly progress: readonly { readonly language: string; readonly text: string }[];
  readonly widths: readonly { readonly comments: string; readonly width: string }[];
  /** What became of the comment before, or null. */
  readonly last: {
    readonly sentence: string;
    readonly href: string;
    readonly said: readonly TagView[];
    readonly machine: readonly TagView[];
  } | null;
  readonly comment: {
    readonly id: number;
    readonly lang: string | null;
    readonly text: string;
    readonly facts: readonly string[];
    readonly themes: readonly {
      readonly key: string;
      readonly name: string;
      readonly colour: number;
      readonly description: string;
    }[];
    readonly answers: readonly { readonly value: string; readonly label: string }[];
  } | null;
  readonly token: string;
}

/** The answer for a theme that the comment says nothing about. */
export const ABSENT = 'absent';
/** Field of a theme's answer. */
export const answerField = (theme: string): string => `theme_${theme}`;

export function samplePage(
  task: SampleTask,
  widths: readonly SampleWidth[],
  last: CheckedComment | null,
  token: string,
  words: CommentWords,
): SamplePage {
  const { t, lang, numbers, taxonomy, units } = words;
  const checked = task.progress.reduce((sum, each) => sum + each.checked, 0);
  const { next } = task;
  if (next) words.shown?.(next.id);
  return {
    tabs: qualityTabs('sample', t),
    lead: t('sample.lead', { count: checked, n: numbers.count(checked) }),
    progress: task.progress.map((each) => ({
      language: languageName(each.lang, lang, t),
      text: t('sample.progress', { n: numbers.count(each.checked), of: numbers.count(each.comments) }),
    })),
    widths: widths.map(({ comments, halfWidth }) => ({
      comments: t('sample.after', { n: numbers.count(comments) }),
      width: `± ${ratioWords(lang).ratio(halfWidth)}`,
    })),
    last: last && {
      sentence: t(last.same ? 'sample.same' : 'sample.different'),
      href: `/comments/${last.id}`,
      said: last.said.map((tag) => tagView({ ...tag, confidence: 1 }, words)),
      machine: last.machine.map((tag) => tagView(tag, words)),
    },
    comment: next && {
      id: next.id,
      lang: /^[a-z]{2}$/.test(next.lang) ? next.lang : null,
      text: next.text,
      facts: [units.get(next.unit)?.name[lang] ?? next.unit, numbers.day(next.day), languageName(next.lang, lang, t)],
      themes: taxonomy.themes.map((theme) => ({
        key: theme.key,
        name: theme.name[lang],
        colour: theme.colour,
        description: theme.description[lang],
      })),
      answers: [
        { value: ABSENT, label: t('sample.absent') },
        ...POLARITIES.map((polarity) => ({ value: polarity, label: t(`polarity.${polarity}`) })),
      ],
    },
    token,
  };
}
