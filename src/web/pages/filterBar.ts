/** The filter that stands on every page, written as a sentence and held in the URL. */
import {
  addDays,
  addMonths,
  firstDayOfMonth,
  lastDayOfMonth,
  monthOf,
  type Day,
  type Period,
} from '../../domain/calendar.js';
import type { CommentFilter, FeedbackFilter } from '../../domain/feedbackFilter.js';
import type { Language, Taxonomy } from '../../domain/theme.js';
import { POLARITIES } from '../../domain/theme.js';
import type { Unit } from '../../store/store.js';
import type { Translate } from '../language.js';
import type { NumberWords } from '../numbers.js';
import { toSearchParams } from '../query.js';
import type { Link, NavigationLink } from './frame.js';

interface Option {
  readonly value: string;
  readonly label: string;
  readonly selected: boolean;
}

export interface FilterBar {
  /** `All services · January 2024 – December 2024 · all channels · all languages` */
  readonly sentence: readonly string[];
  readonly action: string;
  readonly presets: readonly NavigationLink[];
  readonly from: string;
  readonly to: string;
  readonly units: readonly Option[];
  readonly channels: readonly Option[];
  readonly languages: readonly Option[];
  /** Only on the list of comments. */
  readonly comments: {
    readonly themes: readonly Option[];
    readonly polarities: readonly Option[];
    readonly q: string;
  } | null;
  /** Takes every choice away; null when none is made. */
  readonly clear: Link | null;
  /** Saves the page as a view; null for those who have none, and where the page is no view. */
  readonly save: Link | null;
  readonly open: boolean;
  /** Where the page compares two periods: the earlier one, and what else a form keeps. */
  readonly comparison: FilterComparison | null;
  /** Further parameters that the form hands on. */
  readonly kept: readonly { readonly name: string; readonly value: string }[];
}

/** The earlier of two periods, as a part of the filter. */
export interface FilterComparison {
  readonly base: Period;
  /** In place of the presets of one period. */
  readonly presets: readonly NavigationLink[];
  /** Further parameters that the form hands on. */
  readonly kept: readonly { readonly name: string; readonly value: string }[];
}

/** What a filter can choose from. */
export interface FilterChoices {
  readonly units: readonly Unit[];
  readonly channels: readonly string[];
  readonly languages: readonly string[];
  readonly taxonomy: Taxonomy;
  /** Last day that has responses, for the presets; null in an empty database. */
  readonly lastDay: Day | null;
  /** The one unit that the reader sees with what lies under it: then there is no "all units" beside it. Null for others. */
  readonly sole?: string | null;
}

export interface FilterBarInput {
  readonly path: string;
  /** As it stands in the URL. */
  readonly asked: FeedbackFilter | CommentFilter;
  /** The period that the page shows; null for all time. */
  readonly period: Period | null;
  readonly choices: FilterChoices;
  readonly lang: Language;
  readonly t: Translate;
  readonly numbers: NumberWords;
  /** The unit is part of the path (a unit's page): no choice of unit. */
  readonly fixedUnit?: boolean;
  readonly comparison?: FilterComparison;
  /** Further parameters of the page that its filter keeps. */
  readonly kept?: FilterBar['kept'];
  /** Path and query of the page, where the reader may save it as a view. */
  readonly saveUrl?: string | null;
}

export function filterBarOf(input: FilterBarInput): FilterBar {
  const { asked, choices, t, lang } = input;
  const forComments = 'theme' in asked ? asked : null;
  const set = Object.entries(asked).some(([name, value]) => value !== null && !(input.fixedUnit && name === 'unit'));
  return {
    sentence: sentenceOf(input, forComments),
    action: input.path,
    presets: input.comparison?.presets ?? presetsOf(input),
    from: asked.from ?? (forComments ? '' : (input.period?.from ?? '')),
    to: asked.to ?? (forComments ? '' : (input.period?.to ?? '')),
    units: input.fixedUnit ? [] : unitOptions(choices.units, asked.unit, lang, t, choices.sole ?? null),
    channels: options(choices.channels, asked.channel, t('filter.allChannels'), (value) => t(`channels.${value}`)),
    languages: options(choices.languages, asked.lang, t('filter.allLanguages'), (value) =>
      languageName(value, lang, t),
    ),
    comments: forComments
      ? {
          themes: options(
            choices.taxonomy.themes.map((theme) => theme.key),
            forComments.theme,
            t('filter.allThemes'),
            (key) => choices.taxonomy.themes.find((theme) => theme.key === key)?.name[lang] ?? key,
          ),
          polarities: options(POLARITIES, forComments.polarity, t('filter.allPolarities'), (value) =>
            t(`polarity.${value}`),
          ),
          q: forComments.q ?? '',
        }
      : null,
    save: input.saveUrl
      ? { href: `/my-work/views/new?url=${encodeURIComponent(input.saveUrl)}`, label: t('work.views.saveThis') }
      : null,
    clear: set ? { href: input.path, label: t('filter.clear') } : null,
    open: false,
    comparison: input.comparison ?? null,
    kept: input.kept ?? [],
  };
}

/** Name of a comment language in the interface language: `suomi`, `Finnish`. */
export function languageName(code: string, lang: Language, t: Translate): string {
  if (code === 'und') return t('filter.unknownLanguage');
  return new Intl.DisplayNames([lang], { type: 'language' }).of(code) ?? code;
}

function sentenceOf(input: FilterBarInput, comments: CommentFilter | null): string[] {
  const { asked, choices, t, lang, numbers } = input;
  const unit = choices.units.find((each) => each.code === (asked.unit ?? choices.sole));
  const parts = [
    unit?.name[lang] ?? asked.unit ?? t('filter.allUnits'),
    input.period ? numbers.period(input.period) : t('filter.allTime'),
    ...(input.comparison ? [t('filter.comparedWith', { period: numbers.period(input.comparison.base) })] : []),
    asked.channel ? t(`channels.${asked.channel}`) : t('filter.allChannels'),
    asked.lang ? languageName(asked.lang, lang, t) : t('filter.allLanguages'),
  ];
  if (comments?.theme)
    parts.push(choices.taxonomy.themes.find((theme) => theme.key === comments.theme)?.name[lang] ?? comments.theme);
  if (comments?.polarity) parts.push(t(`polarity.${comments.polarity}`));
  if (comments?.q) parts.push(`“${comments.q}”`);
  return parts;
}

function presetsOf(input: FilterBarInput): NavigationLink[] {
  const { asked, choices, t } = input;
  if (choices.lastDay === null) return [];
  const month = monthOf(choices.lastDay);
  const year = month.slice(0, 4);
  const lastYear = String(Number(year) - 1);
  const months = (from: string, to: string): Period => ({ from: firstDayOfMonth(from), to: lastDayOfMonth(to) });
  const named: [string, Period][] = [
    ['lastTwelveMonths', months(addMonths(month, -11), month)],
    ['yearToDate', months(`${year}-01`, month)],
    ['lastThreeMonths', months(addMonths(month, -2), month)],
    ['lastMonth', months(month, month)],
    ['lastThirtyDays', { from: addDays(choices.lastDay, -29), to: choices.lastDay }],
    ['yearBefore', months(`${lastYear}-01`, `${lastYear}-12`)],
  ];
  return named.map(([name, period]) => ({
    href: `${input.path}?${withKept(toSearchParams({ ...asked, ...(input.fixedUnit ? { unit: null } : {}), ...period }), input.kept)}`,
    label: t(`filter.presets.${name}`, { year: lastYear }),
    current: input.period?.from === period.from && input.period.to === period.to,
  }));
}

function withKept(query: URLSearchParams, kept: FilterBarInput['kept'] = []): string {
  for (const { name, value } of kept) query.set(name, value);
  return query.toString();
}

function options(
  values: readonly string[],
  chosen: string | null,
  all: string,
  name: (value: string) => string,
): Option[] {
  const known = chosen === null || values.includes(chosen) ? values : [...values, chosen];
  return [
    { value: '', label: all, selected: chosen === null },
    ...known.map((value) => ({ value, label: name(value), selected: value === chosen })),
  ];
}

/** Depth-first, indented by no-break spaces, since a select has no tree. */
export function unitOptions(
  units: readonly Unit[],
  chosen: string | null,
  lang: Language,
  t: Translate,
  sole: string | null = null,
): Option[] {
  const all: Option = { value: '', label: t('filter.allUnits'), selected: chosen === null };
  const found: Option[] = sole === null ? [all] : [];
  const visit = (parent: string | null, depth: number): void => {
    for (const unit of units.filter((each) => each.parent === parent)) {
      found.push({
        value: unit.code,
        label: '\u00a0\u00a0\u00a0'.repeat(depth) + unit.name[lang],
        selected: unit.code === (chosen ?? sole),
      });
      visit(unit.code, depth + 1);
    }
  };
  visit(null, 0);
  return found;
}
