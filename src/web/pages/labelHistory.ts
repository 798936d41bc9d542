/** What people said about a comment, in words: what they said at one time is one entry. */
import type { StoredLabel } from '../../store/labelStore.js';
import type { PageWords } from '../render.js';
import { personName } from './people.js';

export interface HistoryEntry {
  readonly when: string;
  /** ISO date-time for the element `time`. */
  readonly at: string;
  readonly who: string;
  /** How they came to say it. */
  readonly source: string;
  readonly said: readonly { readonly text: string; readonly withdrawn: string }[];
}

/** Newest first. */
export function historyView(history: readonly StoredLabel[], words: PageWords): HistoryEntry[] {
  const entries = new Map<string, StoredLabel[]>();
  for (const label of history) {
    const key = `${label.at} ${label.by} ${label.source}`;
    const known = entries.get(key);
    if (known) known.push(label);
    else entries.set(key, [label]);
  }
  return [...entries.values()].reverse().flatMap(([first, ...others]) =>
    first
      ? [
          {
            when: words.moments.minute(first.at),
            at: first.at,
            who: personName(first.by, words.t),
            source: words.t(`comment.history.source.${first.source}`),
            said: [first, ...others].map((label) => saidView(label, words)),
          },
        ]
      : [],
  );
}

function saidView(label: StoredLabel, { t, lang, taxonomy, moments }: PageWords): HistoryEntry['said'][number] {
  const theme = taxonomy.themes.find((each) => each.key === label.theme)?.name[lang] ?? label.theme;
  const { withdrawn } = label;
  return {
    text: !label.present
      ? t('comment.history.absent', { theme })
      : label.polarity === null
        ? t('comment.history.present', { theme })
        : t('comment.history.presentAs', { theme, polarity: t(`polarity.${label.polarity}`) }),
    withdrawn: withdrawn
      ? t('comment.history.withdrawn', { who: personName(withdrawn.by, t), when: moments.minute(withdrawn.at) })
      : '',
  };
}
