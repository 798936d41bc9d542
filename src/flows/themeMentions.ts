/** How many comments of a selection mention each theme: the way into a list of comments. */
import type { FeedbackFilter } from '../domain/feedbackFilter.js';
import type { Theme } from '../domain/theme.js';
import type { ReadDeps } from './deps.js';
import { mentionsOf, tallyCells } from './tally.js';
import { NO_MENTION } from './themeFigures.js';

export interface ThemeMentions {
  readonly theme: Theme;
  /** Comments that mention it; null under the disclosure limit (0 included). */
  readonly comments: number | null;
}

/** All themes, most mentioned first. A search is not taken into account: cells know no words. */
export async function themeMentions(deps: ReadDeps, filter: FeedbackFilter): Promise<ThemeMentions[]> {
  const { from, to, unit, channel, lang } = filter;
  const tally = tallyCells(await deps.store.readCells({ from, to, unit, channel, lang }, ['commentState', 'themes']));
  return deps.taxonomy.themes
    .map((theme) => ({ theme, mentions: mentionsOf(tally.themes.get(theme.key) ?? NO_MENTION) }))
    .sort((a, b) => b.mentions - a.mentions)
    .map(({ theme, mentions }) => ({ theme, comments: mentions < deps.disclosureLimit ? null : mentions }));
}
