/** What stands around every page: header, sections, language switch, notices. */
import type { Language } from '../../domain/theme.js';
import { LANGUAGES } from '../../domain/theme.js';
import type { TaggingProgress } from '../../store/store.js';
import type { Translate } from '../language.js';
import type { NumberWords } from '../numbers.js';

export interface Link {
  readonly href: string;
  readonly label: string;
}

export interface NavigationLink extends Link {
  readonly current: boolean;
}

export interface Frame {
  readonly lang: Language;
  /** Of the page, for the browser's tab. */
  readonly title: string;
  readonly organisation: string;
  /** True for the synthetic demo organisation: a strip says so on every page. */
  readonly demo: boolean;
  readonly navigation: readonly NavigationLink[];
  readonly languages: readonly (NavigationLink & { readonly lang: Language })[];
  /** Comments still being read by the tagger, or null when all are. */
  readonly tagging: { readonly text: string; readonly percent: number } | null;
  /** Seconds after which the page asks to be loaded again, or null. */
  readonly refreshSeconds: number | null;
  /** Parameters of the address that could not be used, in words. */
  readonly problems: readonly string[];
}

export const SECTIONS = [
  'overview',
  'themes',
  'movement',
  'drivers',
  'signals',
  'comments',
  'units',
  'import',
] as const;
export type Section = (typeof SECTIONS)[number];

const SECTION_PATHS: Readonly<Record<Section, string>> = {
  overview: '/',
  themes: '/themes',
  movement: '/movement',
  drivers: '/drivers',
  signals: '/signals',
  comments: '/comments',
  units: '/units',
  import: '/import',
};

export interface FrameInput {
  readonly lang: Language;
  readonly t: Translate;
  readonly numbers: NumberWords;
  readonly organisation: string | null;
  readonly demo: boolean;
  readonly tagging: TaggingProgress;
  /** Path and query of this page, to come back to. */
  readonly url: string;
  /** Filter part of the query that the sections share, with a leading `?` or empty. */
  readonly sharedQuery: string;
}

export interface PageHead {
  readonly title: string;
  readonly section: Section | null;
  readonly refreshSeconds?: number | null;
  readonly problems?: readonly string[];
}

export function frameOf(input: FrameInput, head: PageHead): Frame {
  const { t, lang, numbers, tagging } = input;
  const read = tagging.tagged + tagging.unsupported;
  return {
    lang,
    title: head.title,
    organisation: input.organisation ?? t('product.name'),
    demo: input.demo,
    navigation: SECTIONS.map((section) => ({
      href: SECTION_PATHS[section] + (section === 'import' ? '' : input.sharedQuery),
      label: t(`navigation.${section}`),
      current: section === head.section,
    })),
    languages: LANGUAGES.map((each) => ({
      href: `/language/${each}?back=${encodeURIComponent(input.url)}`,
      label: t(`languageNames.${each}`),
      lang: each,
      current: each === lang,
    })),
    tagging:
      tagging.pending === 0
        ? null
        : {
            text: t('tagging.progress', {
              done: numbers.count(read),
              total: numbers.count(read + tagging.pending),
            }),
            percent: Math.floor((100 * read) / (read + tagging.pending)),
          },
    refreshSeconds: head.refreshSeconds ?? null,
    problems: head.problems ?? [],
  };
}
