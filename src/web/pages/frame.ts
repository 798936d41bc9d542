/** What stands around every page: header, sections, language switch, notices. */
import type { Language } from '../../domain/theme.js';
import { LANGUAGES } from '../../domain/theme.js';
import type { TagVersions } from '../../domain/theme.js';
import type { TaggingProgress } from '../../store/store.js';
import type { Translate } from '../language.js';
import type { NumberWords } from '../numbers.js';
import { versionWords } from '../versionWords.js';

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
  /** Comments that are still being tagged again with new themes or heads, or null when all are. */
  readonly retagging: { readonly text: string; readonly percent: number } | null;
  /** Which themes and heads the figures of the page rest on. */
  readonly versions: Link;
  /** Open comments in the serious queue, on the overview of those who may see them; else null. */
  readonly serious: { readonly text: string; readonly link: Link } | null;
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
  'quality',
  'serious',
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
  quality: '/quality',
  serious: '/serious',
  import: '/import',
};

/** Sections that are about the whole organisation. */
const UNFILTERED: readonly Section[] = ['quality', 'serious', 'import'];

export interface FrameInput {
  readonly lang: Language;
  readonly t: Translate;
  readonly numbers: NumberWords;
  readonly organisation: string | null;
  readonly demo: boolean;
  readonly tagging: TaggingProgress;
  /** Comments whose tags rest on other versions than those in use. */
  readonly retagging: number;
  readonly versions: TagVersions;
  /** Whether the reader may see the serious queue; without the right its section is not there. */
  readonly maySeeSerious: boolean;
  /** How many serious comments are open; null where the page does not say it. */
  readonly openSerious: number | null;
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
  const { t, lang, numbers, tagging, retagging } = input;
  const read = tagging.tagged + tagging.unsupported;
  return {
    lang,
    title: head.title,
    organisation: input.organisation ?? t('product.name'),
    demo: input.demo,
    navigation: SECTIONS.filter((section) => section !== 'serious' || input.maySeeSerious).map((section) => ({
      href: SECTION_PATHS[section] + (UNFILTERED.includes(section) ? '' : input.sharedQuery),
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
    retagging:
      retagging === 0 || read === 0
        ? null
        : {
            text: t('versions.retagging', { left: numbers.count(retagging), total: numbers.count(read) }),
            percent: Math.max(0, Math.floor((100 * (read - retagging)) / read)),
          },
    versions: { href: '/taxonomy/versions', label: versionWords(input.versions, t) },
    serious: input.openSerious
      ? {
          text: t('serious.notice', { count: input.openSerious, n: numbers.count(input.openSerious) }),
          link: { href: '/serious', label: t('serious.noticeLink') },
        }
      : null,
    refreshSeconds: head.refreshSeconds ?? null,
    problems: head.problems ?? [],
  };
}
