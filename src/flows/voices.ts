/** Quotes beside figures: recent, short enough to read, clearly about something, and not all of one mind. */
import type { CommentFilter, FeedbackFilter } from '../domain/feedbackFilter.js';
import type { Polarity, ThemeKey, ThemeTag } from '../domain/theme.js';
import type { CommentRow } from '../store/store.js';
import type { ReadDeps } from './deps.js';

/** Shortest and longest quote, in characters. */
export const SHORTEST_QUOTE = 40;
export const LONGEST_QUOTE = 280;
/** Confidence from which a comment is clearly about a theme. */
export const CLEAR_CONFIDENCE = 0.7;
/** Newest comments that quotes are picked from. */
const POOL = 60;

/**
 * At most `most` of the newest comments of the filter, each with another theme and another text. When the newest agree in polarity
 * the last one gives way to one that does not, where there is any. None when fewer than the limit of comments are `tagged`.
 */
export async function pickVoices(
  deps: ReadDeps,
  filter: FeedbackFilter,
  tagged: number,
  most = 3,
): Promise<CommentRow[]> {
  if (tagged < deps.disclosureLimit) return [];
  const picked = pickDistinct(await quotable(deps, { ...filter, theme: null, polarity: null, q: null }), most);
  const shared = sharedPolarity(picked);
  if (shared === null) return picked;
  const other = shared === 'neg' ? 'pos' : 'neg';
  const others = await quotable(deps, { ...filter, theme: null, polarity: other, q: null });
  const kept = picked.slice(0, most - 1);
  const counter = others.find(
    (comment) =>
      clearTag(comment)?.polarity === other && !kept.some((voice) => textIdentity(voice) === textIdentity(comment)),
  );
  return counter ? [...kept, counter] : picked;
}

/** At most `most` of the newest comments that speak of the theme with this polarity. None when too few comments are `tagged`. */
export async function pickThemeVoices(
  deps: ReadDeps,
  filter: FeedbackFilter,
  theme: ThemeKey,
  polarity: Polarity,
  tagged: number,
  most = 3,
): Promise<CommentRow[]> {
  if (tagged < deps.disclosureLimit) return [];
  const comments = await quotable(deps, { ...filter, theme, polarity, q: null });
  const texts = new Set<string>();
  return comments
    .filter((comment) => {
      const tag = comment.tags.find((given) => given.theme === theme);
      const identity = textIdentity(comment);
      if (!tag || tag.polarity !== polarity || tag.confidence < CLEAR_CONFIDENCE || texts.has(identity)) return false;
      texts.add(identity);
      return true;
    })
    .slice(0, most);
}

async function quotable(deps: ReadDeps, filter: CommentFilter): Promise<readonly CommentRow[]> {
  const page = await deps.store.listComments({
    ...filter,
    stems: [],
    limit: POOL,
    cursor: null,
    minLength: SHORTEST_QUOTE,
    maxLength: LONGEST_QUOTE,
  });
  return page.items;
}

function pickDistinct(comments: readonly CommentRow[], most: number): CommentRow[] {
  const themes = new Set<ThemeKey>();
  const texts = new Set<string>();
  const picked: CommentRow[] = [];
  for (const comment of comments) {
    const tag = clearTag(comment);
    const identity = textIdentity(comment);
    if (picked.length === most) break;
    if (!tag || themes.has(tag.theme) || texts.has(identity)) continue;
    themes.add(tag.theme);
    texts.add(identity);
    picked.push(comment);
  }
  return picked;
}

/** What the comment is most clearly about. */
function clearTag(comment: CommentRow): ThemeTag | undefined {
  const [first] = comment.tags;
  return first && first.confidence >= CLEAR_CONFIDENCE ? first : undefined;
}

/** Praise or complaint when all agree in it; null when they differ or there are none. */
function sharedPolarity(comments: readonly CommentRow[]): Polarity | null {
  const polarities = new Set(comments.map((comment) => clearTag(comment)?.polarity));
  const [only] = polarities;
  return polarities.size === 1 && only !== undefined && only !== 'neu' ? only : null;
}

/** Masked texts that differ only in case and spacing are one voice. */
function textIdentity(comment: CommentRow): string {
  return comment.text.toLowerCase().replace(/\s+/gu, ' ').trim();
}
