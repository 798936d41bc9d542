/** What the data behind a finding cannot show: facts, for pages to put into words. */
import type { Period } from '../domain/calendar.js';
import { isTooSmall } from '../domain/disclosure.js';
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import { NORMAL_BASE } from '../domain/nps.js';
import type { ThemeKey } from '../domain/theme.js';
import type { FrozenFigure } from '../store/findingStore.js';
import type { ReadDeps } from './deps.js';
import { visitsOf } from './visitCounts.js';
import type { WeakTheme } from './weakThemes.js';

export type LimitFact =
  /** Too few people answered for figures. */
  | { readonly kind: 'suppressed' }
  | { readonly kind: 'smallBase'; readonly n: number }
  /** The change or the difference may be chance. */
  | { readonly kind: 'chance' }
  /** Responses per visit, 0–1; null where visits are not known. */
  | { readonly kind: 'responseRate'; readonly share: number | null }
  /** Share of those who answered that wrote something, 0–1. */
  | { readonly kind: 'silent'; readonly commented: number }
  /** Comments in these languages are not read by the tagger. */
  | { readonly kind: 'unreadLanguages'; readonly languages: readonly string[] }
  /** The tagger is weak on the theme, or measured too little, in these languages. */
  | { readonly kind: 'weakTagger'; readonly theme: ThemeKey; readonly languages: readonly string[] }
  /** Comments in these languages have changed since the tagger was made. */
  | { readonly kind: 'drift'; readonly languages: readonly string[] }
  /** Only a part of the comments was looked at. */
  | { readonly kind: 'sampled' }
  /** What goes together need not be cause and effect. */
  | { readonly kind: 'association' };

/** What is known of the tagger's quality. */
export interface KnownQuality {
  readonly weak: readonly WeakTheme[];
  /** Languages in which comments drifted. */
  readonly drifted: readonly string[];
}

interface LimitQuestion {
  readonly filter: FeedbackFilter & Period;
  readonly theme: ThemeKey | null;
  readonly figures: readonly FrozenFigure[];
  readonly sampled?: boolean;
}

/** In the order in which a reader should learn of them. */
export async function limitFacts(
  deps: ReadDeps,
  { filter, theme, figures, sampled = false }: LimitQuestion,
  quality: KnownQuality,
): Promise<LimitFact[]> {
  const limit = deps.disclosureLimit;
  const cells = await deps.store.readCells(filter, ['lang', 'commentState']);
  const sum = (chosen: (cell: (typeof cells)[number]) => boolean): number =>
    cells.reduce((total, cell) => (chosen(cell) ? total + cell.count : total), 0);
  const responses = sum(() => true);
  const comments = sum((cell) => cell.commentState !== 'none');
  const occurring = [...new Set(cells.map((cell) => cell.lang ?? ''))];
  const unread = occurring.filter(
    (lang) => sum((cell) => cell.lang === lang && cell.commentState === 'unsupported') >= limit,
  );
  const weak = quality.weak.filter((each) => each.theme === theme && occurring.includes(each.lang));
  const drifted = quality.drifted.filter((lang) => occurring.includes(lang));
  const [main] = figures;
  const facts: (LimitFact | null)[] = [
    main && main.value === null ? { kind: 'suppressed' } : null,
    main && main.n !== null && main.n < NORMAL_BASE ? { kind: 'smallBase', n: main.n } : null,
    figures.some(({ certainty }) => certainty === 'chance') ? { kind: 'chance' } : null,
    { kind: 'responseRate', share: await responseRate(deps, filter, responses) },
    responses === 0 ||
    isTooSmall(responses, limit) ||
    isTooSmall(comments, limit) ||
    isTooSmall(responses - comments, limit)
      ? null
      : { kind: 'silent', commented: comments / responses },
    unread.length > 0 ? { kind: 'unreadLanguages', languages: unread } : null,
    theme !== null && weak.length > 0
      ? { kind: 'weakTagger', theme, languages: [...new Set(weak.map(({ lang }) => lang))] }
      : null,
    drifted.length > 0 ? { kind: 'drift', languages: drifted } : null,
    sampled ? { kind: 'sampled' } : null,
    { kind: 'association' },
  ];
  return facts.filter((fact) => fact !== null);
}

/** Null where the visits of any month or unit are not known, or where they are of more than the answers that were looked at. */
async function responseRate(
  deps: ReadDeps,
  { unit, from, to, channel, lang }: FeedbackFilter & Period,
  responses: number,
): Promise<number | null> {
  if (channel !== null || lang !== null || isTooSmall(responses, deps.disclosureLimit)) return null;
  const codes =
    unit === null
      ? (await deps.store.listUnits()).filter((each) => each.parent === null).map((each) => each.code)
      : [unit];
  const visits = await visitsOf(deps, codes, { from, to });
  if (codes.length === 0 || visits.size < codes.length) return null;
  const all = [...visits.values()].reduce((sum, count) => sum + count, 0);
  return all > 0 && responses <= all ? responses / all : null;
}
