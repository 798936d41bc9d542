/** What people confirmed, as JSON Lines in the format of data/labels. */
import type { ConfirmedLabel } from '../domain/confirmedLabel.js';
import type { LabelledComment, LabelStore } from '../store/labelStore.js';

const PAGE_SIZE = 500;

/**
 * Yields lines, some at a time, by comment. `labels` holds the themes that are there, with the words that say it as `quote` where
 * they are one stretch; `present` those that are there of which nobody said how people speak; `absent` those that people said are not there. A
 * theme in none of them was not asked about, which the committed
 * files do not have: there a theme that is not named is absent.
 * @param shown told each comment before its line
 */
export async function* exportLabels(
  store: Pick<LabelStore, 'labelledComments'>,
  shown: (id: number) => void = () => undefined,
): AsyncGenerator<string> {
  for (let afterId = 0; ;) {
    const page = await store.labelledComments({ afterId, limit: PAGE_SIZE });
    const last = page.at(-1);
    if (!last) return;
    for (const { id } of page) shown(id);
    yield page.map((comment) => `${JSON.stringify(lineOf(comment))}\n`).join('');
    afterId = last.id;
  }
}

function lineOf({ id, lang, text, unit, day, labels }: LabelledComment): object {
  const named = (list: readonly ConfirmedLabel[]): object[] => list.map(({ theme, source }) => ({ theme, source }));
  const there = labels.filter((label) => label.present);
  return {
    id: String(id),
    lang,
    unit,
    day,
    text,
    labels: there
      .filter((label) => label.polarity !== null)
      .map((label) => ({
        theme: label.theme,
        polarity: label.polarity,
        ...quoteOf(label, text),
        source: label.source,
      })),
    present: named(there.filter((label) => label.polarity === null)),
    absent: named(labels.filter((label) => !label.present)),
  };
}

function quoteOf({ evidence }: ConfirmedLabel, text: string): { readonly quote?: string } {
  const [first, ...more] = evidence;
  return first && more.length === 0 ? { quote: text.slice(first.start, first.end) } : {};
}
