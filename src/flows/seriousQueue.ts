/** The queue of serious comments as people work through it: list, states, flags by hand. */
import { redact } from '../domain/redaction.js';
import { SERIOUS_STATES, type SeriousState } from '../domain/seriousCase.js';
import type { SeriousCategory, SeriousCategoryKey } from '../domain/seriousRules.js';
import { identifyLanguage } from '../language/identify.js';
import { findNames } from '../language/names.js';
import type { SeriousCase, SeriousQuery, SeriousSummary } from '../store/seriousStore.js';
import type { ResponseId } from '../store/store.js';
import { currentRules, type SeriousDeps } from './seriousComments.js';

export const CASES_A_PAGE = 20;
/** UTF-16 code units. */
export const MAX_NOTE_LENGTH = 1000;

export interface SeriousQueue {
  readonly categories: readonly SeriousCategory[];
  readonly summary: SeriousSummary;
  readonly cases: readonly SeriousCase[];
  /** How many there are in all with these filters. */
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  /** Comments that the rules in use have not read yet. */
  readonly unread: number;
  /** Comments in languages that are not read, most first. */
  readonly unreadable: readonly { readonly lang: string; readonly count: number }[];
}

/** Null when the unit is not known. @param page from 1 */
export async function seriousQueue(deps: SeriousDeps, query: SeriousQuery, page: number): Promise<SeriousQueue | null> {
  const { store } = deps.flows;
  if (query.unit !== null && !(await store.listUnits()).some(({ code }) => code === query.unit)) return null;
  const { id, document } = await currentRules(deps);
  const [summary, total, unread, cells] = await Promise.all([
    store.summariseSerious(query),
    store.countSerious(query),
    store.countUnscanned(id),
    store.readCells(query, ['commentState', 'lang']),
  ]);
  const pages = Math.max(1, Math.ceil(total / CASES_A_PAGE));
  const shown = Math.min(Math.max(1, page), pages);
  return {
    categories: document.categories,
    summary,
    cases: await store.listSerious(query, CASES_A_PAGE, (shown - 1) * CASES_A_PAGE),
    total,
    page: shown,
    pages,
    unread,
    unreadable: cells
      .flatMap(({ commentState, lang, count }) =>
        commentState === 'unsupported' && lang !== undefined ? [{ lang, count }] : [],
      )
      .sort((a, b) => b.count - a.count),
  };
}

export interface SeriousChange {
  readonly response: ResponseId;
  readonly state: string;
  readonly note: string;
  readonly by: string;
}

/** Identifiers in the note are masked before anything is stored. */
export async function changeSeriousState(
  { flows }: SeriousDeps,
  { response, state, note, by }: SeriousChange,
): Promise<'changed' | 'refused' | 'unknown'> {
  const known = SERIOUS_STATES.find((each): each is SeriousState => each === state);
  if (!known || note.length > MAX_NOTE_LENGTH) return 'refused';
  const entry = { state: known, note: maskNote(note), by, at: flows.now() };
  return (await flows.store.setSeriousState(response, entry)) ? 'changed' : 'unknown';
}

/** Who reads a comment and finds it serious puts it in the queue, whatever the rules say. */
export async function flagByHand(
  deps: SeriousDeps,
  { response, category, note, by }: Omit<SeriousChange, 'state'> & { readonly category: SeriousCategoryKey },
): Promise<'flagged' | 'refused' | 'unknown'> {
  const { categories } = (await currentRules(deps)).document;
  if (!categories.some(({ key }) => key === category) || note.length > MAX_NOTE_LENGTH) return 'refused';
  const flag = { category, score: 1, reasons: [{ kind: 'person', note: maskNote(note), by } as const] };
  return (await deps.flows.store.flagByHand(response, flag, by, deps.flows.now())) ? 'flagged' : 'unknown';
}

function maskNote(note: string): string {
  const text = note.replace(/\s+/gu, ' ').trim();
  return redact(text, findNames(text, identifyLanguage(text).lang)).text;
}
