/** All themes: what is read, what was, what is being taught, and which version is in use. */
import type { TagVersions } from '../../domain/theme.js';
import type { ListedTheme, ThemeList } from '../../flows/themeList.js';
import type { VersionStep } from '../../flows/taxonomyVersions.js';
import { USABLE_AFTER } from '../../flows/ownThemes.js';
import { previewPath } from '../changeQuery.js';
import type { PageWords } from '../render.js';
import { differenceWords } from './differenceWords.js';
import type { Link } from './frame.js';
import { personName } from './people.js';
import { qualityTabs, type QualityTabLink } from './qualityTabs.js';

export interface TaxonomyPage {
  readonly tabs: readonly QualityTabLink[];
  readonly lead: string;
  /** Says what has just been done; null when nothing. */
  readonly done: string | null;
  readonly active: readonly ThemeRow[];
  readonly drafts: readonly DraftRow[];
  readonly former: readonly FormerRow[];
  readonly latest: VersionRow | null;
}

export interface ThemeRow {
  readonly name: string;
  readonly href: string;
  readonly colour: number;
  readonly description: string;
  readonly origin: string;
  readonly count: string;
  readonly share: string;
  readonly interval: string;
  readonly labels: string;
  readonly edit: Link;
  /** Null for a shipped theme: that is taught by training. */
  readonly teach: Link | null;
}

export interface DraftRow {
  readonly name: string;
  readonly href: string;
  readonly state: string;
  readonly answers: string;
}

export interface FormerRow {
  readonly name: string;
  readonly colour: number;
  readonly state: string;
  readonly bringBack: Link;
}

export interface VersionRow {
  readonly id: number;
  readonly title: string;
  readonly themes: string;
  readonly heads: string;
  readonly when: string;
  readonly at: string;
  readonly who: string;
  readonly changes: readonly string[];
  readonly reason: string;
  readonly inUse: boolean;
  readonly goBack: Link | null;
}

export function taxonomyPage(
  list: ThemeList,
  latest: VersionStep | undefined,
  done: boolean,
  words: PageWords,
): TaxonomyPage {
  const { t, lang, numbers } = words;
  return {
    tabs: qualityTabs('themes', t),
    lead: t('taxonomy.lead', { count: list.active.length, n: numbers.count(list.base) }),
    done: done ? t('taxonomy.done', { version: list.version }) : null,
    active: list.active.map((row) => themeRow(row, words)),
    drafts: list.drafts.map((draft) => ({
      name: draft.name[lang],
      href: `/taxonomy/drafts/${draft.key}`,
      state: t(`taxonomy.draftStates.${draft.state}`),
      answers:
        draft.answers < USABLE_AFTER
          ? t('taxonomy.draftAnswersOf', { count: draft.answers, limit: USABLE_AFTER })
          : t('taxonomy.draftAnswers', { count: draft.answers }),
    })),
    former: list.former.map(({ theme, countsTo }) => ({
      name: theme.name[lang],
      colour: theme.colour,
      state: countsTo ? t('taxonomy.mergedInto', { theme: countsTo.name[lang] }) : t(`taxonomy.states.${theme.state}`),
      bringBack: { href: previewPath({ kind: 'bringBack', theme: theme.key }), label: t('taxonomy.bringBack') },
    })),
    latest: latest ? versionRow(latest, words) : null,
  };
}

function themeRow({ theme, share, labels }: ListedTheme, { t, lang, numbers }: PageWords): ThemeRow {
  return {
    name: theme.name[lang],
    href: `/themes/${theme.key}`,
    colour: theme.colour,
    description: theme.description[lang],
    origin: t(`taxonomy.origins.${theme.origin}`),
    count: numbers.count(share?.count ?? null),
    share: share?.suppressed ? t('figures.tooFew') : numbers.percent(share?.share ?? null),
    interval: numbers.percentInterval(share?.interval ?? null),
    labels:
      labels.present + labels.absent === 0
        ? t('taxonomy.noLabels')
        : t('taxonomy.labels', { yes: numbers.count(labels.present), no: numbers.count(labels.absent) }),
    edit: { href: `/taxonomy/${theme.key}/edit`, label: t('taxonomy.edit') },
    teach: theme.origin === 'own' ? { href: `/taxonomy/drafts/${theme.key}`, label: t('taxonomy.teach') } : null,
  };
}

export function versionRow(step: VersionStep, { t, lang, moments }: PageWords): VersionRow {
  const { row } = step;
  const changes: string[] = step.differences.map((difference) => differenceWords(difference, lang, t));
  if (step.headsChanged) changes.push(t('taxonomy.differences.heads'));
  return {
    id: row.id,
    title: t('taxonomy.version', { version: row.taxonomy }),
    themes: t('taxonomy.themes', { count: step.activeThemes }),
    heads: row.heads,
    when: moments.minute(row.at),
    at: row.at,
    who: personName(row.by, t),
    changes: changes.length > 0 ? changes : [t(`taxonomy.differences.${step.isFirst ? 'first' : 'none'}`)],
    reason: noteOf(row.reason),
    inUse: step.inUse,
    goBack: step.inUse
      ? null
      : { href: previewPath({ kind: 'goBack', installation: row.id }), label: t('taxonomy.goBack') },
  };
}

/** What a person wrote behind the command (flows/taxonomyChanges.ts); the command itself is told by the differences. */
function noteOf(reason: string): string {
  return /^[a-zA-Z]+ [^:]*: (.+)$/s.exec(reason)?.[1] ?? '';
}

export interface VersionsPage {
  readonly tabs: readonly QualityTabLink[];
  readonly breadcrumb: readonly Link[];
  readonly space: string;
  readonly heads: string;
  readonly taxonomy: string;
  readonly versions: readonly VersionRow[];
}

export function versionsPage(
  steps: readonly VersionStep[],
  versions: TagVersions,
  mayGoBack: boolean,
  words: PageWords,
): VersionsPage {
  return {
    tabs: qualityTabs('themes', words.t),
    breadcrumb: [{ href: '/taxonomy', label: words.t('taxonomy.title') }],
    ...versions,
    versions: steps.map((step) => {
      const row = versionRow(step, words);
      return mayGoBack ? row : { ...row, goBack: null };
    }),
  };
}
