/** The queue of serious comments, most urgent and most certain first. */
import { SERIOUS_STATES, type SeriousReason, type SeriousState } from '../../domain/seriousCase.js';
import type { SeriousCategory } from '../../domain/seriousRules.js';
import type { Span } from '../../domain/theme.js';
import type { SeriousQueue } from '../../flows/seriousQueue.js';
import type { SeriousCase, SeriousQuery } from '../../store/seriousStore.js';
import { toSearchParams } from '../query.js';
import type { PageWords } from '../render.js';
import { languageName } from './filterBar.js';
import type { Link, NavigationLink } from './frame.js';
import { personName } from './people.js';

export interface SeriousPage {
  readonly lead: string;
  readonly note: string;
  readonly states: readonly (NavigationLink & { readonly count: string })[];
  readonly categories: readonly (NavigationLink & { readonly count: string })[];
  readonly cases: readonly CaseView[];
  readonly empty: string;
  readonly previous: string | null;
  readonly next: string | null;
  readonly place: string;
  /** What was not read: still to come, and languages that cannot be. */
  readonly unread: readonly { readonly text: string; readonly links: readonly Link[] }[];
  readonly rulesHref: string | null;
  /** Null without the right to change states. */
  readonly form: {
    readonly token: string;
    readonly back: string;
    readonly choices: readonly { readonly value: SeriousState; readonly label: string }[];
  } | null;
}

export interface CaseView {
  readonly id: number;
  readonly href: string;
  readonly lang: string | null;
  readonly runs: readonly { readonly text: string; readonly marked: boolean }[];
  readonly categories: readonly { readonly name: string; readonly reasons: readonly ReasonWords[] }[];
  readonly facts: readonly string[];
  readonly state: SeriousState;
  readonly stateName: string;
  readonly history: readonly string[];
}

const LONGEST_SHOWN = 90;

/** Why a comment is here, in plain words; `code` is the rule as it is written. */
export interface ReasonWords {
  readonly text: string;
  readonly code: string;
}

export function seriousPage(
  queue: SeriousQueue,
  query: SeriousQuery,
  form: { readonly token: string; readonly back: string } | null,
  words: PageWords,
): SeriousPage {
  const { t, numbers } = words;
  const { summary } = queue;
  const href = (change: Partial<SeriousQuery> & { readonly page?: number }): string =>
    seriousHref({ ...query, ...change }, change.page ?? 1);
  const open = Object.values(summary.open).reduce((sum, n) => sum + n, 0);
  return {
    lead: leadOf(queue, words),
    note: t('serious.note'),
    states: [...SERIOUS_STATES, null].map((state) => ({
      href: href({ state }),
      label: t(state === null ? 'serious.allStates' : `serious.states.${state}`),
      count: state === null ? '' : numbers.count(summary.states[state]),
      current: query.state === state,
    })),
    categories: [
      {
        href: href({ category: null }),
        label: t('serious.allCategories'),
        current: query.category === null,
        count: '',
      },
      ...queue.categories.map(({ key, name }) => ({
        href: href({ category: key }),
        label: name[words.lang],
        current: query.category === key,
        count: open === 0 ? '' : numbers.count(summary.open[key] ?? 0),
      })),
    ],
    cases: queue.cases.map((each) => caseView(each, queue.categories, words)),
    empty: query.state === 'open' && query.category === null ? t('serious.noneOpen') : t('serious.noneHere'),
    previous: queue.page > 1 ? href({ page: queue.page - 1 }) : null,
    next: queue.page < queue.pages ? href({ page: queue.page + 1 }) : null,
    place: queue.pages > 1 ? t('serious.place', { page: queue.page, pages: queue.pages }) : '',
    unread: unreadOf(queue, words),
    rulesHref: form ? '/serious/rules' : null,
    form: form && {
      ...form,
      choices: SERIOUS_STATES.map((value) => ({ value, label: t(`serious.set.${value}`) })),
    },
  };
}

/** Address of the queue; the state is named unless it is the usual one. */
export function seriousHref(query: SeriousQuery, page: number): string {
  const parameters = toSearchParams(query);
  if (query.category !== null) parameters.set('category', query.category);
  if (query.state !== 'open') parameters.set('state', query.state ?? 'all');
  if (page > 1) parameters.set('page', String(page));
  const text = parameters.toString();
  return text === '' ? '/serious' : `/serious?${text}`;
}

function leadOf({ summary, categories }: SeriousQueue, { t, lang, numbers }: PageWords): string {
  const open = summary.states.open;
  if (open === 0 || summary.oldestOpen === null) return t('serious.leadNone');
  const parts = categories
    .filter(({ key }) => (summary.open[key] ?? 0) > 0)
    .map(({ key, name }) => `${name[lang]} ${numbers.count(summary.open[key] ?? 0)}`);
  return t('serious.lead', {
    count: open,
    n: numbers.count(open),
    day: numbers.day(summary.oldestOpen),
    parts: parts.join(', '),
  });
}

function unreadOf(queue: SeriousQueue, { t, lang, numbers, may }: PageWords): SeriousPage['unread'] {
  const foreign = queue.unreadable.reduce((sum, each) => sum + each.count, 0);
  return [
    ...(queue.unread > 0
      ? [{ text: t('serious.unread', { count: queue.unread, n: numbers.count(queue.unread) }), links: [] }]
      : []),
    ...(foreign > 0
      ? [
          {
            text: t('serious.unreadable', { count: foreign, n: numbers.count(foreign) }),
            links: (may('comments.read') ? queue.unreadable : []).map((each) => ({
              href: `/comments?lang=${encodeURIComponent(each.lang)}`,
              label: `${languageName(each.lang, lang, t)} ${numbers.count(each.count)}`,
            })),
          },
        ]
      : []),
  ];
}

function caseView(found: SeriousCase, categories: readonly SeriousCategory[], words: PageWords): CaseView {
  const { t, lang, numbers, moments, units } = words;
  const { comment, flags, history } = found;
  words.shown?.(comment.id);
  const spans = flags.flatMap(({ reasons }) => reasons.flatMap((each) => (each.kind === 'person' ? [] : each.spans)));
  return {
    id: comment.id,
    href: `/comments/${comment.id}`,
    lang: /^[a-z]{2}$/.test(comment.lang) ? comment.lang : null,
    runs: markSpans(comment.text, spans),
    categories: flags.map(({ category, reasons }) => ({
      name: categories.find(({ key }) => key === category)?.name[lang] ?? category,
      reasons: reasons.map((reason) => reasonWords(reason, comment.text, words)),
    })),
    facts: [
      units.get(comment.unit)?.name[lang] ?? comment.unit,
      numbers.day(comment.day),
      t(`channels.${comment.channel}`),
      languageName(comment.lang, lang, t),
    ],
    state: found.state,
    stateName: t(`serious.states.${found.state}`),
    history: history.map(({ state, note, by, at }) =>
      [`${moments.minute(at)} · ${personName(by, t)}: ${t(`serious.states.${state}`)}`, note]
        .filter(Boolean)
        .join(' – '),
    ),
  };
}

function reasonWords(reason: SeriousReason, text: string, { t }: PageWords): ReasonWords {
  if (reason.kind === 'person') {
    const who = personName(reason.by, t);
    return {
      text: reason.note ? t('serious.why.personNote', { who, note: reason.note }) : t('serious.why.person', { who }),
      code: '',
    };
  }
  if (reason.kind === 'similar') return { text: t('serious.why.similar', { example: reason.example }), code: '' };
  const said = reason.spans.map((span) => text.slice(span.start, span.end)).join(' … ');
  return { text: t('serious.why.rule', { words: said }), code: shorten(reason.rule) };
}

/** Whole rules are under /serious/rules; here they show which one it was. */
function shorten(rule: string): string {
  return rule.length > LONGEST_SHOWN ? `${rule.slice(0, LONGEST_SHOWN)}…` : rule;
}

/** Runs of text with and without mark; spans may overlap. */
export function markSpans(text: string, spans: readonly Span[]): CaseView['runs'] {
  const cuts = new Set([0, text.length]);
  for (const { start, end } of spans) for (const at of [start, end]) cuts.add(Math.max(0, Math.min(text.length, at)));
  const borders = [...cuts].sort((a, b) => a - b);
  return borders.slice(0, -1).map((start, index) => ({
    text: text.slice(start, borders[index + 1]),
    marked: spans.some((span) => span.start <= start && start < span.end),
  }));
}
