/** Words that mark a theme: what comments with it say and others do not. */
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import { LANGUAGES, type Language, type ThemeKey } from '../domain/theme.js';
import { keyPhrases } from '../language/keyPhrases.js';
import type { Store } from '../store/store.js';
import type { ReadDeps } from './deps.js';
import { viewKey } from './currentActor.js';
import { RecentResults } from './recentResults.js';

export interface LanguagePhrases {
  readonly lang: Language;
  readonly phrases: readonly { readonly phrase: string; readonly comments: number }[];
}

/** Newest comments read on each side; more would change the phrases little. */
const SAMPLE = 1_000;
const MOST_PHRASES = 12;
const KEPT_RESULTS = 200;
const KEPT_MS = 5 * 60_000;

/** By store, so that several services in one process (tests) keep apart. */
const recent = new WeakMap<Store, RecentResults<LanguagePhrases[]>>();

/**
 * Phrases per tagged language, or for the filter's language alone; at most some minutes old. A phrase shows only when it occurs in
 * as many comments as the disclosure limit asks, since a rare one can point to a person. Languages without any are left out.
 */
export function themePhrases(deps: ReadDeps, theme: ThemeKey, filter: FeedbackFilter): Promise<LanguagePhrases[]> {
  const results = recent.get(deps.store) ?? new RecentResults<LanguagePhrases[]>(KEPT_RESULTS, KEPT_MS);
  recent.set(deps.store, results);
  const { from, to, unit, channel, lang } = filter;
  const key = JSON.stringify([viewKey(), theme, from, to, unit, channel, lang, deps.disclosureLimit]);
  return results.get(key, () => findPhrases(deps, theme, filter));
}

async function findPhrases(deps: ReadDeps, theme: ThemeKey, filter: FeedbackFilter): Promise<LanguagePhrases[]> {
  const languages = LANGUAGES.filter(
    (lang) => deps.supportedLanguages.includes(lang) && (filter.lang === null || filter.lang === lang),
  );
  const found = await Promise.all(
    languages.map(async (lang) => ({ lang, phrases: await phrasesOf(deps, theme, { ...filter, lang }, lang) })),
  );
  return found.filter(({ phrases }) => phrases.length > 0);
}

async function phrasesOf(
  deps: ReadDeps,
  theme: ThemeKey,
  filter: FeedbackFilter,
  lang: Language,
): Promise<LanguagePhrases['phrases']> {
  const query = { ...filter, polarity: null, q: null, stems: [], limit: SAMPLE };
  const withTheme = await deps.store.commentTexts({ ...query, theme });
  if (withTheme.length < deps.disclosureLimit) return [];
  const newest = await deps.store.commentTexts({ ...query, theme: null });
  const without = newest.filter(({ tags }) => tags.every((tag) => tag.theme !== theme));
  const texts = (comments: readonly { readonly text: string }[]): string[] => comments.map(({ text }) => text);
  return keyPhrases(texts(withTheme), texts(without), lang, MOST_PHRASES).filter(
    (phrase) => phrase.comments >= deps.disclosureLimit,
  );
}
