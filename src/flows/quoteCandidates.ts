/** Voices for a finding: most go the way that it says, some the other way, each of another response and never of too few people. */
import type { Period } from '../domain/calendar.js';
import { isTooSmall } from '../domain/disclosure.js';
import type { CommentFilter, FeedbackFilter } from '../domain/feedbackFilter.js';
import type { Polarity, ThemeKey, ThemeTag } from '../domain/theme.js';
import { queryStems } from '../language/stems.js';
import type { FrozenQuote } from '../store/findingStore.js';
import type { CommentRow, ResponseId } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import { maskText } from './maskedText.js';
import { LONGEST_QUOTE, SHORTEST_QUOTE, CLEAR_CONFIDENCE } from './voices.js';

export const LEAST_QUOTES = 5;
export const MOST_QUOTES = 8;
/** Candidates shown of each side; and how many of them are ticked beforehand. */
const ALONG = { shown: 12, ticked: 5 };
const AGAINST = { shown: 6, ticked: 2 };
/** Newest comments of each polarity that candidates are picked from. */
const POOL = 60;

/** Which comments can speak for a finding, and which way it goes. */
export interface QuoteQuestion {
  readonly filter: FeedbackFilter & Period;
  readonly theme: ThemeKey | null;
  readonly q: string | null;
  /** Of the comments that bear the finding out; the others go against it. */
  readonly along: Exclude<Polarity, 'neu'>;
  /** Comments that the figures rest on; with fewer than the disclosure limit nobody is quoted. */
  readonly people: number;
  readonly pinned: ResponseId | null;
}

export interface QuoteCandidate extends Omit<FrozenQuote, 'approved'> {
  /** Ticked unless the composer chooses otherwise. */
  readonly proposed: boolean;
}

/**
 * Candidates in the order that they are shown: those along, then those against. `kept` are quotes that the composer has already
 * chosen; they stay among the candidates as long as they are of the period and the unit.
 */
export async function quoteCandidates(
  deps: ReadDeps,
  question: QuoteQuestion,
  kept: readonly ResponseId[] = [],
): Promise<QuoteCandidate[]> {
  if (question.people < deps.disclosureLimit) return [];
  const { filter, theme, q, along } = question;
  const stems = q === null ? [] : queryStems(q);
  const list = async (polarity: Polarity): Promise<readonly CommentRow[]> => {
    const query: CommentFilter = { ...filter, theme, polarity, q };
    const lengths = { minLength: SHORTEST_QUOTE, maxLength: LONGEST_QUOTE };
    return (await deps.store.listComments({ ...query, stems, limit: POOL, cursor: null, ...lengths })).items;
  };
  const other = along === 'neg' ? 'pos' : 'neg';
  const [same, opposite, neutral, chosen] = await Promise.all([
    list(along),
    list(other),
    list('neu'),
    commentsOf(deps, question, question.pinned === null ? kept : [question.pinned, ...kept]),
  ]);
  const rows = [
    ...chosen,
    ...clearFirst(same, theme, along),
    ...clearFirst(neutral, theme, 'neu'),
    ...clearFirst(opposite, theme, other),
  ];
  const small = await smallUnits(deps, filter, rows);
  const voices = distinctVoices(rows.filter((row) => !small.has(row.unit))).map((row) => toCandidate(row, question));
  const side = (contradicts: boolean, { shown, ticked }: typeof ALONG): QuoteCandidate[] => {
    const own = voices.filter((voice) => voice.contradicts === contradicts);
    const wanted = own.filter((voice, place) => place < shown || kept.includes(voice.response));
    return wanted.map((voice, place) => ({ ...voice, proposed: place < ticked || kept.includes(voice.response) }));
  };
  return [...side(false, ALONG), ...side(true, AGAINST)];
}

/** How many quotes a finding needs at least, where there are enough to choose from. */
export function quotesNeeded(candidates: readonly QuoteCandidate[]): {
  readonly all: number;
  readonly against: number;
} {
  const against = candidates.filter(({ contradicts }) => contradicts).length;
  return { all: Math.min(LEAST_QUOTES, candidates.length), against: Math.min(1, against) };
}

/** Comments by id, those left out that are not of the period, unit, channel and language asked for. */
async function commentsOf(
  { store }: ReadDeps,
  { filter }: QuoteQuestion,
  ids: readonly ResponseId[],
): Promise<CommentRow[]> {
  const rows = await Promise.all([...new Set(ids)].map((id) => store.getComment(id)));
  const units = await store.listUnits();
  const parents = new Map(units.map((unit) => [unit.code, unit.parent]));
  const isUnder = (code: string): boolean => {
    for (let at: string | null = code; at !== null; at = parents.get(at) ?? null) if (at === filter.unit) return true;
    return filter.unit === null;
  };
  return rows.flatMap((row) =>
    row &&
    row.day >= filter.from &&
    row.day <= filter.to &&
    (filter.channel === null || row.channel === filter.channel) &&
    (filter.lang === null || row.lang === filter.lang) &&
    isUnder(row.unit)
      ? [row]
      : [],
  );
}

/** Those that are clearly about it before those that may be; newest first in both. */
function clearFirst(rows: readonly CommentRow[], theme: ThemeKey | null, polarity: Polarity): CommentRow[] {
  const isClear = ({ tags }: CommentRow): boolean => {
    const tag = tagOf(tags, theme);
    return tag !== undefined && tag.polarity === polarity && tag.confidence >= CLEAR_CONFIDENCE;
  };
  return [...rows.filter(isClear), ...rows.filter((row) => !isClear(row))];
}

function tagOf(tags: readonly ThemeTag[], theme: ThemeKey | null): ThemeTag | undefined {
  return theme === null ? tags[0] : tags.find((tag) => tag.theme === theme);
}

/** Units from which fewer people than the limit answered within the period, channel and language: none of them is quoted. */
async function smallUnits(
  { store, disclosureLimit }: ReadDeps,
  filter: FeedbackFilter,
  rows: readonly CommentRow[],
): Promise<ReadonlySet<string>> {
  const codes = [...new Set(rows.map((row) => row.unit))];
  if (codes.length === 0) return new Set();
  const cells = await store.readCells(filter, ['unit'], codes);
  const counts = new Map<string, number>();
  for (const { unit = '', count } of cells) counts.set(unit, (counts.get(unit) ?? 0) + count);
  return new Set(codes.filter((code) => isTooSmall(counts.get(code) ?? 0, disclosureLimit)));
}

/** One voice a response and a text; texts that differ only in case and spacing are the same. */
function distinctVoices(rows: readonly CommentRow[]): CommentRow[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const text = row.text.toLowerCase().replace(/\s+/gu, ' ').trim();
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

function toCandidate(row: CommentRow, { theme, along }: QuoteQuestion): Omit<QuoteCandidate, 'proposed'> {
  const polarity = tagOf(row.tags, theme)?.polarity ?? null;
  return {
    response: row.id,
    // stored comments are masked; a database from before a rule was added gets what the rule finds now
    text: maskText(row.text, row.lang).text,
    lang: row.lang,
    polarity,
    contradicts: polarity !== null && polarity !== 'neu' && polarity !== along,
  };
}
