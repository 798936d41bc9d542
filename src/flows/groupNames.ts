/** Names of groups: what their comments say and other comments without a theme do not. */
import { LANGUAGES, type Language } from '../domain/theme.js';
import { keyPhrases } from '../language/keyPhrases.js';
import type { GroupPhrases } from '../store/commentGroupStore.js';

interface NamedComment {
  readonly text: string;
  readonly lang: string;
}

const MOST_PHRASES = 4;

/**
 * Key phrases per language. Where the group had phrases before and one of the first two is still among the new ones, the old
 * ones stay: a name that changes with every handful of comments is no name.
 */
export function nameGroup(
  own: readonly NamedComment[],
  others: readonly NamedComment[],
  before: GroupPhrases,
): GroupPhrases {
  const phrases: Partial<Record<Language, readonly string[]>> = {};
  for (const lang of LANGUAGES) {
    const textsIn = (comments: readonly NamedComment[]): string[] =>
      comments.flatMap((comment) => (comment.lang === lang ? [comment.text] : []));
    const found = keyPhrases(textsIn(own), textsIn(others), lang, MOST_PHRASES).map(({ phrase }) => phrase);
    const earlier = before[lang] ?? [];
    const stays = earlier.slice(0, 2).some((phrase) => found.includes(phrase));
    const chosen = stays ? earlier : found;
    if (chosen.length > 0) phrases[lang] = chosen;
  }
  return phrases;
}
