/** What stands around every page: header, sections, language switch, notices. */
import { authorise, may, type Actor, type Right } from '../../domain/actor.js';
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
  /** Further sections, folded away unless the page is one of them; null when all fit. */
  readonly more: { readonly links: readonly NavigationLink[]; readonly open: boolean } | null;
  readonly languages: readonly (NavigationLink & { readonly lang: Language })[];
  /** Comments still being read by the tagger, or null when all are. */
  readonly tagging: { readonly text: string; readonly percent: number } | null;
  /** Comments that are still being tagged again with new themes or heads, or null when all are. */
  readonly retagging: { readonly text: string; readonly percent: number } | null;
  /** Which themes and heads the figures of the page rest on; null for who sees no figures. */
  readonly versions: Link | null;
  /** Where the product's name leads: the first page that the reader may see. */
  readonly home: string;
  /** Who has signed in; null without. */
  readonly account: AccountMenu | null;
  /** Open comments in the serious queue, on the overview of those who may see them; else null. */
  readonly serious: { readonly text: string; readonly link: Link } | null;
  /** Actions past their day, on the overview of those who may see them; else null. */
  readonly overdue: { readonly text: string; readonly link: Link } | null;
  /** Seconds after which the page asks to be loaded again, or null. */
  readonly refreshSeconds: number | null;
  /** Parameters of the address that could not be used, in words. */
  readonly problems: readonly string[];
}

export interface AccountMenu extends Link {
  readonly role: string;
  /** Of the form that signs out. */
  readonly token: string;
}

export const SECTIONS = [
  'overview',
  'themes',
  'movement',
  'drivers',
  'signals',
  'comments',
  'units',
  'findings',
  'panel',
  'actions',
  'work',
  'quality',
  'serious',
  'import',
  'admin',
  'audit',
] as const;
export type Section = (typeof SECTIONS)[number];

/** What one has to be allowed to see a section; any of these will do. */
const SECTION_RIGHTS: Readonly<Record<Section, readonly Right[]>> = {
  overview: ['figures.read'],
  themes: ['figures.read'],
  movement: ['figures.read'],
  drivers: ['figures.read'],
  signals: ['figures.read'],
  comments: ['comments.read'],
  units: ['figures.read'],
  findings: ['findings.read'],
  panel: ['panel.answer', 'panel.lead'],
  actions: ['actions.read'],
  work: ['comments.work'],
  quality: ['figures.read'],
  serious: ['serious.read'],
  import: ['feedback.import'],
  admin: ['accounts.manage'],
  audit: ['audit.read'],
};

const SECTION_PATHS: Readonly<Record<Section, string>> = {
  overview: '/',
  themes: '/themes',
  movement: '/movement',
  drivers: '/drivers',
  signals: '/signals',
  comments: '/comments',
  units: '/units',
  findings: '/findings',
  panel: '/panel',
  actions: '/actions',
  work: '/my-work',
  quality: '/quality',
  serious: '/serious',
  import: '/import',
  admin: '/admin/accounts',
  audit: '/admin/audit',
};

/** Sections that are about the whole organisation. */
const UNFILTERED: readonly Section[] = [
  'findings',
  'panel',
  'actions',
  'work',
  'quality',
  'serious',
  'import',
  'admin',
  'audit',
];

/** What is folded away from those who have more sections than fit beside each other. */
const SELDOM: readonly Section[] = ['drivers', 'signals', 'quality', 'serious', 'import', 'admin', 'audit'];
const MOST_SECTIONS = 9;

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
  /** Who reads; null when nobody has signed in. Sections that they may not see are not there. */
  readonly actor: Actor | null;
  /** Of the form that signs out; null where nobody has signed in by an account. */
  readonly formToken: string | null;
  /** How many actions are overdue; null where the page does not say it. */
  readonly overdueActions: number | null;
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

/** Sections that show the whole organisation, or change something for all of it. */
const OVER_ALL: readonly Section[] = ['quality', 'import', 'admin', 'audit'];

function maySee(actor: Actor | null, section: Section): boolean {
  if (actor === null) return false;
  const where = OVER_ALL.includes(section) ? [] : undefined;
  return SECTION_RIGHTS[section].some((right) => authorise(actor, right, where));
}

/** The first page that somebody may see. */
export function homeOf(actor: Actor | null): string {
  if (actor === null) return '/login';
  const first = SECTIONS.find((section) => maySee(actor, section));
  return first === undefined ? '/account' : SECTION_PATHS[first];
}

export function frameOf(input: FrameInput, head: PageHead): Frame {
  const { t, lang, numbers, tagging, retagging } = input;
  const read = tagging.tagged + tagging.unsupported;
  const seen = SECTIONS.filter((section) => maySee(input.actor, section));
  const folded = seen.length > MOST_SECTIONS ? seen.filter((section) => SELDOM.includes(section)) : [];
  const linkTo = (section: Section): NavigationLink => ({
    href: SECTION_PATHS[section] + (UNFILTERED.includes(section) ? '' : input.sharedQuery),
    label: t(`navigation.${section}`),
    current: section === head.section,
  });
  return {
    lang,
    title: head.title,
    organisation: input.organisation ?? t('product.name'),
    demo: input.demo,
    navigation: seen.filter((section) => !folded.includes(section)).map(linkTo),
    more:
      folded.length === 0 ? null : { links: folded.map(linkTo), open: folded.some((each) => each === head.section) },
    languages: LANGUAGES.map((each) => ({
      href: `/language/${each}?back=${encodeURIComponent(input.url)}`,
      label: t(`languageNames.${each}`),
      lang: each,
      current: each === lang,
    })),
    tagging:
      tagging.pending === 0 || input.actor === null
        ? null
        : {
            text: t('tagging.progress', {
              done: numbers.count(read),
              total: numbers.count(read + tagging.pending),
            }),
            percent: Math.floor((100 * read) / (read + tagging.pending)),
          },
    retagging:
      retagging === 0 || read === 0 || input.actor === null
        ? null
        : {
            text: t('versions.retagging', { left: numbers.count(retagging), total: numbers.count(read) }),
            percent: Math.max(0, Math.floor((100 * (read - retagging)) / read)),
          },
    versions:
      input.actor && may(input.actor, 'figures.read')
        ? { href: '/taxonomy/versions', label: versionWords(input.versions, t) }
        : null,
    home: homeOf(input.actor),
    account:
      input.actor && input.formToken !== null
        ? {
            href: '/account',
            label: input.actor.name,
            role: t(`account.roles.${input.actor.role}`),
            token: input.formToken,
          }
        : null,
    overdue: input.overdueActions
      ? {
          text: t('actions.notice', { count: input.overdueActions, n: numbers.count(input.overdueActions) }),
          link: { href: '/actions?state=overdue', label: t('actions.noticeLink') },
        }
      : null,
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
