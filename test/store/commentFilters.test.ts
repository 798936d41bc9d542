import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ThemeTag } from '../../src/domain/theme.js';
import type { CommentQuery, CommentTags, IncomingResponse } from '../../src/store/store.js';
import { allPages, query, response, tag, VERSIONS, withStore } from './samples.js';

/** What the test itself believes to be stored. */
interface Believed {
  readonly id: number;
  readonly row: IncomingResponse;
  readonly tags: readonly ThemeTag[];
}

function matches({ row, tags }: Believed, asked: CommentQuery): boolean {
  const text = row.comment;
  if (text === null) return false;
  const length = [...text].length;
  const hasTag =
    (asked.theme === null && asked.polarity === null) ||
    tags.some(
      (found) =>
        (asked.theme === null || found.theme === asked.theme) &&
        (asked.polarity === null || found.polarity === asked.polarity),
    );
  const words = row.stems.split(' ');
  return (
    hasTag &&
    (asked.from === null || row.day >= asked.from) &&
    (asked.to === null || row.day <= asked.to) &&
    (asked.unit === null || row.unitPath.includes(asked.unit)) &&
    (asked.channel === null || row.channel === asked.channel) &&
    (asked.lang === null || row.lang === asked.lang) &&
    (asked.minLength === undefined || length >= asked.minLength) &&
    (asked.maxLength === undefined || length <= asked.maxLength) &&
    asked.stems.every((group) =>
      group.some((stem) =>
        words.some((word) => (stem.endsWith('*') ? word.startsWith(stem.slice(0, -1)) : word === stem)),
      ),
    )
  );
}

/** A few hundred responses that combine everything with everything; unit `tiny` has next to none of them. */
function combinedRows(): { readonly rows: IncomingResponse[]; readonly tags: readonly (readonly ThemeTag[])[] } {
  const texts = [null, 'Hyvä 💛', 'Jono oli aivan liian pitkä', 'Kallis parkki'];
  const sets: ThemeTag[][] = [
    [],
    [tag('access', 'neg')],
    [tag('access', 'pos'), tag('premises', 'neg')],
    [tag('premises', 'neu', 0.51)],
  ];
  const rows = Array.from({ length: 400 }, (_, index) => {
    const comment = texts[index % 4] ?? null;
    return response(String(index), {
      comment,
      stems: comment === null ? '' : (['hyv', 'jono ol pitk', 'kall park'][(index % 4) - 1] ?? ''),
      day: `2024-0${1 + ((index * 7) % 4)}-${10 + ((index * 3) % 9)}`,
      unitPath: index % 97 === 0 ? ['county', 'tiny'] : ['county', index % 3 === 0 ? 'clinic' : 'hospital'],
      channel: index % 5 === 0 ? 'web' : 'sms',
      lang: index % 7 === 0 ? 'sv' : 'fi',
    });
  });
  return { rows, tags: rows.map((row, index) => (row.comment === null ? [] : (sets[(index >> 2) % 4] ?? []))) };
}

const anyQuery = fc.record({
  from: fc.option(fc.constantFrom('2024-01-12', '2024-02-01')),
  to: fc.option(fc.constantFrom('2024-03-31', '2024-04-14')),
  unit: fc.option(fc.constantFrom('county', 'clinic', 'hospital', 'tiny', 'nowhere')),
  channel: fc.option(fc.constantFrom('sms' as const, 'web' as const)),
  lang: fc.option(fc.constantFrom('fi', 'sv')),
  theme: fc.option(fc.constantFrom('access', 'premises', 'unheard_of')),
  polarity: fc.option(fc.constantFrom('pos' as const, 'neg' as const, 'neu' as const)),
  stems: fc.constantFrom<string[][]>([], [], [], [['hyv']], [['jono'], ['pit*']], [['kall', 'hyv*']], [['none']]),
  length: fc.constantFrom({}, {}, { minLength: 6 }, { maxLength: 6 }, { minLength: 7, maxLength: 20 }),
  limit: fc.integer({ min: 1, max: 90 }),
});

test('every combination of filters lists and counts what a plain scan finds', async () => {
  await withStore(async (store) => {
    const { rows, tags } = combinedRows();
    await store.addResponses(rows);
    const tagged = tags.flatMap((found, index): CommentTags[] =>
      rows[index]?.comment ? [{ id: index + 1, state: 'tagged', tags: found }] : [],
    );
    await store.saveTags(tagged, VERSIONS, []);
    const believed: Believed[] = rows.map((row, index) => ({ id: index + 1, row, tags: tags[index] ?? [] }));
    await fc.assert(
      fc.asyncProperty(anyQuery, async ({ length, ...rest }) => {
        const asked = query({ ...rest, ...length });
        const expected = believed
          .filter((row) => matches(row, asked))
          .sort((a, b) => (a.row.day === b.row.day ? b.id - a.id : a.row.day < b.row.day ? 1 : -1));
        assert.deepEqual(
          await allPages(store, asked),
          expected.map(({ row }) => row.sourceId),
        );
        assert.equal(await store.countComments(asked), expected.length);
        assert.deepEqual(
          await store.commentTexts(asked),
          expected.slice(0, asked.limit).map(({ row, tags: found }) => ({
            text: row.comment,
            tags: [...found].sort((a, b) => b.confidence - a.confidence || (a.theme < b.theme ? -1 : 1)),
          })),
        );
      }),
      { numRuns: 300 },
    );
  });
});
