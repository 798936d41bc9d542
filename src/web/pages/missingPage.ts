/** What the list of themes misses: groups of comments without a theme, as cards. */
import { LANGUAGES } from '../../domain/theme.js';
import type { MissingTheme, MissingThemes } from '../../flows/missingThemes.js';
import { MONTHS_BEFORE, RECENT_MONTHS } from '../../flows/themelessGroups.js';
import { newFindingHref } from '../findingSource.js';
import { commentView, type CommentView, type CommentWords } from './commentView.js';
import { languageName } from './filterBar.js';
import { npsView, type NpsView } from './npsWords.js';
import { qualityTabs, type QualityTabLink } from './qualityTabs.js';

export interface MissingPage {
  readonly tabs: readonly QualityTabLink[];
  readonly lead: string;
  /** Where the groups come from; empty before the first run. */
  readonly method: string;
  readonly cards: readonly GroupCard[];
  /** How many comments are in none of the groups shown; empty when all are. */
  readonly rest: string;
  readonly state: 'notYet' | 'none' | 'groups';
}

export interface GroupCard {
  readonly id: number;
  readonly name: string;
  /** Language of the name where it is a comment's own words. */
  readonly nameLang: string | null;
  readonly phrases: readonly { readonly language: string; readonly lang: string; readonly text: string }[];
  readonly facts: readonly { readonly label: string; readonly value: string; readonly note: string }[];
  readonly grows: boolean;
  readonly growth: string;
  readonly isNew: boolean;
  readonly trend: {
    readonly summary: string;
    readonly bars: readonly { readonly x: number; readonly height: number; readonly recent: boolean }[];
    readonly rows: readonly { readonly month: string; readonly share: string; readonly base: string }[];
  };
  readonly nps: NpsView;
  readonly quotes: readonly CommentView[];
  readonly makeHref: string | null;
  readonly likeHref: string;
  readonly findingHref: string;
}

const LONGEST_NAME = 70;
/** Width of a month and height of the tallest one, in the drawing's units. */
const BAR_WIDTH = 12;
const TALLEST = 40;

/** @param mayEdit the reader may make a theme of a group */
export function missingPage(found: MissingThemes | null, mayEdit: boolean, words: CommentWords): MissingPage {
  const { t, numbers } = words;
  const tabs = qualityTabs('missing', t);
  if (!found) {
    return { tabs, lead: t('missing.notYet'), method: '', cards: [], rest: '', state: 'notYet' };
  }
  const { groups, settings, counts, mixed } = found;
  const growing = groups.filter(({ growth }) => growth.grows).length;
  const empty = counts.comments - counts.telling;
  return {
    tabs,
    lead: [
      t('missing.lead', { count: groups.length, n: numbers.count(groups.length) }),
      ...(growing > 0 ? [t('missing.leadGrowing', { count: growing, n: numbers.count(growing) })] : []),
    ].join(' '),
    method: t(settings.sampled < 1 ? 'missing.methodSampled' : 'missing.method', {
      period: numbers.period({ from: settings.from, to: settings.to }),
      themeless: numbers.count(counts.themeless),
      comments: numbers.count(counts.comments),
      telling: numbers.count(counts.telling),
      empty: numbers.count(empty),
    }),
    cards: groups.map((group) => groupCard(group, mayEdit, words)),
    rest: mixed === 0 ? '' : t('missing.rest', { count: mixed, n: numbers.count(mixed) }),
    state: groups.length === 0 ? 'none' : 'groups',
  };
}

function groupCard(group: MissingTheme, mayEdit: boolean, words: CommentWords): GroupCard {
  const { t, numbers, lang } = words;
  const { growth, months, typical, phrases } = group;
  const { before, recent } = growth;
  const shareOf = ({ count, base }: { count: number; base: number }): number | null =>
    base === 0 ? null : count / base;
  const ordered = [lang, ...LANGUAGES.filter((each) => each !== lang)];
  const named = ordered.find((each) => (phrases[each] ?? []).length > 0);
  const highest = Math.max(...months.map((month) => shareOf(month) ?? 0), 1e-9);
  return {
    id: group.id,
    name: named ? (phrases[named] ?? []).slice(0, 2).join(', ') : `“${shorten(typical.text)}”`,
    nameLang: named ?? typical.lang,
    phrases: LANGUAGES.flatMap((each) => {
      const own = phrases[each] ?? [];
      return own.length === 0 ? [] : [{ language: languageName(each, lang, t), lang: each, text: own.join(', ') }];
    }),
    facts: [
      {
        label: t('missing.recentShare', { n: RECENT_MONTHS }),
        value: numbers.percent(shareOf(recent)),
        note: t('missing.ofComments', { count: numbers.count(recent.count), n: numbers.count(recent.base) }),
      },
      {
        label: t('missing.shareBefore', { n: MONTHS_BEFORE }),
        value: numbers.percent(shareOf(before)),
        note: t('missing.ofComments', { count: numbers.count(before.count), n: numbers.count(before.base) }),
      },
    ],
    grows: growth.grows,
    growth: growthWords(group, words),
    isNew: group.isNew,
    trend: {
      summary: t('missing.trendSummary'),
      bars: months.map((month, index) => ({
        x: index * BAR_WIDTH,
        height: Math.round((TALLEST * (shareOf(month) ?? 0)) / highest),
        recent: index >= months.length - RECENT_MONTHS,
      })),
      rows: months.map((month) => ({
        month: numbers.month(month.month),
        share: numbers.percent(shareOf(month)),
        base: t('missing.ofComments', { count: numbers.count(month.count), n: numbers.count(month.base) }),
      })),
    },
    nps: npsView(group.nps, t, numbers),
    quotes: group.quotes.map((row) => commentView(row, words)),
    makeHref: mayEdit ? `/taxonomy/new?from=${group.id}` : null,
    likeHref: `/comments?like=${typical.id}`,
    findingHref: newFindingHref(`/taxonomy/missing#group-${group.id}`),
  };
}

function growthWords({ growth }: MissingTheme, { t, numbers }: CommentWords): string {
  const { difference, grows } = growth;
  if (!difference) return t('missing.growth.unknown');
  const interval = difference.interval.map((end) => numbers.percentPoints(end)).join(' … ');
  const change = { change: numbers.percentPoints(difference.share), interval };
  if (grows) return t('missing.growth.grows', change);
  const [low, high] = difference.interval;
  return t(low > 0 ? 'missing.growth.alittle' : high < 0 ? 'missing.growth.falls' : 'missing.growth.same', change);
}

function shorten(text: string): string {
  return text.length <= LONGEST_NAME ? text : `${text.slice(0, LONGEST_NAME - 1).trimEnd()}…`;
}
